use kcrs_generated::Filter;
use kcrs_generated::schema::{ACTIONS, Reflect, Shape, StructureShape};
use proptest::prelude::*;

use super::super::read_flag;
use super::*;

/// Returns the shape of `--trigger`.
fn trigger() -> &'static StructureShape {
    let create = ACTIONS
        .iter()
        .find(|action| action.name == "CreateWebhookTrigger");
    let member = create.and_then(|create| create.request.member("Trigger"));
    match member.map(|member| member.shape) {
        Some(Shape::Structure(shape)) => shape,
        other => panic!("{other:?}"),
    }
}

/// The parameters that a structure in the shorthand stands for.
fn sent(shape: &StructureShape, text: &str) -> Result<Vec<String>, String> {
    let members = structure(shape, text)?;
    let params = members.to_params(shape);
    Ok(params
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect())
}

#[test]
fn members_lists_and_structures_are_read() {
    for (text, expected) in [
        ("", &[][..]),
        ("TriggerName=ci", &["TriggerName=ci"]),
        // The order is the shape's. Names are read with some latitude.
        (
            "trigger-url=https://x/?a=b&c=d, triggername = ci ",
            &["TriggerName=ci", "TriggerUrl=https://x/?a=b&c=d"],
        ),
        ("TriggerName=", &["TriggerName="]),
        ("Enabled=false", &["Enabled=False"]),
        ("Enabled=FALSE", &["Enabled=False"]),
        ("Enabled=perhaps", &["Enabled=perhaps"]),
        // A list ends where another member begins.
        (
            "EventType=PushImage,DeleteImage,TriggerName=ci",
            &[
                "TriggerName=ci",
                "EventType.1=PushImage",
                "EventType.2=DeleteImage",
            ],
        ),
        (
            "EventType=[PushImage , DeleteImage],EventType=X",
            &[
                "EventType.1=PushImage",
                "EventType.2=DeleteImage",
                "EventType.3=X",
            ],
        ),
        ("EventType=[]", &[]),
        // What has characters that no name has is an item, also with an equals sign.
        (
            "EventType=a,https://x?y=z",
            &["EventType.1=a", "EventType.2=https://x?y=z"],
        ),
        (
            "EventType=[a=b,c=d]",
            &["EventType.1=a=b", "EventType.2=c=d"],
        ),
        (
            "Header={Key=X-Team,Value=a,b},Header={Key=Accept,Value=[*/*]}",
            &[
                "Header.1.Key=X-Team",
                "Header.1.Value.1=a",
                "Header.1.Value.2=b",
                "Header.2.Key=Accept",
                "Header.2.Value.1=*/*",
            ],
        ),
        (
            "Header=[{ Key = a },{Value='}]'}]",
            &["Header.1.Key=a", "Header.2.Value.1=}]"],
        ),
        // Quotes and backslashes.
        (
            "TriggerName='a, b=\"c\" \\' \\\\'",
            &["TriggerName=a, b=\"c\" ' \\"],
        ),
        ("TriggerName=\" a \"", &["TriggerName= a "]),
        ("TriggerName=a\\,b\\ ", &["TriggerName=a,b "]),
        ("TriggerName=it's", &["TriggerName=it's"]),
        ("TriggerName=a]}", &["TriggerName=a]}"]),
        ("TriggerName=触发器，一", &["TriggerName=触发器，一"]),
    ] {
        let expected = expected.iter().map(|text| (*text).to_owned()).collect();
        assert_eq!(sent(trigger(), text), Ok(expected), "{text}");
    }
}

