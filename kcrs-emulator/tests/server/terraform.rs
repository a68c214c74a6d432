//! The steps of the Terraform provider's example, as far as the spec has its actions: apply, read,
//! change, destroy. Where the provider reads a member, a missing one or another type would end it.

use http::Method as HttpMethod;
use kcrs_emulator::Emulator;
use kcrs_generated::{Credentials, Method};
use serde_json::{Value, json};

use crate::support::{ACCESS_KEY, Caller, SECRET_KEY, exchange, owned, raw};

/// The provider: lists from 1, `True` and `False`, ids as text, GET for what does not create.
struct Provider {
    emulator: Emulator,
    caller: Caller,
}

impl Provider {
    fn new() -> Self {
        let emulator = Emulator::builder()
            .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
            .start()
            .expect("an emulator");
        let caller = Caller::new(emulator.address());
        Self { emulator, caller }
    }

    fn send(&self, action: &str, params: &[(&str, &str)]) -> (u16, Value) {
        let is_get = ["Describe", "Delete", "Open", "Close"]
            .iter()
            .any(|prefix| action.starts_with(prefix));
        let method = if is_get { Method::Get } else { Method::Post };
        let request = self.caller.request(method, action, owned(params));
        assert_eq!(*request.method() == HttpMethod::GET, is_get);
        let response = exchange(self.emulator.address(), &raw(&request)).expect("a response");
        (response.status, response.json())
    }

    #[track_caller]
    fn call(&self, action: &str, params: &[(&str, &str)]) -> Value {
        let (status, json) = self.send(action, params);
        assert_eq!(status, 200, "{action}: {json}");
        json
    }

