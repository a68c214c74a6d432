//! Waiting: `kcrs wait`, `--wait`, and what is seen of it.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStderr, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use kcrs_emulator::{Emulator, Seed};
use serde_json::Value;

use crate::pty::Terminal;
use crate::support::{Kcrs, emulator};

/// How long changes of state take, unless the clock is moved.
const SETTLE: Duration = Duration::from_secs(3600);
const QUICK: [&str; 4] = ["--interval", "50ms", "--settle", "0"];

/// An emulator in which an instance is being created.
fn creating() -> (Emulator, Kcrs, String) {
    let emulator = emulator().settle(SETTLE).start().expect("an emulator");
    let kcrs = Kcrs::with(&emulator);
    let id = create(&kcrs, &[]);
    (emulator, kcrs, id)
}

fn create(kcrs: &Kcrs, more: &[&str]) -> String {
    let mut arguments = vec![
        "create-instance",
        "--instance-name",
        "demo",
        "--instance-type",
        "basic",
    ];
    arguments.extend(more);
    let ran = kcrs.run(arguments);
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    let response: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    response["InstanceId"].as_str().expect("an id").to_owned()
}

fn wait<'a>(state: &'a str, id: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["wait", state, "--instance-id", id];
    arguments.extend(QUICK);
    arguments.extend(more);
    arguments
}

/// A program that runs, and its lines on stderr.
struct Running {
    child: Child,
    lines: BufReader<ChildStderr>,
}

impl Running {
    fn start<'a>(kcrs: &Kcrs, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        let mut command = kcrs.command(arguments);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program");
        let lines = BufReader::new(child.stderr.take().expect("a pipe"));
        Self { child, lines }
    }

    /// The next line; empty at the end.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("a line");
        line
    }

    fn code(mut self) -> Option<i32> {
        self.child.wait().expect("an end").code()
    }
}

#[test]
fn each_change_of_state_is_a_line_where_there_is_no_terminal() {
    let (emulator, kcrs, id) = creating();
    let mut running = Running::start(&kcrs, wait("instance-running", &id, &[]));
    assert_eq!(running.line(), "instance-running: Creating\n");
    // Asked again and again, it says nothing new.
    await_that(|| emulator.requests_of("DescribeInstance").len() > 3);
    emulator.advance(SETTLE);
    assert_eq!(running.line(), "instance-running: Running\n");
    let last = running.line();
    assert!(
        last.starts_with("instance-running: Running after "),
        "{last}"
    );
    assert_eq!(running.line(), "");
    assert_eq!(running.code(), Some(0));
}

#[test]
fn a_terminal_shows_the_state_in_a_line_that_goes_away() {
    let (emulator, kcrs, id) = creating();
    let command = kcrs.command(wait("instance-running", &id, &[]));
    let mut terminal = Terminal::start(command, 80);
    terminal.wait_for("instance-running: Creating");
    await_that(|| emulator.requests_of("DescribeInstance").len() > 3);
    terminal.wait_for("1s  instance-running: Creating");
    assert_eq!(
        terminal.screen().lines().count(),
        1,
        "{}",
        terminal.screen()
    );
    emulator.advance(SETTLE);
    let (code, raw) = terminal.end();
    assert_eq!(code, Some(0), "{raw}");
    let screen = terminal.screen();
    assert!(
        screen.starts_with("instance-running: Running after "),
        "{screen}"
    );
    assert_eq!(screen.lines().count(), 1, "{screen}");
}

#[test]
fn a_line_longer_than_the_terminal_stays_one_line() {
    let (emulator, kcrs, id) = creating();
    let command = kcrs.command(wait("instance-running", &id, &[]));
    let mut terminal = Terminal::start(command, 24);
    terminal.wait_for("instance-run");
    await_that(|| emulator.requests_of("DescribeInstance").len() > 3);
    terminal.wait_for("1s");
    assert_eq!(
        terminal.screen().lines().count(),
        1,
        "{}",
        terminal.screen()
    );
    emulator.advance(SETTLE);
    assert_eq!(terminal.end().0, Some(0));
}

#[test]
fn a_dumb_terminal_gets_lines() {
    let (emulator, kcrs, id) = creating();
    let kcrs = kcrs.variable("TERM", "dumb");
    let mut terminal = Terminal::start(kcrs.command(wait("instance-running", &id, &[])), 80);
    terminal.wait_for("instance-running: Creating");
    emulator.advance(SETTLE);
    let (code, raw) = terminal.end();
    assert_eq!(code, Some(0));
    assert!(!raw.contains('\u{1b}'), "{raw:?}");
    assert_eq!(raw.lines().count(), 3, "{raw:?}");
}

