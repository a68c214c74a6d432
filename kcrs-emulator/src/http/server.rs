//! The HTTP/1.1 side: accepts connections, reads bounded requests, writes answers, stops
//! gracefully.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::header::{CONNECTION, CONTENT_TYPE, HeaderValue};
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
use super::body::{AnswerBody, CutOff};
use super::guard;
use super::io::Impatient;
use super::log::{Log, request_line};
use super::respond::{Outcome, Responder};

const MAX_HEAD_BYTES: usize = 64 * 1024;
/// Bodies above this size are read only so many at a time.
const SMALL_BODY_BYTES: usize = 64 * 1024;
const LARGE_BODIES: usize = 32;
/// Accepting fails where descriptors have run out: open connections must get the time to end.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// How long an answered connection has to get its last bytes out when the server stops.
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

/// Accepts connections until it is told to stop, then waits for the requests that are running.
pub(crate) async fn serve<S: Kcrs>(
    listener: TcpListener,
    server: Arc<Server<S>>,
    stop: watch::Receiver<Option<Duration>>,
) {
    let most = server.bounds.connections;
    let slots = Arc::new(Semaphore::new(most));
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
    let all = u32::try_from(most).unwrap_or(u32::MAX);
    let _ = slots.acquire_many(all).await;
}

async fn connection<S: Kcrs>(
    stream: TcpStream,
    peer: SocketAddr,
    server: &Arc<Server<S>>,
    mut stop: watch::Receiver<Option<Duration>>,
) {
    // Without it small answers wait for the acknowledgement of the one before.
    let _ = stream.set_nodelay(true);
    let running = Arc::new(AtomicUsize::new(0));
    let service = service_fn(|request| {
        let (server, running) = (Arc::clone(server), Running::new(&running));
        async move {
            let answer = answer(&server, peer, request).await;
            drop(running);
            answer
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
        if running.load(Ordering::Relaxed) == 0 {
            return;
        }
    }
}

/// Counts a request that is being answered.
struct Running(Arc<AtomicUsize>);

impl Running {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(count))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

async fn answer<S: Kcrs>(
    server: &Arc<Server<S>>,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response<AnswerBody>, CutOff> {
    let started = Instant::now();
    let (head, body) = request.into_parts();
    let body = read(server, body).await;
    let is_whole = body.is_some();
    if head.uri.path().starts_with(admin::PREFIX) {
        let (status, json) = match &body {
            Some(body) => admin::answer(server.responder.control(), peer, &head, body).await,
            None => admin::refuse_body(),
        };
        return Ok(response(status, AnswerBody::Whole(json), is_whole));
    }
    // On a task of its own: a request is carried out and recorded although its sender has given up,
    // as with a real service.
    let server = Arc::clone(server);
    let responding = tokio::spawn(async move {
        let body = body.filter(|body| guard::is_bearable(&head, body));
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
        Outcome::Answer(status, json) => Ok(response(status, AnswerBody::Whole(json), is_whole)),
        Outcome::Truncate(status, json) => {
            Ok(response(status, AnswerBody::half_of(&json), is_whole))
        }
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

async fn read_bounded(mut body: Incoming, most: usize, large_bodies: &Semaphore) -> Option<Bytes> {
    if body.size_hint().lower() > most as u64 {
        return None;
    }
    let mut permit = None;
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.ok()?.into_data() else {
            continue;
        };
        let length = whole.len() + data.len();
        if length > most {
            return None;
        }
        if length > SMALL_BODY_BYTES && permit.is_none() {
            permit = Some(large_bodies.acquire().await.ok()?);
        }
        whole.extend_from_slice(&data);
    }
    Some(whole.freeze())
}

fn response(status: StatusCode, body: AnswerBody, keep_alive: bool) -> Response<AnswerBody> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    if !keep_alive {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Resolves when the server is to stop, also when nobody is left to say so.
async fn stopped(stop: &mut watch::Receiver<Option<Duration>>) {
    let _ = stop.wait_for(Option::is_some).await;
}

/// The outcome of `work`, or `None` where `end` comes first.
async fn unless<T>(end: impl Future<Output = ()>, work: impl Future<Output = T>) -> Option<T> {
    let (mut end, mut work) = (pin!(end), pin!(work));
    poll_fn(|context| {
        if let Poll::Ready(output) = Pin::new(&mut work).poll(context) {
            return Poll::Ready(Some(output));
        }
        Pin::new(&mut end).poll(context).map(|()| None)
    })
    .await
}
