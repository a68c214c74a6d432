//! The client and its builder.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;

use crate::credentials::region_from_env;
use crate::to_params::params_of;
use crate::transport::{Customise, ReqwestTransport, Settings};
use crate::validate::validate;
use crate::{
    BuildError, Call, Clock, Credentials, Endpoint, Error, Limits, Operation, RawResponse, Request,
    Response, Service, Signature, Signer, SystemClock, ToParams, Transport, Validate,
};

/// A client of one service.
///
/// It is cheap to clone, and clones share their connections.
#[derive(Clone)]
pub struct Client(Inner);

/// What clones of a client, and calls under way, share.
#[derive(Clone)]
pub(crate) struct Inner(Arc<Shared>);

struct Shared {
    service: &'static Service,
    endpoint: Endpoint,
    signer: Signer,
    clock: Arc<dyn Clock>,
    transport: Arc<dyn Transport>,
    limits: Limits,
    validates: bool,
}

impl Client {
    /// Begins a client of `service`.
    pub fn builder(service: &'static Service) -> ClientBuilder {
        ClientBuilder::new(service)
    }

    /// Calls the action that `request` is a request of.
    pub fn send<R: Request>(&self, request: R) -> Call<R::Output> {
        Call::new(self.0.clone(), self.prepare(&request), decode)
    }

    /// Calls the action that `request` is a request of, and gives the answer as it came beside its output.
    pub fn send_response<R: Request>(&self, request: R) -> Call<Response<R::Output>> {
        Call::new(self.0.clone(), self.prepare(&request), decode_response)
    }

    /// Calls any action, known or not. Its parameters are not validated, its answer is not read but for errors.
    pub fn call(&self, operation: Operation) -> Call<RawResponse> {
        Call::new(self.0.clone(), Ok(operation), Ok)
    }

    /// The signed request of a call, which is not sent.
    pub fn sign(&self, operation: &Operation) -> Result<http::Request<bytes::Bytes>, Error> {
        self.0.sign(operation)
    }

    /// The service.
    #[must_use]
    pub fn service(&self) -> &'static Service {
        self.0.0.service
    }

    /// Where requests go.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.0.0.endpoint
    }

    /// The region that requests are signed for.
    #[must_use]
    pub fn region(&self) -> &str {
        self.0.0.signer.region()
    }

    fn prepare<R: Request>(&self, request: &R) -> Result<Operation, Error> {
        let Shared {
            service, validates, ..
        } = *self.0.0;
        let version = R::VERSION.unwrap_or(service.version);
        let (params, rules): (&dyn ToParams, &dyn Validate) = (request, request);
        // Beyond this line nothing knows of `R`.
        if validates {
            validate(rules)?;
        }
        Ok(Operation::new(
            R::ACTION,
            version,
            R::METHOD,
            params_of(params),
        ))
    }
}

impl Inner {
    pub(crate) fn limits(&self) -> Limits {
        self.0.limits
    }

    /// Signs, sends, and tells an answer from an error.
    pub(crate) async fn exchange(
        &self,
        operation: &Operation,
        limits: Limits,
    ) -> Result<RawResponse, Error> {
        let request = self.sign(operation)?;
        let response = self.0.transport.send(request, limits).await?;
        self.0.service.read(response)
    }

    fn sign(&self, operation: &Operation) -> Result<http::Request<bytes::Bytes>, Error> {
        Ok(self
            .0
            .signer
            .sign(operation, &self.0.endpoint, self.0.clock.now())?)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", &self.endpoint().to_string())
            .field("signer", &self.0.0.signer)
            .finish_non_exhaustive()
    }
}

fn decode<O: DeserializeOwned>(response: RawResponse) -> Result<O, Error> {
    response.decode()
}

fn decode_response<O: DeserializeOwned>(response: RawResponse) -> Result<Response<O>, Error> {
    Ok(Response::new(response.decode()?, response))
}

