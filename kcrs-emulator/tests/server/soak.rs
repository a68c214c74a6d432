//! Many connections at once: no error, no lost write, counters that add up. One second in a test,
//! longer in the bench `soak`.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Caller, Connection};

const CONNECTIONS: usize = 64;
const INSTANCES: usize = 4;
/// How many tokens a connection leaves there.
const LEFT: usize = 5;

/// What there has to be in the end.
#[derive(Default)]
pub(crate) struct Expected {
    tokens: [AtomicU64; INSTANCES],
    images: [AtomicU64; INSTANCES],
    requests: AtomicU64,
}

/// What was measured.
pub(crate) struct Measured {
    pub(crate) requests: u64,
    pub(crate) took: Duration,
}

/// One connection's calls.
struct Line {
    address: SocketAddr,
    caller: Caller,
    connection: Connection,
    requests: u64,
}

impl Line {
    fn open(address: SocketAddr) -> Self {
        Self {
            address,
            caller: Caller::new(address),
            connection: Connection::open(address),
            requests: 0,
        }
    }

    fn get(&mut self, action: &str, params: &[(&str, &str)]) -> Value {
        let raw = self.caller.get(action, params);
        self.call(&raw)
    }

    fn post(&mut self, action: &str, params: &[(&str, &str)]) -> Value {
        let raw = self.caller.post(action, params);
        self.call(&raw)
    }

    fn push(&mut self, instance: &str, repo: &str, tag: &str) {
        let body = serde_json::json!({
            "InstanceId": instance, "Namespace": "team", "RepoName": repo, "TagName": tag,
        });
        let body = body.to_string();
        let raw = format!(
            "POST /_kcrs/images HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        self.call(raw.as_bytes());
    }

    fn call(&mut self, raw: &[u8]) -> Value {
        assert!(self.connection.send(raw));
        let response = self.connection.receive().expect("a response");
        assert!(
            response.is_whole && response.status == 200,
            "{}",
            response.json()
        );
        self.requests += 1;
        response.json()
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

/// Instances with a namespace each.
fn prepare(address: SocketAddr) -> Vec<String> {
    let mut line = Line::open(address);
    (0..INSTANCES)
        .map(|number| {
            let name = format!("soak{number}");
            let params = [("InstanceName", name.as_str()), ("InstanceType", "premium")];
            let id = text(&line.post("CreateInstance", &params)["InstanceId"]);
            let params = [
                ("InstanceId", id.as_str()),
                ("Namespace", "team"),
                ("Public", "False"),
            ];
            line.post("CreateNamespace", &params);
            id
        })
        .collect()
}

/// Two writes to each three reads, until the time is over, but once at least.
fn work(line: &mut Line, number: usize, instances: &[String], until: Instant, expected: &Expected) {
    let at = number % INSTANCES;
    let instance = instances[at].as_str();
    let repo = format!("repo{number}");
    let mut tokens = std::collections::VecDeque::new();
    let mut pushed = 0;
    for round in 0_u64.. {
        if round > 0 && Instant::now() >= until {
            break;
        }
        let params = [
            ("InstanceId", instance),
            ("TokenType", "Hour"),
            ("TokenTime", "1"),
            ("Desc", "soak"),
        ];
        let created = line.post("CreateInstanceToken", &params);
        let id = created["tokenId"]
            .as_str()
            .or_else(|| created["tokenId"].as_str());
        tokens.push_back(id.expect("an id").to_owned());
        line.get("DescribeInstance", &[("InstanceId.1", instance)]);
        line.get("DescribeNamespace", &[("InstanceId", instance)]);
        if tokens.len() > LEFT
            && let Some(id) = tokens.pop_front()
        {
            line.get(
                "DeleteInstanceToken",
                &[("InstanceId", instance), ("TokenId", &id)],
            );
        }
        if round % 8 == 0 && pushed < 50 {
            line.push(instance, &repo, &format!("v{pushed}"));
            pushed += 1;
        }
        let params = [
            ("InstanceId", instance),
            ("Namespace", "team"),
            ("RepoName", &repo),
            ("MaxResults", "1"),
        ];
        assert_eq!(line.get("DescribeImages", &params)["TotalCount"], pushed);
    }
    expected.tokens[at].fetch_add(tokens.len() as u64, Ordering::Relaxed);
    expected.images[at].fetch_add(pushed, Ordering::Relaxed);
    expected
        .requests
        .fetch_add(line.requests, Ordering::Relaxed);
}

/// Lets all connections work for so long and checks that everything adds up.
pub(crate) fn soak(address: SocketAddr, time: Duration) -> Measured {
    let instances = prepare(address);
    let expected = Expected::default();
    let started = Instant::now();
    std::thread::scope(|scope| {
        for number in 0..CONNECTIONS {
            let (instances, expected) = (&instances, &expected);
            scope.spawn(move || {
                let mut line = Line::open(address);
                work(&mut line, number, instances, started + time, expected);
            });
        }
    });
    let took = started.elapsed();
    let mut line = Line::open(address);
    for (at, instance) in instances.iter().enumerate() {
        let params = [("InstanceId", instance.as_str()), ("MaxResults", "1")];
        let tokens = &line.get("DescribeInstanceToken", &params)["TotalCount"];
        assert_eq!(*tokens, expected.tokens[at].load(Ordering::Relaxed));
        let usage = line.get("DescribeInstanceUsage", &params[..1]);
        assert_eq!(usage["RepoUsage"], CONNECTIONS / INSTANCES);
        let mut images = 0;
        for number in (at..CONNECTIONS).step_by(INSTANCES) {
            let repo = format!("repo{number}");
            let params = [
                ("InstanceId", instance.as_str()),
                ("Namespace", "team"),
                ("RepoName", &repo),
            ];
            images += line.get("DescribeImages", &params)["TotalCount"]
                .as_u64()
                .expect("a number");
        }
        assert_eq!(images, expected.images[at].load(Ordering::Relaxed));
    }
    Measured {
        requests: expected.requests.load(Ordering::Relaxed),
        took,
    }
}
