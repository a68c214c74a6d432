//! Why a request is refused by the state that it meets.

use std::fmt;

use kcrs_generated::error_rows;
use kcrs_generated::server::ServerError;

use crate::store::StoreError;

/// What the service knows by a name or an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Thing {
    Instance,
    Token,
    InternalEndpoint,
    InternalEndpointDns,
    Namespace,
    Repository,
    Image,
    Tag,
    ImageScan,
    Trigger,
    TriggerLog,
}

/// The word that error codes begin with: the name of the variant.
impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// A refusal.
///
/// The document lists common errors only. The codes for the rest are chosen so that clients which
/// look for `NotFound`, `InUse` and the like understand them: an absence is 404; all else is 400,
/// for 409 is flow control here, and clients try again on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StateError {
    /// There is no such thing.
    NotFound(Thing, String),
    /// There is one already.
    AlreadyExists(Thing, String),
    /// Something else still needs it.
    InUse(Thing, String, String),
    /// The instance may hold no more of these.
    QuotaExceeded(Thing, usize),
    /// The instance is not running.
    NotReady(String, &'static str),
    /// The parameter of this name has a value that the document does not allow.
    Invalid(&'static str),
    /// The parameter of this name is missing where another one makes it necessary.
    Missing(&'static str),
    /// The change could not be kept.
    NotKept(String),
}

impl StateError {
    pub(crate) fn not_found(thing: Thing, name: impl Into<String>) -> Self {
        Self::NotFound(thing, name.into())
    }

    pub(crate) fn already_exists(thing: Thing, name: impl Into<String>) -> Self {
        Self::AlreadyExists(thing, name.into())
    }
}

impl From<StoreError> for StateError {
    fn from(StoreError(reason): StoreError) -> Self {
        Self::NotKept(reason)
    }
}

impl From<StateError> for ServerError {
    fn from(error: StateError) -> Self {
        match error {
            StateError::NotFound(thing, name) => Self::coded(
                404,
                format!("{thing}NotFound"),
                format!("The {thing} {name} does not exist."),
            ),
            StateError::AlreadyExists(thing, name) => Self::coded(
                400,
                format!("{thing}AlreadyExists"),
                format!("The {thing} {name} already exists."),
            ),
            StateError::InUse(thing, name, by) => Self::coded(
                400,
                format!("{thing}InUse"),
                format!("The {thing} {name} is in use: it has {by}."),
            ),
            StateError::QuotaExceeded(thing, quota) => Self::coded(
                400,
                format!("{thing}QuotaExceeded"),
                format!("The instance may hold no more than {quota} of these: {thing}."),
            ),
            StateError::NotReady(id, status) => Self::coded(
                400,
                "InstanceNotReady",
                format!("The Instance {id} is {status}, not Running."),
            ),
            StateError::Invalid(parameter) => {
                Self::row(&error_rows::INVALID_PARAMETER_VALUE, [parameter])
            }
            StateError::Missing(parameter) => {
                Self::row(&error_rows::MISSING_PARAMETER, [parameter])
            }
            StateError::NotKept(reason) => Self::row(&error_rows::SERVICE_EXCEPTION, [reason]),
        }
    }
}

/// Refuses a value of an open enum that the document does not list: clients pass such a value on,
/// the service does not.
macro_rules! documented {
    ($value:expr, $parameter:literal) => {
        if $value.is_known() {
            Ok(())
        } else {
            Err($crate::state::StateError::Invalid($parameter))
        }
    };
}
pub(crate) use documented;
