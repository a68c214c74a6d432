//! Setting up a client.

use std::fmt;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use http::HeaderValue;

use super::default_chain::default_credentials;
use crate::auth::credentials::{
    ConfigSource, CredentialsCache, EndpointSources, Environment, KeySources, ResolvedConfig,
    Sourced,
};
use crate::call::client::{Client, Defaults, Shared};
use crate::call::send::TokenBucket;
use crate::call::signers::Signers;
use crate::http::transport::{Customise, ReqwestTransport, Settings};
use crate::{
    BuildError, Clock, Credentials, CredentialsError, Endpoint, Hook, Limits, ProfileCredentials,
    ProvideCredentials, Retry, Service, Signature, SystemClock, Timer, TokioTimer, Transport,
};

/// Sets up a client.
///
/// What is not set comes from the environment, then from a profile file, then from the service's
/// own description:
///
/// | | environment | [profile](crate::ProfileCredentials) | else |
/// |---|---|---|---|
/// | credentials | [these variables](crate::EnvironmentCredentials) | `ks_access_key_id`, `ks_secret_access_key`, `ks_security_token` | an error |
/// | region | `KSYUN_REGION`, `KS_DEFAULT_REGION` | `region` | the service's default |
/// | endpoint | `KSYUN_ENDPOINT_` and the service's name in capitals, `KSYUN_ENDPOINT` | `endpoint` | the service's |
/// | profile | `KSYUN_PROFILE`, `KS_DEFAULT_PROFILE`, `KS_PROFILE` | | `default` |
pub struct ClientBuilder<C = Client> {
    service: &'static Service,
    credentials: Option<Source>,
    profile: ProfileCredentials,
    environment: Environment,
    region: Option<String>,
    endpoint: Option<String>,
    signature: Option<Signature>,
    defaults: Defaults,
    connect_timeout: Duration,
    validates: bool,
    clock: Arc<dyn Clock>,
    timer: Arc<dyn Timer>,
    hooks: Vec<Arc<dyn Hook>>,
    app_name: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    root_certificates: Vec<Vec<u8>>,
    customise: Option<Customise>,
    client: PhantomData<fn() -> C>,
}

impl Client {
    /// Begins a client of `service`.
    pub fn builder(service: &'static Service) -> ClientBuilder {
        ClientBuilder::new(service)
    }
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Begins a client of `service`.
    pub fn new(service: &'static Service) -> Self {
        Self {
            service,
            credentials: None,
            profile: ProfileCredentials::new(),
            environment: Environment::default(),
            region: None,
            endpoint: None,
            signature: None,
            defaults: Defaults {
                timeout: Limits::default().timeout,
                attempt_timeout: None,
                retry: Retry::standard(),
                max_response_bytes: Limits::default().max_response_bytes,
            },
            connect_timeout: Duration::from_secs(10),
            validates: true,
            clock: Arc::new(SystemClock),
            timer: Arc::new(TokioTimer),
            hooks: Vec::new(),
            app_name: None,
            transport: None,
            root_certificates: Vec::new(),
            customise: None,
            client: PhantomData,
        }
    }

