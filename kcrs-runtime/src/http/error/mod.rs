//! Errors of a call.

/// Implements `From` for the variants of an error that wrap another one.
macro_rules! from_sources {
    ($error:ident { $($variant:ident($source:ty),)* }) => {
        $(impl From<$source> for $error {
            fn from(source: $source) -> Self {
                Self::$variant(source)
            }
        })*
    };
}

mod build;
mod excerpt;
mod paging;
mod response;
mod service;
mod transport;
mod wait;

use std::fmt;
use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

use crate::wire::calendar::UtcTime;
use crate::{CredentialsError, ErrorClass, ErrorRow, SigningError, Violations};

pub use build::BuildError;
pub use paging::PagingError;
pub use response::ResponseError;
pub use service::ServiceError;
pub use transport::{TransportError, TransportErrorKind};
pub use wait::WaitError;

pub(crate) use response::{malformed, request_id_of};
pub(crate) use transport::deepest;
pub(crate) use wait::{FailedWait, WaitProblem};

/// Error of a call.
///
/// `Display` of an error of the service is `Code: message (request id …, HTTP 400)`. No variant
/// shows a secret.
///
/// The text of every error of this crate has that of its cause in it. So none has a
/// [source](std::error::Error::source), which would be printed a second time.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request breaks rules of the API; nothing was sent.
    Invalid(Violations),
    /// The client cannot be built, or the options of the call do not fit it; nothing was sent.
    Options(BuildError),
    /// There are no credentials; nothing was sent.
    Credentials(CredentialsError),
    /// The request cannot be signed; nothing was sent.
    Signing(SigningError),
    /// No usable response came: the connection failed, broke, or took too long, or the response was
    /// too long.
    Transport(TransportError),
    /// The service returned an error.
    Service(Box<ServiceError>),
    /// The response cannot be read.
    Response(Box<ResponseError>),
    /// The pages of a list do not come to an end.
    Paging(PagingError),
    /// A wait failed.
    Wait(WaitError),
}

impl Error {
    /// The error code that the service returned.
    pub fn code(&self) -> Option<&str> {
        self.service()?.code()
    }

    /// The message that the service returned.
    pub fn message(&self) -> Option<&str> {
        Some(self.service()?.message())
    }

    /// The id of the request, by which the vendor finds it.
    pub fn request_id(&self) -> Option<&str> {
        match self.cause() {
            Self::Service(error) => error.request_id(),
            Self::Response(error) => error.request_id(),
            _ => None,
        }
    }

    /// The HTTP status of the response.
    pub fn status(&self) -> Option<u16> {
        match self.cause() {
            Self::Service(error) => Some(error.status()),
            Self::Response(error) => Some(error.status()),
            _ => None,
        }
    }

