//! Transports that answer what a test wants.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{HeaderName, StatusCode};

use crate::{Limits, Params, Transport, TransportError, TransportErrorKind, TransportFuture};

/// A transport without a network: it keeps the requests and answers what the test wants.
///
/// Clones share what they keep, so give one to the client and look at the other.
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
    answer: Box<dyn Fn(&TestRequest) -> TestResponse + Send + Sync>,
    requests: Mutex<Vec<TestRequest>>,
}

impl TestTransport {
    /// Answers what a function makes of a request.
    pub fn answering(
        answer: impl Fn(&TestRequest) -> TestResponse + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(Inner {
            answer: Box::new(answer),
            requests: Mutex::default(),
        }))
    }

    /// Answers every request alike.
    #[must_use]
    pub fn always(answer: TestResponse) -> Self {
        Self::answering(move |_| answer.clone())
    }

    /// Answers the first request with the first answer, and so on. A request for which none is left
    /// fails, and is not tried again.
    pub fn replay(answers: impl IntoIterator<Item = TestResponse>) -> Self {
        let answers = Mutex::new(answers.into_iter().collect::<VecDeque<_>>());
        Self::answering(move |_| {
            let next = lock(&answers).pop_front();
            next.unwrap_or_else(|| TestResponse::failure(TransportErrorKind::Other))
        })
    }

    /// Fails every request.
    #[must_use]
    pub fn failing(kind: TransportErrorKind) -> Self {
        Self::always(TestResponse::failure(kind))
    }

    /// Never answers. A call ends by its time limit, with [`TestTime`](super::TestTime) at once.
    #[must_use]
    pub fn silent() -> Self {
        Self::always(TestResponse::silence())
    }

    /// The requests so far, in the order in which they came.
    #[must_use]
    pub fn requests(&self) -> Vec<TestRequest> {
        lock(&self.0.requests).clone()
    }
}

impl Transport for TestTransport {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> TransportFuture<'_> {
        let request = TestRequest::new(request);
        let answer = (self.0.answer)(&request);
        lock(&self.0.requests).push(request);
        Box::pin(async move {
            match answer.0 {
                Kind::Answer(answer) => Ok(answer),
                Kind::Failure(kind) => Err(TransportError::new(kind, "a failure of the test's")),
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

/// What a [`TestTransport`] does with a request.
#[derive(Clone, Debug)]
pub struct TestResponse(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Answer(http::Response<Bytes>),
    Failure(TransportErrorKind),
    Silence,
}

impl TestResponse {
    /// Answers with this body and status 200.
    pub fn json(body: impl Into<String>) -> Self {
        Self::status(StatusCode::OK, body.into())
    }

    /// Answers with this output, which may have been made by its builder.
    ///
    /// # Panics
    ///
    /// Where it cannot be written as JSON.
    #[cfg(feature = "serialize")]
    pub fn output(output: &impl serde::Serialize) -> Self {
        match serde_json::to_string(output) {
            Ok(json) => Self::json(json),
            Err(error) => panic!("this output is no JSON: {error}"),
        }
    }

    /// Answers with an error, in the form that services of the API answer it.
    ///
    /// # Panics
    ///
    /// Where `status` is no HTTP status.
    #[must_use]
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let Ok(status) = StatusCode::from_u16(status) else {
            panic!("{status} is no HTTP status");
        };
        let body = serde_json::json!({
            "RequestId": "test-request",
            "Error": {"Type": "Sender", "Code": code, "Message": message},
        });
        Self::status(status, body.to_string())
    }

    /// Answers with whatever this is.
    #[must_use]
    pub fn response(response: http::Response<Bytes>) -> Self {
        Self(Kind::Answer(response))
    }

    /// Gives no answer but an error.
    #[must_use]
    pub fn failure(kind: TransportErrorKind) -> Self {
        Self(Kind::Failure(kind))
    }

    /// Gives no answer, ever.
    #[must_use]
    pub fn silence() -> Self {
        Self(Kind::Silence)
    }

    /// Adds a header, where there is an answer.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        if let Kind::Answer(answer) = &mut self.0 {
            answer.headers_mut().insert(name, value);
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

/// A request as it would have gone over the network.
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
    #[must_use]
    pub fn action(&self) -> &str {
        self.param("Action").unwrap_or_default()
    }

    /// A parameter, of the query or the body.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.get(name)
    }

    /// All parameters: first those of the query, then those of the body. Those of the signature may
    /// be among them.
    #[must_use]
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// The request: method, address, headers and body.
    #[must_use]
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
