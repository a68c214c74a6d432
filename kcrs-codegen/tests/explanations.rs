//! Each code is explained by an example of the mistake, and the example is one.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use kcrs_codegen::{Code, Diagnostic, Example, Level, Levels, Sources, check_with};

use crate::support::{Files, second_api, second_api_folder};

#[test]
fn the_wrong_example_has_the_mistake_and_the_right_one_has_not() {
    let mut failures = Vec::new();
    let base = diagnostics(Sources::from_texts(second_api()));
    for code in Code::all() {
        let explanation = code.explanation();
        let (wrong, right) = match explanation.wrong.file {
            Some(file) => {
                let changed = with_lines(file, &explanation.right, &explanation.wrong);
                // Some right examples have a comment that the spec has not.
                let right = with_lines(file, &explanation.right, &explanation.right);
                let found = match right == second_api() {
                    true => base.clone(),
                    false => diagnostics(Sources::from_texts(right)),
                };
                let lines = lines_of(file, explanation.right.lines);
                let right = found
                    .into_iter()
                    .filter(|diagnostic| {
                        diagnostic.primary.file.ends_with(file)
                            && lines.contains(&diagnostic.primary.line)
                    })
                    .collect();
                (diagnostics(Sources::from_texts(changed)), right)
            }
            None => (
                diagnostics(Sources::read(folder(&explanation.wrong, "wrong"))),
                diagnostics(Sources::read(folder(&explanation.right, "right"))),
            ),
        };
        let has = |diagnostics: &[Diagnostic]| {
            diagnostics
                .iter()
                .any(|diagnostic| diagnostic.code == Some(code))
        };
        if !has(&wrong) || has(&right) {
            let codes = |diagnostics: &[Diagnostic]| -> BTreeSet<String> {
                diagnostics
                    .iter()
                    .filter_map(|diagnostic| {
                        Some(format!("{}: {}", diagnostic.code?, diagnostic.message))
                    })
                    .collect()
            };
            failures.push(format!(
                "{code:?}: wrong: {:?}, right: {:?}",
                codes(&wrong),
                codes(&right)
            ));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What is found in a spec when every lint warns.
fn diagnostics(sources: Sources) -> Vec<Diagnostic> {
    let lints = Code::all().filter(|code| code.default_level().is_some());
    let levels = lints.fold(Levels::new(), |levels, lint| levels.set(lint, Level::Warn));
    match check_with(&sources, &levels) {
        Ok(checked) => checked.warnings.diagnostics().to_vec(),
        Err(report) => report.diagnostics().to_vec(),
    }
}

/// The second API's spec with the lines of one example in place of those of another. The lines of
/// the right example are the spec's own, or they are put where the wrong one says: at the first
/// line that both have.
fn with_lines(file: &str, right: &Example, new: &Example) -> Files {
    let mut files = second_api();
    let (_, text) = files
        .iter_mut()
        .find(|(path, _)| path.ends_with(file))
        .unwrap();
    let own = own_lines(text, right.lines);
    assert_eq!(
        text.matches(own.as_str()).count(),
        1,
        "{file} has not once:\n{own}"
    );
    *text = text.replacen(own.as_str(), new.lines.trim_end_matches('\n'), 1);
    files
}

/// The lines of an example that are in the text: all of them but comments.
fn own_lines(text: &str, lines: &str) -> String {
    let lines = lines.trim_end_matches('\n');
    if text.contains(lines) {
        return lines.to_owned();
    }
    let own: Vec<&str> = lines
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .collect();
    own.join("\n")
}

/// The numbers of the lines of an example in a file of the second API's spec.
fn lines_of(file: &str, lines: &str) -> BTreeSet<usize> {
    let files = second_api();
    let (_, text) = files.iter().find(|(path, _)| path.ends_with(file)).unwrap();
    let own = own_lines(text, lines);
    let start = text.find(own.as_str()).unwrap();
    let first = 1 + text[..start].matches('\n').count();
    (first..first + lines.lines().count()).collect()
}

/// A folder with the files that an example lists.
fn folder(listing: &Example, name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("explanations")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for line in listing.lines.lines() {
        let (file, what) = line.split_once(' ').unwrap_or((line, ""));
        let path = folder.join(file);
        let name = file.rsplit('/').next().unwrap();
        let stem = name.split('.').next().unwrap();
        match what {
            _ if file.ends_with('/') => fs::create_dir(path).unwrap(),
            "(empty)" => fs::write(path, "").unwrap(),
            "(Latin-1)" => fs::write(path, b"chapter: {en: Caf\xe9}").unwrap(),
            _ => {
                let spec = second_api_folder().join("spec");
                fs::copy(spec.join(format!("{stem}.yaml")), path)
                    .map(drop)
                    .unwrap();
            }
        }
    }
    folder
}
