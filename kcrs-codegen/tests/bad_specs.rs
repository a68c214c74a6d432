//! Specs with mistakes, and the report of each.
//!
//! A file under `bad_specs` says in its first line what is wrong, then how to get there from the second API's spec, and
//! holds the report. `>> FILE` names a file; lines that begin with `- ` are looked for there, lines that begin with `+ `
//! take their place; `+ ` lines alone are a new file; `>> FILE gone` removes one.

use std::fs;

use crate::support::{Files, expect_file, second_api, tests_folder};
use kcrs_codegen::{Sources, check};

/// What stands between a change and its report.
pub(crate) const REPORT: &str = "\n==== report\n";

#[test]
fn every_mistake_is_reported_as_expected() {
    let mut paths: Vec<_> = fs::read_dir(tests_folder().join("bad_specs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(paths.len() >= 30);
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let change = text.split(REPORT).next().unwrap().trim_end();
        let files = apply(change, second_api(), &path.display().to_string());
        let report = match check(&Sources::from_texts(files)) {
            Ok(_) => panic!("{}: the spec is right", path.display()),
            Err(report) => report,
        };
        expect_file(&path, &format!("{change}\n{REPORT}{report}\n"));
    }
}

/// The files with a change made to them.
pub(crate) fn apply(change: &str, mut files: Files, case: &str) -> Files {
    for part in change.split("\n>> ").skip(1) {
        let (name, lines) = part.split_once('\n').unwrap_or((part, ""));
        if let Some(name) = name.strip_suffix(" gone") {
            files.retain(|(path, _)| *path != format!("spec/{name}"));
            continue;
        }
        let path = format!("spec/{name}");
        for (old, new) in replacements(lines) {
            if old.is_empty() {
                files.retain(|(other, _)| *other != path);
                files.push((path.clone(), new));
                continue;
            }
            let (_, text) = files.iter_mut().find(|(other, _)| *other == path).unwrap();
            assert_eq!(text.matches(&old).count(), 1, "{case}: {old}");
            *text = text.replace(&old, &new);
        }
    }
    files
}

/// Pairs of what is looked for and what takes its place.
fn replacements(lines: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(Vec<&str>, Vec<&str>)> = vec![(Vec::new(), Vec::new())];
    for line in lines.lines() {
        if let Some(old) = line.strip_prefix("- ") {
            if pairs.last().is_some_and(|(_, new)| !new.is_empty()) {
                pairs.push((Vec::new(), Vec::new()));
            }
            pairs.last_mut().unwrap().0.push(old);
        } else if let Some(new) = line.strip_prefix("+ ").or(line.strip_prefix('+')) {
            pairs.last_mut().unwrap().1.push(new);
        }
    }
    pairs
        .into_iter()
        .map(|(old, new)| (old.join("\n"), new.join("\n")))
        .collect()
}
