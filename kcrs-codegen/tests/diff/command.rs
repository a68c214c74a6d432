//! The command `diff`: what it prints, how it ends, where it takes specs from.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{folder, read_all};
use crate::support::{Files, expect_file, second_api, tests_folder};

/// A folder with the old and the new spec of a case.
fn specs(test: &str, kind: &str) -> PathBuf {
    let folder_of_test = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("diff")
        .join(test);
    let _ = fs::remove_dir_all(&folder_of_test);
    let cases = read_all(&folder());
    let case = cases.iter().find(|case| case.kind == kind).unwrap();
    for side in ["old", "new"] {
        write(&folder_of_test.join(side), case.spec(side, second_api()));
    }
    folder_of_test
}

fn write(folder: &Path, files: Files) {
    fs::create_dir_all(folder).unwrap();
    for (path, text) in files {
        fs::write(folder.join(path.strip_prefix("spec/").unwrap()), text).unwrap();
    }
}

/// Exit code, standard output and standard error.
fn diff(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_kcrs-codegen"))
        .arg("diff")
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn the_exit_code_follows_the_gravest_change() {
    for (kind, codes) in [
        ("description-changed", [0, 0, 1, 0]),
        ("parameter-added", [0, 1, 1, 0]),
        ("limit-tightened", [1, 1, 1, 0]),
    ] {
        let folder = specs("exit_code", kind);
        let levels = ["breaking", "additive", "documentation", "never"];
        for (level, expected) in levels.into_iter().zip(codes) {
            let (code, _, error) = diff(&folder, &["old", "new", "--fail-on", level]);
            assert_eq!((code, error.as_str()), (expected, ""), "{kind} {level}");
        }
        let (code, ..) = diff(&folder, &["old", "new"]);
        assert_eq!(code, codes[0], "breaking is the default");
        assert_eq!(
            diff(&folder, &["old", "old", "--fail-on", "documentation"]).0,
            0
        );
    }
}

#[test]
fn changes_are_printed_for_people_for_programs_and_as_markdown() {
    let folder = specs("formats", "page-item-type-changed");
    for format in ["human", "json", "markdown"] {
        let (_, text, error) = diff(&folder, &["old", "new", "--format", format]);
        assert_eq!(error, "");
        expect_file(
            &tests_folder()
                .join("diff")
                .join(format!("formats/{format}.txt")),
            &text,
        );
    }
}

#[test]
fn a_spec_that_is_wrong_is_reported_and_ends_with_2() {
    let folder = specs("wrong", "limit-tightened");
    let path = folder.join("new/books.yaml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("type: Binding", "type: Bindnig")).unwrap();
    let (code, out, error) = diff(&folder, &["old", "new"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(error.contains("unknown type `Bindnig`"), "{error}");

    let (code, out, error) = diff(&folder, &["nothing", "new"]);
    assert_eq!((code, out.as_str()), (2, ""));
    let both = error.contains("the spec folder cannot be read") && error.contains("Bindnig");
    assert!(both, "{error}");

    let (code, _, error) = diff(&folder, &["old", "new", "--fail-on", "grave"]);
    assert_eq!(code, 2);
    assert!(
        error.contains("breaking, additive, documentation, never"),
        "{error}"
    );
    assert_eq!(diff(&folder, &["old"]).0, 2);
}

#[test]
fn a_revision_of_git_can_be_compared() {
    let folder = specs("revision", "limit-tightened");
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
        let output = Command::new("git")
            .args(identity)
            .args(arguments)
            .current_dir(&folder)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
    };
    git(&["init", "-q"]);
    fs::rename(folder.join("old"), folder.join("spec")).unwrap();
    fs::write(folder.join("spec/README.md"), "no file of the spec").unwrap();
    git(&["add", "spec"]);
    git(&["commit", "-q", "-m", "old"]);
    fs::remove_dir_all(folder.join("spec")).unwrap();
    fs::rename(folder.join("new"), folder.join("spec")).unwrap();

    let (code, out, error) = diff(&folder, &["HEAD:spec", "spec"]);
    assert_eq!((code, error.as_str()), (1, ""));
    assert!(
        out.contains("actions.AddBook.request.Pages.range: limit-tightened"),
        "{out}"
    );
    assert_eq!(diff(&folder, &["HEAD:spec/", "HEAD:spec"]).0, 0);
    assert_eq!(diff(&folder.join("spec"), &["HEAD:./", "."]).0, 1);

    for (wrong, expected) in [
        ("HEAD:nothing", "HEAD:nothing: error: Git cannot read it: "),
        ("nobody:spec", "nobody:spec: error: Git cannot read it: "),
        ("--output:spec", "unexpected argument"),
        (":spec", "`` names no revision of Git"),
    ] {
        let (code, out, error) = diff(&folder, &[wrong, "spec"]);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(error.contains(expected), "{error}");
    }
}
