//! Changes of the second API's spec, one for each kind of change.
//!
//! The file `cases/KIND.txt` says in its first line what happens. Sections follow, each behind a
//! line `==== NAME`:
//!
//! - `old` and `new`: what makes the two specs of the second API's. `>> FILE` names a file; lines
//!   that begin with `- ` are looked for there, lines that begin with `+ ` take their place.
//!   `>> FILE becomes OTHER` renames one. A section that is not there leaves the spec as it is.
//! - `program`: Rust of somebody who depends on the crate `book_shelf`. Of a change that breaks
//!   compilation it compiles with the old crate and not with the new one; `error` is the code of
//!   the compiler's error. Of any other change it compiles with both, and has a function `holds`:
//!   it is true with the old crate, and with the new one it is false where the change breaks
//!   behaviour.
//! - `gain`: Rust that compiles with the new crate only.
//! - `diff`: what `kcrs-codegen diff` prints.

use std::fs;
use std::path::{Path, PathBuf};

/// A spec in memory: names of files and their texts.
pub(crate) type Files = Vec<(String, String)>;

/// A change of the second API's spec.
pub(crate) struct Case {
    pub(crate) path: PathBuf,
    /// The name of the kind of change.
    pub(crate) kind: String,
    sections: Vec<(String, String)>,
}

/// All cases of a folder, sorted by kind.
pub(crate) fn read_all(folder: &Path) -> Vec<Case> {
    let entries = fs::read_dir(folder).unwrap();
    let mut cases: Vec<Case> = entries
        .map(|entry| Case::read(entry.unwrap().path()))
        .collect();
    cases.sort_by(|a, b| a.kind.cmp(&b.kind));
    cases
}

impl Case {
    fn read(path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).unwrap();
        let sections = text
            .split("\n==== ")
            .skip(1)
            .map(|section| {
                let (name, body) = section.split_once('\n').unwrap_or((section, ""));
                (name.to_owned(), body.to_owned())
            })
            .collect();
        let kind = path.file_stem().unwrap().to_str().unwrap().to_owned();
        Self {
            path,
            kind,
            sections,
        }
    }

    pub(crate) fn section(&self, name: &str) -> Option<&str> {
        let mut sections = self.sections.iter();
        let found = sections.find(|(found, _)| found == name);
        found.map(|(_, body)| body.as_str())
    }

    /// The spec of one side.
    pub(crate) fn spec(&self, side: &str, base: Files) -> Files {
        apply(self.section(side).unwrap_or_default(), base, &self.kind)
    }
}

fn apply(edits: &str, mut files: Files, case: &str) -> Files {
    for part in format!("\n{edits}").split("\n>> ").skip(1) {
        let (name, lines) = part.split_once('\n').unwrap_or((part, ""));
        let (name, other) = name.split_once(" becomes ").unwrap_or((name, name));
        let (path, text) = files
            .iter_mut()
            .find(|(path, _)| *path == format!("spec/{name}"))
            .unwrap_or_else(|| panic!("{case}: there is no {name}"));
        *path = format!("spec/{other}");
        for (old, new) in replacements(lines) {
            assert_eq!(text.matches(&old).count(), 1, "{case}: {old}");
            *text = text.replace(&old, &new);
        }
    }
    files
}

/// Pairs of what is looked for and what takes its place.
fn replacements(lines: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
    let mut was_new = true;
    for line in lines.lines() {
        if let Some(old) = line.strip_prefix("- ") {
            if was_new {
                pairs.push(Default::default());
            }
            pairs.last_mut().unwrap().0.push(old);
            was_new = false;
        } else if let (Some(new), Some(pair)) = (line.strip_prefix("+ "), pairs.last_mut()) {
            pair.1.push(new);
            was_new = true;
        }
    }
    pairs
        .into_iter()
        .map(|(old, mut new)| {
            // What is taken out takes its line with it.
            let end = if new.is_empty() { "\n" } else { "" };
            (old.join("\n") + end, std::mem::take(&mut new).join("\n"))
        })
        .collect()
}
