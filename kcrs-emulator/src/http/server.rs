//! The HTTP/1.1 side: accepts connections, reads bounded requests, writes responses, stops
//! gracefully.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use http::{Request, Response};
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioTimer;
use kcrs_generated::server::Kcrs;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::admin;
use super::body::{CutOff, ResponseBody, send};
use super::guard;
use super::io::Impatient;
use super::log::{Log, request_line};
use super::respond::{Outcome, Reply, Responder};
use super::slots::Slots;
use crate::futures::unless;
use crate::stream::Accept;

/// Bodies above this size are read only so many at a time.
const SMALL_BODY_BYTES: usize = 64 * 1024;
const LARGE_BODIES: usize = 32;
/// Accepting fails where descriptors have run out: open connections must get the time to end.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// Time for a connection to send its last bytes when the server stops.
const LAST_BYTES: Duration = Duration::from_millis(100);
/// Time for a body even where somebody waits for its place, or the server stops.
const LEAST_BODY_TIME: Duration = Duration::from_secs(1);

/// Limits of a client.
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

/// State shared by all connections.
pub(crate) struct Server<S> {
    responder: Responder<S>,
    bounds: Bounds,
    connections: Slots,
    large_bodies: Slots,
    accept: Accept,
    stop: watch::Receiver<Option<Duration>>,
    log: Option<Log>,
}

impl<S: Kcrs> Server<S> {
    /// It stops when `stop` has a value.
    pub(crate) fn new(
        responder: Responder<S>,
        bounds: Bounds,
        accept: Accept,
        stop: watch::Receiver<Option<Duration>>,
        log: Option<Log>,
    ) -> Self {
        Self {
            responder,
            bounds,
            connections: Slots::new(bounds.connections),
            large_bodies: Slots::new(LARGE_BODIES),
            accept,
            stop,
            log,
        }
    }

    /// Resolves when the server is to stop, also when nobody is left who could stop it.
    async fn stopped(&self) {
        let _ = self.stop.clone().wait_for(Option::is_some).await;
    }

    /// The outcome of reading a body, or `None` where it has had its time and somebody waits for
    /// the place of its connection, or the server stops.
    async fn in_time<T>(&self, reading: impl Future<Output = T>) -> Option<T> {
        let is_to_end = async {
            tokio::time::sleep(LEAST_BODY_TIME).await;
            unless(self.stopped(), self.connections.is_wanted()).await;
        };
        let is_late = tokio::time::sleep(self.bounds.request_time);
        unless(is_late, unless(is_to_end, reading)).await?
    }

    /// Waits a little for the last lines of the log.
    pub(crate) fn finish(self) {
        if let Some(log) = self.log {
            log.finish();
        }
    }
}

/// Accepts connections until it is to stop, then waits for the requests that are running.
pub(crate) async fn serve<S: Kcrs>(listener: TcpListener, server: Arc<Server<S>>) {
    loop {
        let (stream, peer) = match unless(server.stopped(), listener.accept()).await {
            Some(Ok(accepted)) => accepted,
            Some(Err(_)) => {
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
            None => break,
        };
        let Some(slot) = unless(server.stopped(), server.connections.take()).await else {
            break;
        };
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            connection(stream, peer, &server).await;
            drop(slot);
        });
    }
    drop(listener);
    server.connections.all_free().await;
}

