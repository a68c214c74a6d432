//! Tables of values against rules.

use super::*;
use crate::pattern;
use crate::wire::schema::{LengthUnit, Reflect};

const NONE: Constraints = Constraints::NONE;

/// The violations of one member `X`, shown.
fn check<T: Validate + Reflect>(value: T, constraints: Constraints) -> Vec<String> {
    let constraints = Box::leak(Box::new(constraints.of(T::SHAPE)));
    let mut violations = Violations::default();
    let mut validator = Validator {
        path: Path::ROOT,
        constraints: &Constraints::NONE,
        violations: &mut violations,
    };
    validator.member("X", &value, constraints);
    violations.iter().map(Violation::to_string).collect()
}

fn text(length: usize) -> String {
    "a".repeat(length)
}

#[test]
fn length_counts_characters_or_bytes() {
    use LengthUnit::{Bytes, Characters};
    for (value, min, max, unit, expected) in [
        (text(2), 2, 30, Characters, None),
        (text(30), 2, 30, Characters, None),
        (
            text(1),
            2,
            30,
            Characters,
            Some("X: must be 2 to 30 characters long, is 1"),
        ),
        (
            text(31),
            2,
            30,
            Characters,
            Some("X: must be 2 to 30 characters long, is 31"),
        ),
        (String::new(), 0, 256, Bytes, None),
        (
            "描述".repeat(43),
            0,
            256,
            Bytes,
            Some("X: must be at most 256 bytes long, is 258"),
        ),
        ("描述".repeat(43), 0, 256, Characters, None),
        (
            "述".repeat(257),
            0,
            256,
            Characters,
            Some("X: must be at most 256 characters long, is 257"),
        ),
        (
            String::new(),
            1,
            usize::MAX,
            Characters,
            Some("X: must be at least 1 character long, is 0"),
        ),
        (
            text(2),
            1,
            1,
            Bytes,
            Some("X: must be exactly 1 byte long, is 2"),
        ),
    ] {
        let violations = check(value, NONE.length(min, max, unit));
        assert_eq!(violations.first().map(String::as_str), expected);
    }
}

