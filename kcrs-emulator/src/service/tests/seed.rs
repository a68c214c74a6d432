use serde_json::json;

use super::*;
use crate::service::Seed;

const SEED: &str = "
instances:
  - instance_name: demo
    instance_id: i-1
    instance_type: premium
    charge_type: Monthly
    purchase_time: 1
    project_id: '7'
    tokens:
      - {token_type: Day, token_time: 30, desc: for the build}
      - {}
    endpoints:
      - {vpc_id: vpc-1, subnet_id: subnet-1}
    namespaces:
      - namespace: team
        public: true
        repositories:
          - repo_name: app
            desc: The application
            images:
              - image_id: sha256:a
                size: 5
                tag_names: [v1, latest]
                scanned: true
                vulnerabilities:
                  - {cve_name: CVE-2022-0778, severity: High, feature: openssl, current_version: '1', repaired_version: '2'}
              - {tag_names: [v2]}
          - repo_name: empty
        triggers:
          - trigger_name: build
            event_type: [PushImage]
            trigger_url: http://127.0.0.1:1/hook
            header: {X-Token: [a, b]}
            enabled: false
  - instance_name: other
";

#[test]
fn a_seed_is_there_at_once() {
    let world = World::with(|options| options.seed = Some(Seed::parse(SEED).unwrap()));
    let listed = world.ok(
        "DescribeInstance",
        &[("ProjectId.1", "7"), ("ProjectId.2", "0")],
    );
    assert_eq!(
        column(&listed["InstanceSet"], "InstanceName"),
        ["other", "demo"]
    );
    assert_eq!(
        column(&listed["InstanceSet"], "InstanceStatus"),
        ["Running", "Running"]
    );
    let demo = &listed["InstanceSet"][1];
    assert_eq!(demo["ExpiredTime"], "2022-07-20 16:02:09");
    let at = [
        ("InstanceId", "i-1"),
        ("Namespace", "team"),
        ("RepoName", "app"),
    ];
    let usage = world.ok("DescribeInstanceUsage", &at[..1]);
    assert_eq!(
        (&usage["NamespaceUsage"], &usage["RepoUsage"]),
        (&1.into(), &2.into())
    );
    let tokens = world.ok("DescribeInstanceToken", &at[..1]);
    let expiry = column(&tokens["TokenSet"], "ExpireTime");
    assert_eq!(expiry, [&Value::Null, &"2022-07-20 16:02:09".into()]);
    let endpoints = world.ok("DescribeInternalEndpoint", &at[..1]);
    assert_eq!(column(&endpoints["AccessVpcSet"], "Status"), ["Running"]);
    let images = world.ok("DescribeImages", &at);
    let tags = column(&images["ImageSet"], "TagNames");
    assert_eq!(tags, [&json!(["v2"]), &json!(["v1", "latest"])]);
    let scan = world.ok(
        "DescribeImageScan",
        &[at[0], at[1], at[2], ("ImageId", "sha256:a")],
    );
    assert_eq!(scan["Summary"]["High"], 1);
    assert_eq!(scan["VulnerabilitySet"][0]["Feature"], "openssl");
    let triggers = world.ok("DescribeWebhookTrigger", &at[..2]);
    let trigger = &triggers["TriggerSet"][0];
    assert_eq!(trigger["Header"], "X-Token:a;X-Token:b");
    assert_eq!(trigger["Enabled"], false);
    world.reopen();
}

#[test]
fn the_demo_has_something_of_everything() {
    let world = World::with(|options| options.seed = Some(Seed::demo()));
    let instances = world.ok("DescribeInstance", &[]);
    let id = instances["InstanceSet"][0]["InstanceId"]
        .as_str()
        .expect("an id");
    let namespaces = world.ok("DescribeNamespace", &[("InstanceId", id)]);
    assert_eq!(
        column(&namespaces["NamespaceSet"], "Namespace"),
        ["apps", "base"]
    );
    let images = world.ok(
        "DescribeImages",
        &[
            ("InstanceId", id),
            ("Namespace", "apps"),
            ("RepoName", "api"),
        ],
    );
    assert_eq!(images["TotalCount"], 3);
    let links = world.ok("DescribeInternalEndpoint", &[("InstanceId", id)]);
    assert_eq!(column(&links["AccessVpcSet"], "Status"), ["Running"]);
}

