//! Pruning images: which go, what happens when deletions fail, when others push, and when Ctrl-C
//! comes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use kcrs_emulator::{Emulator, Fault, ImagePush, RepositoryPlace, Seed};
use kcrs_generated::{Client, Clock, error_rows};
use serde_json::{Value, json};

#[cfg(unix)]
use crate::pty::Terminal;
use crate::support::{Kcrs, Ran, emulator, expect};

const ID: &str = "7e4f1c3a-0f0e-4a53-9d5c-0d2c9d1f7a10";
const DAY: Duration = Duration::from_secs(24 * 3600);
/// However busy the machine is, what has not happened by then never will.
const FOR_EVER: Duration = Duration::from_secs(120);

/// An emulator with the instance `ID` and the namespaces `team` and `other`.
fn start() -> Emulator {
    let seed = format!(
        "instances: [{{instance_name: demo, instance_id: {ID}, namespaces: [{{namespace: team}}, {{namespace: other}}]}}]"
    );
    let seed = Seed::parse(&seed).expect("a seed");
    let is_seeded = Arc::new(AtomicBool::new(false));
    let clock = EarlySeed(Arc::clone(&is_seeded));
    let emulator = emulator().seed(seed).clock(clock).start();
    is_seeded.store(true, Ordering::Relaxed);
    emulator.expect("an emulator")
}

/// Makes what is in the seed older than what is pushed later at times in the past.
struct EarlySeed(Arc<AtomicBool>);

impl Clock for EarlySeed {
    fn now(&self) -> SystemTime {
        match self.0.load(Ordering::Relaxed) {
            true => SystemTime::now(),
            false => SystemTime::UNIX_EPOCH,
        }
    }
}

fn place(repository: &str) -> RepositoryPlace {
    RepositoryPlace::new(ID, "team", repository)
}

fn digest(number: usize) -> String {
    format!("sha256:{:0<64}", format!("{number:08x}"))
}

fn push(emulator: &Emulator, repository: &str, id: &str, tags: &[&str]) {
    let push = || ImagePush::new(place(repository)).image_id(id);
    if tags.is_empty() {
        emulator.push_image(push()).expect("a push");
    }
    for tag in tags {
        emulator.push_image(push().tag(*tag)).expect("a push");
    }
}

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

/// The images of a repository as the service has them: their tags by their ids.
fn images(emulator: &Emulator, repository: &str) -> BTreeMap<String, Vec<String>> {
    let client = Client::builder()
        .endpoint(emulator.endpoint())
        .credentials(emulator.credentials())
        .build()
        .expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let list = client
        .describe_images()
        .instance_id(ID)
        .namespace("team")
        .repo_name(repository)
        .max_results(99)
        .items()
        .try_collect();
    let images = runtime.block_on(list).expect("a list");
    images
        .into_iter()
        .map(|image| (image.image_id, image.tag_names))
        .collect()
}

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

/// A few images in two repositories, at times that do not depend on when the test runs.
fn push_a_few(emulator: &Emulator) {
    let begin = SystemTime::UNIX_EPOCH + Duration::from_secs(1_655_712_129);
    for (day, (repository, tags)) in [
        ("web", &["v1", "latest"][..]),
        ("web", &["pr-1"]),
        ("web", &["pr-2", "v2-rc"]),
        ("web", &[]),
        ("api", &["pr-9"]),
        ("web", &["pr-3"]),
    ]
    .into_iter()
    .enumerate()
    {
        emulator.set_time(begin + DAY * u32::try_from(day).expect("a day"));
        push(emulator, repository, &digest(0xabcd_ef00 + day), tags);
    }
}

#[test]
fn the_plan_is_shown_and_a_dry_run_deletes_nothing() {
    let emulator = start();
    push_a_few(&emulator);
    let kcrs = Kcrs::with(&emulator);
    let at = ["images", "prune", "--instance-id", ID, "--namespace", "te*"];
    let printed = kcrs.run(
        [
            &at[..],
            &[
                "--tag",
                "pr-*",
                "--untagged",
                "--older-than",
                "1w",
                "--dry-run",
            ],
        ]
        .concat(),
    );
    expect("prune-plan.txt", &printed.success());
    let printed = kcrs.run(
        [
            &at[..],
            &[
                "--repo-name",
                "api",
                "--keep",
                "1",
                "--utc-offset",
                "-01:00",
                "--dry-run",
            ],
        ]
        .concat(),
    );
    expect("prune-nothing.txt", &printed.success());
    let ran = kcrs.run(
        [
            &at[..],
            &["--keep", "1", "--dry-run", "--query", "Delete.Count"],
        ]
        .concat(),
    );
    assert_eq!(ran.stdout, "4\n");
    assert!(emulator.requests_of("DeleteImages").is_empty());
    assert_eq!(images(&emulator, "web").len(), 5);
}

