//! Derived structures against the runtime: what is written is read back, rules are the same on both
//! sides, outputs are decoded.
#![cfg(feature = "server")]

pub mod declared;

use declared::{Header, Item, Kind, Output, Trigger};
use kcrs_runtime::schema::{Docs, Presence, Reflect, Shape};
use kcrs_runtime::{FromParams, Params, ToParams, Validate, Violations};
use proptest::prelude::*;

fn check(value: &dyn Validate) -> Result<(), Violations> {
    kcrs_runtime::__private::v1::validate(value)
}

fn headers() -> impl Strategy<Value = Vec<Header>> {
    let header = ("\\PC{1,12}", prop::collection::vec(".{0,12}", 1..4))
        .prop_map(|(key, value)| Header::builder().key(key).value(value).build());
    prop::collection::vec(header, 0..4)
}

fn kinds() -> impl Strategy<Value = Vec<Kind>> {
    let kind = prop_oneof![
        Just(Kind::Push),
        Just(Kind::Delete),
        "[A-Z][a-z]{0,6}".prop_map(Kind::from)
    ];
    prop::collection::vec(kind, 1..12)
}

prop_compose! {
    fn triggers()(
        name in "[a-z][a-z0-9]{1,29}",
        kinds in kinds(),
        header in headers(),
        enabled in any::<Option<bool>>(),
        months in any::<Option<i64>>(),
        secret in prop::option::of(".{0,8}"),
    ) -> Trigger {
        Trigger::builder()
            .trigger_name(name)
            .event_type(kinds)
            .set_header(header)
            .set_enabled(enabled)
            .set_months(months)
            .set_secret(secret.map(Into::into))
            .build()
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(trigger in triggers()) {
        let params = trigger.to_params();
        prop_assert_eq!(Trigger::from_params(&params), Ok(trigger.clone()));
        let form = Params::from_form(params.to_form().as_bytes());
        prop_assert_eq!(form, Ok(params.clone()));
        let reversed = params.into_iter().rev().collect();
        prop_assert_eq!(Trigger::from_params(&reversed), Ok(trigger));
    }

    #[test]
    fn no_form_makes_a_reader_panic(form in "[XTH.0-9&=%+a]{0,60}|(Header|EventType|TriggerName|Months)([.=&][0-3a]?){0,20}") {
        if let Ok(params) = Params::from_form(form.as_bytes()) {
            let _ = Trigger::from_params(&params);
        }
    }

    #[test]
    fn no_json_makes_a_reader_panic(json in "[\\[\\]{}:,\"a-zA-Z0-9.-]{0,60}") {
        let _ = serde_json::from_str::<Output>(&json);
    }
}

fn trigger() -> Trigger {
    Trigger::builder()
        .trigger_name("demo")
        .event_type([Kind::Push])
        .build()
}

#[test]
fn rules_report_all_at_once_with_paths() {
    let mut wrong = trigger();
    wrong.trigger_name = "1".into();
    wrong.event_type = vec![Kind::Delete, Kind::Delete];
    wrong.header = vec![Header::builder().key("k").value(["v"; 101]).build()];
    wrong.months = Some(0);
    assert_eq!(
        check(&wrong).unwrap_err().to_string(),
        "TriggerName: must be 2 to 30 characters long, is 1\n\
         TriggerName: must be lower-case letters and digits, is \"1\"\n\
         EventType.2: must be unique, is the same as in item 1\n\
         Header.1.Value: must have 1 to 100 items, has 101\n\
         Months: must be at least 1, is 0"
    );
    assert_eq!(check(&trigger()), Ok(()));
}

#[test]
fn a_condition_requires_a_member() {
    let mut wrong = trigger();
    wrong.enabled = Some(true);
    assert_eq!(
        check(&wrong).unwrap_err().to_string(),
        "Months: is required when Enabled is True"
    );
    wrong.months = Some(1);
    assert_eq!(check(&wrong), Ok(()));
}

#[test]
fn sensitive_values_are_shown_nowhere() {
    let mut trigger = trigger();
    trigger.header = vec![Header::builder().key("k").value(["hush"]).build()];
    trigger.secret = Some("hush".into());
    let mut params = trigger.to_params();
    let shown = format!("{trigger:?} {params:?}");
    assert!(!shown.contains("hush") && shown.contains("***"), "{shown}");
    params.push_sensitive("Header.1.Value.2.X", "hush");
    assert!(!format!("{:?}", Trigger::from_params(&params)).contains("hush"));
}

#[test]
fn outputs_default_and_say_what_is_essential() {
    let output: Output = serde_json::from_str(
        r#"{"tokenId":7,"Items":[{"Name":null,"Count":"3"}],"Header":"k:v;bare"}"#,
    )
    .unwrap();
    assert_eq!(
        (
            output.token_id.as_str(),
            output.request_id.as_str(),
            output.expire_time.as_ref()
        ),
        ("7", "", None)
    );
    assert_eq!(output.items, [Item::builder().count(3).build()]);
    assert_eq!(output.items[0].kind.as_str(), "");
    assert_eq!(output.header[1].key, "bare");
    for (json, expected) in [
        ("{}", "TokenId: missing"),
        (
            r#"{"TokenId":"a","Items":[{"Count":1},{}]}"#,
            "Items.2.Count: missing",
        ),
        (
            r#"{"TokenId":"a","Items":[{"Count":1,"Kind":{}}]}"#,
            "Items.1.Kind: expected text, found an object",
        ),
    ] {
        let error = serde_json::from_str::<Output>(json)
            .unwrap_err()
            .to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn outputs_are_written_with_wire_names() {
    let json = r#"{"TokenId":"a","RequestId":"","ExpireTime":null,"Items":[{"Name":"","Count":3,"Kind":"New"}],"Header":[{"Key":"k","Value":["hush"]}]}"#;
    let output: Output = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&output).unwrap(), json);
    assert!(!format!("{output:?}").contains("hush"));
}

#[test]
fn shapes_say_what_the_declaration_says() {
    let Some(shape) = Trigger::SHAPE.structure() else {
        panic!("not a structure")
    };
    assert_eq!(
        (
            shape.name,
            shape.docs.en().as_str(),
            shape.docs.zh().as_str()
        ),
        ("Trigger", "What calls back.", "触发器。")
    );
    let names: Vec<_> = shape
        .members
        .iter()
        .map(|member| (member.wire_name, member.rust_name, member.presence))
        .collect();
    assert_eq!(
        names,
        [
            ("TriggerName", "trigger_name", Presence::Required),
            ("EventType", "event_type", Presence::Required),
            ("Header", "header", Presence::Optional),
            ("Enabled", "enabled", Presence::Optional),
            ("Months", "months", Presence::Optional),
            ("Secret", "secret", Presence::Optional),
        ]
    );
    let member = |name| shape.member(name).unwrap();
    assert_eq!(member("Enabled").default, Some("True"));
    let condition = member("Months").constraints.required_when.unwrap();
    assert_eq!(
        (condition.member, condition.value().as_str()),
        ("Enabled", "True")
    );
    assert_eq!(
        member("TriggerName")
            .constraints
            .length
            .map(|length| (length.min, length.max)),
        Some((2, 30))
    );
    assert!(
        matches!(member("EventType").shape, Shape::List(Shape::Enum(kinds)) if kinds.name == "Kind")
    );
    assert!(
        matches!(member("Header").shape, Shape::List(Shape::Structure(header)) if header.member("Value").unwrap().sensitive)
    );
    let output = Output::SHAPE
        .structure()
        .and_then(|output| output.member("tokenId"))
        .unwrap();
    assert_eq!(
        (output.wire_name, output.aliases, output.presence),
        ("TokenId", &["tokenId"][..], Presence::Essential)
    );
    assert_eq!(output.docs, Docs::new("Id of the token."));
}
