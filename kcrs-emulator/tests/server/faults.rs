//! Faults on demand, from Rust and over the admin API.

use std::time::Duration;

use kcrs_emulator::{Emulator, Fault};
use kcrs_generated::Credentials;
use serde_json::json;

use crate::support::{ACCESS_KEY, Caller, Connection, SECRET_KEY, admin, exchange};

fn emulator() -> (Emulator, Caller) {
    let emulator = Emulator::builder()
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .start()
        .expect("an emulator");
    let caller = Caller::new(emulator.address());
    (emulator, caller)
}

fn create(name: &str) -> [(&str, &str); 2] {
    [("InstanceName", name), ("InstanceType", "basic")]
}

fn count(emulator: &Emulator, caller: &Caller) -> i64 {
    let all = exchange(emulator.address(), &caller.get("DescribeInstance", &[]));
    all.expect("a response").json()["TotalCount"]
        .as_i64()
        .expect("a number")
}

#[test]
fn a_call_whose_sender_gave_up_is_carried_out_and_recorded() {
    let (emulator, caller) = emulator();
    emulator.inject(Fault::latency(Duration::from_millis(200)).on("CreateInstance"));
    let mut impatient = Connection::open(emulator.address());
    assert!(impatient.send(&caller.post("CreateInstance", &create("ab"))));
    while !emulator.faults().is_empty() {
        std::thread::yield_now();
    }
    drop(impatient);
    while emulator.requests_of("CreateInstance").is_empty() {
        std::thread::yield_now();
    }
    let seen = &emulator.requests_of("CreateInstance")[0];
    assert_eq!((seen.status, seen.fault), (Some(200), Some("latency")));
    assert_eq!(count(&emulator, &caller), 1);
}

#[test]
fn a_closed_connection_has_no_answer_and_does_nothing() {
    let (emulator, caller) = emulator();
    emulator.inject(Fault::closed().on("CreateInstance").times(2));
    let raw = caller.post("CreateInstance", &create("ab"));
    assert!(exchange(emulator.address(), &raw).is_none());
    assert!(exchange(emulator.address(), &raw).is_none());
    assert_eq!(count(&emulator, &caller), 0);
    assert_eq!(
        exchange(emulator.address(), &raw)
            .expect("a response")
            .status,
        200
    );
    let seen = emulator.requests_of("CreateInstance");
    let seen: Vec<_> = seen.iter().map(|seen| (seen.status, seen.fault)).collect();
    assert_eq!(
        seen,
        [
            (None, Some("closed")),
            (None, Some("closed")),
            (Some(200), None)
        ]
    );
}

#[test]
fn a_truncated_answer_is_of_a_call_that_was_done() {
    let (emulator, caller) = emulator();
    emulator.inject(Fault::truncated().on("CreateInstance"));
    let raw = caller.post("CreateInstance", &create("ab"));
    let response = exchange(emulator.address(), &raw).expect("the beginning of a response");
    assert_eq!((response.status, response.is_whole), (200, false));
    assert!(!response.body.is_empty());
    assert_eq!(count(&emulator, &caller), 1);
}

#[test]
fn latency_holds_up_one_call_and_not_the_others() {
    let (emulator, caller) = emulator();
    emulator.inject(Fault::latency(Duration::from_secs(60)).on("CreateInstance"));
    let mut slow = Connection::open(emulator.address());
    assert!(slow.send(&caller.post("CreateInstance", &create("ab"))));
    while !emulator.faults().is_empty() {
        std::thread::yield_now();
    }
    assert_eq!(count(&emulator, &caller), 0);
    // It was not handled in the meantime, nor is it now.
    assert!(!emulator.stop(Duration::ZERO));
    assert!(slow.receive().is_none());
}

#[test]
fn what_is_held_up_is_handled_in_the_end() {
    let (emulator, caller) = emulator();
    emulator.inject(Fault::latency(Duration::from_millis(50)).on("CreateInstance"));
    let raw = caller.post("CreateInstance", &create("ab"));
    let response = exchange(emulator.address(), &raw).expect("a response");
    assert_eq!(response.status, 200);
    assert_eq!(count(&emulator, &caller), 1);
}

#[test]
fn the_admin_api_injects_the_same() {
    let (emulator, caller) = emulator();
    let inject = |body| admin(emulator.address(), "POST", "faults", &body);
    for body in [
        json!({"Kind": "latency", "Milliseconds": 1}),
        json!({"Kind": "409", "Action": "DescribeInstance", "Times": 2}),
        json!({"Kind": "500"}),
        json!({"Kind": "error", "Row": "ServiceTimeout"}),
        json!({"Kind": "closed"}),
        json!({"Kind": "truncated"}),
    ] {
        let (status, response) = inject(body);
        assert_eq!(status, 200, "{response}");
    }
    let (_, waiting) = admin(emulator.address(), "GET", "faults", &json!(null));
    assert_eq!(
        waiting["Faults"],
        json!([
            {"Kind": "latency", "Milliseconds": 1, "Times": 1},
            {"Kind": "error", "Row": "LimitExceeded", "Action": "DescribeInstance", "Times": 2},
            {"Kind": "error", "Row": "ServiceUnavailable", "Times": 1},
            {"Kind": "error", "Row": "ServiceTimeout", "Times": 1},
            {"Kind": "closed", "Times": 1},
            {"Kind": "truncated", "Times": 1},
        ])
    );
    let raw = caller.get("DescribeInstance", &[]);
    let mut statuses = Vec::new();
    for _ in 0..7 {
        let response = exchange(emulator.address(), &raw);
        statuses.push(response.map(|response| (response.status, response.is_whole)));
    }
    assert_eq!(
        statuses,
        [
            Some((409, true)),
            Some((409, true)),
            Some((500, true)),
            Some((500, true)),
            None,
            Some((200, false)),
            Some((200, true)),
        ]
    );
    assert_eq!(inject(json!({"Kind": "closed", "Times": 5})).0, 200);
    assert_eq!(
        admin(emulator.address(), "DELETE", "faults", &json!(null)).0,
        200
    );
    assert_eq!(
        exchange(emulator.address(), &raw)
            .expect("a response")
            .status,
        200
    );

    for (body, part) in [
        (json!({}), "Kind is missing"),
        (json!({"Kind": "fire"}), "Kind must be latency"),
        (json!({"Kind": "latency"}), "Milliseconds is missing"),
        (
            json!({"Kind": "latency", "Milliseconds": 60_001}),
            "from 0 to 60000",
        ),
        (
            json!({"Kind": "error", "Row": "Nothing"}),
            "Row must be one of MissingHost",
        ),
        (
            json!({"Kind": "closed", "Action": "Nothing"}),
            "there is no action",
        ),
        (
            json!({"Kind": "closed", "Times": -1}),
            "Times must be a whole number",
        ),
        (
            json!({"Kind": "closed", "Count": 1}),
            "there is no field \"Count\"",
        ),
        (json!([]), "must be a JSON object"),
    ] {
        let (status, response) = inject(body);
        let message = response["Error"]["Message"].as_str().expect("a message");
        assert_eq!(status, 400);
        assert!(message.contains(part), "{message}");
    }
}
