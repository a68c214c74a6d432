//! The client.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use serde::de::DeserializeOwned;

use super::signers::Signers;
use crate::auth::credentials::CredentialsCache;
use crate::call::send::TokenBucket;
use crate::wire::to_params::params_of;
use crate::wire::validate::validate;
use crate::{
    BuildError, Call, CallOptions, Clock, Endpoint, Error, Hook, Operation, RawResponse, Request,
    Response, Service, Signature, Timer, ToParams, Transport, Validate,
};

/// A client of one service.
///
/// It is cheap to clone, and clones share their connections.
#[derive(Clone)]
pub struct Client {
    pub(crate) shared: Arc<Shared>,
    pub(crate) options: Arc<CallOptions>,
}

/// State shared by all clones of a client and its running calls.
pub(crate) struct Shared {
    pub(crate) service: &'static Service,
    /// The endpoint as it was given, in which `{region}` may stand for the region.
    pub(crate) template: String,
    pub(crate) endpoint: Endpoint,
    pub(crate) region: String,
    pub(crate) signature: Signature,
    pub(crate) credentials: CredentialsCache,
    pub(crate) signers: Signers,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) timer: Arc<dyn Timer>,
    /// Seconds from the clock's time to the service's.
    pub(crate) skew: AtomicI64,
    pub(crate) transport: Arc<dyn Transport>,
    /// Whether the transport is our own and without TLS.
    pub(crate) plain_only: bool,
    pub(crate) retry_bucket: Arc<TokenBucket>,
    pub(crate) hooks: Vec<Arc<dyn Hook>>,
    pub(crate) validates: bool,
}

impl Client {
    /// Calls the action that `request` is a request of.
    pub fn send<R: Request>(&self, request: R) -> Call<R::Output> {
        self.send_ref(&request)
    }

    /// Calls the action that `request` is a request of, and returns its output with the response
    /// as it came.
    pub fn send_response<R: Request>(&self, request: R) -> Call<Response<R::Output>> {
        self.send_response_ref(&request)
    }

    /// The same as [`send`](Self::send) for a request that is kept.
    pub(crate) fn send_ref<R: Request>(&self, request: &R) -> Call<R::Output> {
        Call::new(self.clone(), self.prepare(request), decode)
    }

    /// The same as [`send_response`](Self::send_response) for a request that is kept.
    pub(crate) fn send_response_ref<R: Request>(&self, request: &R) -> Call<Response<R::Output>> {
        Call::new(self.clone(), self.prepare(request), decode_response)
    }

    /// Calls any action, known or not. Its parameters are not validated, and its response is read
    /// for errors only.
    pub fn call(&self, operation: Operation) -> Call<RawResponse> {
        Call::new(self.clone(), Ok(operation), Ok)
    }

    /// The same, with the response read as any JSON.
    pub(crate) fn call_json(&self, operation: Operation) -> Call<Response<serde_json::Value>> {
        Call::new(self.clone(), Ok(operation), decode_response)
    }

    /// A client whose calls have these options. It shares all with this one: connections,
    /// credentials and retry tokens.
    #[must_use]
    pub fn with_options(&self, options: CallOptions) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            options: Arc::new(CallOptions::clone(&self.options).merge(options)),
        }
    }

    /// The service.
    pub fn service(&self) -> &'static Service {
        self.shared.service
    }

    /// Returns the endpoint of requests, unless options set another.
    pub fn endpoint(&self) -> &Endpoint {
        &self.shared.endpoint
    }

    /// The region that requests are signed for, unless options say otherwise.
    pub fn region(&self) -> &str {
        &self.shared.region
    }

    fn prepare<R: Request>(&self, request: &R) -> Result<Operation, Error> {
        let version = R::VERSION.unwrap_or(self.shared.service.version);
        let (params, rules): (&dyn ToParams, &dyn Validate) = (request, request);
        // Beyond this line nothing knows of `R`.
        if self.shared.validates {
            validate(rules)?;
        }
        let operation = Operation::new(R::ACTION, version, R::METHOD, params_of(params));
        Ok(operation.with_idempotent(R::IDEMPOTENT))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", &self.endpoint().to_string())
            .field("region", &self.shared.region)
            .field("signature", &self.shared.signature)
            .field("credentials", &self.shared.credentials)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// An error where the service does not take the signature scheme.
pub(crate) fn check_signature(service: &Service, scheme: Signature) -> Result<(), BuildError> {
    match service.signatures.contains(&scheme) {
        true => Ok(()),
        false => Err(BuildError::Signature(scheme)),
    }
}

fn decode<O: DeserializeOwned>(response: RawResponse) -> Result<O, Error> {
    response.decode()
}

fn decode_response<O: DeserializeOwned>(response: RawResponse) -> Result<Response<O>, Error> {
    Ok(Response::new(response.decode()?, response))
}
