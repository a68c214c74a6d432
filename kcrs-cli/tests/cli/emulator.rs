//! `kcrs emulator`, and the emulator of a single command.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Command, Stdio};

use kcrs_emulator::program;

use crate::support::Kcrs;

const DEMO: &str = "5d0c7a52-6f1e-4c3b-9a84-2b7f0e91d3c6";

#[test]
fn the_first_try_needs_no_account() {
    let kcrs = Kcrs::new();
    let query = ["--query", "InstanceSet[].InstanceId", "--output", "text"];
    let ran = kcrs.run(["--emulator", "describe-instance"].iter().chain(&query));
    assert_eq!(ran.success(), format!("{DEMO}\n"));
    assert_eq!(kcrs.home().read_dir().expect("a folder").count(), 0);
}

#[test]
fn it_tells_how_it_is_reached_and_stops_on_a_signal() {
    let kcrs = Kcrs::new();
    for signal in ["INT", "TERM"] {
        let mut child = kcrs
            .command(["emulator", "--listen", "127.0.0.1:0", "--demo"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let lines: Vec<String> = lines
            .map(|line| line.expect("a line"))
            .take_while(|line| !line.starts_with("Ctrl-C"))
            .collect();
        assert!(
            lines[0].starts_with("The emulator listens on http://127.0.0.1:"),
            "{lines:?}"
        );

        // What it says is what a shell needs.
        let (exports, calls): (Vec<&str>, Vec<&str>) = lines
            .iter()
            .filter_map(|line| line.strip_prefix("  "))
            .partition(|line| line.starts_with("export "));
        assert_eq!(
            (exports.len(), calls.as_slice()),
            (3, &["kcrs describe-instance"][..])
        );
        let program = kcrs.command::<&str>([]);
        let program = program.get_program().to_string_lossy().into_owned();
        let script = format!(
            "{}\n'{program}' describe-instance --query TotalCount",
            exports.join("\n")
        );
        let shell = Command::new("sh")
            .args(["-c", &script])
            .output()
            .expect("a shell");
        assert_eq!(String::from_utf8_lossy(&shell.stdout), "1\n", "{shell:?}");

        let id = child.id().to_string();
        let sent = Command::new("kill")
            .args([&format!("-{signal}"), &id])
            .status();
        assert!(sent.expect("kill").success());
        let output = child.wait_with_output().expect("an end");
        assert!(output.status.success(), "{output:?}");
        let log = String::from_utf8_lossy(&output.stderr);
        assert!(
            log.contains("DescribeInstance") && !log.contains("emulator-secret-key"),
            "{log}"
        );
    }
}

#[test]
fn a_shell_is_told_without_starting_it() {
    let kcrs = Kcrs::new();
    let free = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = free.local_addr().expect("an address").to_string();
    drop(free);
    let ran = kcrs.run(["emulator", "--env", "--listen", &address]);
    assert!(ran.stderr.contains("nothing listens"), "{ran:?}");
    assert_eq!(
        ran.stdout.replace(&address, "127.0.0.1:9000"),
        "export KSYUN_ENDPOINT=http://127.0.0.1:9000\n\
         export KSYUN_ACCESS_KEY=emulator-access-key\n\
         export KSYUN_SECRET_KEY=emulator-secret-key\n"
    );
    let refusal = kcrs
        .run(["emulator", "--env", "--listen", "127.0.0.1:0"])
        .refusal(2);
    assert!(refusal.contains("known only when it runs"), "{refusal}");

    // A key of one's own is not shown, and quoting it is the shell's business.
    let kcrs = kcrs
        .variable("KCRS_EMULATOR_SECRET_KEY", "planted")
        .variable("KCRS_EMULATOR_SESSION_TOKEN", "planted");
    let own = [
        "emulator",
        "--env",
        "--access-key",
        "it's mine",
        "--listen",
        &address,
    ];
    assert_eq!(
        kcrs.run(own).stdout.replace(&address, "127.0.0.1:8080"),
        "export KSYUN_ENDPOINT=http://127.0.0.1:8080\n\
         export KSYUN_ACCESS_KEY='it'\\''s mine'\n\
         export KSYUN_SECRET_KEY=\"$KCRS_EMULATOR_SECRET_KEY\"\n\
         export KSYUN_SESSION_TOKEN=\"$KCRS_EMULATOR_SESSION_TOKEN\"\n"
    );
}

#[test]
fn a_shell_is_not_led_to_a_stranger_and_can_forget() {
    let kcrs = Kcrs::new();
    let stranger = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = stranger.local_addr().expect("an address").to_string();
    let responder = std::thread::spawn(move || {
        let (mut stream, _) = stranger.accept().expect("a connection");
        let mut request = [0; 1024];
        let _ = stream.read(&mut request).expect("a request");
        stream.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n")
    });
    let env = ["emulator", "--env", "--listen", &address];
    let refusal = kcrs.run(env).refusal(1);
    assert!(refusal.contains("is no emulator"), "{refusal}");
    responder.join().expect("no panic").expect("a response");
    assert_eq!(
        kcrs.run(env.iter().chain(&["--unset"])).success(),
        "unset KSYUN_ENDPOINT KSYUN_ACCESS_KEY KSYUN_SECRET_KEY\n"
    );
}

#[test]
fn it_has_all_options_of_the_emulator_but_secrets() {
    let kcrs = Kcrs::new();
    let help = kcrs.run(["emulator", "--help"]).success();
    let public = program::args().into_iter().map(|arg| (arg, true));
    let secret = program::secret_args().into_iter().map(|arg| (arg, false));
    for (arg, is_expected) in public.chain(secret) {
        let name = format!("--{}", arg.get_long().expect("a long name"));
        let is_there = help
            .lines()
            .any(|line| line.trim_start().split(' ').next() == Some(&name));
        assert_eq!(is_there, is_expected, "{name}");
    }
    // Each is described in Chinese too: a line has the name, and the text behind or below it.
    let help = kcrs.run(["emulator", "-h", "--lang", "zh"]).success();
    let (_, options) = help.split_once("选项:\n").expect("options");
    let (options, _) = options.split_once("\n\n").expect("an end");
    for option in options.split("\n      --").skip(1) {
        let is_chinese = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
        assert!(option.contains(is_chinese), "{option}");
    }
    for arguments in [
        &["--secret-key", "planted"][..],
        &["--session-token=planted"],
    ] {
        let refusal = kcrs.run(["emulator"].iter().chain(arguments)).refusal(2);
        assert!(
            refusal.contains("no option or argument") && !refusal.contains("planted"),
            "{refusal}"
        );
    }
    for (arguments, part) in [
        (&["--settle", "soon"][..], "such as 50ms"),
        (
            &["--demo", "--seed", "s.yaml"],
            "cannot be given together with",
        ),
        (&["--listen", "0.0.0.0:0"], "KCRS_EMULATOR_SECRET_KEY"),
    ] {
        let refusal = kcrs.run(["emulator"].iter().chain(arguments)).refusal(2);
        assert!(refusal.contains(part), "{refusal}");
    }
    let ran = kcrs.run([
        "emulator",
        "--listen",
        "127.0.0.1:0",
        "--seed",
        "nowhere.yaml",
    ]);
    assert!(ran.refusal(1).contains("--seed nowhere.yaml: "));
}
