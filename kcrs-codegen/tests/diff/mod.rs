//! What is said about a change of the spec. The programs of the cases are compiled by the
//! workspace's tests.

mod case;
mod command;

use std::path::PathBuf;
use std::sync::LazyLock;

use crate::support::{expect_file, second_api, tests_folder};
use case::{Case, read_all};
use kcrs_codegen::diff::{ChangeKind, Verdict, diff};
use kcrs_codegen::model::Api;
use kcrs_codegen::{Sources, check};

fn folder() -> PathBuf {
    tests_folder().join("diff/cases")
}

/// The cases, each with its two APIs.
fn cases() -> &'static [(Case, Api, Api)] {
    static CASES: LazyLock<Vec<(Case, Api, Api)>> = LazyLock::new(|| {
        let resolve = |case: &Case, side| {
            let files = case.spec(side, second_api());
            check(&Sources::from_texts(files))
                .unwrap_or_else(|report| panic!("{}: the {side} spec:\n{report}", case.kind))
        };
        let read = |case: Case| {
            let (old, new) = (resolve(&case, "old"), resolve(&case, "new"));
            (case, old, new)
        };
        read_all(&folder()).into_iter().map(read).collect()
    });
    &CASES
}

#[test]
fn every_kind_of_change_has_a_case() {
    let mut kinds: Vec<&str> = ChangeKind::ALL.iter().map(|kind| kind.name()).collect();
    kinds.sort_unstable();
    let names: Vec<&str> = cases()
        .iter()
        .map(|(case, ..)| case.kind.as_str())
        .collect();
    assert_eq!(names, kinds);
}

#[test]
fn changes_are_told_as_expected() {
    for (case, old, new) in cases() {
        let diff = diff(old, new);
        let printed = diff.changes().iter();
        assert!(
            printed
                .clone()
                .any(|change| change.kind.name() == case.kind),
            "{} is not among the changes:\n{diff}",
            case.kind
        );
        let text = std::fs::read_to_string(&case.path).unwrap();
        let (input, _) = text
            .split_once("\n==== diff\n")
            .unwrap_or((text.trim_end(), ""));
        expect_file(&case.path, &format!("{input}\n==== diff\n{diff}\n"));
    }
}

#[test]
fn a_spec_does_not_differ_from_itself() {
    let api = check(&Sources::from_texts(second_api())).unwrap();
    let diff = diff(&api, &api);
    assert_eq!((diff.changes(), diff.worst()), (&[][..], None));
    assert_eq!(diff.to_string(), "no changes");
    assert_eq!(diff.to_markdown(), "No changes.\n");
}

/// What went one way comes back the other way.
#[test]
fn the_changes_of_the_way_back_are_at_the_same_places() {
    for (case, old, new) in cases() {
        let (there, back) = (diff(old, new), diff(new, old));
        // The new name leads to what was renamed.
        let count = |diff: &kcrs_codegen::diff::Diff| diff.changes().len();
        assert_eq!(
            count(&there),
            count(&back),
            "{}:\n{there}\n{back}",
            case.kind
        );
    }
}

#[test]
fn verdicts_rank_by_gravity() {
    assert!(Verdict::Documentation < Verdict::Additive && Verdict::Additive < Verdict::Breaking);
    for kind in ChangeKind::ALL {
        let is_breaking = kind.verdict() == Verdict::Breaking;
        assert_eq!(kind.breakage().is_some(), is_breaking, "{}", kind.name());
    }
}