#[test]
fn ctrl_c_ends_it_with_the_state_that_it_was_in() {
    let (_emulator, kcrs, id) = creating();
    let mut terminal = Terminal::start(kcrs.command(wait("instance-running", &id, &[])), 100);
    terminal.wait_for("instance-running: Creating");
    terminal.type_in("\u{3}");
    let (code, _) = terminal.end();
    assert_eq!(code, Some(130));
    let screen = terminal.screen();
    assert!(
        screen.ends_with(
            "kcrs: interrupted while waiting for instance-running: the last status was \"Creating\""
        ),
        "{screen}"
    );

    // The same without a terminal, by the signal alone.
    let mut running = Running::start(&kcrs, wait("instance-running", &id, &[]));
    assert_eq!(running.line(), "instance-running: Creating\n");
    let id = running.child.id().to_string();
    let sent = std::process::Command::new("kill")
        .args(["-INT", &id])
        .status();
    assert!(sent.expect("kill").success());
    assert_eq!(
        running.line(),
        "kcrs: interrupted while waiting for instance-running: the last status was \"Creating\"\n"
    );
    assert_eq!(running.code(), Some(130));
}

#[test]
fn what_does_not_come_about_ends_with_7_and_the_last_state() {
    let (emulator, kcrs, id) = creating();
    let ran = kcrs.run(wait("instance-running", &id, &["--timeout", "300ms"]));
    assert_eq!(ran.code, Some(7), "{ran:#?}");
    let last = ran.stderr.lines().last().expect("a line");
    assert!(
        last.starts_with("kcrs: waiting for instance-running: not within 300ms: the last status is \"Creating\" (asked "),
        "{last}"
    );
    emulator.advance(SETTLE);
    kcrs.run(["delete-instance", "--instance-id", &id])
        .success();
    let ran = kcrs.run(wait("instance-running", &id, &[]));
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(7), ""), "{ran:#?}");
    assert_eq!(
        ran.stderr,
        "instance-running: Deleting\n\
         kcrs: waiting for instance-running: it failed: the status is \"Deleting\" (asked 1 time)\n"
    );
    emulator.advance(SETTLE);
    let ran = kcrs.run(wait("instance-deleted", &id, &[]));
    assert_eq!(ran.code, Some(0), "{ran:#?}");
    assert!(
        ran.stderr.contains("instance-deleted: gone after "),
        "{ran:#?}"
    );
}

#[test]
fn an_error_of_its_own_ends_with_its_own_code() {
    let (_emulator, kcrs, id) = creating();
    let kcrs = kcrs.variable("KSYUN_SECRET_KEY", "another");
    let ran = kcrs.run(wait("instance-running", &id, &[]));
    assert_eq!(ran.code, Some(4), "{ran:#?}");
    assert!(ran.stderr.contains("SignatureDoesNotMatch"), "{ran:#?}");
    for (more, part) in [
        (&["--interval", "0"][..], "--interval must be more than 0"),
        (&["--timeout", "soon"], "such as 10m"),
    ] {
        let mut arguments = vec!["wait", "instance-running", "--instance-id", &id];
        arguments.extend(more);
        let refusal = kcrs.run(arguments).refusal(2);
        assert!(refusal.contains(part), "{refusal}");
    }
    let refusal = kcrs.run(["wait", "instance-running"]).refusal(2);
    assert!(refusal.contains("--instance-id"), "{refusal}");
    let many = vec!["p"; 101];
    let mut arguments = wait("instance-running", &id, &["--project-id"]);
    arguments.extend(many);
    let refusal = kcrs.run(arguments).refusal(2);
    assert!(refusal.contains("--project-id: "), "{refusal}");
}