#[test]
fn filters_are_structures_like_others() {
    let Shape::Structure(shape) = Filter::SHAPE else {
        panic!("no structure");
    };
    for text in [
        "Name=vpc-id,Value=a,b",
        "name=vpc-id,values=a,b",
        "Value=[a,b],Name=vpc-id",
    ] {
        let expected = ["Name=vpc-id", "Value.1=a", "Value.2=b"].map(str::to_owned);
        assert_eq!(sent(shape, text), Ok(expected.to_vec()), "{text}");
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_without_values() {
    for (text, expected) in [
        ("PLANTED", "at character 1: expected NAME=VALUE"),
        (
            "TriggerName=PLANTED,",
            "at the end: expected NAME=VALUE; a comma within `TriggerName` has to be quoted or written as `\\,`",
        ),
        (
            "TriggerName=PLANTED,b",
            "at character 21: expected NAME=VALUE; a comma within `TriggerName` has to be quoted or written as `\\,`",
        ),
        (
            "TrigerName=PLANTED",
            "at character 1: there is no `TrigerName`; did you mean `TriggerName`?",
        ),
        (
            "Zzz=PLANTED",
            "at character 1: there is no `Zzz`; there are TriggerName, EventType, TriggerUrl, Header, Enabled",
        ),
        (
            "TriggerName=PLANTED,TriggerName=b",
            "at character 21: `TriggerName` is given twice",
        ),
        (
            "TriggerName='PLANTED",
            "at character 13: this ' is never closed",
        ),
        (
            "TriggerName='PLANTED'x",
            "at character 22: expected a comma or the end of the value",
        ),
        (
            "TriggerName=PLANTED\\",
            "at the end: expected a character after the \\",
        ),
        ("Header=PLANTED", "at character 8: expected {NAME=VALUE,…}"),
        ("Header={Key=PLANTED", "at the end: expected a comma or }"),
        (
            "Header={Kay=PLANTED}",
            "at character 9: there is no `Kay`; did you mean `Key`?",
        ),
        ("EventType=[PLANTED", "at the end: expected a comma or ]"),
        ("EventType=[PLANTED]x", "at character 20: expected the end"),
    ] {
        assert_eq!(sent(trigger(), text), Err(expected.to_owned()), "{text}");
    }
}

#[test]
fn a_flag_takes_the_shorthand_json_and_several_values() {
    let list = Shape::List(Filter::SHAPE);
    let read = |texts: &[&str]| read_flag(&list, texts).map(|value| write(&value));
    let expected = Ok("[{Name=a,Value=1},{Name=b,Value=[2,3]}]".to_owned());
    assert_eq!(read(&["Name=a,Value=1", "Name=b,Value=2,3"]), expected);
    assert_eq!(
        read(&[r#"{"Name": "a", "Value": ["1"]}"#, "Name=b,Value=2,3"]),
        expected
    );
    assert_eq!(
        read(&[r#"[{"Name": "a", "Value": [1]}, {"name": "b", "values": ["2", 3]}]"#]),
        expected
    );
    for (text, problem) in [
        (
            r#"{"Name": }"#,
            "it is not JSON: expected value at line 1 column 10",
        ),
        (r#"{"Nome": 1}"#, "there is no `Nome`; did you mean `Name`?"),
        (r#"{"Name": ["PLANTED"]}"#, "Name: must be text, is a list"),
        (r#"{"Value": "PLANTED"}"#, "Value: must be a list, is text"),
        (
            r#"{"Value": ["a", null]}"#,
            "Value: item 2: must not be null",
        ),
        (
            r#"[{"Value": [{}]}]"#,
            "item 1: Value: item 1: must be text, is an object",
        ),
        ("[1]", "item 1: must be an object, is a number"),
        (
            "file:///nowhere",
            "/nowhere: No such file or directory (os error 2)",
        ),
    ] {
        assert_eq!(read(&[text]), Err(Text::verbatim(problem)), "{text}");
    }
}

/// Values of the shape of a trigger, of any texts.
fn any_trigger() -> impl Strategy<Value = Members> {
    let text = || any::<String>().prop_map(Input::Plain);
    let texts = || {
        prop::collection::vec(any::<String>().prop_map(Input::Plain), 0..4).prop_map(Input::List)
    };
    let header = (text(), texts())
        .prop_map(|(key, value)| Input::Structure(Members(vec![("Key", key), ("Value", value)])));
    let headers = prop::collection::vec(header, 0..3).prop_map(Input::List);
    (text(), texts(), text(), headers).prop_map(|(name, events, url, headers)| {
        Members(vec![
            ("TriggerName", name),
            ("EventType", events),
            ("TriggerUrl", url),
            ("Header", headers),
        ])
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(members in any_trigger()) {
        let text = write(&Input::Structure(members.clone()));
        prop_assert_eq!(structure(trigger(), &text), Ok(members), "{}", text);
    }

    #[test]
    fn nothing_that_is_typed_in_makes_it_panic(text in "[a-zA-Z,='\"\\\\\\[\\]{} 触]{0,40}") {
        let _ = structure(trigger(), &text);
        let _ = list(&Shape::Text, &text);
    }
}
