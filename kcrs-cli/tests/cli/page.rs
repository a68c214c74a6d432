//! The page for new users: its commands run, and print what it says.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

use kcrs_emulator::{Emulator, Seed};

use crate::support::{ACCESS_KEY, Kcrs, Ran, SECRET_KEY, emulator};

const PAGE: &str = include_str!("../../README.md");

/// What a real account has, for the commands that need one.
const SEED: &str = "
instances:
  - instance_name: demo
    namespaces:
      - namespace: team
        repositories:
          - repo_name: web
            images:
              - tag_names: [v1, latest]
                vulnerabilities: [{cve_name: CVE-2022-0778, severity: High, feature: openssl}]
              - tag_names: [pr-1]
              - {}
";

/// A part of the page under one heading: its blocks of commands, each with what it prints where the
/// page has that.
struct Section {
    title: String,
    blocks: Vec<(String, Option<String>)>,
}

fn sections() -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut lines = PAGE.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            let title = title.to_owned();
            sections.push(Section {
                title,
                blocks: Vec::new(),
            });
        }
        let Some(kind) = line.strip_prefix("```") else {
            continue;
        };
        let text: String = lines
            .by_ref()
            .take_while(|line| *line != "```")
            .map(|line| format!("{line}\n"))
            .collect();
        let blocks = &mut sections.last_mut().expect("a heading").blocks;
        match kind {
            "sh" => blocks.push((text, None)),
            "text" => blocks.last_mut().expect("commands").1 = Some(text),
            kind => panic!("blocks of {kind:?} are not tested"),
        }
    }
    sections
}

/// Programs that the page calls and that cannot be had here. They look at what they are given.
fn stand_ins(kcrs: &Kcrs) {
    let folder = kcrs.home().join("stand-ins");
    fs::create_dir(&folder).expect("a folder");
    for (name, script) in [
        // The real one is run by the full check: it takes minutes.
        (
            "cargo",
            r#"[ "$*" = "install --locked --path kcrs-cli" ] && command -v kcrs docker-credential-kcrs"#,
        ),
        // As docker does before it pulls.
        (
            "docker",
            r#"grep -q '"demo.ksyunkcr.com": "kcrs"' ~/.docker/config.json && echo demo.ksyunkcr.com | docker-credential-kcrs get"#,
        ),
        (
            "podman",
            r#"read -r password && [ ${#password} = 32 ] && [ "$3" = kcrs-emulator ]"#,
        ),
    ] {
        let path = folder.join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a file");
        let status = Command::new("chmod").arg("+x").arg(&path).status();
        assert!(status.expect("chmod").success());
    }
}

/// Runs the blocks of a section in one shell. What each prints is parted by a line.
fn run(kcrs: &Kcrs, emulator: &Emulator, section: &Section, port: u16) -> Ran {
    let mut script = "set -euo pipefail\nPATH=$PWD/stand-ins:$PATH\n".to_owned();
    for (commands, _) in &section.blocks {
        // Another emulator may listen where the page's does.
        let at_port = format!("kcrs emulator --listen 127.0.0.1:{port}");
        script.push_str(&commands.replace("kcrs emulator", &at_port));
        script.push_str("echo '-- the end of a block'\n");
        if commands.contains("&\n") {
            script.push_str("until kcrs describe-instance; do sleep 0.1; done >/dev/null 2>&1\n");
            script.push_str("trap 'kill %1' EXIT\n");
        }
    }
    let path = kcrs.file("section.sh", &script);
    let mut command = kcrs.program("bash");
    command
        .arg(path)
        .env("MY_ACCESS_KEY", ACCESS_KEY)
        .env("MY_SECRET_KEY", SECRET_KEY)
        .env("LANG", "C.UTF-8")
        .env("KSYUN_ENDPOINT", emulator.endpoint())
        .stdin(Stdio::null());
    Ran::from(command.output().expect("bash"))
}

#[test]
fn every_command_of_the_page_does_what_the_page_says() {
    let seed = Seed::parse(SEED).expect("a seed");
    let emulator = emulator().seed(seed).start().expect("an emulator");
    // The images are older than the page prunes.
    emulator.advance(std::time::Duration::from_secs(2 * 24 * 3600));
    let kcrs = Kcrs::new();
    stand_ins(&kcrs);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let mut tested = 0;
    for section in sections().iter_mut() {
        if section.blocks.is_empty() {
            continue;
        }
        // The id that the section about accounts has asked for.
        if section.title != "With your account" {
            let find = "ID=$(kcrs describe-instance --query 'InstanceSet[0].InstanceId' --output text || true)\n";
            section.blocks.insert(0, (find.to_owned(), None));
        }
        let ran = run(&kcrs, &emulator, section, port);
        let title = &section.title;
        assert_eq!(
            ran.code,
            Some(0),
            "{title}:\n{}\n{}",
            ran.stdout,
            ran.stderr
        );
        assert!(!ran.stdout.contains(SECRET_KEY), "{title}");
        let printed = ran.stdout.split("-- the end of a block\n");
        for ((commands, expected), printed) in section.blocks.iter().zip(printed) {
            tested += 1;
            if let Some(expected) = expected {
                assert_eq!(printed, expected, "{commands}");
            }
        }
    }
    assert!(tested > 15, "{tested}");
    assert_eq!(emulator.requests_of("DeleteInstanceToken").len(), 1);
    assert!(Path::new(&kcrs.home().join(".ks/credentials")).exists());
}

#[test]
fn every_exit_code_of_the_help_is_on_the_page() {
    let help = Kcrs::new().run(["--help"]);
    let (_, codes) = help.stdout.split_once("Exit codes:\n").expect("exit codes");
    let codes = codes.lines().take_while(|line| line.starts_with("  "));
    for line in codes {
        let (code, meaning) = line.trim().split_once("  ").expect("a code");
        let meaning = meaning.trim().to_lowercase();
        let row = format!("| {code} | {meaning}");
        assert!(PAGE.to_lowercase().contains(&row), "{row}");
    }
}
