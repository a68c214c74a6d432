//! What can be set for a single call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::{BuildError, Credentials, Error, Method, Param, Params, Retry, Signature};

/// What can be set for a single call, or for all calls of a [client](crate::Client::with_options).
///
/// What is not set is as the client has it. [`Call`](crate::Call) has the same methods; a value of
/// this type is for setting several calls alike.
///
/// ```
/// use std::time::Duration;
/// use kcrs_runtime::{CallOptions, Retry};
///
/// let options = CallOptions::new()
///     .timeout(Duration::from_secs(5))
///     .retry(Retry::never())
///     .region("cn-shanghai-3")
///     .header("x-request-source", "nightly");
/// # let _ = options;
/// ```
#[derive(Clone, Default)]
#[must_use = "options do nothing unless they are given to a call or a client"]
pub struct CallOptions {
    pub(crate) timeout: Option<Option<Duration>>,
    pub(crate) attempt_timeout: Option<Option<Duration>>,
    pub(crate) retry: Option<Retry>,
    pub(crate) idempotent: Option<bool>,
    pub(crate) max_response_bytes: Option<usize>,
    pub(crate) endpoint: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) signature: Option<Signature>,
    pub(crate) credentials: Option<Arc<Credentials>>,
    pub(crate) method: Option<Method>,
    pub(crate) params: Params,
    pub(crate) headers: HeaderMap,
    refused: Option<String>,
}

impl CallOptions {
    /// Nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how long the whole call may take, with all attempts and the waits between them; none
    /// means without end.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = Some(timeout.into());
        self
    }

    /// Sets how long a single attempt may take, from connecting to the end of the answer; none
    /// means as long as the call.
    pub fn attempt_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.attempt_timeout = Some(timeout.into());
        self
    }

    /// Sets how often the call is attempted, and how long is waited in between.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Sets whether doing it twice is as good as doing it once, whatever the API says of the
    /// action. Where it is, the call is made again even though it may have been carried out.
    pub fn idempotent(mut self, idempotent: bool) -> Self {
        self.idempotent = Some(idempotent);
        self
    }

    /// Sets how long the answer may be.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = Some(limit);
        self
    }

    /// Sets the endpoint, as [`ClientBuilder::endpoint`](crate::ClientBuilder::endpoint) does. A
    /// client that was built for plain http cannot be sent to https.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Sets the region: what the request is signed for, and what stands for `{region}` in the
    /// endpoint.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets the signature scheme.
    pub fn signature(mut self, signature: Signature) -> Self {
        self.signature = Some(signature);
        self
    }

    /// Sets the credentials.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(Arc::new(credentials));
        self
    }

    /// Sets the method, whatever the API says of the action.
    pub fn method(mut self, method: Method) -> Self {
        self.method = Some(method);
        self
    }

    /// Adds a parameter that the action's type lacks. It takes the place of those of the same name.
    pub fn param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.set_param(Param {
            name: name.into().into(),
            value: value.into(),
            sensitive: false,
        });
        self
    }

    /// The same for a value that must not be shown.
    pub fn sensitive_param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.set_param(Param {
            name: name.into().into(),
            value: value.into(),
            sensitive: true,
        });
        self
    }

    /// Adds a header, which is not signed. It takes the place of the client's own of the same name,
    /// such as `User-Agent`.
    ///
    /// The call fails, unsent, where the header is none, or is one that signing or transfer is in
    /// charge of: `Host`, `Authorization`, `Content-Length`, `Transfer-Encoding` and `X-Amz-*`.
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        match (name.try_into(), value.try_into()) {
            (Ok(name), _) if is_reserved(&name) => {
                self.refused = Some(format!("the header `{name}` cannot be set"))
            }
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            (Ok(name), Err(_)) => {
                self.refused = Some(format!(
                    "the value of the header `{name}` has characters that a header cannot have"
                ));
            }
            (Err(_), _) => self.refused = Some("the name of a header is none".to_owned()),
        }
        self
    }

    /// Sets what `over` sets; the rest stays.
    pub fn merge(mut self, over: Self) -> Self {
        self.timeout = over.timeout.or(self.timeout);
        self.attempt_timeout = over.attempt_timeout.or(self.attempt_timeout);
        self.retry = over.retry.or(self.retry);
        self.idempotent = over.idempotent.or(self.idempotent);
        self.max_response_bytes = over.max_response_bytes.or(self.max_response_bytes);
        self.endpoint = over.endpoint.or(self.endpoint);
        self.region = over.region.or(self.region);
        self.signature = over.signature.or(self.signature);
        self.credentials = over.credentials.or(self.credentials);
        self.method = over.method.or(self.method);
        self.refused = self.refused.or(over.refused);
        for param in over.params {
            self.set_param(param);
        }
        for (name, value) in &over.headers {
            self.headers.insert(name.clone(), value.clone());
        }
        self
    }

    /// An error where a setter was given what cannot be.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match &self.refused {
            Some(problem) => Err(Error::Options(BuildError::Header(problem.clone()))),
            None => Ok(()),
        }
    }

    fn set_param(&mut self, param: Param) {
        self.params.set(param);
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.keys().map(HeaderName::as_str).collect();
        // Not the endpoint, which is not checked yet, so there may be a password in it; nor the
        // values of headers.
        f.debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("retry", &self.retry)
            .field("idempotent", &self.idempotent)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("region", &self.region)
            .field("signature", &self.signature)
            .field("credentials", &self.credentials)
            .field("method", &self.method)
            .field("params", &self.params)
            .field("headers", &headers)
            .finish_non_exhaustive()
    }
}

fn is_reserved(name: &HeaderName) -> bool {
    [HOST, AUTHORIZATION, CONTENT_LENGTH, TRANSFER_ENCODING].contains(name)
        || name.as_str().starts_with("x-amz-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_later_wins_and_the_rest_stays() {
        let first = CallOptions::new()
            .timeout(Duration::from_secs(1))
            .region("a")
            .param("A", "1")
            .param("B", "1")
            .header("x-a", "1");
        let second = CallOptions::new()
            .timeout(None)
            .param("A", "2")
            .header("x-a", "2");
        let merged = first.merge(second);
        assert_eq!(merged.timeout, Some(None));
        assert_eq!(merged.region.as_deref(), Some("a"));
        assert_eq!(merged.params, Params::from_iter([("B", "1"), ("A", "2")]));
        assert_eq!(merged.headers["x-a"], "2");
        assert!(merged.check().is_ok());
    }

    #[test]
    fn debug_shows_no_secret() {
        let options = CallOptions::new()
            .endpoint("https://user:PLANTED@host")
            .credentials(Credentials::with_token("AK", "PLANTED", "PLANTED"))
            .sensitive_param("Password", "PLANTED")
            .header("x-token", "PLANTED");
        let text = format!("{options:?}");
        assert!(
            text.contains("x-token") && text.contains("Password"),
            "{text}"
        );
        assert!(!text.contains("PLANTED"), "{text}");
    }

    #[test]
    fn headers_that_cannot_be_set_are_refused() {
        for (name, value, reason) in [
            ("Host", "evil", "`host` cannot be set"),
            ("authorization", "x", "`authorization` cannot be set"),
            ("X-Amz-Date", "x", "`x-amz-date` cannot be set"),
            ("a b", "x", "the name of a header is none"),
            (
                "x-a",
                "PLANTED\n",
                "the value of the header `x-a` has characters",
            ),
        ] {
            let options = CallOptions::new().merge(CallOptions::new().header(name, value));
            let error = options.check().unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
            assert!(!error.contains("PLANTED"));
        }
    }
}
