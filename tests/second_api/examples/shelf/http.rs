//! The HTTP side of a server: reads a request, verifies its signature, has it handled, and writes
//! what came of it.
//!
//! It knows no API: that is the service's.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use book_shelf::Params;
use book_shelf::server::{Context, IncomingRequest, ServerError, Verified, Verifier};
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;

const MAX_BODY_BYTES: usize = 1024 * 1024;

/// What handles actions: for a generated trait that is its `dispatch`.
pub(crate) trait Service: Send + Sync + 'static {
    /// The output as JSON.
    fn handle(
        &self,
        context: &Context,
        action: &str,
        params: &Params,
    ) -> impl Future<Output = Result<Vec<u8>, ServerError>> + Send;
}

/// Serves until accepting a connection fails.
pub(crate) async fn serve<S: Service>(
    listener: TcpListener,
    service: S,
    verifier: Verifier,
) -> io::Result<()> {
    let host = Arc::new(Host {
        service,
        verifier,
        requests: AtomicU64::new(0),
    });
    loop {
        let (stream, _) = listener.accept().await?;
        let host = Arc::clone(&host);
        let service = service_fn(move |request| {
            let host = Arc::clone(&host);
            async move { Ok::<_, Infallible>(host.respond(request).await) }
        });
        let serving = http1::Builder::new()
            .timer(TokioTimer::new())
            .serve_connection(TokioIo::new(stream), service);
        // A client that hangs up ends its own connection only.
        tokio::spawn(async move { drop(serving.await) });
    }
}

struct Host<S> {
    service: S,
    verifier: Verifier,
    requests: AtomicU64,
}

impl<S: Service> Host<S> {
    async fn respond(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let id = format!("call-{}", self.requests.fetch_add(1, Ordering::Relaxed) + 1);
        let (status, body) = match self.handle(&id, request).await {
            Ok(json) => (StatusCode::OK, json),
            Err(refusal) => (refusal.status(), refusal.body(&id)),
        };
        let mut response = Response::new(Full::from(body));
        *response.status_mut() = status;
        response
    }

    async fn handle(&self, id: &str, request: Request<Incoming>) -> Result<Vec<u8>, Refusal> {
        let (head, body) = request.into_parts();
        let body = Limited::new(body, MAX_BODY_BYTES).collect().await;
        let body = body.map_err(|_| Refusal::new(413, "BodyTooLarge", "The body is too large."))?;
        let request = Request::from_parts(head, body.to_bytes());
        let verified = self.verifier.verify(&IncomingRequest::from(&request));
        let Verified {
            access_key, params, ..
        } = verified.map_err(|error| Refusal::new(error.status(), error.code(), error))?;
        let action = params.get("Action").unwrap_or_default();
        let context = Context::new(id, access_key, SystemTime::now());
        Ok(self.service.handle(&context, action, &params).await?)
    }
}

/// An error response.
struct Refusal {
    status: u16,
    code: String,
    message: String,
}

impl Refusal {
    fn new(status: u16, code: &str, message: impl ToString) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: message.to_string(),
        }
    }

    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn body(&self, request_id: &str) -> Vec<u8> {
        let error = serde_json::json!({"Code": self.code, "Message": self.message});
        serde_json::json!({"RequestId": request_id, "Error": error})
            .to_string()
            .into_bytes()
    }
}

impl From<ServerError> for Refusal {
    fn from(error: ServerError) -> Self {
        match error {
            ServerError::Row { row, arguments } => {
                Self::new(row.status, row.code, row.message_with(&arguments))
            }
            ServerError::Coded {
                status,
                code,
                message,
            } => Self::new(status, &code, message),
            ServerError::Invalid(violations) => Self::new(400, "InvalidParameter", violations),
            ServerError::UnknownAction(_) => Self::new(404, "NotFound", "No such action here."),
            ServerError::NotImplemented(_) => Self::new(501, "NotImplemented", error),
            other => Self::new(500, "InternalError", other),
        }
    }
}
