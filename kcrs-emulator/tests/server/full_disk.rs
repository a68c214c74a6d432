//! A disk that is full: writes fail, are not there, and work again once there is space.
#![cfg(unix)]

use std::process::Command;

use serde_json::Value;

use crate::support::{Caller, PROGRAM, Program, exchange, folder};

/// Limits the files that a process writes to so many bytes. `false` where the system has no
/// command for that.
fn limit(process: u32, bytes: &str) -> bool {
    let process = process.to_string();
    let mut command = Command::new("prlimit");
    command.args(["--pid", &process, &format!("--fsize={bytes}")]);
    command.status().is_ok_and(|status| status.success())
}

#[test]
fn writes_work_again_once_there_is_space() {
    let file = folder("full-disk").join("data");
    let file = file.to_str().expect("a path");
    // A file that would grow beyond the limit is an error then, and not the end of the process.
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", PROGRAM]);
    let arguments = ["--listen", "127.0.0.1:0", "--data", file];
    let program = Program::start_by(shell, &arguments);
    let caller = Caller::new(program.address());
    let created = |name: &str| {
        let params = [("InstanceName", name), ("InstanceType", "basic")];
        exchange(program.address(), &caller.post("CreateInstance", &params))
            .unwrap_or_else(|| panic!("{}", program.log()))
    };
    let count = || {
        let all = exchange(program.address(), &caller.get("DescribeInstance", &[]));
        all.expect("a response").json()["TotalCount"].clone()
    };
    assert_eq!(created("first").status, 200);
    if !limit(program.pid(), "4096:") {
        eprintln!("there is no prlimit here");
        return;
    }
    let refused = created("second");
    assert_eq!(refused.status, 500);
    let (code, message) = refused.error();
    assert_eq!(code, "ServiceUnavailable");
    assert!(message.contains("data file cannot be written"), "{message}");
    assert_eq!(count(), 1, "what was refused is not there");
    let (status, health) = program.admin("GET", "health", &Value::Null);
    assert_eq!((status, &health["Error"]["Code"]), (503, &"NotKept".into()));

    assert!(limit(program.pid(), "unlimited:"));
    assert_eq!(created("second").status, 200);
    assert_eq!(program.admin("GET", "health", &Value::Null).0, 200);
    program.kill();
    let program = Program::start(&["--data", file]);
    let all = exchange(
        program.address(),
        &Caller::new(program.address()).get("DescribeInstance", &[]),
    );
    assert_eq!(all.expect("a response").json()["TotalCount"], 2);
}
