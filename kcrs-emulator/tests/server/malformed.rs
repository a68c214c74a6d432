//! Generated requests that no client sends: each gets an error of the document or its
//! connection is closed; never a panic or a 500, and memory stays bounded.

mod generate;

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};

use kcrs_generated::error_rows;

use self::generate::{Random, request};
use crate::support::{Caller, Connection, Program, Response, exchange};

const THREADS: usize = 8;
/// Far more than is needed, far less than the requests together weigh.
const MOST_MEMORY_KIB: u64 = 256 * 1024;

/// Whether the response is one that the documentation of the crate has.
fn check(kind: &str, raw: &[u8], response: Option<Response>, counts: &Counts) {
    let Some(response) = response else {
        counts.closed.fetch_add(1, Ordering::Relaxed);
        return;
    };
    let shown = || String::from_utf8_lossy(&raw[..raw.len().min(2000)]).into_owned();
    if response.status == 200 {
        // What is ignored makes no request wrong, and some are right by chance.
        assert!(
            ["signed", "damaged", "admin"].contains(&kind),
            "{kind}: {}",
            shown()
        );
        counts.done.fetch_add(1, Ordering::Relaxed);
        return;
    }
    assert!(
        (400..500).contains(&response.status),
        "{kind}: {} for {}",
        response.status,
        shown()
    );
    counts.refused.fetch_add(1, Ordering::Relaxed);
    if response.body.is_empty() {
        // HTTP itself: no request was understood, or it was a HEAD.
        assert!(
            [400, 414, 431].contains(&response.status),
            "{} for {}",
            response.status,
            shown()
        );
        return;
    }
    if kind == "admin" {
        return;
    }
    let (code, message) = response.error();
    let is_common = error_rows::ALL
        .iter()
        .any(|row| row.code == code && row.status == response.status && row.describes(&message));
    let own = [
        "NotFound",
        "AlreadyExists",
        "InUse",
        "QuotaExceeded",
        "NotReady",
        "NotDeletable",
    ];
    assert!(
        is_common || own.iter().any(|end| code.ends_with(end)),
        "{code}: {message} for {}",
        shown()
    );
}

#[derive(Default)]
struct Counts {
    sent: AtomicUsize,
    done: AtomicUsize,
    refused: AtomicUsize,
    closed: AtomicUsize,
}

fn send_all(address: SocketAddr, requests: usize, thread: usize, counts: &Counts) {
    let mut random = Random::new(thread as u64 + 1);
    let caller = Caller::new(address);
    while counts.sent.fetch_add(1, Ordering::Relaxed) < requests {
        let (kind, raw) = request(&mut random, &caller);
        // The end of what is sent must be an end for the server, too, where it waits for more.
        let response = exchange_and_end(address, &raw);
        check(kind, &raw, response, counts);
    }
}

fn exchange_and_end(address: SocketAddr, raw: &[u8]) -> Option<Response> {
    let mut connection = Connection::open(address);
    connection.send(raw);
    connection.end();
    connection.receive()
}

#[test]
fn whatever_is_sent_is_refused_as_documented() {
    send(1_500);
}

#[test]
#[ignore = "takes a while; run by .ci/full"]
fn whatever_is_sent_for_long_is_refused_as_documented() {
    send(24_000);
}

fn send(requests: usize) {
    let program = Program::start(&["--request-timeout", "2s"]);
    let address = program.address();
    let before = program.memory("VmRSS").unwrap_or_default();
    let counts = Counts::default();
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let counts = &counts;
            scope.spawn(move || send_all(address, requests, thread, counts));
        }
    });
    let most = program.memory("VmHWM").unwrap_or_default();
    let (done, refused, closed) = (
        counts.done.into_inner(),
        counts.refused.into_inner(),
        counts.closed.into_inner(),
    );
    eprintln!(
        "{done} done, {refused} refused, {closed} closed; memory {before} KiB before, at most {most} KiB"
    );
    assert!(done + refused + closed >= requests);
    assert!(refused > requests / 2 && done < requests / 2);
    assert!(most < MOST_MEMORY_KIB, "{most} KiB");
    let caller = Caller::new(address);
    let response = exchange(address, &caller.get("DescribeInstance", &[])).expect("a response");
    assert_eq!(response.status, 200);
    program.signal("TERM");
    let (status, log) = program.wait();
    assert!(status.success(), "{status}");
    assert!(
        !log.contains("panicked") && !log.contains("level=error"),
        "{log}"
    );
}
