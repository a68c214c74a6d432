//! Setting up a client.

use std::fmt;
use std::marker::PhantomData;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use http::HeaderValue;
use http::header::USER_AGENT;

use super::default_chain::default_credentials;
use crate::auth::credentials::{
    ConfigSource, CredentialsCache, EndpointSources, Environment, KeySources, ResolvedConfig,
    Sourced,
};
use crate::call::client::{Client, Shared, check_signature};
use crate::call::options::{call_options, forward_options};
use crate::call::send::TokenBucket;
use crate::call::signers::Signers;
use crate::http::transport::{Customise, ReqwestTransport, Settings};
use crate::{
    BuildError, CallOptions, Clock, Credentials, CredentialsError, Endpoint, Hook, Method,
    ProfileCredentials, ProvideCredentials, Retry, Service, Signature, SystemClock, Timer,
    TokioTimer, Transport,
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
#[must_use = "a builder does nothing unless it is built"]
pub struct ClientBuilder<C = Client> {
    service: &'static Service,
    /// Provider of credentials that are not among the options.
    credentials_provider: Option<Arc<dyn ProvideCredentials>>,
    profile: ProfileCredentials,
    environment: Environment,
    options: CallOptions,
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
            credentials_provider: None,
            profile: ProfileCredentials::new(),
            environment: Environment::default(),
            options: CallOptions::new(),
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

    /// Sets what gets the credentials. It is asked by the first call, and again before they expire.
    pub fn credentials_provider(mut self, provider: impl ProvideCredentials) -> Self {
        self.credentials_provider = Some(Arc::new(provider));
        self.options.credentials = None;
        self
    }

    /// Names the profile that credentials, region and endpoint come from where they are not set
    /// here. It must be there, and goes before the environment.
    pub fn profile(mut self, name: impl Into<String>) -> Self {
        self.profile = self.profile.profile(name);
        self
    }

    /// Names the file that has the profile, in place of the [usual ones](ProfileCredentials). It
    /// must be there, and goes before the environment.
    pub fn profile_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.profile = self.profile.file(path);
        self
    }

    /// Sets how long connecting may take: 10 seconds unless set. What comes after it is another
    /// attempt, whatever the action, since nothing was sent.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets whether requests are checked before they are sent: they are unless set. Not checking is
    /// for a service whose rules have changed.
    pub fn validate(mut self, validate: bool) -> Self {
        self.validates = validate;
        self
    }

    /// Sets where the dates of signatures come from; the system's clock otherwise.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Sets what waits: between attempts, and until a time limit is over; tokio's time otherwise.
    pub fn timer(mut self, timer: impl Timer) -> Self {
        self.timer = Arc::new(timer);
        self
    }

    /// Adds a hook, which sees and changes requests and responses. Can be called more than once.
    pub fn hook(mut self, hook: impl Hook) -> Self {
        self.hooks.push(Arc::new(hook));
        self
    }

    /// Names the program, such as `my-tool/1.2`, behind the client's own name and version in
    /// `User-Agent`.
    pub fn app_name(mut self, name: impl Into<String>) -> Self {
        self.app_name = Some(name.into());
        self
    }

    /// Sets what sends the requests; a reqwest client of its own otherwise. What concerns that one
    /// (`connect_timeout`, `root_certificates_pem`, `http_client`) then has no effect.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Trusts these certificates (PEM, one or more) besides those that the system trusts. Can be
    /// called more than once.
    pub fn root_certificates_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Changes the HTTP client's settings, such as its proxy. Is called for each runtime that the
    /// client is used in, since none can use the connections of another.
    ///
    /// Unless a proxy is set here, it is that of the environment or the system. That is never used
    /// for an endpoint on this machine: `localhost`, 127.0.0.0/8 and `::1`.
    ///
    /// Redirects and reqwest's retries stay off whatever is set here, since a signed request can
    /// have neither; the time limit of a call is the one of [`timeout`](Self::timeout). With
    /// rustls, TLS is configured before by a `ClientConfig` of our own; reqwest's single TLS
    /// settings (and `http1_only`, for https) have no effect on that, but
    /// `tls_backend_preconfigured` replaces it.
    pub fn http_client(
        mut self,
        customise: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.customise = Some(match self.customise.take() {
            Some(before) => Box::new(move |builder| customise(before(builder))),
            None => Box::new(customise),
        });
        self
    }

    /// The settings that the client would have, and where each comes from, for programs that show
    /// them. Credentials are looked for in the environment and in files only.
    ///
    /// # Errors
    ///
    /// Fails where a variable is not UTF-8, or a file that was named cannot be read. It does not
    /// fail where there are no keys.
    pub fn resolved_config(&self) -> Result<ResolvedConfig, CredentialsError> {
        let keys = match (&self.options.credentials, &self.credentials_provider) {
            (None, None) => KeySources::of(&self.environment, &self.profile)?,
            (None, Some(_)) => KeySources::default(),
            (Some(credentials), _) => KeySources {
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
            region: setting(
                &self.options.region,
                found.region,
                self.service.default_region,
            ),
            endpoint: setting(
                &self.options.endpoint,
                found.endpoint,
                self.service.endpoint,
            ),
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

    fn change_options(mut self, change: impl FnOnce(CallOptions) -> CallOptions) -> Self {
        self.options = change(self.options);
        self
    }

    /// Region and endpoint that were not set.
    fn places(&self) -> Result<EndpointSources, CredentialsError> {
        let (environment, profile) = (&self.environment, &self.profile);
        EndpointSources::of(environment, profile, self.service.name, |found| {
            let options = &self.options;
            options.region.is_some() && options.endpoint.is_some() || found.is_complete()
        })
    }

    fn build_client(self) -> Result<Client, BuildError> {
        let service = self.service;
        let found = self.places();
        let found = found.map_err(|error| BuildError::Setting(error.to_string()))?;
        let mut options = self.options;
        options.check()?;
        let value = |setting: Sourced<String>| setting.value;
        let region = options.region.take().or(found.region.map(value));
        let region = region.unwrap_or_else(|| service.default_region.to_owned());
        let template = options.endpoint.take().or(found.endpoint.map(value));
        let template = template.unwrap_or_else(|| service.endpoint.to_owned());
        let endpoint = Endpoint::for_region(&template, &region)?;
        let credentials = match (options.credentials.take(), self.credentials_provider) {
            (Some(credentials), _) => CredentialsCache::fixed(credentials),
            (None, Some(provider)) => CredentialsCache::new(provider),
            (None, None) => {
                default_credentials(&self.environment, &self.profile, self.clock.now())?
            }
        };
        let first = service.signatures.first().copied().unwrap_or_default();
        let signature = options.signature.take().unwrap_or(first);
        check_signature(service, signature)?;
        let signers = Signers::default();
        if let Some(known) = credentials.fresh(self.clock.now()) {
            // What cannot be signed with is an error here, not in the first call.
            signers.get(signature, known, &region, service)?;
        }
        if let Some(name) = self.app_name {
            let user_agent = user_agent(service, &name)?;
            options.headers.entry(USER_AGENT).or_insert(user_agent);
        }
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
                template,
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
                retry_bucket: Arc::new(TokenBucket::new()),
                hooks: self.hooks,
                validates: self.validates,
            }),
            options: Arc::new(options),
        })
    }
}

call_options!(forward_options!(impl<C: From<Client>> ClientBuilder<C>));

fn user_agent(service: &Service, app_name: &str) -> Result<HeaderValue, BuildError> {
    let text = format!("{} {app_name}", service.user_agent);
    HeaderValue::try_from(text).map_err(|_| {
        BuildError::Setting(
            "the name of the program has characters that a header cannot have".to_owned(),
        )
    })
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("service", &self.service.name)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
