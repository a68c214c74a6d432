//! The command: what it prints and how it ends.

use std::process::{Command, Stdio};

use crate::support::{expect_file, second_api_folder, tests_folder};

/// Exit code, standard output and standard error.
pub(crate) fn run(arguments: &[&str]) -> (i32, String, String) {
    run_with(arguments, &[])
}

fn run_with(arguments: &[&str], variables: &[(&str, &str)]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_kcrs-codegen"))
        .args(arguments)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .envs(variables.iter().copied())
        .current_dir(second_api_folder())
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
        report.starts_with("error[E0005]: the spec has no chapter\n--> golden\n"),
        "{report}"
    );
    assert!(
        report.ends_with("3 errors; `kcrs-codegen explain E0005` tells more\n"),
        "{report}"
    );
}

#[test]
fn check_prints_json_for_editors() {
    let (code, out, error) = run(&["check", "spec", "--format", "json", "--warn", "naming"]);
    assert_eq!((code, error.as_str()), (0, ""));
    expect_file(&tests_folder().join("expected/check.jsonl"), &out);
    for line in out.lines() {
        let object: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(object["code"], "W0006");
        assert_eq!(object["severity"], "warning");
    }

    // A file as a whole has no line.
    let (code, out, _) = run(&["check", "golden", "--format", "json"]);
    assert_eq!(code, 1);
    let first = r#"{"file":"golden","code":"E0005","name":"no_chapter","severity":"error","message":"the spec has no chapter","help":"#;
    assert!(out.starts_with(first), "{out}");
    assert_eq!(run(&["check", "spec", "--format", "json"]).1, "");
}

#[test]
fn levels_of_lints_are_those_of_the_command_then_of_the_spec() {
    // The spec allows `naming`, which would warn.
    for (options, code, severity) in [
        (&[][..], 0, None),
        (&["--deny", "warnings"], 0, None),
        (&["--warn", "naming"], 0, Some("warning[W0006]")),
        (
            &["--warn", "W0006", "--deny", "warnings"],
            0,
            Some("warning[W0006]"),
        ),
        (&["--deny", "w0006"], 1, Some("error[W0006]")),
        (&["--deny", "naming", "--allow", "naming"], 0, None),
        (
            &["--allow", "naming", "--deny", "naming"],
            1,
            Some("error[W0006]"),
        ),
        (
            &["--deny=full_stop,naming,uncommented_observation"],
            1,
            Some("error[W0013]"),
        ),
        (
            &["--warn", "uncommented_observation", "--allow", "warnings"],
            0,
            Some("warning[W0013]"),
        ),
    ] {
        let arguments = [&["check", "spec"], options].concat();
        let (actual, _, report) = run(&arguments);
        assert_eq!(actual, code, "{options:?}: {report}");
        match severity {
            Some(severity) => assert!(report.contains(severity), "{options:?}: {report}"),
            None => assert_eq!(report, "", "{options:?}"),
        }
    }
}

#[test]
fn colours_are_for_terminals_unless_told_otherwise() {
    let check = ["check", "golden"];
    for (options, variables, is_colored) in [
        (&[][..], &[][..], false),
        (&["--color", "always"], &[], true),
        (&[], &[("CLICOLOR_FORCE", "1")], true),
        (&[], &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], false),
        (&["--color", "always"], &[("NO_COLOR", "1")], true),
        (&["--color", "never"], &[("CLICOLOR_FORCE", "1")], false),
    ] {
        let (_, _, report) = run_with(&[&check, options].concat(), variables);
        let case = format!("{options:?} {variables:?}: {report}");
        assert_eq!(report.contains("\u{1b}["), is_colored, "{case}");
        assert!(report.contains("E0005"), "{case}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_colours() {
    let on_a_terminal = |variable: &str| {
        let command = format!(
            "{variable} {} check golden",
            env!("CARGO_BIN_EXE_kcrs-codegen")
        );
        let output = Command::new("script")
            .args(["--quiet", "--return", "--command", &command, "/dev/null"])
            .current_dir(second_api_folder())
            .env("TERM", "xterm")
            .env_remove("NO_COLOR")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stdout).unwrap()
    };
    let colored = on_a_terminal("env");
    assert!(colored.contains("\u{1b}[1m"), "{colored}");
    let plain = on_a_terminal("NO_COLOR=1");
    assert!(!plain.contains('\u{1b}'), "{plain}");
    assert!(
        plain.contains("error[E0005]: the spec has no chapter"),
        "{plain}"
    );
}

#[test]
fn explain_tells_what_a_code_means() {
    let (code, out, error) = run(&["explain", "E0012"]);
    assert_eq!((code, error.as_str()), (0, ""));
    expect_file(&tests_folder().join("expected/explain.txt"), &out);
    assert_eq!(run(&["explain", "e0012"]).1, out);
    assert_eq!(run(&["explain", "unknown_key"]).1, out);

    let (code, out, _) = run(&["explain", "w0011"]);
    assert_eq!(code, 0);
    assert!(
        out.contains("Level: warn, unless `lints: {full_stop: …}`"),
        "{out}"
    );

    let (code, out, _) = run(&["explain"]);
    assert_eq!(code, 0);
    assert_eq!(out.lines().count(), kcrs_codegen::Code::all().count());
    assert!(out.lines().any(|line| line == "E0012 unknown_key"), "{out}");
    assert!(
        out.lines()
            .any(|line| line == "W0003 unused_definition (deny)"),
        "{out}"
    );

    for (text, expected) in [
        ("E9", "there are E0001 to E"),
        ("unknown_kee", "did you mean `unknown_key`?"),
    ] {
        let (code, out, error) = run(&["explain", text]);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn model_prints_json() {
    let (code, out, error) = run(&["model", "spec"]);
    assert_eq!((code, error.as_str()), (0, ""));
    expect_file(&second_api_folder().join("golden/model.json"), &out);
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
        out.contains("Usage: kcrs-codegen check [OPTIONS] <SPEC_DIR>"),
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
            &["check", "spec", "--format", "xml"],
            "[possible values: human, json]",
        ),
        (
            &["check", "spec", "--deny", "ful_stop"],
            "did you mean `full_stop`?",
        ),
        (
            &["check", "spec", "--deny", "E0001"],
            "E0001 is an error, which has no level",
        ),
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
