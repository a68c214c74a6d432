//! What can go wrong with a call.

mod answer;
mod build;
mod excerpt;
mod service;
mod transport;

use std::fmt;

use crate::{ErrorRow, SigningError, Violations};

pub use answer::AnswerError;
pub use build::BuildError;
pub use service::ServiceError;
pub use transport::{TransportError, TransportErrorKind};

pub(crate) use answer::{malformed, request_id_of};

/// Why a call failed.
///
/// `Display` of what the service answered is `Code: message (request id …, HTTP 400)`. No variant shows a secret.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request breaks rules of the API; nothing was sent.
    Invalid(Violations),
    /// The request cannot be signed; nothing was sent.
    Signing(SigningError),
    /// No answer came.
    Transport(TransportError),
    /// The service answered with an error.
    Service(Box<ServiceError>),
    /// The answer cannot be understood.
    Answer(Box<AnswerError>),
}

impl Error {
    /// The error code that the service answered.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.service()?.code()
    }

    /// The message that the service answered.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        Some(self.service()?.message())
    }

    /// The id of the request, by which the vendor finds it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Service(error) => error.request_id(),
            Self::Answer(error) => error.request_id(),
            _ => None,
        }
    }

    /// The HTTP status of the answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Service(error) => Some(error.status()),
            Self::Answer(error) => Some(error.status()),
            _ => None,
        }
    }

    /// The row of the service's error table that code, status and message of the answer fit.
    #[must_use]
    pub fn row(&self) -> Option<&'static ErrorRow> {
        self.service()?.row()
    }

    /// Whether the same call may succeed when it is made again: the service or the network was at fault, or the caller
    /// was too fast.
    ///
    /// A call that is not idempotent may have been carried out although no answer came
    /// ([`TransportErrorKind`] tells); this does not look at that.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Transport(error) => error.kind().is_retryable(),
            Self::Service(error) => error.is_retryable(),
            Self::Answer(error) => is_retryable_status(error.status()),
            _ => false,
        }
    }

    /// Whether the service refused because the caller was too fast.
    #[must_use]
    pub fn is_throttled(&self) -> bool {
        match self {
            Self::Service(error) => error.is_throttled(),
            Self::Answer(error) => is_throttling_status(error.status()),
            _ => false,
        }
    }

    /// Whether the service answered that a thing which the request names does not exist.
    ///
    /// There is no single code for it: it is HTTP 404, or a code or message with "not found" or "not exist" in it. What
    /// the API gateway answers (that the *API* does not exist) does not count, nor does a 404 without an error code,
    /// which a proxy may have made.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.service().is_some_and(ServiceError::is_not_found)
    }

    /// The error that the service answered.
    #[must_use]
    pub fn service(&self) -> Option<&ServiceError> {
        match self {
            Self::Service(error) => Some(error),
            _ => None,
        }
    }

    /// The rules that the request breaks.
    #[must_use]
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
            Self::Signing(error) => write!(f, "the request cannot be signed: {error}"),
            Self::Transport(error) => error.fmt(f),
            Self::Service(error) => error.fmt(f),
            Self::Answer(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // The texts of the others are in this error's own text.
        match self {
            Self::Transport(error) => error.source(),
            _ => None,
        }
    }
}

impl From<Violations> for Error {
    fn from(violations: Violations) -> Self {
        Self::Invalid(violations)
    }
}

impl From<SigningError> for Error {
    fn from(error: SigningError) -> Self {
        Self::Signing(error)
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}

/// Statuses that promise better luck, whatever the body says.
fn is_retryable_status(status: u16) -> bool {
    matches!(status, 502..=504) || is_throttling_status(status)
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
