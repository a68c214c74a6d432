//! Clients that are idle or slow, and heads and bodies that nobody has to look at: none of it holds
//! up others.

use std::time::Duration;

use kcrs_emulator::Emulator;
use kcrs_generated::Credentials;

use crate::support::{ACCESS_KEY, Caller, Connection, Program, SECRET_KEY, exchange};

/// Nothing here may be over because the time of a request is.
const HOUR: Duration = Duration::from_secs(3600);

fn emulator(connections: usize) -> (Emulator, Caller) {
    let emulator = Emulator::builder()
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .request_timeout(HOUR)
        .max_connections(connections)
        .start()
        .expect("an emulator");
    let caller = Caller::new(emulator.address());
    (emulator, caller)
}

/// A signed POST whose body is announced with this length, and the first half of it.
fn half_sent(caller: &Caller, length: usize) -> Vec<u8> {
    let desc = "x".repeat(length);
    let raw = caller.post("CreateInstance", &[("InstanceName", &desc)]);
    raw[..raw.len() - length / 2].to_vec()
}

#[test]
fn idle_connections_give_way_at_the_limit() {
    let (emulator, caller) = emulator(4);
    let address = emulator.address();
    let mut held: Vec<Connection> = (0..4).map(|_| Connection::open(address)).collect();
    // One has said nothing, one half a head, two have been used.
    assert!(held[1].send(b"GET / HTTP/1.1\r\nHost:"));
    for connection in &mut held[2..] {
        assert!(connection.send(b"GET /_kcrs/health HTTP/1.1\r\n\r\n"));
        assert_eq!(connection.receive().expect("a response").status, 200);
    }
    for _ in 0..8 {
        let mut another = Connection::open(address);
        assert!(another.send(&caller.get("DescribeInstance", &[])));
        assert_eq!(another.receive().expect("a response").status, 200);
        held.push(another);
    }
}

#[test]
fn a_request_that_is_running_gives_way_to_nobody() {
    let (emulator, caller) = emulator(2);
    emulator.inject(kcrs_emulator::Fault::latency(Duration::from_secs(2)).on("DescribeInstance"));
    let mut running = Connection::open(emulator.address());
    assert!(running.send(&caller.get("DescribeInstance", &[])));
    while !emulator.faults().is_empty() {
        std::thread::yield_now();
    }
    for _ in 0..10 {
        let other = caller.get("DescribeNamespace", &[("InstanceId", "i")]);
        assert_eq!(
            exchange(emulator.address(), &other)
                .expect("a response")
                .status,
            200
        );
    }
    assert_eq!(running.receive().expect("a response").status, 200);
}

#[test]
fn bodies_that_stall_give_way_at_the_limit() {
    let (emulator, caller) = emulator(4);
    let stalled: Vec<_> = (0..4)
        .map(|_| {
            let mut connection = Connection::open(emulator.address());
            assert!(connection.send(&half_sent(&caller, 1000)));
            connection
        })
        .collect();
    let response = exchange(emulator.address(), &caller.get("DescribeInstance", &[]));
    assert_eq!(response.expect("a response").status, 200);
    drop(stalled);
}

#[test]
fn large_bodies_that_stall_give_way_to_other_large_ones() {
    let (emulator, caller) = emulator(100);
    let stalled: Vec<_> = (0..32)
        .map(|_| {
            let mut connection = Connection::open(emulator.address());
            assert!(connection.send(&half_sent(&caller, 400_000)));
            connection
        })
        .collect();
    let desc = "x".repeat(400_000);
    for _ in 0..3 {
        let large = caller.post("CreateInstance", &[("InstanceName", &desc)]);
        let response = exchange(emulator.address(), &large).expect("a response");
        assert_eq!(response.error().0, "MissingParameter");
    }
    drop(stalled);
}

#[test]
fn half_sent_bodies_do_not_keep_it_from_ending() {
    let program = Program::start(&["--request-timeout", "1h"]);
    let caller = Caller::new(program.address());
    let stalled: Vec<_> = (0..4)
        .map(|number| {
            let mut connection = Connection::open(program.address());
            assert!(connection.send(&half_sent(&caller, 1 + number * 100_000)));
            connection
        })
        .collect();
    program.signal("TERM");
    // It ends by itself: where requests still run at the end of the grace, it is a failure.
    let (status, log) = program.wait();
    assert!(status.success(), "{log}");
    drop(stalled);
}

#[test]
fn a_head_that_is_too_long_is_refused() {
    let (emulator, _) = emulator(4);
    let long = "x".repeat(70 * 1024);
    let many = (0..80).map(|number| format!("h{number}: {}\r\n", "x".repeat(900)));
    let many: String = many.collect();
    for (head, status) in [
        (format!("GET /?{long} HTTP/1.1\r\nHost: h\r\n\r\n"), 414),
        (
            format!("GET / HTTP/1.1\r\nHost: h\r\nA: {long}\r\n\r\n"),
            431,
        ),
        (format!("GET / HTTP/1.1\r\nHost: h\r\n{many}\r\n"), 431),
        (
            format!("GET /_kcrs/health HTTP/1.1\r\nHost: h\r\n{many}\r\n"),
            431,
        ),
    ] {
        let response = exchange(emulator.address(), head.as_bytes()).expect("a response");
        assert_eq!((response.status, response.body.len()), (status, 0));
    }
    let fits = format!(
        "GET / HTTP/1.1\r\nHost: h\r\nA: {}\r\n\r\n",
        &long[..60 * 1024]
    );
    let response = exchange(emulator.address(), fits.as_bytes()).expect("a response");
    assert_eq!(response.error().0, "MissingAuthenticationToken");
}

#[test]
fn a_head_that_is_refused_is_refused_before_its_body_has_come() {
    let (emulator, caller) = emulator(4);
    let stranger = Caller {
        credentials: Credentials::new("NOBODY", "x"),
        ..caller
    };
    // Its second half never comes.
    let response = exchange(emulator.address(), &half_sent(&stranger, 600_000));
    let response = response.expect("a response");
    assert_eq!(
        (response.status, response.error().0.as_str()),
        (403, "InvalidClientTokenId")
    );
    let page =
        b"POST /_kcrs/reset HTTP/1.1\r\nOrigin: http://evil.example\r\nContent-Length: 9\r\n\r\n{";
    assert_eq!(
        exchange(emulator.address(), page)
            .expect("a response")
            .status,
        403
    );
    // A body that comes all the same is no beginning of the next request.
    let mut connection = Connection::open(emulator.address());
    let raw = stranger.post("CreateInstance", &[("InstanceName", &"x".repeat(200_000))]);
    for _ in 0..2 {
        assert!(connection.send(&raw));
        assert_eq!(connection.receive().expect("a response").status, 403);
    }
}
