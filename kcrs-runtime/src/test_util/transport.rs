//! A transport without a network, and the requests and responses of a test.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{HeaderName, StatusCode};

use crate::{Limits, Params, Transport, TransportError, TransportErrorKind, TransportFuture};

/// A transport without a network: it records the requests and returns the responses of a test.
///
/// Clones share the record, so give one to the client and look at the other.
///
/// ```
/// use kcrs_runtime::test_util::{TestResponse, TestTransport};
///
/// let transport = TestTransport::replay([
///     TestResponse::error(429, "Throttling", "Too fast."),
///     TestResponse::json(r#"{"RequestId": "r-1"}"#),
/// ]);
/// // Client::builder().transport(transport.clone())…
/// assert_eq!(transport.requests().len(), 0);
/// ```
#[derive(Clone)]
pub struct TestTransport(Arc<Inner>);

struct Inner {
    respond: Box<dyn Fn(&TestRequest) -> TestResponse + Send + Sync>,
    requests: Mutex<Vec<TestRequest>>,
}

impl TestTransport {
    /// Responds with what a function returns for a request.
    pub fn from_fn(respond: impl Fn(&TestRequest) -> TestResponse + Send + Sync + 'static) -> Self {
        Self(Arc::new(Inner {
            respond: Box::new(respond),
            requests: Mutex::default(),
        }))
    }

    /// Responds to every request alike.
    pub fn always(response: TestResponse) -> Self {
        Self::from_fn(move |_| response.clone())
    }

    /// Responds to the first request with the first response, and so on. A request for which none
    /// is left fails, and is not retried.
    pub fn replay(responses: impl IntoIterator<Item = TestResponse>) -> Self {
        let responses = Mutex::new(responses.into_iter().collect::<VecDeque<_>>());
        Self::from_fn(move |_| {
            let next = lock(&responses).pop_front();
            next.unwrap_or_else(|| TestResponse::failure(TransportErrorKind::Other))
        })
    }

    /// Fails every request.
    pub fn failing(kind: TransportErrorKind) -> Self {
        Self::always(TestResponse::failure(kind))
    }

    /// Never responds. A call ends by its time limit, with [`TestTime`](super::TestTime) at once.
    pub fn silent() -> Self {
        Self::always(TestResponse::silence())
    }

    /// The requests so far, in the order in which they came.
    pub fn requests(&self) -> Vec<TestRequest> {
        lock(&self.0.requests).clone()
    }
}

impl Transport for TestTransport {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> TransportFuture<'_> {
        let request = TestRequest::new(request);
        let response = (self.0.respond)(&request);
        lock(&self.0.requests).push(request);
        Box::pin(async move {
            match response.0 {
                Kind::Response(response) => Ok(response),
                Kind::Failure(kind) => Err(TransportError::new(
                    kind,
                    "a failure that the test injected",
                )),
                Kind::Silence => std::future::pending().await,
            }
        })
    }
}

impl fmt::Debug for TestTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestTransport")
            .field("requests", &lock(&self.0.requests).len())
            .finish_non_exhaustive()
    }
}

/// The outcome of a request to a [`TestTransport`]: a response, an error, or silence.
#[derive(Clone, Debug)]
pub struct TestResponse(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Response(http::Response<Bytes>),
    Failure(TransportErrorKind),
    Silence,
}

impl TestResponse {
    /// A response with status 200 and this body.
    pub fn json(body: impl Into<String>) -> Self {
        Self::status(StatusCode::OK, body.into())
    }

    /// A response with status 200 and this output, which its builder can make.
    ///
    /// # Panics
    ///
    /// Panics if the output cannot be written as JSON.
    #[cfg(feature = "serialize")]
    pub fn output(output: &impl serde::Serialize) -> Self {
        match serde_json::to_string(output) {
            Ok(json) => Self::json(json),
            Err(error) => panic!("the output cannot be written as JSON: {error}"),
        }
    }

    /// An error response, in the form of the service.
    ///
    /// # Panics
    ///
    /// Panics if `status` is not an HTTP status.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let Ok(status) = StatusCode::from_u16(status) else {
            panic!("{status} is not an HTTP status");
        };
        let body = serde_json::json!({
            "RequestId": "test-request",
            "Error": {"Type": "Sender", "Code": code, "Message": message},
        });
        Self::status(status, body.to_string())
    }

    /// A response as it is given.
    pub fn response(response: http::Response<Bytes>) -> Self {
        Self(Kind::Response(response))
    }

    /// An error instead of a response.
    pub fn failure(kind: TransportErrorKind) -> Self {
        Self(Kind::Failure(kind))
    }

    /// No response, ever.
    pub fn silence() -> Self {
        Self(Kind::Silence)
    }

    /// Adds a header, if there is a response.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        if let Kind::Response(response) = &mut self.0 {
            response.headers_mut().insert(name, value);
        }
        self
    }

    fn status(status: StatusCode, body: String) -> Self {
        let mut response = http::Response::new(Bytes::from(body));
        *response.status_mut() = status;
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(CONTENT_TYPE, json);
        Self::response(response)
    }
}

/// A request as it would be sent.
#[derive(Clone)]
pub struct TestRequest {
    request: http::Request<Bytes>,
    params: Params,
}

impl TestRequest {
    fn new(request: http::Request<Bytes>) -> Self {
        let query = request.uri().query().unwrap_or_default();
        let mut params = Params::from_form(query.as_bytes()).unwrap_or_default();
        let body = Params::from_form(request.body()).unwrap_or_default();
        params.extend(body);
        Self { request, params }
    }

    /// The action.
    pub fn action(&self) -> &str {
        self.param("Action").unwrap_or_default()
    }

    /// A parameter, of the query or the body.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.get(name)
    }

    /// All parameters: those of the query, then those of the body, those of the signature included.
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// The request: method, address, headers and body.
    pub fn http(&self) -> &http::Request<Bytes> {
        &self.request
    }
}

impl fmt::Debug for TestRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Parameters can be secrets, and a test's output goes to a log as well.
        f.debug_struct("TestRequest")
            .field("method", self.request.method())
            .field("action", &self.action())
            .finish_non_exhaustive()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
