//! What a caller sees when a response is not what the document shows: `{}`, a member missing,
//! `null` everywhere, unknown members and values. The outcome for all 33 actions is in
//! `expected/decoding.txt`.

use std::fmt::Write as _;

use kcrs_generated::Request;
use kcrs_generated::actions::*;
use kcrs_generated::schema::{ACTIONS, Action, Member, Presence, Shape, StructureShape};
use kcrs_test_support::for_each_action;
use serde_json::{Map, Value, json};

use crate::expected::assert_expected;

/// Decodes a response and returns it as it was decoded, or the error's text.
type Decode = fn(&Value) -> Result<Value, String>;

fn decoders() -> Vec<Decode> {
    fn decode<R: Request>(response: &Value) -> Result<Value, String>
    where
        R::Output: serde::Serialize,
    {
        let output: R::Output =
            serde_json::from_str(&response.to_string()).map_err(|error| error.to_string())?;
        Ok(serde_json::to_value(output).expect("outputs serialise"))
    }
    macro_rules! decoders {
        ($($action:ident),* $(,)?) => { vec![$(decode::<$action> as Decode),*] };
    }
    for_each_action!(decoders)
}

/// The actions that the document has.
fn documented() -> impl Iterator<Item = &'static Action> {
    ACTIONS.iter().filter(|action| !action.observed)
}

fn example(action: &Action) -> Map<String, Value> {
    serde_json::from_str(action.example.expect("an example").response).expect("an object")
}

fn essential(shape: &StructureShape) -> Vec<&'static str> {
    let members = shape.members.iter();
    members
        .filter(|member| member.presence == Presence::Essential)
        .map(|member| member.wire_name)
        .collect()
}

#[test]
fn broken_responses_give_what_the_table_says() {
    let mut table = String::new();
    for (action, decode) in documented().zip(decoders()) {
        let essential = essential(action.output);
        writeln!(table, "{}", action.name).unwrap();
        let mut row = |title: &str, response: Value| {
            let outcome = match decode(&response) {
                Ok(understood) => format!("ok {understood}"),
                Err(error) => format!("error: {error}"),
            };
            writeln!(table, "  {title}: {outcome}").unwrap();
            outcome
        };

        let outcome = row("{}", json!({}));
        assert!(outcome.starts_with("error"), "{}: {outcome}", action.name);

        for name in &essential {
            let mut response = example(action);
            let member = action.output.member(name).expect("a member");
            response.remove(*name);
            for alias in member.aliases {
                response.remove(*alias);
            }
            let outcome = row(&format!("without {name}"), Value::Object(response));
            assert!(
                outcome.starts_with("error") && outcome.contains(name),
                "{}: {outcome}",
                action.name
            );
        }

        let nulls = action
            .output
            .members
            .iter()
            .map(|member| (member.wire_name.to_owned(), Value::Null))
            .collect();
        let outcome = row("null everywhere", Value::Object(nulls));
        assert!(outcome.starts_with("error"), "{}: {outcome}", action.name);
    }
    assert_expected("decoding.txt", &table);
}

#[test]
fn items_and_structures_bear_null_in_all_but_their_ids() {
    for (action, decode) in documented().zip(decoders()) {
        let mut response = example(action);
        for member in action.output.members {
            let (structure, list) = match member.shape {
                Shape::List(Shape::Structure(structure)) => (structure, true),
                Shape::Structure(structure) => (structure, false),
                _ => continue,
            };
            let is_essential = |member: &&Member| member.presence == Presence::Essential;
            let ids = structure.members.iter().filter(is_essential);
            let ids = ids.map(|member| (member.wire_name.to_owned(), json!("1")));
            let ids: Map<_, _> = ids.collect();
            let mut nulls = ids.clone();
            for member in structure.members {
                nulls.entry(member.wire_name).or_insert(Value::Null);
            }
            let value = if list {
                json!([nulls, ids])
            } else {
                Value::Object(nulls)
            };
            response.insert(member.wire_name.to_owned(), value);
        }
        let response = Value::Object(response);
        if let Err(error) = decode(&response) {
            panic!("{}: {error} in {response}", action.name);
        }
    }
}

