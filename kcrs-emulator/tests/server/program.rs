//! The program: its arguments, its signals, its limits.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream, UdpSocket};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{
    ACCESS_KEY, Caller, Connection, FOR_EVER, Program, SECRET_KEY, admin, exchange, folder,
};

/// More than the buffers of a connection hold.
const MOST_IN_BUFFERS: usize = 64 * 1024 * 1024;

/// Runs it with arguments that end it at once.
fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kcrs-emulator"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the program")
}

#[test]
fn wrong_arguments_end_it_with_a_message() {
    let file = folder("program-arguments").join("seed.yaml");
    std::fs::write(&file, "instances: 5").expect("a file");
    let file = file.to_str().expect("a path");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let taken = taken.local_addr().expect("an address").to_string();
    for (arguments, code, part) in [
        (&["--settle", "soon"][..], 2, "such as 50ms"),
        (&["--port", "1"], 2, "unexpected argument '--port'"),
        (&["--listen", "0.0.0.0:0"], 2, "KCRS_EMULATOR_SECRET_KEY"),
        (
            &[
                "--listen",
                "0.0.0.0:0",
                "--access-key",
                "A",
                "--secret-key",
                "PLANTED",
            ],
            2,
            "arguments of a program",
        ),
        (&["--listen", &taken], 1, "cannot start on 127.0.0.1:"),
        (
            &["--listen", "127.0.0.1:0", "--seed", "/nowhere.yaml"],
            1,
            "--seed /nowhere.yaml: ",
        ),
        (&["--listen", "127.0.0.1:0", "--seed", file], 1, "--seed "),
        (
            &["--listen", "127.0.0.1:0", "--data", "/nowhere/data"],
            1,
            "cannot start on",
        ),
    ] {
        let output = run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {errors}");
        let prefix = if code == 2 {
            "error: "
        } else {
            "kcrs-emulator: "
        };
        assert!(
            errors.starts_with(prefix) && errors.contains(part),
            "{arguments:?}: {errors}"
        );
        assert!(
            !errors.contains("PLANTED") && output.stdout.is_empty(),
            "{errors}"
        );
    }
    let help = run(&["--help"]);
    assert!(help.status.success());
    assert!(String::from_utf8_lossy(&help.stdout).contains("--strict"));
}

#[test]
fn a_signal_lets_running_requests_finish() {
    for signal in ["TERM", "INT"] {
        let program = Program::start(&[]);
        let caller = Caller::new(program.address());
        let fault = json!({"Kind": "latency", "Milliseconds": 500});
        assert_eq!(program.admin("POST", "faults", &fault).0, 200);
        // Connections that wait are not waited for, or it would say that it gave up in the end: one
        // that was used, one with half a head, one that sent nothing.
        let mut used = Connection::open(program.address());
        assert!(used.send(b"GET /_kcrs/health HTTP/1.1\r\n\r\n"));
        assert_eq!(used.receive().expect("a response").status, 200);
        let mut half = TcpStream::connect(program.address()).expect("a connection");
        half.write_all(b"GET / HT").expect("half a head");
        let _silent = TcpStream::connect(program.address()).expect("a connection");

        let mut running = Connection::open(program.address());
        assert!(running.send(&caller.get("DescribeInstance", &[])));
        while program.admin("GET", "faults", &Value::Null).1["Faults"] != json!([]) {
            std::thread::yield_now();
        }
        program.signal(signal);
        assert_eq!(running.receive().expect("a response").status, 200);
        let (status, log) = program.wait();
        assert!(status.success(), "{status}\n{log}");
        assert!(log.contains("action=DescribeInstance status=200"), "{log}");
    }
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let program = Program::start(&[]);
    let caller = Caller::new(program.address());
    let fault = json!({"Kind": "latency", "Milliseconds": 60_000});
    program.admin("POST", "faults", &fault);
    let mut running = Connection::open(program.address());
    assert!(running.send(&caller.get("DescribeInstance", &[])));
    while program.admin("GET", "faults", &Value::Null).1["Faults"] != json!([]) {
        std::thread::yield_now();
    }
    program.signal("TERM");
    while TcpStream::connect(program.address()).is_ok() {
        std::thread::sleep(Duration::from_millis(5));
    }
    program.signal("TERM");
    let (status, log) = program.wait();
    assert_eq!(status.code(), Some(1));
    assert!(log.contains("second signal"), "{log}");
}

#[test]
fn the_log_has_a_line_for_each_request_and_no_secret() {
    let program = Program::start(&["--strict"]);
    let caller = Caller::new(program.address());
    let params = [
        ("InstanceId", "PLANTED-no-secret-but-a-value"),
        ("Namespace", "n"),
        ("Trigger.TriggerUrl", "http://127.0.0.1/PLANTED"),
        ("Trigger.Header.1.Value.1", "PLANTED"),
    ];
    for raw in [
        caller.post("CreateWebhookTrigger", &params),
        caller.get("DescribeInstance", &[]),
        b"GET /?Accesskey=PLANTED&Signature=PLANTED&Action=X HTTP/1.1\r\nHost: h\r\n\r\n".to_vec(),
        b"PLANTED\r\n\r\n".to_vec(),
    ] {
        exchange(program.address(), &raw);
    }
    program.signal("TERM");
    let (_, log) = program.wait();
    assert!(!log.contains("PLANTED"), "{log}");
    assert_eq!(log.lines().count(), 3, "{log}");
    assert!(log.lines().all(|line| line.starts_with("time=")), "{log}");
    for part in [
        "action=CreateWebhookTrigger status=400 code=MissingParameter",
        "action=DescribeInstance status=200 took_us=",
        "action=X status=400 code=IncompleteSignature",
    ] {
        assert!(log.contains(part), "{part} in\n{log}");
    }
}