#[test]
fn patterns_match_the_whole_text() {
    let plain = pattern!("[a-z][a-z0-9]*|[A-Z]", "");
    let letters = pattern!("[a-z][a-z0-9]*|[A-Z]", "lower-case letters");
    let not_matched = r#"X: must match [a-z][a-z0-9]*|[A-Z], is "#;
    for (value, pattern, expected) in [
        ("demo1", plain, None),
        (
            "1demo",
            letters,
            Some(r#"X: must be lower-case letters, is "1demo""#.to_owned()),
        ),
        (
            "demo\n",
            plain,
            Some(not_matched.to_owned() + r#""demo\n""#),
        ),
        ("Ax", plain, Some(not_matched.to_owned() + r#""Ax""#)),
        (
            "",
            letters,
            Some(r#"X: must be lower-case letters, is """#.to_owned()),
        ),
    ] {
        let violations = check(value.to_owned(), NONE.pattern(pattern));
        assert_eq!(violations.first(), expected.as_ref());
    }
}

#[test]
fn long_values_are_shortened() {
    let violations = check("述".repeat(5000), NONE.pattern(pattern!("a", "a")));
    assert_eq!(
        violations,
        [format!(r#"X: must be a, is "{}…""#, "述".repeat(64))]
    );
}

#[test]
fn what_is_sensitive_is_not_quoted() {
    let marked = check(
        String::from("hush"),
        NONE.sensitive().pattern(pattern!("a", "a")),
    );
    let secret = check(
        Some(SecretString::from("hush")),
        NONE.pattern(pattern!("a", "a")),
    );
    assert_eq!(
        (marked, secret),
        (vec!["X: must be a".into()], vec!["X: must be a".into()])
    );
    let number = check(7_i64, NONE.sensitive().range(1, 3));
    assert_eq!(number, ["X: must be 1 to 3"]);
}

#[test]
fn ranges() {
    for (value, min, max, expected) in [
        (1, 1, i64::MAX, None),
        (0, 1, i64::MAX, Some("X: must be at least 1, is 0")),
        (100, 1, 99, Some("X: must be 1 to 99, is 100")),
        (
            i64::MAX,
            i64::MIN,
            5,
            Some("X: must be at most 5, is 9223372036854775807"),
        ),
        (-1, 0, 0, Some("X: must be exactly 0, is -1")),
    ] {
        let violations = check(Some(value), NONE.range(min, max));
        assert_eq!(violations.first().map(String::as_str), expected);
    }
    assert_eq!(check(i64::MIN, NONE.range(0, i64::MAX)).len(), 1);
    assert!(check(None::<i64>, NONE.range(1, 1)).is_empty());
}

#[test]
fn item_counts() {
    for (count, expected) in [
        (0, None),
        (1, None),
        (100, None),
        (101, Some("X: must have 1 to 100 items, has 101")),
    ] {
        let violations = check(vec![0_i64; count], NONE.items(1, 100));
        assert_eq!(violations.first().map(String::as_str), expected);
    }
    let empty = check(Vec::<String>::new(), NONE.required().items(1, 100));
    assert_eq!(empty, ["X: missing: must have at least one item"]);
}

#[test]
fn rules_for_text_and_numbers_apply_to_each_item() {
    let texts = check(
        vec![text(1), text(3), text(2)],
        NONE.length(2, 2, LengthUnit::Bytes),
    );
    let expected = [
        "X.1: must be exactly 2 bytes long, is 1",
        "X.2: must be exactly 2 bytes long, is 3",
    ]
    .map(String::from);
    assert_eq!(texts, expected);
    assert_eq!(
        check(vec![1_i64, 0], NONE.range(1, 2)),
        ["X.2: must be 1 to 2, is 0"]
    );
}

#[test]
fn repetitions_name_the_first_of_the_kind() {
    let mut violations = Violations::default();
    let mut validator = Validator {
        path: Path::ROOT,
        constraints: &NONE,
        violations: &mut violations,
    };
    validator.unique("X", &["a", "b", "a", "a"]);
    assert_eq!(
        violations.to_string(),
        "X.3: must be unique, is the same as in item 1\n\
         X.4: must be unique, is the same as in item 1"
    );
}

struct Inner {
    key: String,
}

impl Validate for Inner {
    fn validate_into(&self, validator: &mut Validator<'_>) {
        static KEY: Constraints = NONE.length(1, 2, LengthUnit::Characters);
        validator.member("Key", &self.key, &KEY);
    }
}

struct Outer {
    list: Vec<Inner>,
    kind: Option<String>,
    months: Option<i64>,
}

impl Validate for Outer {
    fn validate_into(&self, validator: &mut Validator<'_>) {
        static MONTHS: Constraints = NONE.required_when("Kind", || "Monthly".to_owned());
        validator.nested("List", &self.list);
        let is_set = self.months.is_some();
        validator.required_when("Months", is_set, &MONTHS, &self.kind, &"Monthly");
    }
}

#[test]
fn all_violations_at_once_with_their_path() {
    let outer = Outer {
        list: ["ok", "long", ""]
            .map(|key| Inner { key: key.into() })
            .into(),
        kind: Some("Monthly".into()),
        months: None,
    };
    let violations = validate(&outer).unwrap_err();
    assert_eq!(
        violations.to_string(),
        "List.2.Key: must be 1 to 2 characters long, is 4\n\
         List.3.Key: must be 1 to 2 characters long, is 0\n\
         Months: is required when Kind is Monthly"
    );
}

#[test]
fn a_condition_needs_its_value() {
    for (kind, months, ok) in [
        (None, None, true),
        (Some("Hourly"), None, true),
        (Some("Monthly"), Some(1), true),
        (Some("Monthly"), None, false),
    ] {
        let outer = Outer {
            list: vec![],
            kind: kind.map(String::from),
            months,
        };
        assert_eq!(validate(&outer).is_ok(), ok);
    }
    assert!(true.is(&true) && Some(7_i64).is(&7) && !None::<bool>.is(&true));
}

#[test]
fn a_rule_that_does_not_apply_to_the_type_is_refused() {
    let refused = |constraints: Constraints, shape: &'static crate::wire::schema::Shape| {
        let panic = std::panic::catch_unwind(|| constraints.of(shape)).unwrap_err();
        *panic.downcast::<&'static str>().expect("a message")
    };
    let length = NONE.length(1, 2, LengthUnit::Bytes);
    assert!(refused(length, i64::SHAPE).starts_with("`length` and `pattern` are rules for text"));
    assert!(refused(NONE.range(1, 2), String::SHAPE).starts_with("`range` is a rule for whole"));
    for lists in [NONE.items(1, 2), NONE.unique(), NONE.required()] {
        assert!(refused(lists, String::SHAPE).contains("are rules for lists"));
    }
    let filters = <Vec<crate::Filter>>::SHAPE;
    assert!(refused(NONE.unique(), filters).starts_with("`unique` is a rule for lists of text"));
}
