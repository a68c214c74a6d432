//! The admin API.

use std::time::Duration;

use kcrs_emulator::{Emulator, ImagePush, RepositoryPlace, Seed, WebhookTargets};
use kcrs_generated::Credentials;
use serde_json::{Value, json};

use crate::support::{ACCESS_KEY, Caller, FOR_EVER, SECRET_KEY, admin, exchange};

fn emulator() -> (Emulator, Caller) {
    let emulator = Emulator::builder()
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .settle(Duration::from_secs(60))
        .start()
        .expect("an emulator");
    let caller = Caller::new(emulator.address());
    (emulator, caller)
}

fn ask(emulator: &Emulator, raw: &[u8]) -> Value {
    let response = exchange(emulator.address(), raw).expect("a response");
    assert_eq!(response.status, 200, "{}", response.json());
    response.json()
}

/// A running instance with a namespace.
fn instance(emulator: &Emulator, caller: &Caller) -> String {
    let params = [("InstanceName", "ab"), ("InstanceType", "basic")];
    let created = ask(emulator, &caller.post("CreateInstance", &params));
    let id = created["InstanceId"].as_str().expect("an id").to_owned();
    emulator.advance(Duration::from_secs(60));
    let params = [
        ("InstanceId", id.as_str()),
        ("Namespace", "team"),
        ("Public", "True"),
    ];
    ask(emulator, &caller.post("CreateNamespace", &params));
    id
}

#[test]
fn images_are_pushed_and_deleted() {
    let (emulator, caller) = emulator();
    let id = instance(&emulator, &caller);
    let request =
        |method: &str, path: &str, body: Value| admin(emulator.address(), method, path, &body);
    let repository = json!({"InstanceId": id, "Namespace": "team", "RepoName": "app"});
    let with = |more: Value| {
        let mut body = repository.clone();
        for (name, value) in more.as_object().expect("an object") {
            body[name] = value.clone();
        }
        body
    };
    let digest = format!("sha256:{}", "a".repeat(64));
    let (status, pushed) = request(
        "POST",
        "images",
        with(json!({"TagName": "v1", "ImageId": digest, "Size": 5})),
    );
    assert_eq!(
        (status, &pushed["ImageId"], &pushed["Size"]),
        (200, &json!(digest), &json!(5))
    );
    let (status, other) = request("POST", "images", with(json!({"TagName": "v2"})));
    assert_eq!(status, 200);
    assert!(
        other["ImageId"]
            .as_str()
            .is_some_and(|id| id.starts_with("sha256:")),
        "{other}"
    );

    let list = || {
        let params = [
            ("InstanceId", id.as_str()),
            ("Namespace", "team"),
            ("RepoName", "app"),
        ];
        ask(&emulator, &caller.get("DescribeImages", &params))["TotalCount"].clone()
    };
    assert_eq!(list(), 2);
    // By a body as by a query.
    let query = format!("tags?InstanceId={id}&Namespace=team&RepoName=app&TagName=v1");
    assert_eq!(request("DELETE", &query, Value::Null).0, 200);
    assert_eq!(request("DELETE", &query, Value::Null).0, 404);
    let body = with(json!({"ImageId": other["ImageId"]}));
    assert_eq!(request("DELETE", "images", body.clone()).0, 200);
    assert_eq!(request("DELETE", "images", body).0, 404);

    for (body, code) in [
        (with(json!({})), "InvalidField"),
        (with(json!({"TagName": 1})), "InvalidField"),
        (with(json!({"TagName": "v", "Size": -1})), "InvalidField"),
        (with(json!({"TagName": "v", "Tag": "v"})), "InvalidField"),
        (
            with(json!({"TagName": "v", "InstanceId": "nobody"})),
            "InstanceNotFound",
        ),
        (
            with(json!({"TagName": "v", "Namespace": "nobody"})),
            "NamespaceNotFound",
        ),
    ] {
        let (status, response) = request("POST", "images", body);
        assert_eq!(response["Error"]["Code"], code, "{response}");
        assert!((400..500).contains(&status));
    }
}

#[test]
fn the_clock_is_moved() {
    let (emulator, caller) = emulator();
    let params = [("InstanceName", "ab"), ("InstanceType", "basic")];
    ask(&emulator, &caller.post("CreateInstance", &params));
    let status = || {
        let all = ask(&emulator, &caller.get("DescribeInstance", &[]));
        all["InstanceSet"][0]["InstanceStatus"]
            .as_str()
            .expect("a status")
            .to_owned()
    };
    assert_eq!(status(), "Creating");
    let moved = |body| admin(emulator.address(), "POST", "clock", &body);
    assert_eq!(moved(json!({"AdvanceSeconds": 59})).0, 200);
    assert_eq!(status(), "Creating");
    assert_eq!(moved(json!({"AdvanceMilliseconds": 1000})).0, 200);
    assert_eq!(status(), "Running");
    let (code, clock) = moved(json!({"Now": "2099-01-01T00:00:00Z"}));
    assert_eq!(code, 200);
    assert!(
        clock["Now"]
            .as_str()
            .is_some_and(|now| now.starts_with("2099-01-01T00:00:0")),
        "{clock}"
    );
    // Signatures are still judged by the time that it really is.
    assert_eq!(status(), "Running");
    let (_, clock) = admin(emulator.address(), "GET", "clock", &Value::Null);
    assert!(
        clock["SystemTime"].as_str() < clock["Now"].as_str(),
        "{clock}"
    );
    for body in [
        json!({}),
        json!({"AdvanceSeconds": 1, "Now": "2099-01-01T00:00:00Z"}),
        json!({"AdvanceSeconds": 1.5}),
        json!({"AdvanceSeconds": u64::MAX}),
        json!({"Now": "tomorrow"}),
        json!({"Forward": 1}),
    ] {
        assert_eq!(moved(body.clone()).0, 400, "{body}");
    }
}