#[test]
fn slow_clients_are_given_up() {
    let program = Program::start(&["--request-timeout", "300ms"]);
    for sent in [
        "",
        "GET / HT",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nab",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ] {
        let mut stream = TcpStream::connect(program.address()).expect("a connection");
        stream.set_read_timeout(Some(FOR_EVER)).expect("an option");
        stream.write_all(sent.as_bytes()).expect("a beginning");
        let mut response = String::new();
        let read = stream.read_to_string(&mut response);
        assert!(read.is_ok(), "{sent:?}: {read:?}");
        let is_refused =
            response.starts_with("HTTP/1.1 400") && response.contains("InvalidQueryParameter");
        assert!(response.is_empty() || is_refused, "{sent:?}: {response}");
    }
    // One that does not read: the responses fill the buffers of both sides, then it is given up.
    let mut deaf = TcpStream::connect(program.address()).expect("a connection");
    let ask = b"GET /_kcrs/requests HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(64);
    deaf.set_write_timeout(Some(FOR_EVER)).expect("an option");
    let mut sent = 0;
    let given_up = loop {
        match deaf.write_all(&ask) {
            Ok(()) => sent += ask.len(),
            Err(error) => break error.kind(),
        }
        assert!(sent < MOST_IN_BUFFERS, "it goes on and on");
    };
    let given_up = [ErrorKind::ConnectionReset, ErrorKind::BrokenPipe].contains(&given_up);
    assert!(given_up, "neither read nor closed");
    assert_eq!(program.admin("GET", "health", &Value::Null).0, 200);
}

#[test]
fn so_many_connections_are_served_and_the_others_wait() {
    // They go when they are closed, not when they have been idle for long.
    let program = Program::start(&["--max-connections", "4", "--request-timeout", "1h"]);
    let held: Vec<_> = (0..4)
        .map(|_| {
            let mut connection = Connection::open(program.address());
            assert!(connection.send(b"GET /_kcrs/health HTTP/1.1\r\n\r\n"));
            assert_eq!(connection.receive().expect("a response").status, 200);
            connection
        })
        .collect();
    let mut waiting = Connection::open(program.address());
    assert!(waiting.send(b"GET /_kcrs/health HTTP/1.1\r\n\r\n"));
    drop(held);
    assert_eq!(waiting.receive().expect("a response").status, 200);
}

/// An address of this machine that is not loopback. Nothing is sent to find it.
fn other_address() -> Option<std::net::IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback()).then_some(address)
}

#[test]
fn from_other_machines_the_admin_api_wants_the_secret_key() {
    let Some(address) = other_address() else {
        eprintln!("\n!!! NOT TESTED: this machine has no address but loopback. !!!\n");
        return;
    };
    let program = Program::start_without_listen(&["--listen", "0.0.0.0:0"]);
    let there = SocketAddr::new(address, program.address().port());
    let here = SocketAddr::from(([127, 0, 0, 1], there.port()));
    let caller = Caller::new(there);
    let response = exchange(there, &caller.get("DescribeInstance", &[])).expect("a response");
    assert_eq!(response.status, 200);
    assert_eq!(admin(here, "GET", "health", &Value::Null).0, 200);
    let ready = admin(there, "GET", "ready", &Value::Null);
    assert_eq!(
        (ready.0, ready.1.to_string().as_str()),
        (200, r#"{"Status":"ok"}"#)
    );
    let (status, refused) = admin(there, "GET", "health", &Value::Null);
    assert_eq!(status, 403);
    assert!(!refused.to_string().contains("PLANTED"));
    for (token, status) in [(SECRET_KEY, 200), (ACCESS_KEY, 403), ("", 403)] {
        let raw = format!(
            "GET /_kcrs/health HTTP/1.1\r\nHost: kcrs:80\r\nAuthorization: Bearer {token}\r\n\r\n"
        );
        assert_eq!(
            exchange(there, raw.as_bytes()).expect("a response").status,
            status
        );
    }
}

#[test]
fn who_started_it_learns_where_it_is() {
    use std::io::{BufRead, BufReader};
    let port_file = crate::support::folder("port-file").join("port");
    let mut child = std::process::Command::new(crate::support::PROGRAM)
        .args(["--listen", ":0", "--json", "--port-file"])
        .arg(&port_file)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the program");
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().expect("standard output"));
    out.read_line(&mut line).expect("a line");
    let json: Value = serde_json::from_str(&line).expect("JSON");
    let written = std::fs::read_to_string(&port_file).expect("a file");
    assert_eq!(json["Port"].to_string(), written.trim());
    assert_eq!(
        json["Endpoint"],
        format!("http://127.0.0.1:{}", written.trim())
    );
    assert_eq!(
        (&json["AccessKey"], &json["Pid"]),
        (&"emulator-access-key".into(), &child.id().into())
    );
    child.kill().expect("an end");
    child.wait().expect("an end");
}
