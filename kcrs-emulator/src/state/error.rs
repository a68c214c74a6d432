//! Errors of the service's state.

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
    ExternalEndpointPolicy,
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

// The document lists common errors only. The codes for the rest are chosen so that clients which
// look for `NotFound`, `InUse` and the like understand them: an absence is 404; all else is 400,
// for 409 is flow control here, and clients try again on it.

/// It does not exist.
pub(crate) fn not_found(kind: ResourceKind, name: impl fmt::Display) -> ServerError {
    coded(
        404,
        kind,
        "NotFound",
        format!("The {kind} {name} does not exist."),
    )
}

/// It exists already.
pub(crate) fn already_exists(kind: ResourceKind, name: impl fmt::Display) -> ServerError {
    coded(
        400,
        kind,
        "AlreadyExists",
        format!("The {kind} {name} already exists."),
    )
}

/// It is still in use: it has what the last text names.
pub(crate) fn in_use(kind: ResourceKind, name: &str, by: &str) -> ServerError {
    coded(
        400,
        kind,
        "InUse",
        format!("The {kind} {name} is in use: it has {by}."),
    )
}

/// The instance may hold no more of these.
pub(crate) fn quota_exceeded(kind: ResourceKind, quota: usize) -> ServerError {
    let message = format!("The instance may hold no more than {quota} of these: {kind}.");
    coded(400, kind, "QuotaExceeded", message)
}

/// The instance is not running.
pub(crate) fn not_ready(id: &str, status: &str) -> ServerError {
    let message = format!("The Instance {id} is {status}, not Running.");
    coded(400, ResourceKind::Instance, "NotReady", message)
}

/// The parameter of this name has a value that the document does not allow.
pub(crate) fn invalid(parameter: &str) -> ServerError {
    ServerError::row(&error_rows::INVALID_PARAMETER_VALUE, [parameter])
}

/// The parameter of this name is missing where another one makes it necessary.
pub(crate) fn missing(parameter: &str) -> ServerError {
    ServerError::row(&error_rows::MISSING_PARAMETER, [parameter])
}

impl From<StoreError> for ServerError {
    fn from(StoreError(reason): StoreError) -> Self {
        Self::row(&error_rows::SERVICE_EXCEPTION, [reason])
    }
}

fn coded(status: u16, kind: ResourceKind, problem: &str, message: String) -> ServerError {
    ServerError::coded(status, format!("{kind}{problem}"), message)
}

/// Refuses a value of an open enum that the document does not list: clients pass such a value on,
/// the service does not.
macro_rules! documented {
    ($value:expr, $parameter:literal) => {
        if $value.is_known() {
            Ok(())
        } else {
            Err($crate::state::error::invalid($parameter))
        }
    };
}
pub(crate) use documented;
