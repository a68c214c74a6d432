//! JSON, documented, odd and broken, against what is read from it.

use serde::de::value::{Error as ValueError, MapDeserializer};

use super::*;
use crate::wire::secret::SecretString;

#[derive(Debug, Default, PartialEq)]
struct Header {
    key: String,
    value: Vec<String>,
}

#[derive(Debug, Default)]
struct HeaderParts(Option<String>, Option<Vec<String>>);

impl Members for HeaderParts {
    fn member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: &mut Value<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "Key" => set(&mut self.0, value.read()?),
            "Value" => set(&mut self.1, value.sensitive().read()?),
            _ => {}
        }
        Ok(())
    }
}

impl FromJson for Header {
    const EXPECTED: &'static str = "an object";

    fn from_object<'de, A: MapAccess<'de>>(
        object: A,
        path: &Path<'_>,
    ) -> Result<Option<Self>, A::Error> {
        let parts: HeaderParts = members(object, path)?;
        Ok(Some(Self {
            key: essential(parts.0, "Key", path)?,
            value: parts.1.unwrap_or_default(),
        }))
    }
}

#[derive(Debug, Default, PartialEq)]
struct Output {
    id: Option<String>,
    count: Option<i64>,
    on: Option<bool>,
    token: Option<SecretString>,
    items: Option<Vec<Output>>,
    header: Option<Vec<Header>>,
}

impl Members for Output {
    fn member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: &mut Value<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "Id" | "id" => set(&mut self.id, value.read()?),
            "Count" => set(&mut self.count, value.read()?),
            "On" => set(&mut self.on, value.read()?),
            "Token" => set(&mut self.token, value.read()?),
            "Items" => set(&mut self.items, value.read()?),
            "Header" => set(&mut self.header, header_text(value)?),
            "Log" => set(&mut self.items, one_or_many(value)?),
            "Skipped" => value.skip()?,
            _ => {}
        }
        Ok(())
    }
}

impl FromJson for Output {
    const EXPECTED: &'static str = "an object";

    fn from_object<'de, A: MapAccess<'de>>(
        object: A,
        path: &Path<'_>,
    ) -> Result<Option<Self>, A::Error> {
        members(object, path).map(Some)
    }
}

fn read<T: FromJson>(json: &str) -> Result<T, String> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    deserialize(&mut deserializer).map_err(|error| error.to_string())
}

fn error(json: &str) -> String {
    read::<Output>(json).expect_err(json)
}

fn member<T>(json: &str, get: impl Fn(Output) -> Option<T>) -> Option<T> {
    get(read(json).unwrap_or_else(|error| panic!("{json}: {error}")))
}

