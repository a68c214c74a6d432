//! Errors of the transport.

use std::fmt;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// No response came: the connection failed, broke, or took too long, or the response was too long.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Source,
}

impl TransportError {
    /// Creates an error, for one's own [`Transport`](crate::Transport). What `source` says must
    /// hold no secret: not the request's URL, whose query has the parameters in it.
    pub fn new(kind: TransportErrorKind, source: impl Into<Source>) -> Self {
        Self {
            kind,
            source: source.into(),
        }
    }

    /// What happened.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut cause: &dyn std::error::Error = &*self.source;
        while let Some(deeper) = cause.source() {
            cause = deeper;
        }
        write!(f, "{}: {cause}", self.kind.text())
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}

/// What happened to a request without a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection came about. The service has not seen the request.
    Connect,
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
    /// Whether the same call may succeed when it is made again.
    #[must_use]
    pub fn is_retryable(self) -> bool {
        matches!(self, Self::Connect | Self::Timeout | Self::Broken)
    }

    fn text(self) -> &'static str {
        match self {
            Self::Connect => "cannot connect",
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
        let deep = TransportError::new(TransportErrorKind::Other, "deep");
        let cause = io::Error::other(deep);
        let error = TransportError::new(TransportErrorKind::Broken, cause);
        assert_eq!(error.to_string(), "the connection broke: deep");
        assert!(error.kind().is_retryable());
        assert!(!TransportErrorKind::TooLong.is_retryable());
    }
}
