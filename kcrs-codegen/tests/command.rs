//! The command: what it prints and how it ends.

use std::process::Command;

use crate::support::{expect_file, tests_folder};

/// Exit code, standard output and standard error.
pub(crate) fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_kcrs-codegen"))
        .args(arguments)
        .current_dir(tests_folder().join("second_api"))
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
fn check_tells_whether_the_spec_is_right() {
    let expected = "spec: 5 actions, 9 types, 6 errors: all right\n";
    assert_eq!(
        run(&["check", "spec"]),
        (0, expected.to_owned(), String::new())
    );

    let (code, out, report) = run(&["check", "golden"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(
        report.starts_with("golden: error: the spec has no chapter\n"),
        "{report}"
    );
    assert!(report.ends_with("3 problems\n"), "{report}");
}

#[test]
fn model_prints_json() {
    let (code, out, error) = run(&["model", "spec"]);
    assert_eq!((code, error.as_str()), (0, ""));
    expect_file(&tests_folder().join("second_api/golden/model.json"), &out);
    assert_eq!(run(&["model", "golden"]).0, 1);
}

#[test]
fn help_and_version() {
    for arguments in [&["--help"][..], &["-h"]] {
        let (code, out, _) = run(arguments);
        assert_eq!(code, 0);
        assert!(out.contains("Usage: kcrs-codegen <COMMAND>"), "{out}");
    }
    let (code, out, _) = run(&["check", "--help"]);
    assert_eq!(code, 0);
    assert!(
        out.contains("Usage: kcrs-codegen check <SPEC_DIR>"),
        "{out}"
    );
    assert_eq!(
        run(&["--version"]).1,
        format!("kcrs-codegen {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn what_is_not_understood_is_named() {
    for (arguments, expected) in [
        (&[][..], "requires a subcommand"),
        (&["chekc", "spec"], "unrecognized subcommand 'chekc'"),
        (&["check"], "<SPEC_DIR>"),
        (&["check", "--quiet"], "unexpected argument '--quiet'"),
        (
            &["model", "spec", "--pretty"],
            "unexpected argument '--pretty'",
        ),
    ] {
        let (code, out, error) = run(arguments);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(error.contains(expected), "{error}");
        assert!(error.contains("--help"), "{error}");
    }
}
