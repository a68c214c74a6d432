//! What the plan has in it, and what is refused and limited.

use kcrs_emulator::Fault;
use kcrs_generated::error_rows;

use super::{ID, digest, images, prune_team, push, push_a_few, start};
#[cfg(unix)]
use crate::pty::Terminal;
use crate::support::{Kcrs, expect};

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
    assert_eq!(ran.stdout, "3\n");
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
    assert_eq!(left, [vec![], vec!["pr-2", "v2-rc"], vec!["v1", "latest"]]);
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
        (&[][..], "the plan has 105 images, and --max-delete is 100"),
        (
            &["--repo-name", "web", "--max-delete", "3"],
            "the plan has 4 images, and --max-delete is 3",
        ),
    ] {
        let ran = run(more);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stdout.contains("To delete: "), "{ran:?}");
        assert!(ran.stderr.contains(says), "{ran:?}");
    }
    assert!(emulator.requests_of("DeleteImages").is_empty());
    let ran = run(&["--repo-name", "web,many", "--max-delete", "104"]);
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

#[test]
fn untagged_images_stay_unless_they_are_asked_for_unchecked() {
    let emulator = start();
    push_a_few(&emulator);
    let kcrs = Kcrs::with(&emulator);
    for more in [&["--all"][..], &["--untagged"], &["--older-than", "1d"]] {
        let ran = prune_team(&kcrs, &[more, &["--dry-run"]].concat()).success();
        assert!(
            ran.contains("kept: 1 without tags, which an index may need"),
            "{more:?}: {ran}"
        );
    }
    let refusal = prune_team(&kcrs, &["--all", "--no-index-check", "--yes"]).refusal(2);
    assert!(refusal.contains("--all"), "{refusal}");
    let ran = prune_team(&kcrs, &["--untagged", "--no-index-check", "--yes"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let left = images(&emulator, "web");
    assert_eq!(left.len(), 4);
    assert!(left.values().all(|tags| !tags.is_empty()), "{left:?}");
}
