//! 64 connections of mixed reads and writes for ten seconds, beside a bare hyper server that
//! returns a constant to the same requests in the same run:
//!
//! ```text
//! cargo bench -p kcrs-emulator --bench soak [-- SECONDS]
//! ```
//!
//! Both servers are processes of their own with one thread for requests. The clients sign each
//! request; on a machine with few processors they take more of them than the servers do, so the
//! figures are for comparison.

#[path = "../tests/server/soak.rs"]
mod soak;
#[expect(dead_code, reason = "the tests use the rest of it")]
#[path = "../tests/server/support.rs"]
mod support;

use std::convert::Infallible;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;

use crate::support::{Caller, Connection, Program};

/// About as long as a response of the emulator.
const CONSTANT: &[u8] = br#"{"RequestId":"00000000-0000-4000-8000-000000000000","TotalCount":1,"Marker":0,"MaxResults":20,"InstanceSet":[{"InstanceId":"c0c8391f-d9ad-47fd-96bb-000000000000","InstanceName":"soak0","InstanceType":"premium","InstanceStatus":"Running","InternalEndpoint":"soak0-vpc.ksyunkcr.com","CreateTime":"2022-06-20 16:02:09","ExpiredTime":null,"ChargeType":"HourlyInstantSettlement","ProjectId":"0"}]}"#;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments
        .first()
        .is_some_and(|argument| argument == "--constant")
    {
        return respond_with_a_constant();
    }
    let seconds = arguments.iter().find_map(|argument| argument.parse().ok());
    let time = Duration::from_secs(seconds.unwrap_or(10));

    let bare = Constant::start();
    let requests = read_only(bare.address, time);
    let memory = memory_of(bare.child.id());
    report("bare hyper, a constant", requests, time, memory);
    drop(bare);

    let program = Program::start(&[]);
    let memory_before = program.memory("VmRSS").unwrap_or_default();
    // The same requests as the bare server got: one that reads, with nothing there.
    let requests = read_only(program.address(), time);
    report(
        "emulator, reads only",
        requests,
        time,
        program.memory("VmHWM"),
    );
    drop(program);

    for (name, data) in [
        ("emulator, mixed", false),
        ("emulator, mixed, --data", true),
    ] {
        let file = support::folder("bench-soak").join("data");
        let file = file.to_str().expect("a path");
        let arguments = ["--data", file];
        let program = Program::start(if data { &arguments } else { &[] });
        let measured = soak::soak(program.address(), time);
        report(
            name,
            measured.requests,
            measured.took,
            program.memory("VmHWM"),
        );
        println!(
            "    memory after: {} KiB (idle at the start: {memory_before} KiB)",
            program.memory("VmRSS").unwrap_or_default()
        );
        program.signal("TERM");
        let (status, log) = program.wait();
        assert!(status.success() && !log.contains("level=error"));
    }
}

fn report(name: &str, requests: u64, took: Duration, memory: Option<u64>) {
    let a_second = requests as f64 / took.as_secs_f64();
    let memory = memory.map_or_else(|| "?".to_owned(), |memory| memory.to_string());
    println!("{name}: {requests} requests, {a_second:.0} a second, at most {memory} KiB");
}

/// 64 connections that ask DescribeInstance.
fn read_only(address: SocketAddr, time: Duration) -> u64 {
    let requests = AtomicU64::new(0);
    let until = Instant::now() + time;
    std::thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| {
                let caller = Caller::new(address);
                let mut connection = Connection::open(address);
                while Instant::now() < until {
                    assert!(connection.send(&caller.get("DescribeInstance", &[])));
                    let response = connection.receive().expect("a response");
                    assert_eq!(response.status, 200);
                    requests.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    requests.into_inner()
}

fn memory_of(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// The bare server, a process of this very program.
struct Constant {
    child: Child,
    address: SocketAddr,
}

impl Constant {
    fn start() -> Self {
        let mut child = Command::new(std::env::current_exe().expect("a path"))
            .arg("--constant")
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("standard output"))
            .read_line(&mut line)
            .expect("a line");
        let address = line.trim().parse().expect("an address");
        Self { child, address }
    }
}

impl Drop for Constant {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn respond_with_a_constant() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        println!("{}", listener.local_addr().expect("an address"));
        loop {
            let (stream, _) = listener.accept().await.expect("a connection");
            stream.set_nodelay(true).expect("an option");
            tokio::spawn(async move {
                let service = service_fn(|request: http::Request<hyper::body::Incoming>| async {
                    let _ = request.into_body().collect().await;
                    Ok::<_, Infallible>(http::Response::new(Full::new(Bytes::from_static(
                        CONSTANT,
                    ))))
                });
                let _ = hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
    });
}