#[test]
fn create_and_delete_wait_for_their_end() {
    let emulator = emulator().settle(SETTLE).start().expect("an emulator");
    let kcrs = Kcrs::with(&emulator);
    const WAIT: [&str; 5] = [
        "--wait",
        "--wait-interval=50ms",
        "--wait-settle=0",
        "--project-id",
        "7",
    ];
    let id = thread::scope(|scope| {
        let created = scope.spawn(|| create(&kcrs, &WAIT));
        await_that(|| !emulator.requests_of("DescribeInstance").is_empty());
        assert!(!created.is_finished());
        emulator.advance(SETTLE);
        created.join().expect("an id")
    });
    let asked = &emulator.requests_of("DescribeInstance")[0].params;
    assert_eq!(asked.get("InstanceId.1"), Some(id.as_str()));
    assert_eq!(asked.get("ProjectId.1"), Some("7"));

    thread::scope(|scope| {
        let deleted = scope.spawn(|| {
            let ran = kcrs.run([
                "delete-instance",
                "--instance-id",
                &id,
                "--wait",
                "--wait-interval=50ms",
                "--wait-project-id=7",
            ]);
            assert_eq!(ran.code, Some(0), "{ran:#?}");
            assert!(
                ran.stderr.starts_with("instance-deleted: Deleting\n"),
                "{ran:#?}"
            );
            assert!(ran.stdout.contains("RequestId"), "{ran:#?}");
        });
        emulator.forget_requests();
        await_that(|| !emulator.requests_of("DescribeInstance").is_empty());
        assert!(!deleted.is_finished());
        emulator.advance(SETTLE);
        deleted.join().expect("an end");
    });
    let refusal = kcrs
        .run(["delete-instance", "--instance-id", &id, "--wait-timeout=5s"])
        .refusal(2);
    assert!(refusal.contains("--wait"), "{refusal}");
    let refusal = kcrs.run(["create-namespace", "--wait"]).refusal(2);
    assert!(refusal.contains("--wait"), "{refusal}");
}

#[test]
fn the_wire_is_that_of_the_library() {
    let emulator = emulator().seed(Seed::demo()).start().expect("an emulator");
    let kcrs = Kcrs::with(&emulator);
    const INSTANCE: &str = "5d0c7a52-6f1e-4c3b-9a84-2b7f0e91d3c6";
    const VPC: &str = "3f1b8a70-55c2-4d0e-8c6f-1e9a7d24b0aa";
    for (arguments, action, sent) in [
        (
            &[
                "instance-running",
                "--project-id",
                "0",
                "9",
                "--instance-name",
                "demo",
            ][..],
            "DescribeInstance",
            &[
                ("InstanceId.1", INSTANCE),
                ("InstanceName", "demo"),
                ("ProjectId.1", "0"),
                ("ProjectId.2", "9"),
            ][..],
        ),
        (
            &["internal-endpoint-running", "--vpc-id", VPC],
            "DescribeInternalEndpoint",
            &[("InstanceId", INSTANCE)],
        ),
    ] {
        let mut all = vec!["wait", arguments[0], "--instance-id", INSTANCE];
        all.extend(&arguments[1..]);
        all.extend(QUICK);
        let ran = kcrs.run(all);
        assert_eq!(ran.code, Some(0), "{ran:#?}");
        let requests = emulator.requests_of(action);
        let params: Vec<_> = requests[0].params.iter().collect();
        assert_eq!(params, sent, "{arguments:?}");
    }
    // Another link is not the one that is waited for.
    let mut arguments = wait(
        "internal-endpoint-running",
        INSTANCE,
        &["--vpc-id", "another"],
    );
    arguments.extend(["--timeout", "200ms"]);
    assert_eq!(kcrs.run(arguments).code, Some(7));
}

/// Waits for something that will be so soon.
#[track_caller]
fn await_that(mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        assert!(Instant::now() < end, "it did not come about");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn an_id_that_is_never_there_ends_the_waiting() {
    let (_emulator, kcrs, _) = creating();
    let ran = kcrs.run(wait("instance-running", "typo", &[]));
    assert_eq!(ran.code, Some(5), "{ran:?}");
    assert!(
        ran.stderr
            .contains("the resource was never there: is its id right?"),
        "{ran:?}"
    );
}

#[test]
fn sigterm_is_like_ctrl_c() {
    let (_emulator, kcrs, id) = creating();
    let mut running = Running::start(&kcrs, wait("instance-running", &id, &[]));
    assert_eq!(running.line(), "instance-running: Creating\n");
    let status = std::process::Command::new("kill")
        .args(["-TERM", &running.child.id().to_string()])
        .status();
    assert!(status.expect("kill").success());
    let last = running.line();
    assert!(
        last.starts_with("kcrs: interrupted while waiting"),
        "{last}"
    );
    assert_eq!(running.code(), Some(130));
}
