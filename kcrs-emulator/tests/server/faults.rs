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

#[test]
fn what_stands_in_front_of_the_service_responds_in_its_own_way() {
    let (emulator, caller) = emulator();
    let faults = [
        (json!({"Kind": "page"}), 502, None),
        (
            json!({"Kind": "page", "Status": 429, "RetryAfter": 7}),
            429,
            Some("7"),
        ),
        (
            json!({"Kind": "page", "Status": 503, "RetryAfter": 0}),
            503,
            Some("0"),
        ),
        (json!({"Kind": "409", "RetryAfter": 2}), 409, Some("2")),
    ];
    for (fault, status, retry_after) in faults {
        let injected = admin(emulator.address(), "POST", "faults", &fault);
        assert_eq!(injected.0, 200, "{}", injected.1);
        let raw = caller.post("CreateInstance", &create("ab"));
        let response = exchange(emulator.address(), &raw).expect("a response");
        assert_eq!(response.status, status);
        let is_page = fault["Kind"] == "page";
        assert_eq!(response.head.contains("content-type: text/html"), is_page);
        assert_eq!(response.body.starts_with(b"<html>"), is_page);
        let header = response
            .head
            .lines()
            .find_map(|line| line.strip_prefix("retry-after: "));
        assert_eq!(header, retry_after);
    }
    assert_eq!(count(&emulator, &caller), 0);
    for wrong in [
        json!({"Kind": "page", "Status": 200}),
        json!({"Kind": "page", "Status": 600}),
        json!({"Kind": "drip"}),
    ] {
        assert_eq!(
            admin(emulator.address(), "POST", "faults", &wrong).0,
            400,
            "{wrong}"
        );
    }
}

#[test]
fn a_reset_is_no_orderly_end() {
    use std::io::{Read, Write};
    let (emulator, caller) = emulator();
    for (kind, is_reset) in [("closed", false), ("reset", true)] {
        admin(emulator.address(), "POST", "faults", &json!({"Kind": kind}));
        let mut stream = std::net::TcpStream::connect(emulator.address()).expect("a connection");
        stream
            .write_all(&caller.get("DescribeInstance", &[]))
            .expect("a request");
        let mut response = Vec::new();
        let end = stream.read_to_end(&mut response);
        let found = end.map_err(|error| error.kind());
        let expected = match is_reset {
            true => Err(std::io::ErrorKind::ConnectionReset),
            false => Ok(0),
        };
        assert_eq!(found, expected, "{kind}");
        assert_eq!(
            emulator.requests().last().expect("a record").fault,
            Some(kind)
        );
    }
}

#[test]
fn a_slow_response_comes_whole() {
    let (emulator, caller) = emulator();
    let drip = json!({"Kind": "drip", "Milliseconds": 400});
    admin(emulator.address(), "POST", "faults", &drip);
    let started = std::time::Instant::now();
    let response = exchange(emulator.address(), &caller.get("DescribeInstance", &[]));
    let response = response.expect("a response");
    assert!(response.is_whole && started.elapsed() >= Duration::from_millis(380));
    assert_eq!(response.json()["TotalCount"], 0);
}

#[test]
fn instances_and_scans_fail_on_demand() {
    let (emulator, caller) = emulator();
    let send = |raw: &[u8]| exchange(emulator.address(), raw).expect("a response");
    let created = send(&caller.post("CreateInstance", &create("ab"))).json();
    let id = created["InstanceId"].as_str().expect("an id");
    let namespace = [
        ("InstanceId", id),
        ("Namespace", "team"),
        ("Public", "True"),
    ];
    for (status, expected) in [("Error", 400), ("Running", 200)] {
        let set = json!({"InstanceId": id, "Status": status});
        assert_eq!(admin(emulator.address(), "POST", "instances", &set).0, 200);
        let all = send(&caller.get("DescribeInstance", &[])).json();
        assert_eq!(all["InstanceSet"][0]["InstanceStatus"], status);
        assert_eq!(
            send(&caller.post("CreateNamespace", &namespace)).status,
            expected
        );
    }
    let push = json!({
        "InstanceId": id, "Namespace": "team", "RepoName": "app", "TagName": "v1",
        "ImageId": "sha256:1", "ScanStatus": "Failed",
        "Vulnerabilities": [{"CveName": "CVE-1", "Severity": "High", "RepairedVersion": "2"}],
    });
    let pushed = admin(emulator.address(), "POST", "images", &push);
    assert_eq!(pushed.0, 200, "{}", pushed.1);
    let image = [
        ("InstanceId", id),
        ("Namespace", "team"),
        ("RepoName", "app"),
        ("ImageId", "sha256:1"),
    ];
    assert_eq!(send(&caller.post("StartImageScan", &image)).status, 200);
    let scan = send(&caller.get("DescribeImageScan", &image)).json();
    assert_eq!(scan["Status"], "Failed");
    assert_eq!(scan["TotalCount"], 1);
    let mut wrong = push;
    wrong["Vulnerabilities"] = json!([{"CveName": "CVE-1", "Severity": "Terrible"}]);
    assert_eq!(admin(emulator.address(), "POST", "images", &wrong).0, 400);
    let unknown = json!({"InstanceId": "nobody", "Status": "Error"});
    assert_eq!(
        admin(emulator.address(), "POST", "instances", &unknown).0,
        404
    );
}
