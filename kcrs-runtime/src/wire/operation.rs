//! A call as data, before it is signed.

use std::borrow::Cow;

use super::request::{Method, Request};
use crate::wire::to_params::params_of;
use crate::{Params, Service};

/// A call as data, without endpoint, credentials and time.
///
/// Nothing here does I/O. [`Signer::sign`](crate::Signer::sign) makes it a signed `http::Request`,
/// which any HTTP client can send, and [`Service::read`] reads the response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    action: Cow<'static, str>,
    version: Cow<'static, str>,
    method: Method,
    params: Params,
    idempotent: bool,
}

impl Operation {
    /// A call of any action, known or not. It counts as not [idempotent](Self::with_idempotent).
    pub fn new(
        action: impl Into<Cow<'static, str>>,
        version: impl Into<Cow<'static, str>>,
        method: Method,
        params: Params,
    ) -> Self {
        Self {
            action: action.into(),
            version: version.into(),
            method,
            params,
            idempotent: false,
        }
    }

    /// Sets whether repeating the call has no further effect, so that it may be retried where it
    /// is not known whether it was carried out.
    #[must_use]
    pub fn with_idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = idempotent;
        self
    }

    /// The call that `request` stands for. It is not validated.
    pub fn of<R: Request>(request: &R, service: &Service) -> Self {
        let version = R::VERSION.unwrap_or(service.version);
        Self::new(R::ACTION, version, R::METHOD, params_of(request)).with_idempotent(R::IDEMPOTENT)
    }

    /// Name of the action.
    pub fn action(&self) -> &str {
        &self.action
    }

    /// API version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The HTTP method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The action's own parameters.
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// The action's own parameters, to be changed.
    pub fn params_mut(&mut self) -> &mut Params {
        &mut self.params
    }

    /// Returns whether repeating the call has no further effect.
    pub fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    pub(crate) fn set_method(&mut self, method: Method) {
        self.method = method;
    }
}
