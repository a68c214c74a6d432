//! Spans, and that at the level `trace` nothing of what this crate and those below it say has a
//! secret in it.

mod support;

use std::fmt::{Debug, Write as _};
use std::io::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kcrs_runtime::{Method, Operation, Params, Retry, Signature};
use support::{SECRET, Say, client, http, serve, serve_text};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Writes down all there is, of every level and from every crate.
#[derive(Clone, Default)]
struct Everything {
    lines: Arc<Mutex<Vec<String>>>,
    spans: Arc<AtomicU64>,
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Everything {
    fn note(&self, start: String, record: impl FnOnce(&mut Line)) {
        let mut line = Line(start);
        record(&mut line);
        self.lines.lock().unwrap().push(line.0);
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let id = self.spans.fetch_add(1, Ordering::SeqCst) + 1;
        let name = span.metadata().name();
        let target = span.metadata().target();
        self.note(format!("{target} span {name}"), |line| span.record(line));
        Id::from_u64(id)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.note("record".to_owned(), |line| values.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let target = event.metadata().target();
        self.note(format!("{target} event"), |line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Everything {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let line = format!("{} log {}", record.target(), record.args());
        self.lines.lock().unwrap().push(line);
    }

    fn flush(&self) {}
}

#[tokio::test]
async fn spans_tell_all_but_secrets() {
    let everything = Everything::default();
    tracing::subscriber::set_global_default(everything.clone()).unwrap();
    log::set_boxed_logger(Box::new(everything.clone())).unwrap();
    log::set_max_level(log::LevelFilter::Trace);

    let count = Arc::new(AtomicU64::new(0));
    let (port, _requests) = serve(move |_, stream| {
        let response = match count.fetch_add(1, Ordering::SeqCst) % 2 {
            0 => http("503 Service Unavailable", "<html>"),
            _ => http(
                "200 OK",
                r#"{"RequestId": "r-1", "Token": "PLANTED-response"}"#,
            ),
        };
        stream.write_all(response.as_bytes())
    });
    let retry = Retry::standard().initial_backoff(Duration::from_millis(1));
    for scheme in [Signature::V4, Signature::V4Query, Signature::Simplified] {
        let client = client("http", port).signature(scheme).retry(retry);
        let client = client.build().unwrap();
        let call = client.send(Say::<false>("x")).idempotent(true);
        call.header("x-mine", "PLANTED-header").await.unwrap();
        let call = client.send(Say::<true>("x")).idempotent(true);
        call.sensitive_param("P", "PLANTED-param").await.unwrap();
        let mut params = Params::new();
        params.push_sensitive("P", "PLANTED-param");
        let raw = Operation::new("Raw", "1", Method::Get, params);
        client.call(raw.with_idempotent(true)).await.unwrap();
    }
    let error = r#"{"RequestId": "r-2", "Error": {"Code": "Some", "Message": "x"}}"#;
    let (port, _requests) = serve_text(http("400 Bad Request", error));
    for port in [1, port] {
        let refused = client("http", port).retry(retry).build().unwrap();
        refused.send(Say::<true>("x")).await.unwrap_err();
    }

    let lines = everything.lines.lock().unwrap();
    let own: Vec<&str> = lines
        .iter()
        .map(String::as_str)
        .filter(|line| line.starts_with("kcrs ") || line.starts_with("record "))
        .collect();
    for (line, expected) in own.iter().zip([
        r#"kcrs span call service="kcrs" action="Say""#,
        "kcrs span attempt attempt=1",
        "record status=503",
        "record error=the response cannot be read: it is not JSON",
        "kcrs event message=waiting for the next attempt wait_ms=",
        "kcrs span attempt attempt=2",
        "record status=200",
        r#"record request_id="r-1""#,
        "record attempts=2",
        "record duration_ms=",
        "record status=200",
        r#"record request_id="r-1""#,
        r#"kcrs span call service="kcrs" action="Say""#,
    ]) {
        assert!(line.starts_with(expected), "{line}\n{own:#?}");
    }
    // Others speak too, or this would show nothing.
    assert!(lines.iter().any(|line| line.contains("hyper_util")));
    for line in lines.iter() {
        for secret in [SECRET, "the-token", "the-password", "PLANTED", "Signature="] {
            assert!(!line.contains(secret), "{line}");
        }
    }
}
