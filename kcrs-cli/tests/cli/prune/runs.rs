//! Long runs: when deletions fail, when others push, and when Ctrl-C comes.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use kcrs_emulator::{Emulator, Fault};
use kcrs_generated::error_rows;
use serde_json::{Value, json};

use super::{ID, digest, images, push, start};
use crate::support::Kcrs;

/// However busy the machine is, what has not happened by then never will.
const FOR_EVER: Duration = Duration::from_secs(120);

/// 2,000 images in `team/web`, one every half hour until now: of ten, one is a release, one has no
/// tag, the others are of pull requests, of which one is a release candidate too.
fn push_2000(emulator: &Emulator) {
    let begin = SystemTime::now() - Duration::from_secs(2000 * 1800);
    for number in 0..2000 {
        emulator.set_time(begin + Duration::from_secs(number as u64 * 1800));
        let (pr, version) = (format!("pr-{number}"), format!("v{number}"));
        let tags = match number % 10 {
            0 => vec![version.as_str()],
            1 => vec![],
            2 => vec![pr.as_str(), version.as_str()],
            _ => vec![pr.as_str()],
        };
        push(emulator, "web", &digest(number), &tags);
    }
    emulator.set_time(SystemTime::now());
}

/// Whether a pull request's image of these 2,000 goes with [`PRUNE`]: it is older than 10 days, and
/// not one of the newest 400 of its kind.
fn goes(number: usize) -> bool {
    let is_selected = |number: usize| number % 10 > 2;
    let newer = (number + 1..2000)
        .filter(|other| is_selected(*other))
        .count();
    is_selected(number) && number < 2000 - 10 * 48 && newer >= 400
}

const PRUNE: [&str; 16] = [
    "images",
    "prune",
    "--instance-id",
    ID,
    "--namespace",
    "team",
    "--repo-name",
    "web",
    "--tag",
    "pr-*",
    "--exclude-tag",
    "v*",
    "--older-than",
    "10d",
    "--keep",
    "400",
];