    /// What is deleted again has to read as gone.
    #[track_caller]
    fn delete_twice(&self, action: &str, params: &[(&str, &str)]) {
        self.call(action, params);
        let (status, json) = self.send(action, params);
        assert_eq!(status, 404, "{action}: {json}");
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

#[test]
fn its_example_is_applied_changed_and_destroyed() {
    let provider = Provider::new();
    let call = |action: &str, params: &[(&str, &str)]| provider.call(action, params);

    let params = [("InstanceName", "tftest"), ("InstanceType", "basic")];
    let id = text(&call("CreateInstance", &params)["InstanceId"]);
    let id = id.as_str();
    let listing = [
        ("MaxResults", "99"),
        ("Marker", "0"),
        ("ProjectId.1", "0"),
        ("ProjectId.2", "103800"),
    ];
    let by_id = [&listing[..], &[("InstanceId.1", id)]].concat();
    let instance = call("DescribeInstance", &by_id)["InstanceSet"][0].clone();
    assert_eq!(text(&instance["InstanceStatus"]), "Running");
    assert_eq!(text(&instance["InstanceName"]), "tftest");

    let at = [("InstanceId", id)];
    assert_eq!(call("DescribeExternalEndpoint", &at)["Status"], "Closed");
    assert_eq!(
        call("DescribeExternalEndpoint", &at)["PolicySet"],
        Value::Null
    );
    call("OpenExternalEndpoint", &at);
    let entries = ["192.168.2.133", "192.168.2.123/32"];
    for entry in entries {
        let policy = [&at[..], &[("Entry", entry), ("Desc", "test")]].concat();
        call("CreateExternalEndpointPolicy", &policy);
    }
    let external = call("DescribeExternalEndpoint", &at);
    assert_ne!(text(&external["Status"]), "Closed");
    let policy = |entry| json!({"Entry": entry, "Desc": "test"});
    assert_eq!(external["PolicySet"], json!(entries.map(policy)));
    let (status, _) = provider.send(
        "CreateExternalEndpointPolicy",
        &[at[0], ("Entry", "somewhere")],
    );
    assert_eq!(status, 400);

    for name in ["tftest", "tftest2"] {
        let params = [("InstanceId", id), ("Namespace", name), ("Public", "True")];
        call("CreateNamespace", &params);
        let read = call(
            "DescribeNamespace",
            &[("InstanceId", id), ("Namespace", name)],
        );
        let last = read["NamespaceSet"]
            .as_array()
            .and_then(|all| all.last())
            .expect("one");
        assert_eq!(
            (&last["Namespace"], &last["Public"]),
            (&json!(name), &json!(true))
        );
        assert_eq!(text(&last["RepoCount"]), "0");
    }

    let params = [
        ("InstanceId", id),
        ("TokenType", "NeverExpire"),
        ("TokenTime", "11"),
        ("Desc", "test"),
    ];
    let token = text(&call("CreateInstanceToken", &params)["tokenId"]);
    let read = |token: &str| {
        let all = call(
            "DescribeInstanceToken",
            &[("InstanceId", id), ("MaxResults", "99")],
        );
        let all = all["TokenSet"].as_array().expect("a list").clone();
        all.into_iter()
            .find(|found| found["TokenId"] == token)
            .expect("the token")
    };
    assert_eq!(read(&token)["Enable"], true);
    let at = [("InstanceId", id), ("TokenId", token.as_str())];
    for (kind, desc, expires) in [("Day", "test", true), ("NeverExpire", "", false)] {
        let change = [
            &at[..],
            &[("TokenType", kind), ("TokenTime", "3"), ("Desc", desc)],
        ]
        .concat();
        call("ModifyInstanceTokenInformation", &change);
        let found = read(&token);
        assert_eq!(found["ExpireTime"].is_string(), expires, "{found}");
        assert_eq!(found["Desc"].as_str().unwrap_or_default(), desc);
    }
    call(
        "ModifyInstanceTokenStatus",
        &[&at[..], &[("Enable", "False")]].concat(),
    );
    assert_eq!(read(&token)["Enable"], false);

    let space = [("InstanceId", id), ("Namespace", "tftest")];
    let whole = [
        ("Trigger.TriggerName", "tf"),
        ("Trigger.TriggerUrl", "http://www.example.com"),
        ("Trigger.EventType.1", "PushImage"),
        ("Trigger.Enabled", "True"),
    ];
    let headers = [
        ("Trigger.Header.1.Key", "pp1"),
        ("Trigger.Header.1.Value.1", "22222"),
        ("Trigger.Header.2.Key", "pp1"),
        ("Trigger.Header.2.Value.1", "333"),
        ("Trigger.Header.3.Key", "pp122"),
        ("Trigger.Header.3.Value.1", "32223"),
    ];
    let created = call(
        "CreateWebhookTrigger",
        &[&space[..], &whole, &headers].concat(),
    );
    let trigger = created["triggerId"].as_i64().expect("a number");
    let number = trigger.to_string();
    let read = || {
        let by_id = [&space[..], &[("TriggerId", number.as_str())]].concat();
        call("DescribeWebhookTrigger", &by_id)["TriggerSet"][0].clone()
    };
    let found = read();
    assert_eq!(found["Header"], "pp1:22222;pp1:333;pp122:32223");
    assert_eq!(found["EventType"], json!(["PushImage"]));
    assert_eq!(
        (&found["Enabled"], &found["TriggerId"]),
        (&json!(true), &json!(trigger))
    );
    let update = [
        &space[..],
        &[("Trigger.TriggerId", number.as_str())],
        &whole,
    ]
    .concat();
    call(
        "ModifyWebhookTrigger",
        &[&update[..], &headers[..4]].concat(),
    );
    assert_eq!(read()["Header"], "pp1:22222;pp1:333");
    call("ModifyWebhookTrigger", &update);
    assert_eq!(read()["Header"], Value::Null);

    let vpc = [("InstanceId", id), ("VpcId", "vpc-1")];
    call(
        "CreateInternalEndpoint",
        &[&vpc[..], &[("ReserveSubnetId", "subnet-1")]].concat(),
    );
    let endpoints = call("DescribeInternalEndpoint", &vpc[..1]);
    let ip = text(&endpoints["AccessVpcSet"][0]["EniLBIp"]);
    let link = [&vpc[..], &[("EniLBIp", ip.as_str())]].concat();
    let dns = [&link[..], &[("InternalEndpointDns", "PrivateDomain")]].concat();
    call("CreateInternalEndpointDns", &dns);
    let names = call("DescribeInternalEndpointDns", &dns);
    assert_eq!(
        text(&names["InternalEndpointDnsSet"][0]["Status"]),
        "Running"
    );

    for entry in entries {
        let policy = [("InstanceId", id), ("Entry", entry)];
        provider.delete_twice("DeleteExternalEndpointPolicy", &policy);
    }
    call("CloseExternalEndpoint", &[("InstanceId", id)]);
    let external = call("DescribeExternalEndpoint", &[("InstanceId", id)]);
    assert_eq!(external["Status"], "Closed");

    provider.delete_twice("DeleteInternalEndpointDns", &dns);
    provider.delete_twice("DeleteInternalEndpoint", &link);
    let trigger = [&space[..], &[("TriggerId", number.as_str())]].concat();
    provider.delete_twice("DeleteWebhookTrigger", &trigger);
    provider.delete_twice("DeleteInstanceToken", &at);
    for name in ["tftest", "tftest2"] {
        provider.delete_twice(
            "DeleteNamespace",
            &[("InstanceId", id), ("Namespace", name)],
        );
    }
    provider.delete_twice(
        "DeleteInstance",
        &[("InstanceId", id), ("DeleteBucket", "False")],
    );
    assert_eq!(call("DescribeInstance", &by_id)["TotalCount"], 0);
}
