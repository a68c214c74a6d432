//! The HTTP/1.1 side: accepts connections, reads bounded requests, writes answers.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use kcrs_generated::server::Kcrs;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::respond::Responder;

const MAX_CONNECTIONS: usize = 1024;
const MAX_HEAD_BYTES: usize = 64 * 1024;
const MAX_BODY_BYTES: usize = 1024 * 1024;
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// Accepting fails where descriptors have run out: open connections must get the time to end.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Accepts connections until the task is dropped.
pub(crate) async fn serve<S: Kcrs>(listener: TcpListener, responder: Arc<Responder<S>>) {
    let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let Ok(slot) = Arc::clone(&slots).acquire_owned().await else {
            return;
        };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(_) => {
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let responder = Arc::clone(&responder);
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let responder = Arc::clone(&responder);
                async move { Ok::<_, Infallible>(answer(&responder, request).await) }
            });
            // A client that hangs up or sends garbage ends its own connection only.
            let _ = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(REQUEST_TIMEOUT)
                .max_buf_size(MAX_HEAD_BYTES)
                .serve_connection(TokioIo::new(stream), service)
                .await;
            drop(slot);
        });
    }
}

async fn answer<S: Kcrs>(
    responder: &Responder<S>,
    request: Request<Incoming>,
) -> Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    match tokio::time::timeout(
        REQUEST_TIMEOUT,
        Limited::new(body, MAX_BODY_BYTES).collect(),
    )
    .await
    {
        Ok(Ok(body)) => responder.respond(&head, &body.to_bytes()).await,
        Ok(Err(error)) if error.is::<LengthLimitError>() => refuse(StatusCode::PAYLOAD_TOO_LARGE),
        Ok(Err(_)) => refuse(StatusCode::BAD_REQUEST),
        Err(_) => refuse(StatusCode::REQUEST_TIMEOUT),
    }
}

fn refuse(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response.headers_mut().insert(
        http::header::CONNECTION,
        http::HeaderValue::from_static("close"),
    );
    response
}
