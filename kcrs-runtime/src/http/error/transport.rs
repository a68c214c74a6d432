//! Errors of the transport.

use std::fmt;

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// No usable response came: the connection failed, broke, or took too long, or the response was too
/// long.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    /// Place of the failure, in words that follow those of the kind.
    place: String,
    cause: Cause,
}

impl TransportError {
    /// Creates an error, for one's own [`Transport`](crate::Transport). What `cause` says must
    /// hold no secret: not the request's URL, whose query has the parameters in it.
    pub fn new(kind: TransportErrorKind, cause: impl Into<Cause>) -> Self {
        Self {
            kind,
            place: String::new(),
            cause: cause.into(),
        }
    }

    /// Adds where it happened.
    pub(crate) fn at(mut self, place: String) -> Self {
        self.place = place;
        self
    }

    /// Returns the kind of failure.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The cause, whose text is in that of this error.
    pub fn get_ref(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        &*self.cause
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}{}: {}",
            self.kind.text(),
            self.place,
            deepest(&*self.cause)
        )
    }
}

impl std::error::Error for TransportError {}

/// The cause that has no other, which says most.
pub(crate) fn deepest<'a>(
    mut error: &'a (dyn std::error::Error + 'static),
) -> &'a (dyn std::error::Error + 'static) {
    while let Some(deeper) = error.source() {
        error = deeper;
    }
    error
}

/// Kind of failure of a request without a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection came about. The service has not seen the request.
    Connect,
    /// The server refused the request without processing it, as HTTP/2 allows it to. The service
    /// has not carried out the request.
    Refused,
    /// The time was up. The service may have carried out the request.
    Timeout,
    /// The connection broke. The service may have carried out the request.
    Broken,
    /// The response was longer than the limit. The service has carried out the request.
    TooLong,
    /// Something else.
    Other,
}

impl TransportErrorKind {
    /// Returns whether the same call may succeed when it is made again.
    pub fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::Connect | Self::Refused | Self::Timeout | Self::Broken
        )
    }

    /// Returns whether the service has surely not carried out the request.
    pub(crate) fn is_unprocessed(self) -> bool {
        matches!(self, Self::Connect | Self::Refused)
    }

    fn text(self) -> &'static str {
        match self {
            Self::Connect => "cannot connect",
            Self::Refused => "the server refused the request unprocessed",
            Self::Timeout => "no response in time",
            Self::Broken => "the connection broke",
            Self::TooLong => "the response is too long",
            Self::Other => "the request could not be sent",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn the_deepest_cause_is_told() {
        let deep = io::Error::other(io::Error::other("deep"));
        let error = TransportError::new(TransportErrorKind::Broken, io::Error::other(deep));
        assert_eq!(error.to_string(), "the connection broke: deep");
        assert!(error.kind().is_retryable());
        assert!(!TransportErrorKind::TooLong.is_retryable());
    }
}
