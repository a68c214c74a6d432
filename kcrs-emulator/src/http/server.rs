//! The HTTP/1.1 side: accepts connections, reads bounded requests, writes responses, stops
//! gracefully.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioTimer;
use kcrs_generated::server::Kcrs;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

use super::admin;
use super::body::{CutOff, ResponseBody, half, whole};
use super::guard;
use super::io::Impatient;
use super::log::{Log, request_line};
use super::respond::{Outcome, Responder};
use crate::futures::unless;

const MAX_HEAD_BYTES: usize = 64 * 1024;
/// Bodies above this size are read only so many at a time.
const SMALL_BODY_BYTES: usize = 64 * 1024;
const LARGE_BODIES: usize = 32;
/// Accepting fails where descriptors have run out: open connections must get the time to end.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// How long a connection whose request is done has to get its last bytes out when the server stops.
const LAST_BYTES: Duration = Duration::from_millis(100);

/// What bounds a client.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) connections: usize,
    pub(crate) body_bytes: usize,
    pub(crate) request_time: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections: 512,
            body_bytes: 1024 * 1024,
            request_time: Duration::from_secs(30),
        }
    }
}

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Server<S> {
    responder: Responder<S>,
    bounds: Bounds,
    large_bodies: Semaphore,
    log: Option<Log>,
}

impl<S: Kcrs> Server<S> {
    pub(crate) fn new(responder: Responder<S>, bounds: Bounds, log: Option<Log>) -> Self {
        Self {
            responder,
            bounds,
            large_bodies: Semaphore::new(LARGE_BODIES),
            log,
        }
    }

    /// Waits a little for the last lines of the log.
    pub(crate) fn finish(self) {
        if let Some(log) = self.log {
            log.finish();
        }
    }
}

/// Accepts connections until it is to stop, then waits for the requests that are running.
pub(crate) async fn serve<S: Kcrs>(
    listener: TcpListener,
    server: Arc<Server<S>>,
    stop: watch::Receiver<Option<Duration>>,
) {
    let max = server.bounds.connections;
    let slots = Arc::new(Semaphore::new(max));
    let mut stopping = stop.clone();
    loop {
        let Some(Ok(slot)) =
            unless(stopped(&mut stopping), Arc::clone(&slots).acquire_owned()).await
        else {
            break;
        };
        let (stream, peer) = match unless(stopped(&mut stopping), listener.accept()).await {
            Some(Ok(accepted)) => accepted,
            Some(Err(_)) => {
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
            None => break,
        };
        let (server, stop) = (Arc::clone(&server), stop.clone());
        tokio::spawn(async move {
            connection(stream, peer, &server, stop).await;
            drop(slot);
        });
    }
    drop(listener);
    // Each connection gives its slot back when it has ended.
    let all = u32::try_from(max).unwrap_or(u32::MAX);
    let _ = slots.acquire_many(all).await;
}

async fn connection<S: Kcrs>(
    stream: TcpStream,
    peer: SocketAddr,
    server: &Arc<Server<S>>,
    mut stop: watch::Receiver<Option<Duration>>,
) {
    // Without it small responses wait for the acknowledgement of the one before.
    let _ = stream.set_nodelay(true);
    // Each request that is being processed holds it.
    let running = Arc::new(());
    let service = service_fn(|request| {
        let (server, running) = (Arc::clone(server), Arc::clone(&running));
        async move {
            let response = respond(&server, peer, request).await;
            drop(running);
            response
        }
    });
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(server.bounds.request_time)
        .max_buf_size(MAX_HEAD_BYTES)
        .serve_connection(Impatient::new(stream, server.bounds.request_time), service);
    let mut serving = pin!(serving);
    // A client that hangs up or sends garbage ends its own connection only.
    if unless(stopped(&mut stop), serving.as_mut()).await.is_some() {
        return;
    }
    serving.as_mut().graceful_shutdown();
    // A connection that waits for the rest of a request's head would go on waiting.
    while unless(tokio::time::sleep(LAST_BYTES), serving.as_mut())
        .await
        .is_none()
    {
        if Arc::strong_count(&running) == 1 {
            return;
        }
    }
}

async fn respond<S: Kcrs>(
    server: &Arc<Server<S>>,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response<ResponseBody>, CutOff> {
    let started = Instant::now();
    let (head, body) = request.into_parts();
    let body = read(server, body).await;
    let is_whole = body.is_some();
    if head.uri.path().starts_with(admin::PREFIX) {
        let (status, json) = match &body {
            Some(body) => admin::respond(server.responder.control(), peer, &head, body).await,
            None => admin::refuse_body(),
        };
        return Ok(response(status, json.len(), whole(json), is_whole));
    }
    // On a task of its own: a request is carried out and recorded although its sender has given up,
    // as with a real service.
    let server = Arc::clone(server);
    let responding = tokio::spawn(async move {
        let body = body.filter(|body| guard::is_acceptable(&head, body));
        let (outcome, record) = match &body {
            Some(body) => server.responder.respond(&head, body).await,
            None => server.responder.refuse_body(&head),
        };
        if let Some(log) = &server.log {
            log.line(request_line(&record, &peer.to_string(), started.elapsed()));
        }
        outcome
    });
    // A panic has been printed; its connection ends.
    match responding.await.map_err(|_| CutOff)? {
        Outcome::Respond(status, json) => Ok(response(status, json.len(), whole(json), is_whole)),
        Outcome::Truncate(status, json) => Ok(response(status, json.len(), half(&json), is_whole)),
        Outcome::Close => Err(CutOff),
    }
}

/// The whole body; `None` where it is too large, too slow or malformed.
async fn read<S>(server: &Server<S>, body: Incoming) -> Option<Bytes> {
    if body.is_end_stream() {
        return Some(Bytes::new());
    }
    let reading = read_bounded(body, server.bounds.body_bytes, &server.large_bodies);
    let in_time = tokio::time::timeout(server.bounds.request_time, reading);
    in_time.await.ok().flatten()
}

async fn read_bounded(mut body: Incoming, max: usize, large_bodies: &Semaphore) -> Option<Bytes> {
    if body.size_hint().lower() > max as u64 {
        return None;
    }
    let mut permit = None;
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.ok()?.into_data() else {
            continue;
        };
        let length = whole.len() + data.len();
        if length > max {
            return None;
        }
        if length > SMALL_BODY_BYTES && permit.is_none() {
            permit = Some(large_bodies.acquire().await.ok()?);
        }
        whole.extend_from_slice(&data);
    }
    Some(whole.freeze())
}

/// A response that announces a body of this length, which need not be what comes.
fn response(
    status: StatusCode,
    length: usize,
    body: ResponseBody,
    keep_alive: bool,
) -> Response<ResponseBody> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    headers.insert(CONTENT_LENGTH, length.into());
    if !keep_alive {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Resolves when the server is to stop, also when nobody is left who could stop it.
async fn stopped(stop: &mut watch::Receiver<Option<Duration>>) {
    let _ = stop.wait_for(Option::is_some).await;
}