fn spawn(kcrs: &Kcrs, arguments: &[&str]) -> Child {
    kcrs.command(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program")
}

fn interrupt(child: &Child) {
    let id = child.id().to_string();
    let status = Command::new("kill")
        .args(["-INT", &id])
        .status()
        .expect("kill");
    assert!(status.success());
}

#[track_caller]
fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let last = Instant::now() + FOR_EVER;
    while !is_so() {
        assert!(Instant::now() < last, "never {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn ids(value: &Value, outcome: &str) -> BTreeSet<String> {
    let images = value["Result"]["Images"].as_array().expect("a list").iter();
    images
        .filter(|image| image["Outcome"] == outcome)
        .map(|image| image["ImageId"].as_str().expect("an id").to_owned())
        .collect()
}

#[test]
fn of_2000_images_the_right_ones_go() {
    let emulator = start();
    push_2000(&emulator);
    push(&emulator, "db", &digest(1), &["pr-1"]);
    let kcrs = Kcrs::with(&emulator);
    let ran = kcrs.run(
        [
            &PRUNE[..],
            &["--yes", "--max-delete", "2000", "--output", "json"],
        ]
        .concat(),
    );
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let value: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let expected: BTreeSet<String> = (0..2000)
        .filter(|number| goes(*number))
        .map(digest)
        .collect();
    assert!((900..1100).contains(&expected.len()), "{}", expected.len());
    assert_eq!(ids(&value, "Deleted"), expected);
    assert_eq!(value["Result"]["Count"]["Deleted"], json!(expected.len()));
    assert_eq!(value["Result"]["Remaining"], json!(2000 - expected.len()));
    assert_eq!(value["UtcOffset"], "+08:00");
    assert_eq!(value["UtcOffsetIsAssumed"], true);

    let left = images(&emulator, "web");
    let stay: BTreeSet<String> = (0..2000)
        .filter(|number| !goes(*number))
        .map(digest)
        .collect();
    assert_eq!(left.keys().cloned().collect::<BTreeSet<_>>(), stay);
    assert_eq!(left[&digest(2)], ["pr-2", "v2"]);
    assert_eq!(images(&emulator, "db").len(), 1, "another repository");
}

#[test]
fn failures_and_the_pushes_of_others_spoil_nothing() {
    let emulator = start();
    push_2000(&emulator);
    let kcrs = Kcrs::with(&emulator);
    let expected: Vec<usize> = (0..2000).filter(|number| goes(*number)).collect();
    // The service lists the newest first, so these are looked at last.
    let moved_to: Vec<String> = expected
        .iter()
        .take(40)
        .map(|number| digest(*number))
        .collect();
    emulator.inject(Fault::limit_exceeded().on("DeleteImages").times(5));

    let mut child = spawn(
        &kcrs,
        &[
            &PRUNE[..],
            &["--yes", "--max-delete", "2000", "--output", "json"],
        ]
        .concat(),
    );
    let stdout = child.stdout.take().expect("a pipe");
    let is_over = AtomicBool::new(false);
    let (value, injected, pushed) = std::thread::scope(|scope| {
        let others = scope.spawn(|| {
            let is_deleting = || !emulator.requests_of("DeleteImages").is_empty();
            wait_until("deletes", || {
                is_deleting() || is_over.load(Ordering::Relaxed)
            });
            for (number, id) in moved_to.iter().enumerate() {
                push(&emulator, "web", id, &[&format!("pr-moved-{number}")]);
            }
            // Every twentieth deletion fails: one deletion is two calls.
            let (mut injected, mut pushed, mut next) = (0, Vec::new(), emulator.request_count());
            while !is_over.load(Ordering::Relaxed) {
                if emulator.request_count() >= next {
                    next += 40;
                    injected += 1;
                    emulator.inject(Fault::error(&error_rows::ACCESS_DENIED).on("DeleteImages"));
                    let id = digest(1_000_000 + injected);
                    push(&emulator, "web", &id, &[&format!("pr-new-{injected}")]);
                    pushed.push(id);
                }
                std::thread::sleep(Duration::from_millis(1));
            }
            (injected, pushed)
        });
        let mut text = String::new();
        let read = BufReader::new(stdout).read_to_string(&mut text);
        is_over.store(true, Ordering::Relaxed);
        read.expect("text");
        let (injected, pushed) = others.join().expect("others");
        let value: Value = serde_json::from_str(&text).expect("JSON");
        (value, injected, pushed)
    });
    let status = child.wait().expect("an end");
    assert_eq!(status.code(), Some(8));

    let failed = ids(&value, "Failed");
    let met = injected - emulator.faults().len();
    assert_eq!(failed.len(), met);
    assert!(
        failed.len() >= expected.len() / 40,
        "{} of {}",
        failed.len(),
        expected.len()
    );
    let changed = ids(&value, "Changed");
    assert_eq!(changed, moved_to.iter().cloned().collect());
    let deleted = ids(&value, "Deleted");
    assert_eq!(deleted.len() + failed.len() + changed.len(), expected.len());

    let left = images(&emulator, "web");
    let mut stay: BTreeSet<String> = (0..2000)
        .filter(|number| !goes(*number))
        .map(digest)
        .collect();
    stay.extend(failed.iter().cloned());
    stay.extend(moved_to.iter().cloned());
    stay.extend(pushed.iter().cloned());
    assert_eq!(left.keys().cloned().collect::<BTreeSet<_>>(), stay);
    for (number, id) in moved_to.iter().enumerate() {
        assert!(left[id].contains(&format!("pr-moved-{number}")), "{id}");
    }
}

#[test]
fn ctrl_c_ends_with_what_was_done() {
    let emulator = start();
    push_2000(&emulator);
    let kcrs = Kcrs::with(&emulator);
    let mut child = spawn(
        &kcrs,
        &[&PRUNE[..], &["--yes", "--max-delete", "2000"]].concat(),
    );
    let mut stdout = child.stdout.take().expect("a pipe");
    let printed = std::thread::spawn(move || {
        let mut text = String::new();
        stdout.read_to_string(&mut text).map(|_| text)
    });
    wait_until("deletes", || {
        emulator.requests_of("DeleteImages").len() >= 60
    });
    interrupt(&child);
    let output = child.wait_with_output().expect("an end");
    let stderr = String::from_utf8_lossy(&output.stderr);
    let stdout = printed.join().expect("a reader").expect("text");
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(
        stderr.contains("kcrs: stopping; Ctrl-C again ends at once\n"),
        "{stderr}"
    );
    let deleted = 2000 - images(&emulator, "web").len();
    let planned = (0..2000).filter(|number| goes(*number)).count();
    assert!(deleted >= 60 && deleted < planned, "{deleted} of {planned}");
    let size = format!("{:.1} GiB", deleted as f64 * 30.0 / 1024.0);
    let printed = format!(
        "Deleted {deleted} images, {size}.\n{} images of the plan were not tried.\n",
        planned - deleted
    );
    assert!(
        stdout.contains(&printed),
        "{deleted}: {}",
        &stdout[stdout.len() - 300..]
    );
    assert!(stdout.ends_with("The repositories were not listed again.\n"));
}

#[test]
fn a_second_ctrl_c_ends_at_once() {
    let emulator = start();
    push(&emulator, "web", &digest(1), &["pr-1"]);
    emulator.inject(Fault::latency(Duration::from_secs(60)).on("DeleteImages"));
    let kcrs = Kcrs::with(&emulator);
    let mut child = spawn(
        &kcrs,
        &[
            "images",
            "prune",
            "--instance-id",
            ID,
            "--namespace",
            "team",
            "--all",
            "--yes",
        ],
    );
    // A call that is held up is recorded when it is handled, so that the fault is gone shows that
    // it came.
    wait_until("deletes", || emulator.faults().is_empty());
    interrupt(&child);
    let mut stderr = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut line = String::new();
    while !line.contains("stopping") {
        line.clear();
        assert!(stderr.read_line(&mut line).expect("a line") > 0, "it ended");
    }
    interrupt(&child);
    assert_eq!(child.wait().expect("an end").code(), Some(130));
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).expect("text");
    assert_eq!(
        rest,
        "kcrs: ended; what became of the last deletions is not known\n"
    );
}

#[test]
fn where_nothing_can_be_deleted_it_is_not_tried_2000_times() {
    let emulator = start();
    push_2000(&emulator);
    emulator.inject(
        Fault::error(&error_rows::ACCESS_DENIED)
            .on("DeleteImages")
            .times(u32::MAX),
    );
    let kcrs = Kcrs::with(&emulator);
    let ran = kcrs.run([&PRUNE[..], &["--yes", "--max-delete", "2000"]].concat());
    assert_eq!(ran.code, Some(4), "{}", ran.stderr);
    assert!(emulator.requests_of("DeleteImages").len() < 30);
    assert!(ran.stdout.contains("of the plan were not tried.\n"));
    assert_eq!(images(&emulator, "web").len(), 2000);
}