#[test]
fn ids_are_the_same_with_the_same_number() {
    let ids = |seed: u64| {
        let world = World::with(|options| {
            options.id_seed = Some(seed);
            options.seed = Some(Seed::parse("instances: [{instance_name: demo}]").unwrap());
        });
        let listed = world.ok("DescribeInstance", &[]);
        (
            text(&listed["InstanceSet"][0]["InstanceId"]),
            world.create_instance("other"),
        )
    };
    assert_eq!(ids(5), ids(5));
    assert_ne!(ids(5), ids(6));
}

#[test]
fn what_is_wrong_with_a_seed_is_said() {
    for nothing in ["", "# nothing\n", "instances: []"] {
        Seed::parse(nothing).unwrap();
    }
    let unread = [
        ("instances: [{}]", "missing field `instance_name`"),
        (
            "instances:\n  - instance_name: demo\n    colour: red\n",
            "line 3",
        ),
        ("instances: [", "line 2"),
        ("- 1", "expected struct Seed"),
    ];
    for (yaml, said) in unread {
        let error = Seed::parse(yaml).unwrap_err().to_string();
        assert!(error.contains(said), "{yaml:?}: {error}");
    }
    let against_the_rules = [
        ("{instance_name: 1demo}", "instance 1demo: InstanceName"),
        ("{instance_name: demo, instance_type: gold}", "InstanceType"),
        (
            "{instance_name: demo, charge_type: Monthly}",
            "PurchaseTime",
        ),
        ("{instance_name: demo}, {instance_name: demo}", "twice"),
        (
            "{instance_name: demo, namespaces: [{namespace: t}]}",
            "namespace t: Namespace",
        ),
        (
            "{instance_name: demo, tokens: [{token_type: Hour}]}",
            "TokenTime",
        ),
        (
            "{instance_name: demo, namespaces: [{namespace: team, repositories: [{repo_name: A}]}]}",
            "instance demo: namespace team: repository A:",
        ),
        (
            "{instance_name: demo, namespaces: [{namespace: team, triggers: [{trigger_name: x, event_type: [], trigger_url: u}]}]}",
            "EventType",
        ),
    ];
    for (instances, said) in against_the_rules {
        let yaml = format!("instances: [{instances}]");
        let options = RegistryOptions {
            seed: Some(Seed::parse(&yaml).unwrap()),
            ..RegistryOptions::default()
        };
        let error = Registry::open(options, UNIX_EPOCH).unwrap_err().to_string();
        assert!(error.contains(said), "{yaml}: {error}");
    }
    let error = Seed::read("/nonexistent/seed.yaml")
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("/nonexistent/seed.yaml: "), "{error}");
    assert!(!format!("{:?}", Seed::parse(SEED).unwrap()).contains("X-Token"));
}

#[test]
fn what_is_no_seed_is_not_quoted() {
    for text in [
        "root:$6$PLANTED:19000:0:99999:7:::",
        "PLANTED: 1",
        "instances: PLANTED",
        "instances: [{instance_name: a, PLANTED: 1}]",
        "instances: [{instance_name: [PLANTED]}]",
        "instances: [{instance_name: a, purchase_time: PLANTED}]",
        "instances: [{instance_name: a, purchase_time: 'PLANTED, expected PLANTED'}]",
        "instances: [{instance_name: a, namespaces: [{namespace: b, public: PLANTED}]}]",
        "PLANTED: [",
        "- PLANTED: &x *y",
        "\"PLANTED",
        "-----BEGIN PLANTED KEY-----",
    ] {
        let error = Seed::parse(text).expect_err(text).to_string();
        assert!(!error.contains("PLANTED"), "{text}: {error}");
        assert!(!error.is_empty(), "{text}");
    }
    let error = Seed::parse("instances: [{instance_name: a, tokens: [{x: 1}]}]").unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected one of `token_type`, `token_time`, `desc` at line 1 column 42"
    );
}
