//! Scanning images.

use std::process::Stdio;
use std::time::Duration;

use kcrs_emulator::{Emulator, Fault, Seed};
use kcrs_generated::error_rows;
use serde_json::Value;

use crate::support::{Kcrs, Ran, emulator, expect};

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
              - image_id: sha256:0001
                tag_names: [v1]
                vulnerabilities:
                  - {cve_name: CVE-2022-0002, severity: Low, feature: zlib, current_version: 1.2.11}
                  - {cve_name: CVE-2022-0778, severity: High, feature: openssl, current_version: 1.1.1k, repaired_version: 1.1.1n}
                  - {cve_name: CVE-2022-0001, severity: High, feature: openssl, current_version: 1.1.1k, repaired_version: 1.1.1n}
                  - {cve_name: CVE-2022-0003, severity: Unknown, feature: bash}
              - {image_id: sha256:0002, tag_names: [clean]}
              - {image_id: sha256:0003, tag_names: [broken], scan_status: Failed}
              - {image_id: sha256:0004, tag_names: [odd], scan_status: Paused}
";

fn start(settle: Duration) -> Emulator {
    let seed = Seed::parse(SEED).expect("a seed");
    let emulator = emulator()
        .seed(seed)
        .settle(settle)
        .start()
        .expect("an emulator");
    emulator.advance(settle);
    emulator
}

fn scan(kcrs: &Kcrs, tag: &str, more: &[&str]) -> Ran {
    let at = [
        "scan",
        "--instance-id",
        ID,
        "--namespace",
        "team",
        "--repo-name",
        "web",
    ];
    kcrs.run([&at[..], &["--tag", tag, "--interval", "50ms"], more].concat())
}

/// A report without the time of the scan.
fn timeless(report: &str) -> String {
    let (text, _) = report.rsplit_once(", scanned ").expect("a time");
    format!("{text}\n")
}

#[test]
fn the_worst_come_first() {
    let emulator = start(Duration::ZERO);
    let kcrs = Kcrs::with(&emulator);
    let ran = scan(&kcrs, "v1", &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    expect("scan.txt", &timeless(&ran.stdout));
    let ran = scan(&kcrs, "clean", &["--fail-on", "unknown"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(timeless(&ran.stdout), "No vulnerabilities\n");
}

#[test]
fn a_scan_takes_its_time_and_the_report_of_the_one_before_is_not_taken_for_it() {
    let emulator = start(Duration::from_millis(1100));
    let kcrs = Kcrs::with(&emulator);
    let first: Value =
        serde_json::from_str(&scan(&kcrs, "v1", &["--output", "json"]).stdout).expect("JSON");
    let second: Value =
        serde_json::from_str(&scan(&kcrs, "v1", &["--output", "json"]).stdout).expect("JSON");
    assert_ne!(first["FinishTime"], second["FinishTime"]);
    assert_eq!(second["ImageId"], "sha256:0001");
    assert_eq!(second["TotalCount"], 4);
    assert_eq!(second["Summary"]["High"], 2);
    assert_eq!(second["VulnerabilitySet"][0]["CveName"], "CVE-2022-0001");
    assert_eq!(emulator.requests_of("StartImageScan").len(), 2);
}

#[test]
fn ci_fails_from_the_severity_on_that_it_names() {
    let emulator = start(Duration::ZERO);
    let kcrs = Kcrs::with(&emulator);
    scan(&kcrs, "v1", &[]);
    for (severity, code, says) in [
        (
            "critical",
            0,
            "kcrs: warning: the API documents no severity above high: --fail-on critical may let everything pass\n",
        ),
        ("high", 9, "kcrs: 2 of severity high or worse\n"),
        ("HIGH", 9, "kcrs: 2 of severity high or worse\n"),
        ("low", 9, "kcrs: 3 of severity low or worse\n"),
        ("unknown", 9, "kcrs: 4 of severity unknown or worse\n"),
    ] {
        let ran = scan(&kcrs, "v1", &["--no-start", "--fail-on", severity]);
        assert_eq!(
            (ran.code, ran.stderr.as_str()),
            (Some(code), says),
            "{severity}"
        );
        assert!(
            ran.stdout
                .contains("4 vulnerabilities (2 High, 1 Low, 1 Unknown)"),
            "the report is shown all the same"
        );
    }
    assert_eq!(emulator.requests_of("StartImageScan").len(), 1);
    let stderr = scan(&kcrs, "v1", &["--fail-on", "awful"]).refusal(2);
    assert!(stderr.contains("high"), "{stderr}");
}

#[test]
fn no_report_is_never_a_good_report() {
    let emulator = start(Duration::ZERO);
    let kcrs = Kcrs::with(&emulator);
    let high = ["--fail-on", "high"];
    let refusal = |tag: &str, more: &[&str], code| {
        scan(&kcrs, tag, &[&high[..], more].concat()).refusal(code)
    };
    assert!(refusal("clean", &["--no-start"], 5).contains("there is no report of this image"));
    assert!(refusal("broken", &[], 7).contains("\"Failed\""));
    assert!(refusal("broken", &["--no-start"], 7).contains("the scan is \"Failed\""));
    assert!(refusal("odd", &["--timeout", "300ms"], 7).contains("the last status is \"Paused\""));
    assert!(refusal("v9", &[], 5).contains("no image with the tag \"v9\" in team/web"));
    emulator.inject(Fault::error(&error_rows::ACCESS_DENIED).on("StartImageScan"));
    assert!(refusal("v1", &[], 4).contains("AccessDenied"));
}

#[test]
fn a_scan_can_be_left_alone() {
    let emulator = start(Duration::from_secs(3600));
    let kcrs = Kcrs::with(&emulator);
    let at = [
        "scan",
        "--instance-id",
        ID,
        "--namespace",
        "team",
        "--repo-name",
        "web",
        "--image-id",
        "sha256:0001",
    ];
    let child = kcrs
        .command(at)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    while emulator.requests_of("DescribeImageScan").len() < 2 {
        std::thread::sleep(Duration::from_millis(2));
    }
    let id = child.id().to_string();
    assert!(
        std::process::Command::new("kill")
            .args(["-INT", &id])
            .status()
            .expect("kill")
            .success()
    );
    let ran = Ran::from(child.wait_with_output().expect("an end"));
    assert!(ran.refusal(130).contains("interrupted; the scan goes on"));
}
