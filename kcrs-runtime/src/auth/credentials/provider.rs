//! Providers of credentials.

use std::future::Future;
use std::pin::Pin;

use super::environment::EnvironmentCredentials;
use super::profile::ProfileCredentials;
use super::{Credentials, CredentialsError};

/// Future of [`ProvideCredentials::provide`].
pub type CredentialsFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Credentials, CredentialsError>> + Send + 'a>>;

/// Gets credentials: from a vault, a metadata service, another account's role.
///
/// A client asks its provider at its first call and keeps what it gets. Where that
/// [expires](Credentials::expiring_at), it asks again five minutes before (of short-lived ones: at
/// half their life). However many calls wait for credentials, one of them asks; while the old ones
/// are valid the others go on with those, and they are used too where new ones cannot be got.
///
/// A function that returns a future is a provider:
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use kcrs_runtime::{Credentials, CredentialsError, ProvideCredentials};
///
/// # async fn ask_vault() -> Result<(String, String, String), std::io::Error> { Ok(Default::default()) }
/// async fn from_vault() -> Result<Credentials, CredentialsError> {
///     let (access_key, secret_key, token) = ask_vault().await.map_err(CredentialsError::failed)?;
///     let expires = SystemTime::now() + Duration::from_secs(3600);
///     Ok(Credentials::with_token(access_key, secret_key, token).expiring_at(expires))
/// }
///
/// fn takes_a_provider(provider: impl ProvideCredentials) {}
/// takes_a_provider(from_vault);
/// ```
///
/// It must not call by way of the client that it provides for, which waits for it.
pub trait ProvideCredentials: Send + Sync + 'static {
    /// Gets credentials.
    fn provide(&self) -> CredentialsFuture<'_>;
}

impl ProvideCredentials for Credentials {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async { Ok(self.clone()) })
    }
}

impl<F, O> ProvideCredentials for F
where
    F: Fn() -> O + Send + Sync + 'static,
    O: Future<Output = Result<Credentials, CredentialsError>> + Send + 'static,
{
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(self())
    }
}

shown_as!(dyn ProvideCredentials: "ProvideCredentials");

/// Providers that are asked one after the other until one has credentials.
///
/// A provider that fails, other than by having [none](CredentialsError::is_absent), ends the
/// search: its mistake would else be hidden by the credentials of somebody else.
///
/// ```
/// use kcrs_runtime::{CredentialsChain, EnvironmentCredentials, ProfileCredentials};
///
/// let chain = CredentialsChain::new()
///     .then(EnvironmentCredentials::new())
///     .then(ProfileCredentials::new().profile("builds"));
/// # let _ = chain;
/// ```
#[derive(Debug, Default)]
pub struct CredentialsChain(Vec<Box<dyn ProvideCredentials>>);

impl CredentialsChain {
    /// A chain of no providers.
    pub fn new() -> Self {
        Self::default()
    }

    /// The default of a client: the environment, then the profile file.
    pub fn standard() -> Self {
        Self::new()
            .then(EnvironmentCredentials::new())
            .then(ProfileCredentials::new())
    }

    /// Asks this provider where those before have no credentials.
    #[must_use]
    pub fn then(mut self, provider: impl ProvideCredentials) -> Self {
        self.0.push(Box::new(provider));
        self
    }
}

impl ProvideCredentials for CredentialsChain {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            let mut absent = Vec::new();
            for provider in &self.0 {
                match provider.provide().await {
                    Err(error) if error.is_absent() => absent.push(error.to_string()),
                    result => return result,
                }
            }
            Err(none_of(&absent))
        })
    }
}

/// Creates the error of a chain without credentials.
pub(crate) fn none_of(absent: &[String]) -> CredentialsError {
    match absent {
        [] => CredentialsError::absent("no provider was asked"),
        absent => CredentialsError::absent(absent.join(", and ")),
    }
}
