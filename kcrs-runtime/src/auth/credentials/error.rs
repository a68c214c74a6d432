//! Error of a credentials provider.

use std::fmt;

/// Error of a credentials provider.
///
/// There are two kinds. Where they are [absent](Self::absent), a [chain](crate::CredentialsChain)
/// asks its next provider; where getting them [failed](Self::failed), it stops, so that a mistake
/// is not hidden by other credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialsError {
    is_absent: bool,
    message: String,
}

impl CredentialsError {
    /// Creates the error that a place has no credentials. `message` names what was looked for.
    pub fn absent(message: impl Into<String>) -> Self {
        Self {
            is_absent: true,
            ..Self::wrong(message)
        }
    }

    /// They cannot be got. The texts of `source` and of its causes, which become the message, must
    /// hold no secret.
    pub fn failed(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let source = source.into();
        let mut message = source.to_string();
        let mut cause = source.source();
        while let Some(deeper) = cause {
            let text = deeper.to_string();
            // Some errors have the text of their cause in their own.
            if !message.contains(&text) {
                message.extend([": ", &text]);
            }
            cause = deeper.source();
        }
        Self::wrong(message)
    }

    /// Returns whether there are none in this place, so that another one may have them.
    pub fn is_absent(&self) -> bool {
        self.is_absent
    }

    pub(super) fn wrong(message: impl Into<String>) -> Self {
        Self {
            is_absent: false,
            message: message.into(),
        }
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CredentialsError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cause_is_in_the_message_once() {
        #[derive(Debug)]
        struct Outer(&'static str, std::io::Error);
        impl fmt::Display for Outer {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.0)
            }
        }
        impl std::error::Error for Outer {
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                Some(&self.1)
            }
        }
        for own in ["no reply", "no reply: the vault is shut"] {
            let cause = std::io::Error::other("the vault is shut");
            let error = CredentialsError::failed(Outer(own, cause));
            assert_eq!(error.to_string(), "no reply: the vault is shut");
            assert!(!error.is_absent());
        }
    }
}
