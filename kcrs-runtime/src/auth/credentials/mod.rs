//! Access keys, and where they come from.

mod cache;
mod environment;
mod error;
mod ini;
mod profile;
mod profile_file;
mod provider;
mod resolved;

use std::fmt;
use std::time::SystemTime;

use crate::SecretString;

pub(crate) use cache::CredentialsCache;
pub(crate) use environment::Environment;
pub use environment::EnvironmentCredentials;
pub use error::CredentialsError;
pub use profile::ProfileCredentials;
pub use profile_file::{ProfileFile, ProfileKey};
pub(crate) use provider::none_of;
pub use provider::{CredentialsChain, CredentialsFuture, ProvideCredentials};
pub use resolved::{ConfigSource, ResolvedConfig, Sourced};
pub(crate) use resolved::{EndpointSources, KeySources};

/// An access key with its secret, and the session token of temporary ones.
///
/// `Debug` shows the access key only. The secret is used as the text given, never decoded.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    access_key: String,
    secret_key: SecretString,
    token: Option<SecretString>,
    expires: Option<SystemTime>,
}

impl Credentials {
    /// Permanent credentials.
    pub fn new(access_key: impl Into<String>, secret_key: impl Into<SecretString>) -> Self {
        Self {
            access_key: access_key.into(),
            secret_key: secret_key.into(),
            token: None,
            expires: None,
        }
    }

    /// Temporary credentials.
    pub fn with_token(
        access_key: impl Into<String>,
        secret_key: impl Into<SecretString>,
        token: impl Into<SecretString>,
    ) -> Self {
        Self {
            token: Some(token.into()),
            ..Self::new(access_key, secret_key)
        }
    }

    /// Sets when they expire. A client asks its [provider](ProvideCredentials) for new ones before
    /// that.
    #[must_use]
    pub fn expiring_at(mut self, time: SystemTime) -> Self {
        self.expires = Some(time);
        self
    }

    /// Credentials of the environment, as [`EnvironmentCredentials`] reads them.
    pub fn from_env() -> Result<Self, CredentialsError> {
        EnvironmentCredentials::new().load()
    }

    /// The access key, which is not secret.
    pub fn access_key(&self) -> &str {
        &self.access_key
    }

    /// Returns the time of expiry, where it is known.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires
    }

    pub(crate) fn secret_key(&self) -> &str {
        self.secret_key.expose()
    }

    pub(crate) fn token(&self) -> Option<&str> {
        self.token.as_ref().map(SecretString::expose)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key", &self.access_key)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_the_access_key_only() {
        let debug = format!(
            "{:?}",
            Credentials::with_token("the-ak", "the-sk", "the-token")
        );
        assert_eq!(debug, "Credentials { access_key: \"the-ak\", .. }");
    }
}
