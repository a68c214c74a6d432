//! An acknowledged write survives `kill -9`.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::Value;

use crate::support::{Caller, Connection, Program, exchange, folder};

const WRITERS: usize = 8;
/// So many are acknowledged before each kill.
const WRITES: usize = 10;

/// What was acknowledged.
#[derive(Default)]
struct Acknowledged {
    created: HashSet<String>,
    deleted: HashSet<String>,
}

impl Acknowledged {
    fn count(&self) -> usize {
        self.created.len() + self.deleted.len()
    }
}

/// Creates tokens and deletes every third until the connection ends.
fn write(
    address: SocketAddr,
    instance: &str,
    stop: &AtomicBool,
    acknowledged: &Mutex<Acknowledged>,
) {
    let caller = Caller::new(address);
    let mut connection = Connection::open(address);
    let mut call = |raw: &[u8]| {
        connection.send(raw);
        let response = connection.receive().filter(|response| response.is_whole)?;
        assert_eq!(response.status, 200, "{}", response.json());
        Some(response.json())
    };
    let token = [
        ("InstanceId", instance),
        ("TokenType", "Day"),
        ("TokenTime", "1"),
    ];
    for number in 0_u64.. {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let Some(created) = call(&caller.post("CreateInstanceToken", &token)) else {
            return;
        };
        let id = token_id(&created);
        acknowledged
            .lock()
            .expect("a lock")
            .created
            .insert(id.clone());
        if number % 3 == 2 {
            // From here on nobody knows whether it is there, until the response.
            acknowledged.lock().expect("a lock").created.remove(&id);
            let params = [("InstanceId", instance), ("TokenId", id.as_str())];
            if call(&caller.get("DeleteInstanceToken", &params)).is_none() {
                return;
            }
            acknowledged.lock().expect("a lock").deleted.insert(id);
        }
    }
}

fn token_id(created: &Value) -> String {
    let id = created["tokenId"]
        .as_str()
        .or_else(|| created["tokenId"].as_str());
    id.expect("an id").to_owned()
}

fn all_tokens(address: SocketAddr, instance: &str) -> HashSet<String> {
    let caller = Caller::new(address);
    let mut tokens = HashSet::new();
    let mut marker = "0".to_owned();
    loop {
        let params = [
            ("InstanceId", instance),
            ("MaxResults", "99"),
            ("Marker", &marker),
        ];
        let page = exchange(address, &caller.get("DescribeInstanceToken", &params));
        let page = page.expect("a response").json();
        for token in page["TokenSet"].as_array().expect("a list") {
            tokens.insert(token["TokenId"].as_str().expect("an id").to_owned());
        }
        marker = page["Marker"].to_string();
        if marker == "0" {
            assert_eq!(page["TotalCount"].as_u64(), Some(tokens.len() as u64));
            return tokens;
        }
    }
}

#[test]
fn acknowledged_writes_survive_being_killed() {
    kill(5, 28);
}

#[test]
#[ignore = "takes a while; run by .ci/full"]
fn acknowledged_writes_survive_being_killed_often() {
    kill(40, 4);
}

/// Kills the program that often, each time so many milliseconds later.
fn kill(rounds: u64, step: u64) {
    let file = folder("kept").join("data");
    let file = file.to_str().expect("a path");
    let start = || Program::start(&["--data", file]);
    let program = start();
    let caller = Caller::new(program.address());
    let params = [("InstanceName", "ab"), ("InstanceType", "basic")];
    let created = exchange(program.address(), &caller.post("CreateInstance", &params));
    let created = created.expect("a response").json();
    let instance = created["InstanceId"].as_str().expect("an id");
    program.kill();

    let acknowledged = Mutex::<Acknowledged>::default();
    let mut most = 0;
    for round in 0..rounds {
        let program = start();
        let stop = AtomicBool::new(false);
        let address = program.address();
        std::thread::scope(|scope| {
            for _ in 0..WRITERS {
                scope.spawn(|| write(address, instance, &stop, &acknowledged));
            }
            // In the midst of writes, each time at another moment.
            while acknowledged.lock().expect("a lock").count() < most + WRITES {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(Duration::from_millis(round * step));
            program.kill();
            stop.store(true, Ordering::Relaxed);
        });
        let program = start();
        let kept = all_tokens(program.address(), instance);
        let acknowledged = acknowledged.lock().expect("a lock");
        let lost: Vec<_> = acknowledged.created.difference(&kept).collect();
        assert!(lost.is_empty(), "round {round}: lost {lost:?}");
        let undead: Vec<_> = acknowledged.deleted.intersection(&kept).collect();
        assert!(
            undead.is_empty(),
            "round {round}: deleted but there {undead:?}"
        );
        most = acknowledged.count();
        program.kill();
    }
    eprintln!("{rounds} kills, {most} tokens acknowledged, none lost");
}

#[test]
fn what_is_kept_is_there_after_an_orderly_stop() {
    let file = folder("kept-stop").join("data");
    let file = file.to_str().expect("a path");
    let mut ids = Vec::new();
    for name in ["aa", "bb", "cc"] {
        let program = Program::start(&["--data", file]);
        let caller = Caller::new(program.address());
        let params = [("InstanceName", name), ("InstanceType", "basic")];
        let created = exchange(program.address(), &caller.post("CreateInstance", &params));
        // They are listed newest first.
        ids.insert(0, created.expect("a response").json()["InstanceId"].clone());
        let all =
            exchange(program.address(), &caller.get("DescribeInstance", &[])).expect("a response");
        let all = all.json();
        let found: Vec<_> = all["InstanceSet"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|instance| instance["InstanceId"].clone())
            .collect();
        assert_eq!(found, ids);
        program.signal("TERM");
        assert!(program.wait().0.success());
    }
}
