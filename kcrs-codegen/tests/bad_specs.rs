//! Specs with mistakes, and the report of each.
//!
//! A file under `bad_specs` says in its first line what is wrong, then how to get there from the
//! second API's spec, and holds the report. `>> FILE` names a file; lines that begin with `- ` are
//! looked for there, lines that begin with `+ ` take their place; `+ ` lines alone are a new file;
//! `>> FILE gone` removes one, `>> FILE as NAME` renames one, `>> FILE is a folder`,
//! `>> FILE is a device` and `>> FILE is Latin-1` make what is no text.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Files, expect_file, second_api, tests_folder};
use kcrs_codegen::{Code, Levels, Report, Sources, check_with};

/// What stands between a change and its report.
pub(crate) const REPORT: &str = "\n==== report\n";

#[test]
fn every_mistake_is_reported_as_expected() {
    let mut paths: Vec<_> = fs::read_dir(tests_folder().join("bad_specs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(paths.len() >= 80, "{}", paths.len());
    let mut seen = BTreeSet::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let change = text.split(REPORT).next().unwrap().trim_end();
        let report = report(change, &path);
        assert!(!report.is_empty(), "{}: nothing is wrong", path.display());
        seen.extend(
            report
                .diagnostics()
                .iter()
                .filter_map(|diagnostic| diagnostic.code),
        );
        let shown = report
            .to_string()
            .replace(&scratch().display().to_string(), "spec");
        expect_file(&path, &format!("{change}\n{REPORT}{shown}\n"));
    }
    let unseen: Vec<Code> = Code::all().filter(|code| !seen.contains(code)).collect();
    assert!(unseen.is_empty(), "no bad spec has {unseen:?}");
}

/// What is wrong with the second API's spec after a change.
fn report(change: &str, case: &Path) -> Report {
    let case = case.display().to_string();
    let mut files = apply(change, second_api(), &case);
    let odd: Vec<(&str, &str)> = change
        .lines()
        .filter_map(|line| line.strip_prefix(">> ")?.split_once(" is "))
        .collect();
    let sources = if odd.is_empty() && !change.contains(" as ") {
        Sources::from_texts(files)
    } else {
        let folder = scratch();
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        files.retain(|(path, _)| odd.iter().all(|(name, _)| *path != format!("spec/{name}")));
        for (path, text) in files {
            let path = folder.join(path.strip_prefix("spec/").unwrap());
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        for (name, what) in odd {
            let path = folder.join(name);
            match what {
                "a folder" => fs::create_dir(path).unwrap(),
                #[cfg(unix)]
                "a device" => std::os::unix::fs::symlink("/dev/zero", path).unwrap(),
                "Latin-1" => fs::write(path, b"chapter:\n  en: Caf\xe9.\n").unwrap(),
                _ => panic!("{case}: {what}"),
            }
        }
        Sources::read(folder)
    };
    match check_with(&sources, &Levels::new()) {
        Ok(checked) => checked.warnings,
        Err(report) => report,
    }
}

fn scratch() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("bad_specs")
}

/// The files with a change made to them.
pub(crate) fn apply(change: &str, mut files: Files, case: &str) -> Files {
    for part in change.split("\n>> ").skip(1) {
        let (name, lines) = part.split_once('\n').unwrap_or((part, ""));
        if let Some(name) = name.strip_suffix(" gone") {
            files.retain(|(path, _)| *path != format!("spec/{name}"));
            continue;
        }
        if let Some((name, new)) = name.split_once(" as ") {
            for (path, _) in files.iter_mut().filter(|(path, _)| path.ends_with(name)) {
                *path = format!("spec/{new}");
            }
            continue;
        }
        if name.contains(" is ") {
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
