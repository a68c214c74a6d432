//! Forms, well-formed and hostile, against what they are read as.

use super::*;

#[derive(Debug, PartialEq)]
struct Header {
    key: String,
    values: Vec<String>,
}

impl FromParams for Header {
    fn read_params(reader: &mut ParamReader<'_>) -> Option<Self> {
        let key = reader.required("Key");
        let values = reader.sensitive().required_list("Value", 100);
        Some(Self {
            key: key?,
            values: values?,
        })
    }
}

#[derive(Debug, PartialEq)]
struct Trigger {
    id: i64,
    header: Vec<Header>,
    enabled: Option<bool>,
}

impl FromParams for Trigger {
    fn read_params(reader: &mut ParamReader<'_>) -> Option<Self> {
        let id = reader.required("Id");
        let header = reader.optional_list("Header", 100);
        let enabled = reader.optional("Enabled");
        Some(Self {
            id: id?,
            header: header?,
            enabled: enabled?,
        })
    }
}

#[derive(Debug, PartialEq)]
struct Request {
    name: Option<String>,
    trigger: Option<Trigger>,
    ids: Vec<i64>,
    pin: Option<i64>,
}

impl FromParams for Request {
    fn read_params(reader: &mut ParamReader<'_>) -> Option<Self> {
        let name = reader.optional("Name");
        let trigger = reader.optional("Trigger");
        let ids = reader.optional_list("X", 100);
        let pin = reader.sensitive().optional("Pin");
        Some(Self {
            name: name?,
            trigger: trigger?,
            ids: ids?,
            pin: pin?,
        })
    }
}

fn read(form: &str) -> Result<Request, String> {
    let params = Params::from_form(form.as_bytes()).unwrap();
    Request::from_params(&params).map_err(|violations| violations.to_string())
}

fn violations(form: &str) -> String {
    read(form).map_or_else(
        |violations| violations,
        |request| format!("no violation: {request:?}"),
    )
}

#[test]
fn reads_nested_structures_and_ignores_what_it_does_not_know() {
    let request = read(
        "Trigger.Header.2.Value.1=c&Trigger.Id=7&Trigger.Header.1.Key=a&Other=1&Trigger.Header.1.Value.2=y&Trigger.Other.1=x\
         &Trigger.Header.1.Value.1=x&Trigger.Header.2.Key=b&Trigger.Enabled=tRUE&Trigger-2=x&Trigger.Header.1.Value1=z",
    );
    let header = |key: &str, values: &[&str]| Header {
        key: key.into(),
        values: values.iter().map(|value| value.to_string()).collect(),
    };
    let trigger = Trigger {
        id: 7,
        header: vec![header("a", &["x", "y"]), header("b", &["c"])],
        enabled: Some(true),
    };
    assert_eq!(
        request,
        Ok(Request {
            name: None,
            trigger: Some(trigger),
            ids: vec![],
            pin: None
        })
    );
    assert_eq!(
        read(""),
        Ok(Request {
            name: None,
            trigger: None,
            ids: vec![],
            pin: None
        })
    );
}

#[test]
fn list_items_are_ordered_by_number_and_may_have_gaps() {
    for (form, ids) in [
        ("X.2=2&X.10=10&X.1=1", &[1, 2, 10][..]),
        ("X.100=5&X.99=-4", &[-4, 5]),
        ("X.1=%2B3", &[3]),
    ] {
        assert_eq!(read(form).unwrap().ids, ids, "{form}");
    }
    let hundred: Vec<_> = (1..=100)
        .map(|number| format!("X.{number}={number}"))
        .collect();
    assert_eq!(read(&hundred.join("&")).unwrap().ids.len(), 100);
}

#[test]
fn refuses_wrong_numbers() {
    for name in [
        "X.0",
        "X.01",
        "X.101",
        "X.99999999999999999999",
        "X.-1",
        "X.",
        "X.a",
        "X.1a",
        "X. 1",
        "X.%2B1",
        "X.１",
    ] {
        let shown = name.replace("%2B", "+");
        assert_eq!(
            violations(&format!("{name}=1")),
            format!("{shown}: the number must be 1 to 100")
        );
    }
    let nines = "9".repeat(5000);
    assert_eq!(
        violations(&format!("X.{nines}=1")).len(),
        "X.".len() + 64 + ": the number must be 1 to 100".len()
    );
}

#[test]
fn wrong_numbers_without_end_are_not_all_reported() {
    let form: Vec<_> = (200..5200).map(|number| format!("X.{number}=1")).collect();
    assert_eq!(
        violations(&form.join("&")).lines().count(),
        MAX_WRONG_NUMBERS
    );
}

