//! Requests that an HTTP/2 server refuses, which it says it has not processed, and those that it
//! gives up, which it may have. The server is made of bare frames.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crate::support::{Say, client};
use kcrs_runtime::{Retry, TransportErrorKind};

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;

const NO_ERROR: u32 = 0;
const INTERNAL_ERROR: u32 = 2;
const REFUSED_STREAM: u32 = 7;
const CANCEL: u32 = 8;

const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

/// What the server does to the first request. The next ones get a good response.
#[derive(Clone, Copy, Debug)]
enum First {
    Reset(u32),
    /// Ends the connection, and names the last stream that may have been processed: the one of the
    /// request, or none.
    GoAway {
        processed: bool,
        error: u32,
    },
    /// Resets the stream after the head of a response.
    ResetAfterHead(u32),
    Close,
}

fn write(stream: &mut TcpStream, kind: u8, flags: u8, id: u32, body: &[u8]) -> std::io::Result<()> {
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    let head = [&length[1..], &[kind, flags], &id.to_be_bytes()].concat();
    stream.write_all(&[&head, body].concat())
}

/// Serves one connection.
fn serve(stream: &mut TcpStream, first: First, requests: &AtomicUsize) -> std::io::Result<()> {
    stream.read_exact(&mut [0; 24])?;
    write(stream, SETTINGS, 0, 0, &[])?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head)?;
        let [_, a, b, kind, flags, id @ ..] = head;
        let mut body = vec![0; usize::from(u16::from_be_bytes([a, b]))];
        stream.read_exact(&mut body)?;
        if !matches!(kind, HEADERS | DATA) || flags & END_STREAM == 0 {
            continue;
        }
        let id = u32::from_be_bytes(id);
        let good_head = |stream: &mut TcpStream| {
            // The index of `:status: 200` in the static table.
            write(stream, HEADERS, END_HEADERS, id, &[0x88])
        };
        match (requests.fetch_add(1, Ordering::SeqCst), first) {
            (0, First::Reset(error)) => write(stream, RST_STREAM, 0, id, &error.to_be_bytes())?,
            (0, First::ResetAfterHead(error)) => {
                good_head(stream)?;
                write(stream, RST_STREAM, 0, id, &error.to_be_bytes())?;
            }
            (0, First::GoAway { processed, error }) => {
                let last = if processed { id } else { 0 };
                let body = [last.to_be_bytes(), error.to_be_bytes()].concat();
                write(stream, GOAWAY, 0, 0, &body)?;
                return Ok(());
            }
            (0, First::Close) => return Ok(()),
            _ => {
                good_head(stream)?;
                write(stream, DATA, END_STREAM, id, br#"{"A": "b"}"#)?;
            }
        }
    }
}

fn start(first: First) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("localhost:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let requests = Arc::clone(&counted);
            thread::spawn(move || serve(&mut stream?, first, &requests));
        }
    });
    (port, requests)
}

#[tokio::test]
async fn what_was_surely_not_carried_out_is_repeated() {
    let go_away = |processed, error| First::GoAway { processed, error };
    for (first, repeated) in [
        (First::Reset(REFUSED_STREAM), true),
        (go_away(false, NO_ERROR), true),
        (go_away(false, INTERNAL_ERROR), true),
        (go_away(true, NO_ERROR), false),
        (go_away(true, INTERNAL_ERROR), false),
        (First::Reset(INTERNAL_ERROR), false),
        (First::Reset(CANCEL), false),
        (First::ResetAfterHead(REFUSED_STREAM), false),
        (First::Close, false),
    ] {
        for retry in [
            Retry::standard().initial_backoff(Duration::ZERO),
            Retry::never(),
        ] {
            let (port, requests) = start(first);
            let client = client("http", port)
                .http_client(|builder| builder.http2_prior_knowledge())
                .retry(retry)
                .build()
                .unwrap();
            let result = client.send(Say::<true>("x")).await;
            let repeated_now = repeated && retry != Retry::never();
            let expected = if repeated_now { 2 } else { 1 };
            assert_eq!(requests.load(Ordering::SeqCst), expected, "{first:?}");
            assert_eq!(result.is_ok(), repeated_now, "{first:?}");
            if let Err(error) = result {
                let kind = crate::kind(&error);
                assert_eq!(
                    kind == TransportErrorKind::Refused,
                    repeated,
                    "{first:?}: {error}"
                );
            }
        }
    }
}
