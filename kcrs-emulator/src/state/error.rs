//! Why the state of the service refuses a request.

use std::fmt;

use kcrs_generated::error_rows;
use kcrs_generated::server::ServerError;

use crate::store::StoreError;

/// The kind of a resource, which has a name or an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResourceKind {
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
impl fmt::Display for ResourceKind {
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
    /// It does not exist.
    NotFound(ResourceKind, String),
    /// It exists already.
    AlreadyExists(ResourceKind, String),
    /// It is still in use: it has what the last text names.
    InUse(ResourceKind, String, String),
    /// The instance may hold no more of these.
    QuotaExceeded(ResourceKind, usize),
    /// The instance is not running.
    NotReady(String, &'static str),
    /// The parameter of this name has a value that the document does not allow.
    Invalid(&'static str),
    /// The parameter of this name is missing where another one makes it necessary.
    Missing(&'static str),
    /// The change could not be stored.
    NotPersisted(String),
}

impl StateError {
    pub(crate) fn not_found(kind: ResourceKind, name: impl Into<String>) -> Self {
        Self::NotFound(kind, name.into())
    }

    pub(crate) fn already_exists(kind: ResourceKind, name: impl Into<String>) -> Self {
        Self::AlreadyExists(kind, name.into())
    }
}

impl From<StoreError> for StateError {
    fn from(StoreError(reason): StoreError) -> Self {
        Self::NotPersisted(reason)
    }
}

impl From<StateError> for ServerError {
    fn from(error: StateError) -> Self {
        match error {
            StateError::NotFound(kind, name) => Self::coded(
                404,
                format!("{kind}NotFound"),
                format!("The {kind} {name} does not exist."),
            ),
            StateError::AlreadyExists(kind, name) => Self::coded(
                400,
                format!("{kind}AlreadyExists"),
                format!("The {kind} {name} already exists."),
            ),
            StateError::InUse(kind, name, by) => Self::coded(
                400,
                format!("{kind}InUse"),
                format!("The {kind} {name} is in use: it has {by}."),
            ),
            StateError::QuotaExceeded(kind, quota) => Self::coded(
                400,
                format!("{kind}QuotaExceeded"),
                format!("The instance may hold no more than {quota} of these: {kind}."),
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
            StateError::NotPersisted(reason) => Self::row(&error_rows::SERVICE_EXCEPTION, [reason]),
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
