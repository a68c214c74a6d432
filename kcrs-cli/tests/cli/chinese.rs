//! The command line in Chinese.

use kcrs_emulator::Seed;

use crate::support::{Kcrs, emulator, expect, without_times};

const ID: &str = "7e4f1c3a-0f0e-4a53-9d5c-0d2c9d1f7a10";
const SEED: &str = "
instances:
  - instance_name: demo
    instance_id: 7e4f1c3a-0f0e-4a53-9d5c-0d2c9d1f7a10
    namespaces:
      - namespace: team
        repositories:
          - repo_name: web
            images:
              - tag_names: [v1]
                image_id: sha256:1111111111111111111111111111111111111111111111111111111111111111
                vulnerabilities: [{cve_name: CVE-2022-0778, severity: High, feature: openssl}]
              - tag_names: [pr-1]
                image_id: sha256:2222222222222222222222222222222222222222222222222222222222222222
              - image_id: sha256:3333333333333333333333333333333333333333333333333333333333333333
";

#[test]
fn what_is_shown_is_chinese() {
    let seed = Seed::parse(SEED).expect("a seed");
    let emulator = emulator().seed(seed).start().expect("an emulator");
    let kcrs = Kcrs::with(&emulator).variable("LANG", "zh_CN.UTF-8");
    let image = ["--instance-id", ID, "--namespace", "team"];
    let mut shown = String::new();
    for (command, arguments) in [
        ("tree", &["--tags"][..]),
        (
            "images prune",
            &["--tag", "pr-*", "--exclude-tag", "x", "--dry-run"],
        ),
        ("images prune", &["--all", "--max-delete", "1", "--yes"]),
        ("images prune", &["--keep", "0"]),
        ("images prune", &["--tag", "v{1}"]),
        ("images prune", &["--untagged", "--yes"]),
        (
            "scan",
            &["--repo-name", "web", "--tag", "v1", "--fail-on", "high"],
        ),
        ("scan", &["--repo-name", "web", "--tag", "v2"]),
        ("docker-login", &[]),
        ("docker-logout", &[]),
        ("wait instance-running", &["--interval", "0"]),
        // What the parser refuses.
        ("scan", &["--repo-name", "web"]),
        ("scan", &["--repo-nam", "web"]),
        ("tree", &["--concurrency", "0"]),
        ("tree", &["--output", "xml"]),
        ("tree", &["--lang"]),
        ("wait", &[]),
    ] {
        let mut all: Vec<&str> = command.split(' ').collect();
        all.extend(match command {
            "tree" | "wait" | "docker-logout" => &[],
            "docker-login" | "wait instance-running" => &image[..2],
            _ => &image[..],
        });
        all.extend(if command == "docker-logout" {
            &image[..2]
        } else {
            arguments
        });
        let ran = kcrs.run(&all);
        let text = format!("{}{}", ran.stdout, ran.stderr);
        let home = kcrs.home().to_str().expect("a path");
        let text = without_times(&text.replace(home, "~"));
        let chinese = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
        assert!(text.contains(chinese), "{all:?}: {text}");
        shown.push_str(&format!(
            "$ kcrs {command} {}\n{text}\n",
            arguments.join(" ")
        ));
    }
    expect("chinese.txt", &shown);
}
