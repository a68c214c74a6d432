use serde_json::json;

use super::*;
use crate::service::Seed;
use crate::state::{Finding, Severity};

#[test]
fn a_scan_runs_and_then_adds_up() {
    let (mut world, id) = World::with_namespace();
    let findings = [
        Severity::High,
        Severity::Low,
        Severity::High,
        Severity::Unknown,
        Severity::Medium,
        Severity::Negligible,
    ]
    .into_iter()
    .enumerate()
    .map(|(number, severity)| Finding::new(format!("CVE-2022-{number}"), severity));
    let push = ImagePush::new(RepositoryPlace::new(&id, "team", "app"))
        .image_id("sha256:a")
        .vulnerabilities(findings);
    block_on(world.registry.push_image(push, world.now)).unwrap();
    let image = [
        ("InstanceId", id.as_str()),
        ("Namespace", "team"),
        ("RepoName", "app"),
        ("ImageId", "sha256:a"),
    ];
    assert_code(
        world.refused("DescribeImageScan", &image),
        404,
        "ImageScanNotFound",
    );
    world.ok("StartImageScan", &image);
    let running = json!({
        "RequestId": "request-1", "Status": "Running", "TotalCount": 0, "FinishTime": null,
        "Summary": null, "VulnerabilitySet": [],
    });
    assert_eq!(world.ok("DescribeImageScan", &image), running);
    world.pass(SETTLE - SECOND);
    // It does not begin anew.
    world.ok("StartImageScan", &image);
    assert_eq!(world.ok("DescribeImageScan", &image), running);
    let mut world = world.reopen();
    world.pass(SECOND);
    let result = world.ok("DescribeImageScan", &image);
    assert_eq!(result["Status"], "Success");
    assert_eq!(result["FinishTime"], "2022-06-20 16:02:29");
    assert_eq!(
        result["Summary"],
        json!({"High": 2, "Medium": 1, "Low": 1, "Negligible": 1, "Unknown": 1})
    );
    assert_eq!(result["TotalCount"], 6);
    assert_eq!(result["VulnerabilitySet"].as_array().unwrap().len(), 6);
    assert_eq!(
        result["VulnerabilitySet"][1],
        json!({
            "CveName": "CVE-2022-1", "CveLink": "https://www.cve.org/CVERecord?id=CVE-2022-1",
            "Description": "", "Severity": "Low", "Feature": "", "CurrentVersion": "", "RepairedVersion": "",
        })
    );
    world.ok("StartImageScan", &image);
    assert_eq!(world.ok("DescribeImageScan", &image), running);
    let unknown = [&image[..3], &[("ImageId", "sha256:b")]].concat();
    for action in ["StartImageScan", "DescribeImageScan"] {
        assert_code(world.refused(action, &unknown), 404, "ImageNotFound");
    }
}

#[test]
fn a_seed_has_scans_that_are_done_and_some_that_fail() {
    let yaml = "
instances:
  - instance_name: demo
    instance_id: i-1
    namespaces:
      - namespace: team
        repositories:
          - repo_name: app
            images:
              - {image_id: 'sha256:a', scanned: true}
              - {image_id: 'sha256:b', scanned: true, scan_status: Failed}
";
    let world = World::with(|options| options.seed = Some(Seed::parse(yaml).unwrap()));
    for (image, status) in [("sha256:a", "Success"), ("sha256:b", "Failed")] {
        let image = [
            ("InstanceId", "i-1"),
            ("Namespace", "team"),
            ("RepoName", "app"),
            ("ImageId", image),
        ];
        assert_eq!(world.ok("DescribeImageScan", &image)["Status"], status);
    }
    world.reopen();
}
