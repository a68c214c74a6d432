//! Completion in the shells themselves. Those that are not installed are passed over, but for bash.

use std::process::Command;

use kcrs_emulator::{Emulator, Seed};

use crate::pty::Terminal;
use crate::support::{ACCESS_KEY, Kcrs, SECRET_KEY, emulator};

const INSTANCE: &str = "5d0c7a52-6f1e-4c3b-9a84-2b7f0e91d3c6";
const IMAGE: &str = "sha256:c9c7ed26b9fec52ca754567058d094de1683ebab41a984dcbb43d9586899befe";

/// A user with `kcrs` in the path, and an emulator for its service.
struct User {
    kcrs: Kcrs,
    _emulator: Emulator,
}

/// The program with the emulator in its environment: the scripts give it no options.
fn user_of(emulator: &Emulator) -> Kcrs {
    Kcrs::new()
        .variable("KSYUN_ENDPOINT", emulator.endpoint())
        .variable("KSYUN_ACCESS_KEY", ACCESS_KEY)
        .variable("KSYUN_SECRET_KEY", SECRET_KEY)
        .variable("DEMO", INSTANCE)
}

impl User {
    fn new() -> Self {
        let emulator = emulator().seed(Seed::demo()).start().expect("an emulator");
        let kcrs = user_of(&emulator);
        for (shell, file) in [
            ("bash", "kcrs.bash"),
            ("zsh", "_kcrs"),
            ("fish", "kcrs.fish"),
            ("powershell", "kcrs.ps1"),
        ] {
            let script = kcrs.run(["completion", shell]).success();
            kcrs.file(file, &script);
        }
        Self {
            kcrs,
            _emulator: emulator,
        }
    }

    /// A shell, in whose path the program is; none where it is not installed.
    fn shell(&self, name: &str, arguments: &[&str]) -> Option<Command> {
        Command::new(name).arg("--version").output().ok()?;
        let mut shell = self.kcrs.program(name);
        shell.args(arguments);
        Some(shell)
    }

    /// What bash completes a line with.
    fn bash(&self, line: &str) -> Vec<String> {
        let script = "source kcrs.bash; COMP_LINE=$1 COMP_POINT=${#1}; _kcrs; printf '%s\\n' \"${COMPREPLY[@]}\"";
        let mut shell = self
            .shell("bash", &["--norc", "-c", script, "bash", line])
            .expect("bash is installed");
        lines(&mut shell)
    }
}

