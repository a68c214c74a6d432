//! Parameters that are there and empty, or not there at all.

use kcrs_emulator::{Emulator, Seed};
use kcrs_generated::{Credentials, Method};
use serde_json::Value;

use crate::support::{ACCESS_KEY, Caller, SECRET_KEY, exchange, owned, raw};

const SEED: &str =
    "instances: [{instance_name: ab, instance_id: i, namespaces: [{namespace: team}]}]";

/// An action, its parameters, and which of them is missing.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

fn emulator() -> (Emulator, Caller) {
    let emulator = Emulator::builder()
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .seed(Seed::parse(SEED).expect("a seed"))
        .start()
        .expect("an emulator");
    let caller = Caller::new(emulator.address());
    (emulator, caller)
}

fn call(
    emulator: &Emulator,
    caller: &Caller,
    action: &str,
    params: &[(&str, &str)],
) -> (u16, Value) {
    let request = caller.request(Method::Post, action, owned(params));
    let response = exchange(emulator.address(), &raw(&request)).expect("a response");
    (response.status, response.json())
}

#[test]
fn what_is_needed_and_empty_is_missing() {
    let (emulator, caller) = emulator();
    let trigger = [
        ("InstanceId", "i"),
        ("Namespace", "team"),
        ("Trigger.EventType.1", "PushImage"),
    ];
    let name = [
        &trigger[..],
        &[
            ("Trigger.TriggerName", ""),
            ("Trigger.TriggerUrl", "http://x/"),
        ],
    ];
    let url = [
        &trigger[..],
        &[("Trigger.TriggerName", "t"), ("Trigger.TriggerUrl", "")],
    ];
    let at = [("InstanceId", "i"), ("Namespace", "team")];
    let cases: &[Case<'_>] = &[
        (
            "CreateInternalEndpoint",
            &[("InstanceId", "i"), ("VpcId", ""), ("ReserveSubnetId", "s")],
            "VpcId",
        ),
        (
            "CreateInstance",
            &[("InstanceName", "abc"), ("InstanceType", "")],
            "InstanceType",
        ),
        ("DescribeInstanceUsage", &[("InstanceId", "")], "InstanceId"),
        (
            "CreateWebhookTrigger",
            &name.concat(),
            "Trigger.TriggerName",
        ),
        ("CreateWebhookTrigger", &url.concat(), "Trigger.TriggerUrl"),
        ("CreateWebhookTrigger", &at, "Trigger.TriggerName"),
        ("ModifyWebhookTrigger", &at, "Trigger.TriggerId"),
    ];
    for (action, params, missing) in cases {
        let (status, json) = call(&emulator, &caller, action, params);
        let message = json["Error"]["Message"].as_str().expect("a message");
        assert_eq!(
            (status, &json["Error"]["Code"]),
            (400, &"MissingParameter".into()),
            "{action}"
        );
        assert!(
            message.ends_with(&format!(" {missing}.")),
            "{action} {missing}: {message}"
        );
    }
    // Where the API says how long it may be, an empty text may be one of these.
    let image = [
        ("InstanceId", "i"),
        ("Namespace", "team"),
        ("RepoName", "app"),
    ];
    let place = kcrs_emulator::RepositoryPlace::new("i", "team", "app");
    emulator
        .push_image(kcrs_emulator::ImagePush::new(place))
        .expect("a push");
    let desc = [&image[..], &[("Desc", "")]].concat();
    assert_eq!(call(&emulator, &caller, "ModifyRepoDesc", &desc).0, 200);
}

#[test]
fn an_empty_project_is_the_default_one() {
    let (emulator, caller) = emulator();
    let params = [
        ("InstanceName", "abc"),
        ("InstanceType", "basic"),
        ("ProjectId", ""),
    ];
    assert_eq!(call(&emulator, &caller, "CreateInstance", &params).0, 200);
    for params in [&[][..], &[("ProjectId.1", "")], &[("ProjectId.1", "0")]] {
        let (status, json) = call(&emulator, &caller, "DescribeInstance", params);
        assert_eq!(
            (status, &json["TotalCount"]),
            (200, &2.into()),
            "{params:?}"
        );
        assert_eq!(json["InstanceSet"][0]["ProjectId"], "0");
    }
}

#[test]
fn an_action_that_is_not_emulated_says_so() {
    let (emulator, caller) = emulator();
    let (status, json) = call(
        &emulator,
        &caller,
        "RunRetentionPolicy",
        &[("InstanceId", "i")],
    );
    assert_eq!(
        (status, &json["Error"]["Code"]),
        (501, &"ActionNotEmulated".into())
    );
    let message = json["Error"]["Message"].as_str().expect("a message");
    assert!(message.contains("RunRetentionPolicy"), "{message}");
}