    /// The row of the service's error table that code, status and message of the response fit.
    pub fn row(&self) -> Option<&'static ErrorRow> {
        self.service()?.row()
    }

    /// Returns whether the same call may succeed when it is made again: the service or the network
    /// was at fault, or the caller was too fast.
    ///
    /// A call that is not idempotent may have been carried out although no response came
    /// (see [`TransportErrorKind`]); this does not look at that.
    pub fn is_retryable(&self) -> bool {
        match self.cause() {
            Self::Transport(error) => error.kind().is_retryable(),
            Self::Service(error) => error.is_retryable(),
            Self::Response(error) => error.is_broken() || is_retryable_status(error.status()),
            _ => false,
        }
    }

    /// Returns whether the service refused because the caller was too fast.
    pub fn is_throttled(&self) -> bool {
        match self.cause() {
            Self::Service(error) => error.is_throttled(),
            Self::Response(error) => is_throttling_status(error.status()),
            _ => false,
        }
    }

    /// Returns the time that the service asks to wait before the next call (`Retry-After`).
    pub fn retry_after(&self) -> Option<Duration> {
        self.hints().retry_after
    }

    /// Returns whether the service responded that a resource which the request names does not
    /// exist.
    ///
    /// There is no single code for it: it is HTTP 404, a code with "not found" or "not exist" in
    /// it, or, with status 400, 404 or 409, such a message. An error of authentication,
    /// permission, throttling or the server never counts, nor does what the API gateway sends
    /// (that the *API* does not exist) or a 404 without an error code, which a proxy may have made.
    pub fn is_not_found(&self) -> bool {
        self.service().is_some_and(ServiceError::is_not_found)
    }

    /// Returns whether the service refused to create what there is already.
    ///
    /// It is a code with "already exists", "exists" or "duplicate" in it, or, with status 400 or
    /// 409, such a message; what [`is_not_found`](Self::is_not_found) excludes is excluded here
    /// too.
    pub fn is_already_exists(&self) -> bool {
        self.service().is_some_and(ServiceError::is_already_exists)
    }

    /// Returns whether the service refused because of the state that a resource is in: it is there
    /// [already](Self::is_already_exists), or the status is 409 and it is no throttling.
    pub fn is_conflict(&self) -> bool {
        self.service().is_some_and(ServiceError::is_conflict)
    }

    /// The error that the service returned.
    pub fn service(&self) -> Option<&ServiceError> {
        match self.cause() {
            Self::Service(error) => Some(error),
            _ => None,
        }
    }

    /// The time of a service that found the date of the signature too far from it.
    pub(crate) fn skewed_from(&self) -> Option<SystemTime> {
        let is_skew = self.service()?.class() == Some(ErrorClass::ClockSkew);
        is_skew.then_some(self.hints().date).flatten()
    }

    /// The error of a call: of a wait that failed, that of its last one.
    fn cause(&self) -> &Self {
        match self {
            Self::Wait(wait) => wait.error().unwrap_or(self),
            error => error,
        }
    }

    fn hints(&self) -> Hints {
        match self.cause() {
            Self::Service(error) => error.hints(),
            Self::Response(error) => error.hints(),
            _ => Hints::default(),
        }
    }

    /// The rules that the request breaks.
    pub fn violations(&self) -> Option<&Violations> {
        match self {
            Self::Invalid(violations) => Some(violations),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(violations) => write!(f, "the request is not valid:\n{violations}"),
            Self::Options(error) => error.fmt(f),
            Self::Credentials(error) => write!(f, "no credentials: {error}"),
            Self::Signing(error) => write!(f, "the request cannot be signed: {error}"),
            Self::Transport(error) => error.fmt(f),
            Self::Service(error) => error.fmt(f),
            Self::Response(error) => error.fmt(f),
            Self::Paging(error) => error.fmt(f),
            Self::Wait(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

from_sources!(Error {
    Invalid(Violations),
    Options(BuildError),
    Credentials(CredentialsError),
    Signing(SigningError),
    Transport(TransportError),
    Paging(PagingError),
    Wait(WaitError),
});

/// Hints of the response's headers on the next attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hints {
    /// Time to wait.
    pub(crate) retry_after: Option<Duration>,
    /// The time of the service.
    pub(crate) date: Option<SystemTime>,
}

impl Hints {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name)?.to_str().ok().map(str::trim);
        let date = text(DATE).and_then(UtcTime::parse_http);
        let retry_after = text(RETRY_AFTER).and_then(|text| match text.parse() {
            Ok(seconds) => Some(Duration::from_secs(seconds)),
            // A date is by the service's clock, so the wait is counted from the date of the
            // response.
            Err(_) => Some(UtcTime::parse_http(text)?.since(&date?)),
        });
        Self {
            retry_after,
            date: date.map(|date| date.system_time()),
        }
    }
}

/// Statuses of errors that are transient, whatever the body says.
fn is_retryable_status(status: u16) -> bool {
    matches!(status, 408 | 500 | 502..=504) || is_throttling_status(status)
}

/// 509 is "bandwidth limit exceeded".
fn is_throttling_status(status: u16) -> bool {
    matches!(status, 429 | 509)
}

/// ` (request id …, HTTP 400)`.
fn write_origin(f: &mut fmt::Formatter<'_>, request_id: Option<&str>, status: u16) -> fmt::Result {
    match request_id {
        Some(id) => write!(f, " (request id {id}, HTTP {status})"),
        None => write!(f, " (HTTP {status})"),
    }
}

#[cfg(test)]
mod tests;
