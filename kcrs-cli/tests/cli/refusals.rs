//! What is refused before anything is sent, what the service refuses, and the codes that scripts
//! see.

use kcrs_emulator::Fault;

use crate::support::{ACCESS_KEY, Kcrs, SECRET_KEY, emulator, expect};

#[test]
fn refusals_name_the_flag_and_what_is_allowed() {
    let kcrs = Kcrs::new();
    let file = kcrs.file("wrong.json", "{\"InstanceName\": \"a\",\n");
    let wrong_file = format!("file://{}", file.display());
    let mut printed = String::new();
    for arguments in [
        // All that is missing, at once.
        &["create-webhook-trigger"][..],
        &[
            "create-instance",
            "--instance-name",
            "1",
            "--instance-type",
            "basic",
            "--charge-type",
            "Monthly",
        ],
        &[
            "create-instance",
            "--instance-name",
            "ab",
            "--instance-type",
            "basic",
            "--purchase-time",
            "many",
        ],
        &[
            "create-namespace",
            "--instance-id",
            "i",
            "--namespace",
            "n",
            "--public",
            "perhaps",
        ],
        &[
            "describe-instance",
            "--max-results",
            "100",
            "--instance-id",
            "a,a",
        ],
        &[
            "create-webhook-trigger",
            "--instance-id",
            "i",
            "--namespace",
            "n",
            "--trigger",
            "TriggerName=ci,EventType=PushImage,TriggerUrl=u,Header={Key=a}",
        ],
        // Typos.
        &["describe-imags"],
        &["zzz"],
        &["version"],
        &["ns", "ls"],
        &["repos", "rm", "x"],
        &["login"],
        &["presign", "describe-imags"],
        &["describe-images", "--instance-di", "i"],
        &["create-webhook-trigger", "--trigger", "TrigerName=ci"],
        &[
            "create-webhook-trigger",
            "--cli-input-json",
            r#"{"Trigger": {"Hedaer": []}}"#,
        ],
        &["create-instance", "--cli-input-json", &wrong_file],
        &[
            "create-instance",
            "--cli-input-json",
            "file:///nowhere.json",
        ],
        &["create-instance", "--instance-name", "file:///nowhere"],
        &["call", "DescribeInstance", "--param", "InstanceId"],
        &[
            "call",
            "DescribeInstance",
            "--validate",
            "--param",
            "MaxResults=100",
        ],
        &["call", "DescribeInstances", "--validate"],
        &["describe-instance", "--output", "xml"],
        // In the other language.
        &["create-instance", "--lang", "zh"],
        &["describe-imags", "--lang", "zh"],
    ] {
        let shown = arguments
            .join(" ")
            .replace(kcrs.home().to_str().expect("a path"), "~");
        let refusal = kcrs.run(arguments).refusal(2);
        let refusal = refusal.replace(kcrs.home().to_str().expect("a path"), "~");
        printed.push_str(&format!("$ kcrs {shown}\n{refusal}\n"));
    }
    expect("refusals.txt", &printed);
}

#[test]
fn the_exit_code_tells_what_went_wrong() {
    let emulator = emulator().start().expect("an emulator");
    let kcrs = Kcrs::with(&emulator);
    let describe = ["describe-instance"];
    let delete = ["delete-instance", "--instance-id", "i", "--yes"];

    let refusal = kcrs.run(delete).refusal(5);
    assert_eq!(
        refusal,
        "kcrs: InstanceNotFound: The Instance i does not exist. (request id 00000000-0000-4000-8000-000000000001, HTTP 404)\n"
    );

    let wrong_key = Kcrs::with(&emulator).variable("KSYUN_SECRET_KEY", "another");
    let refusal = wrong_key.run(describe).refusal(4);
    assert!(
        refusal.starts_with("kcrs: SignatureDoesNotMatch: "),
        "{refusal}"
    );
    assert!(
        refusal.contains("(request id ") && refusal.contains(", HTTP 403)"),
        "{refusal}"
    );

    emulator.inject(Fault::truncated().times(3));
    kcrs.run(describe).refusal(6);
    emulator.clear_faults();

    let without_keys = Kcrs::new();
    let refusal = without_keys
        .run(["describe-instance", "--endpoint", "http://127.0.0.1:1"])
        .refusal(3);
    assert!(refusal.contains("no credentials"), "{refusal}");

    let nobody_there = without_keys
        .variable("KSYUN_ACCESS_KEY", ACCESS_KEY)
        .variable("KSYUN_SECRET_KEY", SECRET_KEY);
    nobody_there
        .run(["describe-instance", "--endpoint", "http://127.0.0.1:1"])
        .refusal(6);
}

#[test]
fn a_query_that_is_none_is_refused_before_anything_is_sent() {
    let emulator = emulator().start().expect("an emulator");
    let create = [
        "create-instance",
        "--instance-name",
        "demo",
        "--instance-type",
        "basic",
    ];
    let refusal = Kcrs::with(&emulator)
        .run(create.iter().chain(&["--query", "InstanceId["]))
        .refusal(2);
    assert!(
        refusal.starts_with("kcrs: --query: Parse error: "),
        "{refusal}"
    );
    assert_eq!(emulator.request_count(), 0);
}

#[test]
fn a_value_that_is_not_known_is_sent_with_a_warning() {
    let emulator = emulator().start().expect("an emulator");
    let kcrs = Kcrs::with(&emulator);
    let create = [
        "create-instance",
        "--instance-name",
        "demo",
        "--instance-type",
    ];
    let ran = kcrs.run(create.iter().chain(&["basik"]));
    assert_eq!(
        ran.stderr.lines().next(),
        Some(
            "kcrs: warning: --instance-type: `basik` is sent, though this version does not know it; did you mean `basic`?"
        )
    );
    let requests = emulator.requests_of("CreateInstance");
    assert_eq!(requests[0].params.get("InstanceType"), Some("basik"));
}

#[test]
fn a_rule_that_has_changed_can_be_passed_over() {
    let emulator = emulator().start().expect("an emulator");
    let kcrs = Kcrs::with(&emulator);
    let create = [
        "create-instance",
        "--instance-name",
        "1",
        "--instance-type",
        "basic",
    ];
    kcrs.run(create).refusal(2);
    assert_eq!(emulator.request_count(), 0);
    // The emulator keeps to the rules; here it only matters that it was asked.
    kcrs.run(create.iter().chain(&["--no-validate"])).refusal(4);
    assert_eq!(emulator.requests_of("CreateInstance").len(), 1);
}