#[test]
fn says_what_is_wrong() {
    for (form, expected) in [
        ("Name=a&Name=b", "Name: given twice"),
        ("Name=a&Name=b&Name=a", "Name: given 3 times"),
        ("X.1=1&X.1=1", "X.1: given twice"),
        ("Name.First=a", "Name: must be a plain value, has members"),
        (
            "Name=a&Name.1=b",
            "Name: must be a plain value, has members",
        ),
        ("X=1", "X: must be a list, numbered from X.1"),
        ("X=&X.1=1", "X: must be a list, numbered from X.1"),
        ("X.1.1=5", "X.1: must be a plain value, has members"),
        (
            "Trigger=x",
            "Trigger: must have members, is a plain value\nTrigger.Id: missing",
        ),
        (
            "Trigger=x&Trigger.Id=1",
            "Trigger: must have members, is a plain value",
        ),
        (
            "Trigger.Id=1&Trigger.Header.1=x",
            "Trigger.Header.1: must have members, is a plain value\nTrigger.Header.1.Key: missing\nTrigger.Header.1.Value: missing: must have at least one item",
        ),
        (
            "Trigger.Enabled=1",
            "Trigger.Id: missing\nTrigger.Enabled: must be True or False, is \"1\"",
        ),
        (
            "Trigger.Id=&Trigger.Enabled=",
            "Trigger.Id: must be a whole number from -9223372036854775808 to 9223372036854775807, is \"\"\nTrigger.Enabled: must be True or False, is \"\"",
        ),
        (
            "Trigger.Id=9223372036854775808",
            "Trigger.Id: must be a whole number from -9223372036854775808 to 9223372036854775807, is \"9223372036854775808\"",
        ),
        (
            "X.1=1.0&X.2=9223372036854775808",
            "X.1: must be a whole number from -9223372036854775808 to 9223372036854775807, is \"1.0\"\nX.2: must be a whole number from -9223372036854775808 to 9223372036854775807, is \"9223372036854775808\"",
        ),
        (
            "Pin=hush",
            "Pin: must be a whole number from -9223372036854775808 to 9223372036854775807",
        ),
    ] {
        assert_eq!(violations(form), expected, "{form}");
    }
}

#[test]
fn booleans_in_any_case() {
    for (text, value) in [
        ("True", true),
        ("true", true),
        ("TRUE", true),
        ("False", false),
        ("fAlSe", false),
    ] {
        assert_eq!(
            read(&format!("Trigger.Id=1&Trigger.Enabled={text}"))
                .unwrap()
                .trigger
                .unwrap()
                .enabled,
            Some(value)
        );
    }
}

#[test]
fn depth_costs_nothing() {
    let deep = "a".to_owned() + &".1".repeat(10_000);
    for form in [
        format!("{deep}=1"),
        format!("X{}=1", ".".repeat(10_000)),
        ".".repeat(10_000),
    ] {
        assert!(!violations(&form).is_empty());
    }
    assert_eq!(
        violations(&format!("X.1{}=1", ".1".repeat(10_000))),
        "X.1: must be a plain value, has members"
    );
}

#[derive(Debug)]
struct Chain(Option<Box<Chain>>);

impl FromParams for Chain {
    fn read_params(reader: &mut ParamReader<'_>) -> Option<Self> {
        reader.optional("N").map(Self)
    }
}

#[test]
fn a_structure_within_itself_is_read_to_a_limit() {
    let form = |levels: usize| Params::from_iter([(vec!["N"; levels].join("."), "")]);
    let mut chain = Chain::from_params(&form(3))
        .map(|chain| chain.0)
        .map_err(|violations| violations.to_string());
    assert_eq!(
        chain.as_ref().err().map(String::as_str),
        Some("N.N.N: must have members, is a plain value")
    );
    chain = Chain::from_params(&form(10_000))
        .map(|chain| chain.0)
        .map_err(|violations| violations.to_string());
    assert!(
        chain
            .unwrap_err()
            .ends_with("N: is nested more than 64 levels deep")
    );
}

#[test]
fn many_names_take_no_quadratic_time() {
    let mut params = Params::new();
    for number in 0..200_000 {
        params.push(format!("Unknown{number}.Member.{number}"), "x");
    }
    params.push("Name", "a");
    assert_eq!(
        Request::from_params(&params).unwrap().name.as_deref(),
        Some("a")
    );
}