#[test]
fn an_item_of_a_list_has_its_id() {
    let mut checked = 0;
    for (action, decode) in documented().zip(decoders()) {
        let Some((paging, key)) = action.paging.and_then(|paging| Some((paging, paging.key?)))
        else {
            continue;
        };
        let mut response = example(action);
        response.insert(paging.items.to_owned(), json!([{}]));
        let error = decode(&Value::Object(response)).expect_err(action.name);
        let expected = format!("{}.1.{key}: missing at line 1", paging.items);
        assert!(error.starts_with(&expected), "{error}");
        checked += 1;
    }
    assert_eq!(checked, 7);
}

#[test]
fn unknown_members_and_values_survive() {
    for (action, decode) in documented().zip(decoders()) {
        let mut strange = Value::Object(example(action));
        let values = estrange(&mut strange, action.output);
        let understood =
            decode(&strange).unwrap_or_else(|error| panic!("{}: {error}", action.name));
        let text = understood.to_string();
        assert_eq!(
            text.matches("Unheard-Of").count(),
            values,
            "{}: {text}",
            action.name
        );
        assert!(!text.contains("FromTheFuture"), "{}", action.name);
    }
}

/// Adds unknown members to every object and puts an unknown value into every enumeration; says how
/// many.
fn estrange(response: &mut Value, shape: &StructureShape) -> usize {
    let Value::Object(members) = response else {
        panic!("{response} is no object")
    };
    let mut values = 0;
    for member in shape.members {
        let Some(value) = members.get_mut(member.wire_name) else {
            continue;
        };
        values += match (member.shape, value) {
            (Shape::Enum(_), value) => replace(value),
            (Shape::List(Shape::Enum(_)), Value::Array(items)) => {
                items.iter_mut().map(replace).sum()
            }
            (Shape::List(Shape::Structure(inner)), Value::Array(items)) => {
                items.iter_mut().map(|item| estrange(item, inner)).sum()
            }
            (Shape::Structure(inner), value) => estrange(value, inner),
            _ => 0,
        };
    }
    members.insert(
        "FromTheFuture".to_owned(),
        json!({"Deep": [1, null, {"x": "y"}]}),
    );
    members.insert("AlsoFromTheFuture".to_owned(), Value::Null);
    values
}

fn replace(value: &mut Value) -> usize {
    *value = json!("Unheard-Of");
    1
}

#[test]
fn known_oddities_of_the_service_are_borne() {
    let token: CreateInstanceTokenOutput =
        serde_json::from_str(r#"{"tokenId": 12, "Token": "secret", "Username": null}"#).unwrap();
    assert_eq!(
        (
            token.token_id.as_str(),
            token.token.expose(),
            token.username.as_str()
        ),
        ("12", "secret", "")
    );

    let trigger: CreateWebhookTriggerOutput =
        serde_json::from_str(r#"{"triggerId": "7", "requestId": "r"}"#).unwrap();
    assert_eq!((trigger.trigger_id, trigger.request_id.as_str()), (7, "r"));

    let triggers: DescribeWebhookTriggerOutput = serde_json::from_str(
        r#"{"Marker": "0", "TriggerSet": [{"TriggerId": 1, "Header": "k1:v1;k2:http://x;torn"}, {"TriggerId": "2", "Header": null}, {"TriggerId": 3, "Header": [{"Key": "k", "Value": ["v"]}]}]}"#,
    )
    .unwrap();
    let headers: Vec<Vec<(&str, &[String])>> = triggers
        .trigger_set
        .iter()
        .map(|trigger| {
            trigger
                .header
                .iter()
                .map(|header| (header.key.as_str(), &header.value[..]))
                .collect()
        })
        .collect();
    assert_eq!(
        headers,
        [
            vec![
                ("k1", &["v1".to_owned()][..]),
                ("k2", &["http://x".to_owned()][..]),
                ("torn", &[][..])
            ],
            vec![],
            vec![("k", &["v".to_owned()][..])],
        ]
    );
}
