//! Policies in files, and plans that are reviewed before they are carried out.

use super::{ID, digest, images, push, push_a_few, start};
use crate::support::Kcrs;

const PRUNE: [&str; 4] = ["images", "prune", "--instance-id", ID];

#[test]
fn a_policy_has_rules_for_repositories() {
    let emulator = start();
    push_a_few(&emulator);
    push(&emulator, "db", &digest(7), &["x"]);
    let kcrs = Kcrs::with(&emulator);
    kcrs.file(
        "retention.yaml",
        "rules:
- {namespace: team, repository: web, tag: 'pr-*', exclude-tag: 'v*'}
- {namespace: team, repository: 'w*,api', all: true, exclude-tag: 'pr-8,pr-9'}
",
    );
    let policy = [&PRUNE[..], &["--policy", "retention.yaml"]].concat();
    let ran = kcrs.run(policy.iter().chain(&["--yes"]));
    // `pr-8` protects nothing in the repositories of its rule.
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.stderr.contains("--exclude-tag pr-8 protects nothing"),
        "{ran:?}"
    );
    let ran = kcrs.run(policy.iter().chain(&["--yes", "--allow-unused-exclude"]));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let mut left: Vec<Vec<String>> = images(&emulator, "web").into_values().collect();
    left.sort();
    assert_eq!(left, [vec![], vec!["pr-2", "v2-rc"], vec!["v1", "latest"]]);
    assert_eq!(images(&emulator, "api").len(), 1);
    assert_eq!(images(&emulator, "db").len(), 1, "no rule is about it");

    for (more, says) in [
        (&["--keep", "1"][..], "--keep"),
        (
            &["--namespace", "team"],
            "--policy cannot be given together with --namespace",
        ),
        (&["--plan", "p.json"], "cannot be given together"),
    ] {
        let refusal = kcrs.run([&policy[..], more].concat()).refusal(2);
        assert!(refusal.contains(says), "{more:?}: {refusal}");
    }
    let refusal = kcrs.run([&PRUNE[..], &["--policy", "none.yaml", "--yes"]].concat());
    assert!(
        refusal
            .refusal(2)
            .contains("none.yaml: there is no such file")
    );
}

#[test]
fn what_was_reviewed_is_carried_out_and_nothing_more() {
    let emulator = start();
    push_a_few(&emulator);
    let kcrs = Kcrs::with(&emulator);
    let select = [
        "--namespace",
        "team",
        "--tag",
        "pr-*",
        "--plan-out",
        "plan.json",
    ];
    let ran = kcrs.run([&PRUNE[..], &select].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(emulator.requests_of("DeleteImages").is_empty());
    // Since then one is tagged as a release, and another is pushed.
    push(&emulator, "web", &digest(0xabcd_ef01), &["v9"]);
    push(&emulator, "web", &digest(99), &["pr-99"]);

    let other = [
        "images",
        "prune",
        "--instance-id",
        "i",
        "--plan",
        "plan.json",
        "--yes",
    ];
    let refusal = kcrs.run(other).refusal(2);
    assert!(
        refusal.contains(&format!("the plan is for the instance {ID}")),
        "{refusal}"
    );
    let ran = kcrs.run([&PRUNE[..], &["--plan", "plan.json", "--yes"]].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("Deleted 2 images"), "{ran:?}");
    assert!(ran.stdout.contains("it is tagged pr-1 v9 now"), "{ran:?}");
    let left = images(&emulator, "web");
    assert!(left.contains_key(&digest(0xabcd_ef01)) && left.contains_key(&digest(99)));
    assert!(!left.contains_key(&digest(0xabcd_ef05)));
    let ran = kcrs.run(
        [
            &PRUNE[..],
            &["--plan", "plan.json", "--yes", "--max-delete", "2"],
        ]
        .concat(),
    );
    assert_eq!(ran.code, Some(2), "{ran:?}");
}
