use kcrs_generated::schema::ACTIONS;

use super::*;

fn shape(action: &str) -> &'static StructureShape {
    ACTIONS
        .iter()
        .find(|known| known.name == action)
        .map(|action| action.request)
        .expect("an action")
}

fn taken(
    action: &str,
    request: http::Request<&'static str>,
    params: &[(&'static str, &'static str)],
) -> (Vec<String>, Vec<String>) {
    let (head, body) = request.into_parts();
    let (params, warnings) = normalize(
        &head,
        &Bytes::from_static(body.as_bytes()),
        shape(action),
        params.iter().copied().collect(),
    );
    (
        params
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect(),
        warnings
            .iter()
            .map(|warning| format!("{} {}", warning.kind().name(), warning.parameter()))
            .collect(),
    )
}

fn get() -> http::Request<&'static str> {
    http::Request::get("/").body("").expect("a request")
}

#[test]
fn lists_are_renumbered_at_each_level_that_starts_at_zero() {
    let (params, warnings) = taken(
        "CreateWebhookTrigger",
        get(),
        &[
            ("Trigger.EventType.0", "PushImage"),
            ("Trigger.EventType.1", "DeleteImage"),
            ("Trigger.Header.1.Key", "a"),
            ("Trigger.Header.1.Value.0", "b"),
            ("Trigger.Header.2.Value.1", "c"),
        ],
    );
    assert_eq!(
        params,
        [
            "Trigger.EventType.1=PushImage",
            "Trigger.EventType.2=DeleteImage",
            "Trigger.Header.1.Key=a",
            "Trigger.Header.1.Value.1=b",
            "Trigger.Header.2.Value.1=c",
        ]
    );
    assert_eq!(
        warnings,
        [
            "list-from-zero Trigger.EventType.0",
            "list-from-zero Trigger.Header.1.Value.0",
        ]
    );
    let (params, _) = taken(
        "CreateWebhookTrigger",
        get(),
        &[
            ("Trigger.Header.0.Key", "a"),
            ("Trigger.Header.0.Value.0", "b"),
            ("Trigger.Header.0.Value.1", "c"),
        ],
    );
    assert_eq!(
        params,
        [
            "Trigger.Header.1.Key=a",
            "Trigger.Header.1.Value.1=b",
            "Trigger.Header.1.Value.2=c",
        ]
    );
}

#[test]
fn what_is_no_number_is_left_to_the_parser() {
    let (params, _) = taken(
        "DescribeInstance",
        get(),
        &[
            ("InstanceId.0", "a"),
            ("InstanceId.00", "b"),
            ("InstanceId.x", "c"),
            ("InstanceId.18446744073709551615", "d"),
            ("InstanceId", "e"),
            ("InstanceId.", "f"),
        ],
    );
    assert_eq!(
        params,
        [
            "InstanceId.1=a",
            "InstanceId.00=b",
            "InstanceId.x=c",
            "InstanceId.18446744073709551615=d",
            "InstanceId=e",
            "InstanceId.=f",
        ]
    );
}

#[test]
fn habits_are_told() {
    let json = http::Request::post("/?Action=DeleteInstance&Version=2021-11-09")
        .header("content-type", "Application/JSON; charset=utf-8")
        .body(r#"{"DeleteBucket":true}"#)
        .expect("a request");
    let (_, warnings) = taken("DeleteInstance", json, &[("DeleteBucket", "True")]);
    assert_eq!(
        warnings,
        [
            "mixed-parameters Action",
            "mixed-parameters Version",
            "json-body (body)"
        ]
    );
    let plus = http::Request::get("/?Desc=a+b&Mrker=1")
        .body("Desc=c")
        .expect("a request");
    let sent = [
        ("InstanceId", "i"),
        ("Mrker", "1"),
        ("SdkVersion", "1"),
        ("DeleteBucket", "true"),
    ];
    let (_, warnings) = taken("DeleteInstance", plus, &sent);
    assert_eq!(
        warnings,
        [
            "plus-for-space Desc",
            "body-ignored (body)",
            "unknown-parameter Mrker",
            "boolean-spelling DeleteBucket"
        ]
    );
    let (_, warnings) = taken("DeleteInstance", get(), &[("DeleteBucket", "False")]);
    assert_eq!(warnings, [""; 0]);
}

#[test]
fn secrets_are_known_by_the_schema_and_by_telling_names() {
    let trigger = shape("CreateWebhookTrigger");
    for (name, sensitive) in [
        ("Trigger.Header.1.Value.1", true),
        ("Trigger.Header.x.Value", true),
        ("Trigger.Header.1.Key", false),
        ("Trigger.EventType.1", false),
        ("InstanceId", false),
        ("Trigger", false),
        ("SecretKey", true),
        ("Access_Key", true),
        ("X.Y", false),
        ("", false),
    ] {
        assert_eq!(trigger.is_sensitive(name), sensitive, "{name}");
    }
}
