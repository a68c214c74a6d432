//! Deleting what has something in it.

use kcrs_emulator::{Emulator, Fault, Seed};
use kcrs_generated::error_rows;

#[cfg(unix)]
use crate::pty::Terminal;
use crate::support::{Kcrs, emulator};

const ID: &str = "7e4f1c3a-0f0e-4a53-9d5c-0d2c9d1f7a10";

fn start() -> Emulator {
    let seed = format!(
        "instances: [{{instance_name: demo, instance_id: {ID}, namespaces: [{{namespace: empty}}, {{namespace: team, \
         repositories: [{{repo_name: web, images: [{{tag_names: [v1]}}, {{}}]}}, {{repo_name: none}}]}}]}}]"
    );
    let seed = Seed::parse(&seed).expect("a seed");
    emulator().seed(seed).start().expect("an emulator")
}

/// The three commands, with what is in the things that they delete.
const FULL: [(&str, &[&str], &str); 3] = [
    ("delete-instance", &[], "the instance has 2 namespaces"),
    (
        "delete-namespace",
        &["--namespace", "team"],
        "team has 2 repositories",
    ),
    (
        "delete-repository",
        &["--namespace", "team", "--repo-name", "web"],
        "team/web has 2 images",
    ),
];

fn arguments<'a>(command: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&[command, "--instance-id", ID], more].concat()
}

#[test]
fn what_has_something_in_it_is_not_deleted_unasked() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    for (command, more, says) in FULL {
        let refusal = kcrs.run(arguments(command, more)).refusal(2);
        assert!(refusal.contains(says), "{refusal}");
        assert!(refusal.contains("pass --yes"), "{refusal}");
        let target =
            format!("instance demo ({ID}), region cn-beijing-6, profile default, endpoint");
        assert!(refusal.contains(&target), "{refusal}");
    }
    // Nor where nobody knows what is in it.
    emulator.inject(Fault::error(&error_rows::ACCESS_DENIED).on("DescribeImages"));
    let (command, more, _) = FULL[2];
    let refusal = kcrs.run(arguments(command, more)).refusal(2);
    assert!(
        refusal.contains("what is in team/web cannot be read: AccessDenied"),
        "{refusal}"
    );
    for action in ["DeleteInstance", "DeleteNamespace", "DeleteRepository"] {
        assert!(emulator.requests_of(action).is_empty(), "{action}");
    }
    // A dry run shows the call.
    let shown = kcrs.run(arguments(command, &[more, &["--dry-run"]].concat()));
    assert!(shown.success().contains("Action=DeleteRepository"));
}

#[test]
fn what_is_empty_and_what_is_meant_is_deleted() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    for (command, more) in [
        ("delete-namespace", &["--namespace", "empty"][..]),
        (
            "delete-repository",
            &["--namespace", "team", "--repo-name", "none"],
        ),
        (
            "delete-repository",
            &["--namespace", "team", "--repo-name", "web", "--yes"],
        ),
        ("delete-namespace", &["--namespace", "team", "--force"]),
        ("delete-instance", &["-y"]),
    ] {
        let ran = kcrs.run(arguments(command, more));
        assert_eq!(ran.code, Some(0), "{command} {more:?}: {ran:?}");
    }
    // The service says that it is not there.
    let refusal = kcrs.run(arguments("delete-instance", &[])).refusal(5);
    assert!(refusal.contains("InstanceNotFound"), "{refusal}");
}

#[cfg(unix)]
#[test]
fn on_a_terminal_it_asks() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    let (command, more, says) = FULL[2];
    for (typed, code) in [("\n", 1), ("\u{3}", 130), ("y\n", 0)] {
        let mut terminal = Terminal::start(kcrs.command(arguments(command, more)), 200);
        terminal.wait_for("[y/N]");
        let shown = terminal.screen();
        assert!(shown.contains(says), "{shown}");
        assert!(
            shown.contains("region cn-beijing-6, profile default"),
            "{shown}"
        );
        terminal.type_in(typed);
        let (ended, printed) = terminal.end();
        assert_eq!(ended, Some(code), "{typed:?}: {printed}");
        let deletions = emulator.requests_of("DeleteRepository").len();
        assert_eq!(deletions, usize::from(code == 0), "{typed:?}");
    }
}