#[test]
fn what_was_done_is_told() {
    let emulator = start();
    push_a_few(&emulator);
    emulator.inject(Fault::error(&error_rows::ACCESS_DENIED).on("DeleteImages"));
    let kcrs = Kcrs::with(&emulator);
    let arguments = [
        "images",
        "prune",
        "--instance-id",
        ID,
        "--namespace",
        "team",
        "--repo-name",
        "web",
        "--repo-name",
        "api",
    ];
    let ran = kcrs.run(
        [
            &arguments[..],
            &["--tag", "pr-*", "--concurrency", "1", "-y"],
        ]
        .concat(),
    );
    assert_eq!(ran.code, Some(8));
    expect("prune-partial.txt", &ran.stdout);
    assert_eq!(ran.stderr, "kcrs: 1 of 3 planned images remain\n");
    let again = kcrs.run([&arguments[..], &["--tag", "pr-*", "-y"]].concat());
    assert_eq!(again.code, Some(0), "{again:?}");
    assert_eq!(images(&emulator, "web").len(), 3);
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

#[test]
fn a_response_that_is_lost_and_an_image_that_others_deleted_are_no_failures() {
    let emulator = start();
    push_a_few(&emulator);
    emulator.inject(Fault::truncated().on("DeleteImages").times(3));
    let kcrs = Kcrs::with(&emulator);
    let ran = kcrs.run([
        "images",
        "prune",
        "--instance-id",
        ID,
        "--namespace",
        "team",
        "--tag",
        "pr-*",
        "--yes",
    ]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(
        ran.stdout.contains("Deleted 3 images, 90.0 MiB.\n"),
        "{ran:?}"
    );
}

#[test]
fn what_is_not_clear_is_refused_before_anything_is_sent() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    let at = [
        "images",
        "prune",
        "--instance-id",
        ID,
        "--namespace",
        "team",
    ];
    for (more, says) in [
        (
            &[][..],
            "at least one of --tag, --untagged, --keep and --older-than",
        ),
        (&["--exclude-tag", "v*", "--yes"], "at least one of"),
        (&["--keep", "0", "--yes"], "--all selects every image"),
        (
            &["--older-than", "0d", "--yes"],
            "--all selects every image",
        ),
        (
            &[
                "--keep",
                "0",
                "--older-than",
                "0s",
                "--exclude-tag",
                "v*",
                "--yes",
            ],
            "--all selects every image",
        ),
        (&["--all", "--tag", "x", "--yes"], "--all"),
        (
            &["--all", "--exclude-tag", "", "--yes"],
            "an empty pattern matches no tag",
        ),
        (
            &["--all", "--exclude-tag", "v{1,2}", "--yes"],
            "because of '{'",
        ),
        (&["--tag", "^v", "--yes"], "because of '^'"),
        (
            &["--all", "--repo-name", "a b", "--yes"],
            "matches no repository",
        ),
        (&["--keep", "3"], "pass --yes to delete, or --dry-run"),
        (&["--keep=-1", "--yes"], "--keep"),
        (&["--older-than", "30", "--yes"], "such as 2w, 30d or 36h"),
        (
            &["--keep", "3", "--utc-offset", "Asia/Shanghai"],
            "such as +08:00",
        ),
        (&["--tag", "[", "--yes"], "--tag"),
        (&["--keep", "1", "--concurrency", "0"], "--concurrency"),
    ] {
        let stderr = kcrs.run([&at[..], more].concat()).refusal(2);
        assert!(stderr.contains(says), "{more:?}: {stderr}");
    }
    assert_eq!(emulator.request_count(), 0);
    for (namespace, repository, says) in [
        ("nowhere", "*", "there is no namespace \"nowhere\""),
        ("team", "wbe", "there is no repository \"wbe\""),
    ] {
        let ran = kcrs.run([
            "images",
            "prune",
            "--instance-id",
            ID,
            "--namespace",
            namespace,
            "--repo-name",
            repository,
            "--keep",
            "1",
            "--yes",
        ]);
        assert!(ran.refusal(5).contains(says));
    }
}

/// Prunes the namespace `team`.
fn prune_team(kcrs: &Kcrs, more: &[&str]) -> Ran {
    let at = [
        "images",
        "prune",
        "--instance-id",
        ID,
        "--namespace",
        "team",
    ];
    kcrs.run([&at[..], more].concat())
}

#[test]
fn a_comma_separates_the_tags_to_protect() {
    let emulator = start();
    push_a_few(&emulator);
    let kcrs = Kcrs::with(&emulator);
    let run = |more: &[&str]| prune_team(&kcrs, &[&["--all", "--yes"], more].concat());
    let ran = run(&["--exclude-tag", "v*,latest"]);
    // `latest` and `v1` are tags of one image.
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let mut left: Vec<Vec<String>> = images(&emulator, "web").into_values().collect();
    left.sort();
    assert_eq!(left, [vec!["pr-2", "v2-rc"], vec!["v1", "latest"]]);
}

#[test]
fn an_exclude_that_protects_nothing_ends_the_run_before_a_deletion() {
    let emulator = start();
    push_a_few(&emulator);
    let kcrs = Kcrs::with(&emulator);
    let run = |more: &[&str]| prune_team(&kcrs, &[&["--tag", "pr-*"], more].concat());
    let ran = run(&["--exclude-tag", "V*,pr-9", "--yes"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.stdout
            .contains("--exclude-tag V* protects nothing: no tag matches it."),
        "{ran:?}"
    );
    assert!(
        ran.stderr
            .contains("nothing was deleted: --exclude-tag V* protects nothing"),
        "{ran:?}"
    );
    assert!(emulator.requests_of("DeleteImages").is_empty());
    let ran = run(&[
        "--exclude-tag",
        "V*,pr-9",
        "--yes",
        "--allow-unused-exclude",
    ]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(images(&emulator, "api").len(), 1);
}

#[test]
fn a_plan_that_is_longer_than_allowed_is_not_carried_out() {
    let emulator = start();
    push_a_few(&emulator);
    for number in 0..100 {
        push(&emulator, "many", &digest(number), &[&format!("t{number}")]);
    }
    let kcrs = Kcrs::with(&emulator);
    let run = |more: &[&str]| prune_team(&kcrs, &[&["--all", "--yes"], more].concat());
    for (more, says) in [
        (&[][..], "the plan has 106 images, and --max-delete is 100"),
        (
            &["--repo-name", "web", "--max-delete", "4"],
            "the plan has 5 images, and --max-delete is 4",
        ),
    ] {
        let ran = run(more);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stdout.contains("To delete: "), "{ran:?}");
        assert!(ran.stderr.contains(says), "{ran:?}");
    }
    assert!(emulator.requests_of("DeleteImages").is_empty());
    let ran = run(&["--repo-name", "web,many", "--max-delete", "105"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(images(&emulator, "many").is_empty());
    assert_eq!(images(&emulator, "api").len(), 1);
}

#[cfg(unix)]
#[test]
fn on_a_terminal_the_plan_is_carried_out_only_after_a_yes() {
    let emulator = start();
    push_a_few(&emulator);
    let kcrs = Kcrs::with(&emulator);
    let arguments = [
        "images",
        "prune",
        "--instance-id",
        ID,
        "--namespace",
        "team",
        "--tag",
        "pr-*",
    ];
    for (typed, code, left) in [
        ("\n", 1, 6),
        ("no\n", 1, 6),
        ("\u{3}", 130, 6),
        ("y\n", 0, 3),
    ] {
        let mut terminal = Terminal::start(kcrs.command(arguments), 120);
        terminal.wait_for("Delete 3 images? [y/N]");
        let target = format!(
            "instance demo ({ID}), region cn-beijing-6, profile default, endpoint {}",
            emulator.endpoint()
        );
        let shown = terminal.screen().replace('\n', "");
        assert!(shown.contains(&target), "{shown}");
        assert!(terminal.screen().contains("sha256:abcdef050000"));
        terminal.type_in(typed);
        let (ended, printed) = terminal.end();
        assert_eq!(ended, Some(code), "{typed:?}: {printed}");
        let images = images(&emulator, "web").len() + images(&emulator, "api").len();
        assert_eq!(images, left, "{typed:?}");
    }
}
