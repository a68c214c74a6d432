//! The tree of a region.

use kcrs_emulator::{Emulator, Fault, Seed};
use kcrs_generated::error_rows;
use serde_json::{Value, json};

use crate::support::{Kcrs, emulator, expect};

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
              - {image_id: 'sha256:0001aaaaaaaaaaaaaaaa', tag_names: [v1]}
              - {image_id: 'sha256:0002aaaaaaaaaaaaaaaa', tag_names: [v2, latest]}
              - {image_id: 'sha256:0003aaaaaaaaaaaaaaaa'}
          - repo_name: api
      - namespace: empty
        public: true
  - instance_name: spare
    instance_id: 8e4f1c3a-0f0e-4a53-9d5c-0d2c9d1f7a10
    instance_type: premium
";

fn start() -> Emulator {
    let seed = Seed::parse(SEED).expect("a seed");
    emulator().seed(seed).start().expect("an emulator")
}

#[test]
fn everything_is_drawn_with_its_counts() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    expect("tree.txt", &kcrs.run(["tree"]).success());
    let kcrs = kcrs.variable("LANG", "en_US.UTF-8");
    expect("tree-tags.txt", &kcrs.run(["tree", "--tags"]).success());
    let ascii = kcrs.run(["tree", "--ascii", "--instance-id", ID, "--namespace", "t*"]);
    expect("tree-part.txt", &ascii.success());
}

#[test]
fn patterns_that_match_no_namespace_are_said() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    for (pattern, is_said) in [("t*", false), ("zzz", true)] {
        let ran = kcrs.run(["tree", "--namespace", pattern]);
        let says = ran.stderr.contains("no namespace matches --namespace");
        assert_eq!((ran.code, says), (Some(0), is_said), "{ran:?}");
    }
}

#[test]
fn a_program_gets_the_same_as_a_value() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator);
    let all: Value =
        serde_json::from_str(&kcrs.run(["tree", "--tags", "--output", "json"]).success())
            .expect("JSON");
    let team = &all["InstanceSet"][1]["NamespaceSet"][0];
    assert_eq!(team["Namespace"], "team");
    let images = team["RepoSet"][0]["ImageSet"].as_array().expect("a list");
    let tags: Vec<&Value> = images.iter().map(|image| &image["TagNames"]).collect();
    assert_eq!(tags, [&json!([]), &json!(["v2", "latest"]), &json!(["v1"])]);
    let names = kcrs.run([
        "tree",
        "--output",
        "text",
        "--query",
        "InstanceSet[].NamespaceSet[].RepoSet[].RepoName",
    ]);
    assert_eq!(names.success(), "web\tapi\n");
}

#[test]
fn what_cannot_be_read_is_marked_in_its_place() {
    let emulator = start();
    let kcrs = Kcrs::with(&emulator).variable("LC_ALL", "C.utf8");
    emulator.inject(
        Fault::error(&error_rows::ACCESS_DENIED)
            .on("DescribeRepository")
            .times(2),
    );
    let ran = kcrs.run(["tree", "--concurrency", "1", "--instance-id", ID]);
    assert_eq!(ran.code, Some(8), "{ran:?}");
    expect("tree-partial.txt", &ran.stdout);
    assert_eq!(ran.stderr, "kcrs: 2 lists could not be read\n");
    emulator.inject(Fault::error(&error_rows::ACCESS_DENIED).on("DescribeImages"));
    let ran = kcrs.run(["tree", "--concurrency", "1", "--tags", "--output", "json"]);
    assert_eq!(ran.code, Some(8), "{ran:?}");
    let all: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let failed = &all["InstanceSet"][1]["NamespaceSet"][0]["RepoSet"][0];
    assert!(
        failed["Error"]
            .as_str()
            .is_some_and(|error| error.starts_with("AccessDenied")),
        "{failed}"
    );
    emulator.inject(Fault::error(&error_rows::ACCESS_DENIED).on("DescribeInstance"));
    assert!(kcrs.run(["tree"]).refusal(4).contains("AccessDenied"));
}

#[test]
fn an_instance_that_is_not_there_is_named() {
    let emulator = start();
    let stderr = Kcrs::with(&emulator)
        .run(["tree", "--instance-id", "nowhere"])
        .refusal(5);
    assert!(stderr.contains("there is no instance nowhere"), "{stderr}");
}

#[test]
fn many_lists_come_in_order() {
    let namespaces: Vec<String> = (0..30)
        .map(|number| format!("{{namespace: ns{number:02}}}"))
        .collect();
    let seed = format!(
        "instances: [{{instance_name: demo, namespaces: [{}]}}]",
        namespaces.join(", ")
    );
    let emulator = emulator()
        .seed(Seed::parse(&seed).expect("a seed"))
        .start()
        .expect("an emulator");
    emulator.inject(
        Fault::latency(std::time::Duration::from_millis(100))
            .on("DescribeRepository")
            .times(7),
    );
    let names = Kcrs::with(&emulator).run([
        "tree",
        "--output",
        "json",
        "--query",
        "InstanceSet[].NamespaceSet[].Namespace",
    ]);
    let names: Vec<String> = serde_json::from_str(&names.success()).expect("JSON");
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!((names.len(), names), (30, sorted));
}

#[test]
fn a_service_that_limits_calls_slows_it_down_and_loses_nothing() {
    let repositories: Vec<String> = (0..120)
        .map(|number| format!("{{repo_name: r{number}, images: [{{tag_names: [v1]}}]}}"))
        .collect();
    let seed = format!(
        "instances: [{{instance_name: demo, namespaces: [{{namespace: team, repositories: [{}]}}]}}]",
        repositories.join(", ")
    );
    let emulator = emulator()
        .seed(Seed::parse(&seed).expect("a seed"))
        .rate_limit(20)
        .start()
        .expect("an emulator");
    let tree = ["tree", "--tags", "--concurrency", "16"];
    let shown = Kcrs::with(&emulator).run(tree).success();
    assert_eq!(shown.matches("v1  sha256:").count(), 120, "{shown}");
}