#[test]
fn requests_are_remembered_without_secrets() {
    let (emulator, caller) = emulator();
    let id = instance(&emulator, &caller);
    let params = [
        ("InstanceId", id.as_str()),
        ("Namespace", "team"),
        ("Trigger.TriggerName", "t"),
        ("Trigger.EventType.0", "PushImage"),
        ("Trigger.TriggerUrl", "http://127.0.0.1:9/?key=PLANTED-url"),
        ("Trigger.Header.1.Key", "X-Token"),
        ("Trigger.Header.1.Value.1", "PLANTED-value"),
    ];
    ask(&emulator, &caller.post("CreateWebhookTrigger", &params));
    let refused = exchange(
        emulator.address(),
        b"GET /?Action=DeleteInstance&InstanceId=x HTTP/1.1\r\nHost: h\r\n\r\n",
    );
    assert_eq!(refused.expect("a response").status, 403);

    let (_, all) = admin(emulator.address(), "GET", "requests", &Value::Null);
    assert_eq!(all["Total"], 4);
    assert!(!all.to_string().contains("PLANTED"), "{all}");
    let (_, one) = admin(
        emulator.address(),
        "GET",
        "requests?Action=CreateWebhookTrigger",
        &Value::Null,
    );
    let request = &one["Requests"][0];
    assert_eq!(one["Requests"].as_array().map(Vec::len), Some(1));
    assert_eq!(request["Number"], 3);
    assert_eq!(
        (&request["Method"], &request["Status"]),
        (&json!("POST"), &json!(200))
    );
    assert_eq!(
        (&request["AccessKey"], &request["Signature"]),
        (&json!("AK"), &json!("V4"))
    );
    assert_eq!(
        request["Params"][3],
        json!({"Name": "Trigger.EventType.1", "Value": "PushImage"})
    );
    assert_eq!(
        request["Params"][6],
        json!({"Name": "Trigger.Header.1.Value.1", "Value": "***"})
    );
    assert_eq!(request["Warnings"][0]["Kind"], "list-from-zero");
    let (_, later) = admin(emulator.address(), "GET", "requests?After=3", &Value::Null);
    let request = &later["Requests"][0];
    assert_eq!(
        (&request["Action"], &request["AccessKey"]),
        (&json!("DeleteInstance"), &Value::Null)
    );
    assert_eq!(request["ErrorCode"], "MissingAuthenticationToken");
    assert_eq!(request["Params"], json!([]));

    assert_eq!(
        admin(emulator.address(), "DELETE", "requests", &Value::Null).0,
        200
    );
    assert_eq!(
        (emulator.requests().len(), emulator.request_count()),
        (0, 0)
    );
}

#[test]
fn a_reset_makes_everything_as_it_was() {
    let (emulator, caller) = emulator();
    instance(&emulator, &caller);
    let before = std::time::SystemTime::now();
    assert!(emulator.now() > before + Duration::from_secs(30));
    admin(
        emulator.address(),
        "POST",
        "faults",
        &json!({"Kind": "closed"}),
    );
    assert_eq!(
        admin(emulator.address(), "POST", "reset", &Value::Null).0,
        200
    );
    assert!(emulator.now() <= std::time::SystemTime::now());
    assert!(emulator.faults().is_empty() && emulator.requests().is_empty());
    assert_eq!(
        ask(&emulator, &caller.get("DescribeInstance", &[]))["TotalCount"],
        0
    );
}

#[test]
fn health_and_what_is_not_there() {
    let (emulator, _) = emulator();
    let (status, health) = admin(emulator.address(), "GET", "health", &Value::Null);
    assert_eq!(
        (status, &health["Status"], &health["Strict"]),
        (200, &json!("ok"), &json!(false))
    );
    for (method, path, status) in [
        ("GET", "", 404),
        ("GET", "nothing", 404),
        ("GET", "images", 405),
        ("PUT", "clock", 405),
        ("POST", "health", 405),
    ] {
        let (found, response) = admin(emulator.address(), method, path, &Value::Null);
        assert_eq!(found, status, "{method} {path}");
        let message = response["Error"]["Message"].as_str().expect("a message");
        assert!(
            message.contains("GET health, POST and DELETE images"),
            "{message}"
        );
    }
}

