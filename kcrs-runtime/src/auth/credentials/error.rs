//! Why there are no credentials.

use std::fmt;
use std::sync::Arc;

type Source = Arc<dyn std::error::Error + Send + Sync>;

/// Why there are no credentials.
///
/// There are two kinds. Where they are [absent](Self::absent), a [chain](crate::CredentialsChain)
/// asks its next provider; where getting them [failed](Self::failed), it stops, so that a mistake
/// is not hidden by other credentials.
#[derive(Clone, Debug)]
pub struct CredentialsError {
    is_absent: bool,
    message: String,
    source: Option<Source>,
}

impl CredentialsError {
    /// There are none in this place. `message` names what was looked for.
    pub fn absent(message: impl Into<String>) -> Self {
        Self {
            is_absent: true,
            ..Self::wrong(message)
        }
    }

    /// They cannot be got. The text of `source` must hold no secret.
    pub fn failed(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let source: Source = source.into().into();
        Self {
            is_absent: false,
            message: source.to_string(),
            source: Some(source),
        }
    }

    /// Whether there are none in this place, so that another one may have them.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        self.is_absent
    }

    pub(super) fn wrong(message: impl Into<String>) -> Self {
        Self {
            is_absent: false,
            message: message.into(),
            source: None,
        }
    }
}

/// Errors with the same text are equal.
impl PartialEq for CredentialsError {
    fn eq(&self, other: &Self) -> bool {
        (self.is_absent, &self.message) == (other.is_absent, &other.message)
    }
}

impl Eq for CredentialsError {}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CredentialsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // The source's text is this error's own.
        self.source.as_ref().and_then(|source| source.source())
    }
}