async fn connection<S: Kcrs>(stream: TcpStream, peer: SocketAddr, server: &Arc<Server<S>>) {
    // Without it small responses wait for the acknowledgement of the one before.
    let _ = stream.set_nodelay(true);
    let wanted = async {
        tokio::time::sleep(LEAST_BODY_TIME).await;
        server.connections.is_wanted().await;
    };
    let accepting = unless(wanted, (server.accept)(stream));
    let accepting = tokio::time::timeout(server.bounds.request_time, accepting);
    let Some(Ok(Some(Ok(stream)))) = unless(server.stopped(), accepting).await else {
        return;
    };
    // Each request that is being processed holds it.
    let running = Arc::new(());
    let is_reset = Arc::new(AtomicBool::new(false));
    let service = service_fn(|request| {
        let (server, running) = (Arc::clone(server), Arc::clone(&running));
        let is_reset = Arc::clone(&is_reset);
        async move {
            let response = respond(&server, peer, request, &is_reset).await;
            drop(running);
            response
        }
    });
    let patience = server.bounds.request_time;
    let io = Impatient::new(stream, patience, Arc::clone(&is_reset));
    let serving = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(server.bounds.request_time)
        .max_buf_size(guard::MAX_HEAD_BYTES)
        .serve_connection(io, service);
    let mut serving = pin!(serving);
    let mut stopped = pin!(server.stopped());
    let mut wanted = None;
    // A connection without a request gives way to another one.
    let is_to_end = poll_fn(|context| {
        if stopped.as_mut().poll(context).is_ready() {
            return Poll::Ready(());
        }
        if Arc::strong_count(&running) > 1 {
            wanted = None;
            return Poll::Pending;
        }
        let wanted = wanted.get_or_insert_with(|| Box::pin(server.connections.is_wanted()));
        wanted.as_mut().poll(context)
    });
    // A client that hangs up or sends garbage ends its own connection only.
    if unless(is_to_end, serving.as_mut()).await.is_some() {
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
    reset: &AtomicBool,
) -> Result<Response<ResponseBody>, CutOff> {
    let started = Instant::now();
    let (head, body) = request.into_parts();
    if let Some(status) = guard::refuse_head(&head) {
        return Ok(response(Reply::json(status, Bytes::new()), false));
    }
    let control = server.responder.control();
    let is_admin = head.uri.path().starts_with(admin::PREFIX);
    let is_refused = || match is_admin {
        true => admin::refuses(control, peer, &head),
        false => server.responder.refuses(&head),
    };
    let mut is_whole = true;
    let body = if body.is_end_stream() {
        Some(Bytes::new())
    } else if is_refused() {
        is_whole = discard(server, body).await;
        Some(Bytes::new())
    } else {
        let body = read(server, body).await;
        is_whole = body.is_some();
        body
    };
    if is_admin {
        let (status, json) = match &body {
            Some(body) => admin::respond(control, peer, &head, body).await,
            None => admin::refuse_body(),
        };
        return Ok(response(Reply::json(status, json), is_whole));
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
        Outcome::Respond(reply) => Ok(response(reply, is_whole)),
        Outcome::Close => Err(CutOff),
        Outcome::Reset => {
            reset.store(true, Ordering::Relaxed);
            Err(CutOff)
        }
    }
}

/// The whole body; `None` where it is too large, too slow or malformed.
async fn read<S: Kcrs>(server: &Server<S>, body: Incoming) -> Option<Bytes> {
    server.in_time(read_bounded(server, body)).await?
}

/// Takes a body that nobody will read, so that its sender gets to reading the response. Returns
/// whether that was all of it.
async fn discard<S: Kcrs>(server: &Server<S>, mut body: Incoming) -> bool {
    let mut left = server.bounds.body_bytes;
    let reading = async {
        while let Some(frame) = body.frame().await {
            let length = frame.ok()?.data_ref().map_or(0, Bytes::len);
            left = left.checked_sub(length)?;
        }
        Some(())
    };
    let taken = tokio::time::timeout(LEAST_BODY_TIME, reading).await;
    taken.is_ok_and(|taken| taken.is_some())
}

async fn read_bounded<S: Kcrs>(server: &Server<S>, mut body: Incoming) -> Option<Bytes> {
    let max = server.bounds.body_bytes;
    if body.size_hint().lower() > max as u64 {
        return None;
    }
    let mut whole = BytesMut::new();
    while whole.len() <= SMALL_BODY_BYTES {
        let Some(frame) = body.frame().await else {
            return Some(whole.freeze());
        };
        append(&mut whole, frame.ok()?, max)?;
    }
    let _slot = server.large_bodies.take().await;
    let rest = async {
        while let Some(frame) = body.frame().await {
            append(&mut whole, frame.ok()?, max)?;
        }
        Some(())
    };
    let is_wanted = async {
        tokio::time::sleep(LEAST_BODY_TIME).await;
        server.large_bodies.is_wanted().await;
    };
    unless(is_wanted, rest).await??;
    Some(whole.freeze())
}

/// Nothing where there is too much then.
fn append(whole: &mut BytesMut, frame: Frame<Bytes>, max: usize) -> Option<()> {
    if let Ok(data) = frame.into_data() {
        if whole.len() + data.len() > max {
            return None;
        }
        whole.extend_from_slice(&data);
    }
    Some(())
}

/// The response, with the length of its whole body, which need not be what comes.
fn response(reply: Reply, keep_alive: bool) -> Response<ResponseBody> {
    let length = reply.body.len();
    let mut response = Response::new(send(reply.body, reply.pace));
    *response.status_mut() = reply.status;
    let headers = response.headers_mut();
    let content_type = HeaderValue::from_static(reply.content_type);
    headers.insert(CONTENT_TYPE, content_type);
    headers.insert(CONTENT_LENGTH, length.into());
    if let Some(time) = reply.retry_after {
        headers.insert(RETRY_AFTER, time.as_secs().into());
    }
    if !keep_alive {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