    /// Sets the credentials; those of the environment or the profile otherwise.
    #[must_use]
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(Source::Fixed(credentials));
        self
    }

    /// Sets what gets the credentials. It is asked by the first call, and again before they expire.
    #[must_use]
    pub fn credentials_provider(mut self, provider: impl ProvideCredentials) -> Self {
        self.credentials = Some(Source::Provider(Arc::new(provider)));
        self
    }

    /// Names the profile that credentials, region and endpoint come from where they are not set
    /// here. It must be there, and goes before the environment.
    #[must_use]
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = self.profile.profile(name);
        self
    }

    /// Names the file that has the profile, in place of the [usual ones](ProfileCredentials). It
    /// must be there, and goes before the environment.
    #[must_use]
    pub fn profile_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.profile = self.profile.file(path);
        self
    }

    /// Sets the region; that of the environment or the profile, or the service's default,
    /// otherwise.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets the endpoint, such as `http://127.0.0.1:8080`; that of the environment or the profile,
    /// or the service's, otherwise. It is https where it has no scheme. `{region}` in it stands for
    /// the region.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Sets the signature scheme; the service's first otherwise.
    #[must_use]
    pub fn signature(mut self, signature: Signature) -> Self {
        self.signature = Some(signature);
        self
    }

    /// Sets how long a call may take, with all attempts and the waits between them: 60 seconds
    /// unless set; none means without end.
    #[must_use]
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.defaults.timeout = timeout.into();
        self
    }

    /// Sets how long a single attempt may take, from connecting to the end of the answer: as long
    /// as the call unless set.
    ///
    /// What comes after it is another attempt where that is safe, and an error where it is not: a
    /// limit that is too short leaves an instance that was created, and a caller who does not know.
    #[must_use]
    pub fn attempt_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.defaults.attempt_timeout = timeout.into();
        self
    }

    /// Sets how often a call is attempted, and how long is waited in between: three times at most
    /// unless set.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.defaults.retry = retry;
        self
    }

    /// Sets how long connecting may take: 10 seconds unless set. What comes after it is another
    /// attempt, whatever the action, since nothing was sent.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets how long an answer may be: 32 MiB unless set.
    #[must_use]
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.defaults.max_response_bytes = limit;
        self
    }

    /// Sets whether requests are checked before they are sent: they are unless set. Not checking is
    /// for a service whose rules have changed.
    #[must_use]
    pub fn validate(mut self, validate: bool) -> Self {
        self.validates = validate;
        self
    }

    /// Sets where the dates of signatures come from; the system's clock otherwise.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets what waits: between attempts, and until a time limit is over; tokio's time otherwise.
    #[must_use]
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.timer = Arc::new(timer);
        self
    }

    /// Adds a hook, which sees and changes requests and answers. Can be called more than once.
    #[must_use]
    pub fn hook(mut self, hook: impl Hook) -> Self {
        self.hooks.push(Arc::new(hook));
        self
    }

    /// Names the program, such as `my-tool/1.2`, behind the client's own name and version in
    /// `User-Agent`.
    #[must_use]
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = Some(name.into());
        self
    }

    /// Sets what sends the requests; a reqwest client of its own otherwise. What concerns that one
    /// (`connect_timeout`, `root_certificates_pem`, `http_client`) then has no effect.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Trusts these certificates (PEM, one or more) besides those that the system trusts. Can be
    /// called more than once.
    #[must_use]
    pub fn root_certificates_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Changes the HTTP client's settings, such as its proxy.
    ///
    /// Redirects and reqwest's retries stay off whatever is set here, since a signed request can
    /// have neither; the time limit of a call is the one of [`timeout`](Self::timeout). With
    /// rustls, TLS is configured before by a `ClientConfig` of our own; reqwest's single TLS
    /// settings (and `http1_only`, for https) have no effect on that, but
    /// `tls_backend_preconfigured` replaces it.
    #[must_use]
    pub fn http_client(
        mut self,
        customise: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + 'static,
    ) -> Self {
        self.customise = Some(match self.customise.take() {
            Some(before) => Box::new(|builder| customise(before(builder))),
            None => Box::new(customise),
        });
        self
    }

    /// What the client would be made of, and where each setting comes from, for programs that tell
    /// their users. Nothing is asked for credentials but the environment and files.
    ///
    /// # Errors
    ///
    /// Fails where a variable is no text, or a file that was asked for cannot be read. That there
    /// are no keys is no error.
    pub fn resolved_config(&self) -> Result<ResolvedConfig, CredentialsError> {
        let keys = match &self.credentials {
            None => KeySources::of(&self.environment, &self.profile)?,
            Some(Source::Provider(_)) => KeySources::default(),
            Some(Source::Fixed(credentials)) => KeySources {
                access_key: Some(Sourced::new(credentials.access_key(), ConfigSource::Set)),
                secret_key: Some(ConfigSource::Set),
                session_token: credentials.token().map(|_| ConfigSource::Set),
            },
        };
        let found = self.places()?;
        let setting =
            |set: &Option<String>, found: Option<Sourced<String>>, default: &str| match set {
                Some(value) => Sourced::new(value, ConfigSource::Set),
                None => found.unwrap_or_else(|| Sourced::new(default, ConfigSource::Default)),
            };
        Ok(ResolvedConfig {
            profile: self.profile.sourced_profile()?,
            access_key: keys.access_key,
            secret_key: keys.secret_key,
            session_token: keys.session_token,
            region: setting(&self.region, found.region, self.service.default_region),
            endpoint: setting(&self.endpoint, found.endpoint, self.service.endpoint),
        })
    }

    /// Makes the client. Nothing is sent yet.
    pub fn build(self) -> Result<C, BuildError> {
        Ok(C::from(self.build_client()?))
    }

    /// Makes the client that blocks. Nothing is sent yet.
    #[cfg(feature = "blocking")]
    pub fn build_blocking(self) -> Result<C::Of<crate::client::blocking::Client>, BuildError>
    where
        C: crate::ClientHandle,
    {
        let client = crate::client::blocking::Client::new(self.build_client()?)?;
        Ok(client.into())
    }

    /// Region and endpoint that were not set.
    fn places(&self) -> Result<EndpointSources, CredentialsError> {
        let (environment, profile) = (&self.environment, &self.profile);
        EndpointSources::of(environment, profile, self.service.name, |found| {
            self.region.is_some() && self.endpoint.is_some() || found.is_complete()
        })
    }

    fn build_client(self) -> Result<Client, BuildError> {
        let service = self.service;
        let found = self.places()?;
        let value = |setting: Sourced<String>| setting.value;
        let region = self.region.or(found.region.map(value));
        let region = region.unwrap_or_else(|| service.default_region.to_owned());
        let template = self.endpoint.or(found.endpoint.map(value));
        let template = template.as_deref().unwrap_or(service.endpoint);
        let endpoint = Endpoint::for_region(template, &region)?;
        let credentials = match self.credentials {
            Some(Source::Fixed(credentials)) => CredentialsCache::fixed(credentials),
            Some(Source::Provider(provider)) => CredentialsCache::new(provider),
            None => default_credentials(&self.environment, &self.profile, self.clock.now())?,
        };
        let first = service.signatures.first().copied().unwrap_or_default();
        let signature = self.signature.unwrap_or(first);
        if !service.signatures.contains(&signature) {
            return Err(BuildError::Signature(signature));
        }
        let signers = Signers::default();
        if let Some(known) = credentials.fresh(self.clock.now()) {
            // What cannot be signed with is told here, not by the first call.
            signers.get(signature, known, &region, service)?;
        }
        let user_agent = self
            .app_name
            .map(|name| user_agent(service, &name))
            .transpose()?;
        let plain_only = self.transport.is_none() && !endpoint.is_secure();
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(ReqwestTransport::new(Settings {
                endpoint: &endpoint,
                connect_timeout: self.connect_timeout,
                root_certificates: &self.root_certificates,
                customise: self.customise,
            })?),
        };
        Ok(Client {
            shared: Arc::new(Shared {
                service,
                template: template.to_owned(),
                endpoint,
                region,
                signature,
                credentials,
                signers,
                clock: self.clock,
                timer: self.timer,
                skew: AtomicI64::new(0),
                transport,
                plain_only,
                defaults: self.defaults,
                tokens: Arc::new(TokenBucket::new()),
                hooks: self.hooks,
                user_agent,
                validates: self.validates,
            }),
            options: None,
        })
    }
}

/// Where credentials come from that were set.
#[derive(Debug)]
enum Source {
    Fixed(Credentials),
    Provider(Arc<dyn ProvideCredentials>),
}

fn user_agent(service: &Service, app_name: &str) -> Result<HeaderValue, BuildError> {
    let text = format!("{} {app_name}", service.user_agent);
    HeaderValue::try_from(text).map_err(|_| {
        BuildError::Header(
            "the name of the program has characters that a header cannot have".to_owned(),
        )
    })
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the endpoint: it is not checked yet, so there may be a password in it.
        f.debug_struct("ClientBuilder")
            .field("service", &self.service.name)
            .field("credentials", &self.credentials)
            .field("region", &self.region)
            .field("signature", &self.signature)
            .field("defaults", &self.defaults)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