#[test]
fn whole_numbers_come_in_many_spellings() {
    for (json, expected) in [
        ("7", Some(7)),
        ("-7", Some(-7)),
        ("7.0", Some(7)),
        ("1e3", Some(1000)),
        ("-1.5e1", Some(-15)),
        ("-0.0", Some(0)),
        (r#""7""#, Some(7)),
        (r#"" -7 ""#, Some(-7)),
        (r#""7.0""#, Some(7)),
        (r#""1e3""#, Some(1000)),
        ("9223372036854775807", Some(i64::MAX)),
        (r#""-9223372036854775808""#, Some(i64::MIN)),
        ("null", None),
        (r#""""#, None),
    ] {
        assert_eq!(
            member(&format!(r#"{{"Count":{json}}}"#), |output| output.count),
            expected,
            "{json}"
        );
    }
    for (json, found) in [
        ("7.5", "a whole number, found `7.5`"),
        ("1e300", "a whole number, found `1e300`"),
        (
            "9223372036854775808",
            "a whole number from -9223372036854775808 to 9223372036854775807, found `9223372036854775808`",
        ),
        (
            r#""9223372036854775808""#,
            "a whole number from -9223372036854775808 to 9223372036854775807, found text `9223372036854775808`",
        ),
        ("true", "a whole number, found `true`"),
        (r#""seven""#, "a whole number, found text `seven`"),
        (r#""inf""#, "a whole number, found text `inf`"),
        ("[7]", "a whole number, found a list"),
        (r#"{"a":7}"#, "a whole number, found an object"),
    ] {
        let error = error(&format!(r#"{{"Count":{json}}}"#));
        assert!(
            error.starts_with(&format!("Count: expected {found} at line 1")),
            "{error}"
        );
    }
}

#[test]
fn booleans_come_as_text_in_any_case() {
    for (json, expected) in [
        ("true", Some(true)),
        (r#""True""#, Some(true)),
        (r#""FALSE""#, Some(false)),
        ("1", Some(true)),
        ("0", Some(false)),
        ("null", None),
        (r#""""#, None),
    ] {
        assert_eq!(
            member(&format!(r#"{{"On":{json}}}"#), |output| output.on),
            expected,
            "{json}"
        );
    }
    for json in ["2", "0.5", r#""yes""#, "[]", "{}"] {
        assert!(
            error(&format!(r#"{{"On":{json}}}"#)).starts_with("On: expected a Boolean, found "),
            "{json}"
        );
    }
}

#[test]
fn text_comes_as_numbers() {
    for (json, expected) in [
        (r#""x""#, Some("x")),
        (r#""\u5b9e\n""#, Some("实\n")),
        (r#""""#, Some("")),
        ("7", Some("7")),
        ("-1.50", Some("-1.5")),
        ("18446744073709551615", Some("18446744073709551615")),
        ("false", Some("false")),
        ("null", None),
    ] {
        assert_eq!(
            member(&format!(r#"{{"Id":{json}}}"#), |output| output.id).as_deref(),
            expected,
            "{json}"
        );
    }
    assert_eq!(
        error(r#"{"Id":["x"]}"#),
        "Id: expected text, found a list at line 1 column 7"
    );
}

#[test]
fn null_is_nothing_everywhere() {
    let json = r#"{"Id":null,"Count":null,"On":null,"Token":null,"Items":null,"Header":null,"Other":null}"#;
    assert_eq!(read(json), Ok(Output::default()));
    assert_eq!(
        member(r#"{"Items":[null,{"Id":"a"},null]}"#, |output| output.items)
            .map(|items| items.len()),
        Some(1)
    );
    assert_eq!(error("null"), "expected a value, found null");
}

#[test]
fn of_repeated_members_the_last_that_is_there_stays() {
    for (json, expected) in [
        (r#"{"Id":"a","Id":"b"}"#, "b"),
        (r#"{"Id":"a","id":"b"}"#, "b"),
        (r#"{"id":"b","Id":"a"}"#, "a"),
        (r#"{"id":"b","Id":null}"#, "b"),
        (r#"{"Id":"a","ID":"c"}"#, "a"),
    ] {
        assert_eq!(
            member(json, |output| output.id).as_deref(),
            Some(expected),
            "{json}"
        );
    }
}

#[test]
fn what_is_unknown_or_not_read_is_skipped() {
    let json = r#"{"Other":{"a":[1,{"b":2}]},"Skipped":[1],"\u0049d":"a"}"#;
    assert_eq!(member(json, |output| output.id).as_deref(), Some("a"));
}

#[test]
fn errors_carry_the_path() {
    for (json, expected) in [
        (
            r#"{"Items":[{},{"Items":[{"Count":"x"}]}]}"#,
            "Items.2.Items.1.Count: expected a whole number, found text `x` at line 1",
        ),
        (
            r#"{"Items":[{"Header":[{"Key":"a"},{}]}]}"#,
            "Items.1.Header.2.Key: missing at line 1",
        ),
        (
            r#"{"Items":{}}"#,
            "Items: expected a list, found an object at line 1",
        ),
        (
            r#"{"Items":"hush"}"#,
            "Items: expected a list, found text `hush` at line 1",
        ),
        (
            r#"{"Items":[7]}"#,
            "Items.1: expected an object, found `7` at line 1",
        ),
        (
            r#"{"Items":[[]]}"#,
            "Items.1: expected an object, found a list at line 1",
        ),
        ("[]", "expected an object, found a list at line 1"),
        (r#"{"Items":["#, "EOF while parsing a list at line 1"),
    ] {
        let error = error(json);
        assert!(error.starts_with(expected), "{json}: {error}");
    }
}

#[test]
fn sensitive_values_are_not_quoted() {
    for (json, expected) in [
        (
            r#"{"Token":["hush"]}"#,
            "Token: expected text, found a list",
        ),
        (
            r#"{"Header":[{"Key":"a","Value":"hush"}]}"#,
            "Header.1.Value: expected a list, found text at",
        ),
        (
            r#"{"Header":[{"Key":"a","Value":7}]}"#,
            "Header.1.Value: expected a list, found a number at",
        ),
    ] {
        let error = error(json);
        assert!(
            error.starts_with(expected) && !error.contains("hush"),
            "{error}"
        );
    }
}

#[test]
fn long_text_is_shortened_and_escaped() {
    let error = error(&format!(r#"{{"Count":"\n{}"}}"#, "述".repeat(500)));
    assert!(
        error.starts_with(&format!(
            r"Count: expected a whole number, found text `\n{}…` at",
            "述".repeat(63)
        )),
        "{error}"
    );
}

#[test]
fn headers_come_as_list_or_text() {
    let header = |key: &str, value: &[&str]| Header {
        key: key.into(),
        value: value.iter().map(|value| value.to_string()).collect(),
    };
    for (json, expected) in [
        (
            r#""k:v;l:w""#,
            vec![header("k", &["v"]), header("l", &["w"])],
        ),
        (
            r#""k:v:x; l : w ;""#,
            vec![header("k", &["v:x"]), header("l", &["w"])],
        ),
        (r#""url:http://a/b""#, vec![header("url", &["http://a/b"])]),
        (
            r#""no colon;;k:""#,
            vec![header("no colon", &[]), header("k", &[""])],
        ),
        (r#"":v""#, vec![header("", &["v"])]),
        (r#""k:1;k:2""#, vec![header("k", &["1", "2"])]),
        (r#""名\u003a值""#, vec![header("名", &["值"])]),
        (r#""""#, vec![]),
        (r#"" ; ""#, vec![]),
        ("[]", vec![]),
        (
            r#"[{"Key":"k","Value":["v","w"]},null]"#,
            vec![header("k", &["v", "w"])],
        ),
        (
            r#"[{"Key":"k","Value":null,"Other":1}]"#,
            vec![header("k", &[])],
        ),
    ] {
        assert_eq!(
            member(&format!(r#"{{"Header":{json}}}"#), |output| output.header),
            Some(expected),
            "{json}"
        );
    }
    assert_eq!(member(r#"{"Header":null}"#, |output| output.header), None);
    assert!(
        error(r#"{"Header":{}}"#)
            .starts_with("Header: expected a list of headers, found an object")
    );
    assert!(error(r#"{"Header":7}"#).starts_with("Header: expected a list of headers, found `7`"));
}

#[test]
fn deep_nesting_is_an_error_and_no_overflow() {
    let json = r#"{"Items":["#.repeat(10_000);
    assert!(error(&json).starts_with("recursion limit exceeded"));
    let unknown = format!(
        r#"{{"Other":{}{}}}"#,
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    assert_eq!(read(&unknown), Ok(Output::default()));
}

#[test]
fn numbers_of_arbitrary_precision_are_numbers() {
    let number = |text: &'static str| {
        let members = [("$serde_json::private::Number", text)];
        i64::from_json(
            MapDeserializer::<_, ValueError>::new(members.into_iter()),
            &Path::ROOT,
        )
    };
    assert_eq!(number("7"), Ok(Some(7)));
    assert_eq!(number("1e3"), Ok(Some(1000)));
    assert!(number("1e400").is_err());
}

#[test]
fn an_item_stands_for_a_list_of_one() {
    let ids = |json: &str| {
        let items = member(json, |output| output.items)?;
        Some(
            items
                .into_iter()
                .filter_map(|item| item.id)
                .collect::<Vec<_>>(),
        )
    };
    let one = Some(vec!["a".to_owned()]);
    assert_eq!(ids(r#"{"Log": {"Id": "a"}}"#), one);
    assert_eq!(ids(r#"{"Log": [{"Id": "a"}]}"#), one);
    assert_eq!(ids(r#"{"Log": []}"#), Some(Vec::new()));
    assert_eq!(ids(r#"{"Log": null}"#), None);
    let mistake = error(r#"{"Log": 7}"#);
    assert!(mistake.starts_with("Log: expected an object, found `7`"));
}
