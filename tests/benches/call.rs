//! A whole call over loopback beside its peer: reqwest with serde-derived types, the same request,
//! the same response.
//!
//! `cargo bench -p kcrs-tests --bench call`. The server is a child process, so that only the
//! client's work is counted. Prints CPU microseconds and allocations a request, and the ratios; the
//! two take turns so that drift hits both.

use std::alloc::System;
use std::convert::Infallible;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use kcrs_generated::{Client, Credentials};
use serde::Deserialize;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use tokio::task::JoinSet;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const CONNECTIONS: usize = 16;
/// So many that the steps of a millisecond or more, in which Linux counts, are a small part of a
/// round.
const MILLISECONDS: usize = 400;
const ROUNDS: usize = 9;

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    if arguments.next().as_deref() == Some("serve") {
        let items = arguments
            .next()
            .expect("a number of items")
            .parse()
            .expect("a number");
        runtime.block_on(serve(items));
    } else {
        for items in [1, 99] {
            runtime.block_on(compare(items));
        }
    }
}

async fn compare(items: usize) {
    let server = Server::start(items);
    let peer = Peer::new(&server.url);
    let client = Client::builder()
        .endpoint(&server.url)
        .credentials(Credentials::new("AK", "SK"))
        .build()
        .expect("a client");
    let requests = MILLISECONDS * 1_000 / if items < 10 { 20 } else { 100 };
    let mut rounds = Vec::new();
    for _ in 0..=ROUNDS {
        let theirs = measure(requests, || {
            let peer = peer.clone();
            async move { assert_eq!(peer.describe_instance().await.instance_set.len(), items) }
        })
        .await;
        let ours = measure(requests, || {
            let call = client.describe_instance().max_results(99).send();
            async move { assert_eq!(call.await.expect("a response").instance_set.len(), items) }
        })
        .await;
        rounds.push((ours, theirs));
    }
    // The first round opens the connections.
    rounds.remove(0);
    let median = |figure: fn(&(Cost, Cost)) -> f64| {
        let mut figures: Vec<f64> = rounds.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures[figures.len() / 2]
    };
    println!(
        "{items:2} items, {CONNECTIONS} connections: kcrs {:.1} µs cpu, {:.0} allocations; reqwest + typed serde_json {:.1} µs cpu, {:.0} allocations; cpu ratio {:.3}",
        median(|(ours, _)| ours.cpu_micros),
        median(|(ours, _)| ours.allocations),
        median(|(_, theirs)| theirs.cpu_micros),
        median(|(_, theirs)| theirs.allocations),
        median(|(ours, theirs)| ours.cpu_micros / theirs.cpu_micros),
    );
}

struct Cost {
    cpu_micros: f64,
    allocations: f64,
}

/// Runs `requests` calls, `CONNECTIONS` at a time.
async fn measure<F: Future<Output = ()> + Send + 'static>(
    requests: usize,
    mut call: impl FnMut() -> F,
) -> Cost {
    let region = Region::new(ALLOCATOR);
    let before = cpu_nanos();
    let mut running = JoinSet::new();
    for _ in 0..requests {
        if running.len() == CONNECTIONS {
            running
                .join_next()
                .await
                .expect("a call")
                .expect("no panic");
        }
        running.spawn(call());
    }
    while let Some(done) = running.join_next().await {
        done.expect("no panic");
    }
    let requests = requests as f64;
    Cost {
        cpu_micros: (cpu_nanos() - before) as f64 / 1_000.0 / requests,
        allocations: region.change().allocations as f64 / requests,
    }
}

/// Time on the processor of this, the only working thread.
fn cpu_nanos() -> u64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    text.split(' ')
        .next()
        .and_then(|field| field.parse().ok())
        .expect("nanoseconds")
}

/// What a careful user would write by hand for this one call, without signing.
#[derive(Clone)]
struct Peer {
    http: reqwest::Client,
    url: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code, reason = "decoded for the cost of it")]
struct Instances {
    total_count: i64,
    instance_set: Vec<Instance>,
    request_id: String,
    max_results: i64,
    marker: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[allow(dead_code, reason = "decoded for the cost of it")]
struct Instance {
    instance_id: String,
    instance_name: String,
    instance_type: String,
    instance_status: String,
    internal_endpoint: String,
    create_time: String,
    expired_time: Option<String>,
    charge_type: String,
    project_id: String,
}

impl Peer {
    fn new(url: &str) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth();
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .build()
            .expect("a client");
        Self {
            http,
            url: format!("{url}/?Action=DescribeInstance&Version=2021-11-09&MaxResults=99"),
        }
    }

    async fn describe_instance(&self) -> Instances {
        let response = self.http.get(&self.url).send().await.expect("a response");
        serde_json::from_slice(&response.bytes().await.expect("a body")).expect("instances")
    }
}

/// This program as a child that responds to every request with the same page.
struct Server {
    url: String,
    child: Child,
}

impl Server {
    fn start(items: usize) -> Self {
        let mut child = Command::new(std::env::current_exe().expect("a path"))
            .args(["serve", &items.to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .expect("a child");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped"))
            .read_line(&mut line)
            .expect("an address");
        Self {
            url: format!("http://{}", line.trim()),
            child,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().expect("the child runs");
        self.child.wait().expect("the child ends");
    }
}

async fn serve(items: usize) {
    let page = Bytes::from(page(items));
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("non-blocking");
    println!("{}", listener.local_addr().expect("an address"));
    std::io::stdout().flush().expect("a reader");
    let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
    loop {
        let (stream, _) = listener.accept().await.expect("a connection");
        stream.set_nodelay(true).expect("a socket");
        let page = page.clone();
        tokio::spawn(async move {
            let service = service_fn(move |_| {
                let page = page.clone();
                async move { Ok::<_, Infallible>(hyper::Response::new(Full::new(page))) }
            });
            // The client may close whenever it likes.
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

fn page(items: usize) -> String {
    let item = r#"{"InstanceId":"c0c8391f-d9ad-47fd-96bb-a7217f86f464","InstanceName":"registry","InstanceType":"basic","InstanceStatus":"Running","InternalEndpoint":"registry-vpc.ksyunkcr.com","CreateTime":"2022-06-20 16:02:09","ExpiredTime":null,"ChargeType":"HourlyInstantSettlement","ProjectId":"0"}"#;
    let set = vec![item; items].join(",");
    format!(
        r#"{{"TotalCount":{items},"InstanceSet":[{set}],"RequestId":"a05b165b-68c4-41f8-9dd5-a7217f86f464","MaxResults":99,"Marker":0}}"#
    )
}