/// What a shell printed, without its errors.
fn lines(shell: &mut Command) -> Vec<String> {
    let output = shell.output().expect("a shell");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{errors}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines()
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn bash_completes_commands_options_values_and_ids() {
    let user = User::new();
    let image = "--instance-id 5d0c7a52-6f1e-4c3b-9a84-2b7f0e91d3c6 --namespace apps --repo-name api --image-id";
    for (line, candidates) in [
        (
            "kcrs describe-namesp",
            &["describe-namespace ", "describe-namespace-exist "][..],
        ),
        (
            "kcrs wait internal-endpoint-r",
            &["internal-endpoint-running "],
        ),
        ("kcrs create-instance --instance-t", &["--instance-type "]),
        (
            "kcrs create-instance --instance-type ",
            &["basic ", "premium "],
        ),
        ("kcrs create-instance --instance-type=p", &["premium "]),
        ("kcrs create-namespace --public ", &["true ", "false "]),
        ("kcrs --region cn-b", &["cn-beijing-6 "]),
        (
            "kcrs --output ",
            &["json ", "yaml ", "table ", "text ", "jsonl "],
        ),
        (
            "kcrs call DescribeIm",
            &["DescribeImages ", "DescribeImageScan "],
        ),
        (
            "kcrs describe-namespace --instance-id ",
            &["5d0c7a52-6f1e-4c3b-9a84-2b7f0e91d3c6 "],
        ),
        (
            "kcrs wait instance-running --instance-id 5d",
            &["5d0c7a52-6f1e-4c3b-9a84-2b7f0e91d3c6 "],
        ),
        (
            "kcrs describe-repository --instance-id 5d0c7a52-6f1e-4c3b-9a84-2b7f0e91d3c6 --namespace ",
            &["apps ", "base "],
        ),
        (
            "kcrs describe-images --namespace apps --instance-id '5d0c7a52-6f1e-4c3b-9a84-2b7f0e91d3c6' --repo-name w",
            &["web "],
        ),
        (
            "kcrs scan --instance-id 5d0c7a52-6f1e-4c3b-9a84-2b7f0e91d3c6 --namespace apps --repo-name web --tag 2024",
            &["2024.2 ", "2024.1 "],
        ),
        // An exported variable is what it has.
        (
            "kcrs describe-repository --instance-id $DEMO --namespace b",
            &["base "],
        ),
        (
            "kcrs describe-repository --instance-id \"${DEMO}\" --namespace b",
            &["base "],
        ),
        // Without the instance there is nobody to ask.
        ("kcrs describe-repository --namespace ", &[]),
        ("kcrs no-such-command --", &["--endpoint ", "--region "]),
    ] {
        let found = user.bash(line);
        if candidates.first() == Some(&"--endpoint ") {
            assert!(
                found.contains(&"--endpoint ".to_owned()),
                "{line}: {found:?}"
            );
        } else {
            assert_eq!(found, candidates, "{line}");
        }
    }
    // Bash takes what stands behind the colon for a word of its own.
    let digest = IMAGE.strip_prefix("sha256:").expect("a digest");
    for (end, expected) in [
        ("sha256:c", format!("{digest} ")),
        ("sha256:", format!("{digest} ")),
        ("'sha256:c", IMAGE.to_owned()),
    ] {
        let found = user.bash(&format!("kcrs describe-image-scan {image} {end}"));
        assert!(found.contains(&expected), "{end}: {found:?}");
    }
}

#[test]
fn what_cannot_be_asked_completes_nothing_and_says_nothing() {
    let emulator = emulator().seed(Seed::demo()).start().expect("an emulator");
    let called = [
        "__complete",
        "fish",
        "--",
        "=",
        "kcrs",
        "describe-namespace",
        "--instance-id",
    ];
    assert!(
        user_of(&emulator)
            .run(called)
            .success()
            .starts_with(INSTANCE)
    );
    for (name, value) in [
        ("KSYUN_SECRET_KEY", "wrong"),
        ("KSYUN_SECRET_KEY", ""),
        ("KSYUN_ENDPOINT", "http://127.0.0.1:1"),
        ("KSYUN_ENDPOINT", "not a URL"),
    ] {
        let kcrs = user_of(&emulator).variable(name, value);
        assert_eq!(kcrs.run(called).success(), "", "{name}={value}");
    }
}

#[test]
fn bash_completes_what_is_typed() {
    let user = User::new();
    let shell = user
        .shell("bash", &["--norc", "-i"])
        .expect("bash is installed");
    let mut terminal = Terminal::start(shell, 200);
    terminal.type_in("PS1='> '; source kcrs.bash; echo load\"\"ed\r");
    terminal.wait_for("\nloaded");
    terminal.type_in("kcrs describe-image-s\t--instance-id \t--namesp\tapps --repo-name ap\t--image-id sha256:c\t");
    terminal.wait_for(&format!("kcrs describe-image-scan --instance-id {INSTANCE} --namespace apps --repo-name api --image-id"));
    terminal.wait_for(&IMAGE[..20]);
    terminal.type_in("--query Status\r");
    terminal.wait_for("kcrs: ");
    assert!(
        terminal.screen().contains(IMAGE) || terminal.screen().contains("ImageScan"),
        "{}",
        terminal.screen()
    );
}

#[test]
fn zsh_completes_what_is_typed() {
    let user = User::new();
    // As a file of the function path, and as a script that is read.
    for load in [
        "fpath=($PWD $fpath); autoload -Uz compinit; compinit -u",
        "autoload -Uz compinit; compinit -u; source ./_kcrs",
    ] {
        let Some(shell) = user.shell("zsh", &["-f", "-i"]) else {
            eprintln!("zsh is not installed");
            return;
        };
        let mut terminal = Terminal::start(shell, 200);
        terminal.type_in(&format!("PS1='> '; {load}; echo load\"\"ed\r"));
        terminal.wait_for("\nloaded");
        terminal.type_in("kcrs describe-image-s\t--instance-id \t--namespace apps --repo-name ap\t--image-id sha256:c\t");
        terminal.wait_for(&format!("kcrs describe-image-scan --instance-id {INSTANCE} --namespace apps --repo-name api --image-id"));
        terminal.wait_for(&IMAGE[..20]);
        // The line is taken back.
        terminal.type_in("\u{15}");
        terminal.type_in("kcrs create-instance --instance-type=p\t--charge-type \t");
        terminal.wait_for("--instance-type=premium --charge-type");
        terminal.wait_for("HourlyInstantSettlement");
    }
}

#[test]
fn fish_completes_with_what_it_means() {
    let user = User::new();
    for (line, expected) in [
        (
            "kcrs describe-namesp",
            vec!["describe-namespace\tLists the namespaces of an instance."],
        ),
        (
            "kcrs create-instance --instance-type ",
            vec!["basic", "premium"],
        ),
        (
            "kcrs describe-namespace --instance-id ",
            vec!["5d0c7a52-6f1e-4c3b-9a84-2b7f0e91d3c6\tdemo"],
        ),
        (
            "kcrs describe-image-scan --instance-id 5d0c7a52-6f1e-4c3b-9a84-2b7f0e91d3c6 --namespace apps --repo-name api --image-id sha256:c",
            vec![IMAGE],
        ),
        (
            "kcrs describe-namespace --instance-i",
            vec!["--instance-id\tId of the registry instance."],
        ),
    ] {
        let script = "source kcrs.fish; complete -C $argv[1]";
        let Some(mut shell) = user.shell("fish", &["--no-config", "-c", script, line]) else {
            eprintln!("fish is not installed");
            return;
        };
        let found = lines(&mut shell);
        for expected in expected {
            assert!(
                found.iter().any(|line| line == expected),
                "{line}: {expected}: {found:?}"
            );
        }
    }
}

#[test]
fn powershell_completes_without_evaluating_the_line() {
    let user = User::new();
    let script = "Get-Content -Raw kcrs.ps1 | Invoke-Expression; \
         (TabExpansion2 $args[0] $args[0].Length).CompletionMatches | ForEach-Object CompletionText";
    for (line, expected) in [
        ("kcrs describe-namesp", "describe-namespace"),
        ("kcrs describe-namespace --instance-id ", INSTANCE),
        (
            "kcrs describe-namespace --region $(touch evaluated) --instance-id ",
            INSTANCE,
        ),
    ] {
        let Some(mut shell) = user.shell("pwsh", &["-NoProfile", "-Command", script, line]) else {
            eprintln!("pwsh is not installed");
            return;
        };
        assert!(
            lines(&mut shell).iter().any(|found| found == expected),
            "{line}"
        );
        assert!(!user.kcrs.home().join("evaluated").exists());
    }
}