#[test]
fn pages_in_a_browser_are_kept_out() {
    let (emulator, _) = emulator();
    let ask = |head: &str| {
        let raw = format!("POST /_kcrs/reset HTTP/1.1\r\n{head}Content-Length: 0\r\n\r\n");
        exchange(emulator.address(), raw.as_bytes())
            .expect("a response")
            .status
    };
    assert_eq!(ask("Host: localhost:8080\r\n"), 200);
    assert_eq!(ask("Host: [::1]:8080\r\n"), 200);
    assert_eq!(ask(""), 200);
    assert_eq!(ask("Host: evil.example\r\n"), 403);
    assert_eq!(
        ask("Host: localhost\r\nOrigin: http://evil.example\r\n"),
        403
    );
    assert_eq!(ask("Host: localhost\r\nOrigin: null\r\n"), 403);
}

#[test]
fn a_webhook_of_an_emulator_can_do_nothing_with_an_emulator() {
    let (emulator, caller) = emulator();
    let id = instance(&emulator, &caller);
    for path in ["_kcrs/reset", "?Action=DescribeInstance&Version=2021-11-09"] {
        let url = format!("{}/{path}", emulator.endpoint());
        let params = [
            ("InstanceId", id.as_str()),
            ("Namespace", "team"),
            ("Trigger.TriggerName", "itself"),
            ("Trigger.TriggerUrl", &url),
            ("Trigger.EventType.1", "PushImage"),
            ("Trigger.Header.1.Key", "X-Kcrs-Emulator-Delivery"),
            ("Trigger.Header.1.Value.1", ""),
        ];
        ask(&emulator, &caller.post("CreateWebhookTrigger", &params));
    }
    let place = RepositoryPlace::new(&id, "team", "app");
    emulator
        .push_image(ImagePush::new(place).tag("v1"))
        .expect("a push");
    let registry = emulator.registry().expect("a registry");
    assert!(registry.wait_for_webhooks(FOR_EVER));
    let (status, json) = admin(emulator.address(), "GET", "deliveries", &Value::Null);
    assert_eq!(status, 200);
    let deliveries = json["Deliveries"].as_array().expect("a list");
    assert_eq!(deliveries.len(), 2, "nothing was reset");
    for delivery in deliveries {
        assert_eq!(
            (&delivery["Status"], &delivery["Reason"]),
            (&"Failed".into(), &"it responded 403 Forbidden".into())
        );
    }
}

#[test]
fn beyond_loopback_webhooks_do_not_reach_loopback() {
    let targets = [
        (None, "this machine may not be called"),
        (
            Some(WebhookTargets::Remote),
            "this machine may not be called",
        ),
        (Some(WebhookTargets::Loopback), "it cannot be reached: "),
    ];
    for (targets, reason) in targets {
        let mut builder = Emulator::builder()
            .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
            .listen(([0, 0, 0, 0], 0));
        if let Some(targets) = targets {
            builder = builder.webhook_targets(targets);
        }
        let seed = Seed::parse(
            "instances: [{instance_name: ab, instance_id: i, namespaces: [{namespace: team, \
             triggers: [{trigger_name: t, event_type: [PushImage], trigger_url: 'http://0.0.0.0:1/'}]}]}]",
        );
        let emulator = builder
            .seed(seed.expect("a seed"))
            .start()
            .expect("an emulator");
        let place = RepositoryPlace::new("i", "team", "app");
        emulator
            .push_image(ImagePush::new(place).tag("v1"))
            .expect("a push");
        let registry = emulator.registry().expect("a registry");
        assert!(registry.wait_for_webhooks(FOR_EVER));
        let found = registry.deliveries()[0].reason.clone().unwrap_or_default();
        assert!(found.starts_with(reason), "{targets:?}: {found}");
    }
}

#[test]
fn the_state_is_dumped_and_restored() {
    let (emulator, caller) = emulator();
    let id = instance(&emulator, &caller);
    let (status, dump) = admin(emulator.address(), "GET", "state", &Value::Null);
    assert_eq!(status, 200);
    ask(
        &emulator,
        &caller.post(
            "DeleteNamespace",
            &[("InstanceId", &id), ("Namespace", "team")],
        ),
    );
    let namespaces = || {
        let raw = caller.get("DescribeNamespace", &[("InstanceId", &id)]);
        ask(&emulator, &raw)["TotalCount"].clone()
    };
    assert_eq!(namespaces(), 0);
    assert_eq!(admin(emulator.address(), "PUT", "state", &dump).0, 200);
    assert_eq!(namespaces(), 1);
    let (status, refused) = admin(emulator.address(), "PUT", "state", &json!({"Rows": 1}));
    assert_eq!(
        (status, &refused["Error"]["Code"]),
        (400, &"InvalidField".into())
    );
    assert_eq!(namespaces(), 1);
}