/// Sets up a client.
///
/// What is not set comes from the environment (`KSYUN_ACCESS_KEY`, `KSYUN_SECRET_KEY`, `KSYUN_SESSION_TOKEN`,
/// `KSYUN_REGION`) or from the service's own description.
pub struct ClientBuilder<C = Client> {
    service: &'static Service,
    credentials: Option<Credentials>,
    region: Option<String>,
    endpoint: Option<String>,
    signature: Option<Signature>,
    limits: Limits,
    connect_timeout: Duration,
    validates: bool,
    clock: Arc<dyn Clock>,
    transport: Option<Arc<dyn Transport>>,
    root_certificates: Vec<Vec<u8>>,
    customise: Option<Customise>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Begins a client of `service`.
    pub fn new(service: &'static Service) -> Self {
        Self {
            service,
            credentials: None,
            region: None,
            endpoint: None,
            signature: None,
            limits: Limits::default(),
            connect_timeout: Duration::from_secs(10),
            validates: true,
            clock: Arc::new(SystemClock),
            transport: None,
            root_certificates: Vec::new(),
            customise: None,
            client: PhantomData,
        }
    }

    /// Sets the credentials; those of the environment otherwise.
    #[must_use]
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Sets the region; that of the environment, or the service's default, otherwise.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets the endpoint, such as `http://127.0.0.1:8080`; https where it has no scheme. `{region}` in it stands for the
    /// region.
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

    /// Sets how long a call may take from connecting to the end of the answer: 60 seconds unless set; none means without
    /// end.
    #[must_use]
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.limits.timeout = timeout.into();
        self
    }

    /// Sets how long connecting may take: 10 seconds unless set.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets how long an answer may be: 32 MiB unless set.
    #[must_use]
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.limits.max_response_bytes = limit;
        self
    }

    /// Sets whether requests are checked before they are sent: they are unless set. Not checking is for a service whose
    /// rules have changed.
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

    /// Sets what sends the requests; a reqwest client of its own otherwise. What concerns that one (`connect_timeout`,
    /// `root_certificates_pem`, `http_client`) then has no effect.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Trusts these certificates (PEM, one or more) besides those that the system trusts. Can be called more than once.
    #[must_use]
    pub fn root_certificates_pem(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates.push(pem.into());
        self
    }

    /// Changes the HTTP client's settings, such as its proxy.
    ///
    /// Redirects and reqwest's retries stay off whatever is set here, since a signed request can have neither; the time
    /// limit of a call is the one of [`timeout`](Self::timeout). With rustls, TLS is configured before by a
    /// `ClientConfig` of our own; reqwest's single TLS settings (and `http1_only`, for https) have no effect on that, but
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

    /// Makes the client. Nothing is sent yet.
    pub fn build(self) -> Result<C, BuildError> {
        Ok(C::from(self.build_client()?))
    }

    fn build_client(self) -> Result<Client, BuildError> {
        let service = self.service;
        let region = match self.region {
            Some(region) => region,
            None => region_from_env()?.unwrap_or_else(|| service.default_region.to_owned()),
        };
        let template = self.endpoint.as_deref().unwrap_or(service.endpoint);
        let endpoint = Endpoint::for_region(template, &region)?;
        let credentials = match self.credentials {
            Some(credentials) => credentials,
            None => Credentials::from_env()?,
        };
        let first = service.signatures.first().copied().unwrap_or_default();
        let signature = self.signature.unwrap_or(first);
        if !service.signatures.contains(&signature) {
            return Err(BuildError::Signature(signature));
        }
        let signer = Signer::new(signature, credentials, region, service)?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(ReqwestTransport::new(Settings {
                endpoint: &endpoint,
                connect_timeout: self.connect_timeout,
                root_certificates: &self.root_certificates,
                customise: self.customise,
            })?),
        };
        Ok(Client(Inner(Arc::new(Shared {
            service,
            endpoint,
            signer,
            clock: self.clock,
            transport,
            limits: self.limits,
            validates: self.validates,
        }))))
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the endpoint: it is not checked yet, so there may be a password in it.
        f.debug_struct("ClientBuilder")
            .field("service", &self.service.name)
            .field("credentials", &self.credentials)
            .field("region", &self.region)
            .field("signature", &self.signature)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
