//! Reads values with serde_yaml, which gives locations for errors but not for values. Every value
//! gets a number, by which the syntax tree finds its span.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use super::node::{Node, Span, Value};

/// An error of the YAML parser.
#[derive(Debug)]
pub(crate) struct SyntaxError {
    /// The message of serde_yaml.
    pub(crate) message: String,
    /// The byte offset where the parser stopped, if it is known.
    pub(crate) at: Option<usize>,
}

impl SyntaxError {
    pub(crate) fn new(error: &serde_yaml::Error, text: &str) -> Self {
        // serde_yaml appends the location, which it also gives as numbers.
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        Self {
            message: message.to_owned(),
            at: error
                .location()
                .map(|location| location.index().min(text.len())),
        }
    }

    /// Returns the likely cause, given the line where the parser stopped. serde_yaml has no error
    /// kinds, so its messages are matched.
    pub(super) fn likely_cause(&self, line: &str) -> Option<&'static str> {
        let (_, _, cause) = CAUSES
            .iter()
            .find(|(message, applies, _)| self.message.contains(message) && applies(line))?;
        Some(cause)
    }
}

/// A part of serde_yaml's message, a condition on the line, and the likely cause. The first row
/// that matches decides.
type Cause = (&'static str, fn(&str) -> bool, &'static str);

const CAUSES: [Cause; 5] = [
    (
        "",
        |line| line.trim_start_matches(' ').starts_with('\t'),
        "YAML is indented with spaces: there is a tab here",
    ),
    (
        "expected ',' or",
        |line| line.contains(": "),
        "a text with `: ` in it needs quotes in a `{…}`; or a `}` or `]` is missing",
    ),
    (
        "mapping values are not allowed",
        |_| true,
        "a text with `: ` in it needs quotes; or this line is indented too far",
    ),
    ("did not find expected key", |_| true, INDENTATION),
    ("expected <block end>", |_| true, INDENTATION),
];

const INDENTATION: &str =
    "this line, or the one before, is not indented like its neighbours: two spaces a level";

/// Whether a text consists of empty lines and comments.
pub(super) fn is_empty(text: &str) -> bool {
    text.lines()
        .map(str::trim_start)
        .all(|line| line.is_empty() || line.starts_with('#'))
}

/// Reads a file's text.
pub(super) fn parse(text: &str, file: u32) -> Result<Node, SyntaxError> {
    let mut next = 0;
    let reader = Reader {
        next: &mut next,
        file,
    };
    reader
        .deserialize(serde_yaml::Deserializer::from_str(text))
        .map_err(|error| SyntaxError::new(&error, text))
}

/// Reads one node and numbers it.
struct Reader<'a> {
    next: &'a mut u32,
    file: u32,
}

impl Reader<'_> {
    fn span(&mut self) -> Span {
        let node = Some(*self.next);
        *self.next += 1;
        Span {
            file: self.file,
            node,
        }
    }

    fn scalar<E>(mut self, value: Value) -> Result<Node, E> {
        let span = self.span();
        Ok(Node { span, value })
    }

    fn inner(&mut self) -> Reader<'_> {
        Reader {
            next: self.next,
            file: self.file,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("YAML")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        self.scalar(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        self.scalar(Value::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        self.scalar(Value::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        self.scalar(
            i64::try_from(value).map_or(Value::Other("a number beyond 64 bits"), Value::Integer),
        )
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<Node, E> {
        self.scalar(Value::Other("a number beyond 64 bits"))
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<Node, E> {
        self.scalar(Value::Other("a number beyond 64 bits"))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Node, E> {
        self.scalar(Value::Other("a number with a fraction"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        self.scalar(Value::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Node, A::Error> {
        let span = self.span();
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(self.inner())? {
            items.push(item);
        }
        Ok(Node {
            span,
            value: Value::List(items),
        })
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Node, A::Error> {
        let span = self.span();
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(self.inner())? {
            let value = map.next_value_seed(self.inner())?;
            entries.push((key, value));
        }
        Ok(Node {
            span,
            value: Value::Map(entries),
        })
    }

    fn visit_enum<A: EnumAccess<'de>>(mut self, tagged: A) -> Result<Node, A::Error> {
        let span = self.span();
        let (_, content) = tagged.variant::<IgnoredAny>()?;
        content.newtype_variant::<IgnoredAny>()?;
        Ok(Node {
            span,
            value: Value::Other("a tagged value"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_keys_are_kept() {
        let root = parse("a: 1\na: 2\n", 0).unwrap();
        assert!(matches!(root.value, Value::Map(entries) if entries.len() == 2));
    }

    #[test]
    fn what_no_spec_uses_has_a_name() {
        for (text, kind) in [
            ("1.5", "a number with a fraction"),
            ("18446744073709551615", "a number beyond 64 bits"),
            ("!Tag {a: 1}", "a tagged value"),
            ("!Tag x", "a tagged value"),
            ("~", "nothing"),
        ] {
            assert_eq!(
                parse(text, 0).map(|node| node.kind()).unwrap(),
                kind,
                "{text}"
            );
        }
    }

    #[test]
    fn a_syntax_error_has_a_place() {
        let error = parse("a: [1\nb: 2\n", 0).unwrap_err();
        assert_eq!(error.at, Some("a: [1\nb".len()));
        assert!(!error.message.contains(" at line "), "{error:?}");
        for text in ["", "\n\n", "# only a comment\n"] {
            assert!(is_empty(text), "{text:?}");
        }
    }

    #[test]
    fn a_syntax_error_has_a_likely_cause() {
        let cases = [
            ("a:\n  b: 1\n\tc: 2\n", "tab"),
            ("a: {en: A remark: yes.}\n", "quotes in a `{…}`"),
            ("a: A remark: yes.\n", "quotes; or"),
            ("a:\n  b: 1\n c: 2\n", "indented"),
            ("a:\n  b: {c: 1}\n   d: {e: 2}\n", "indented"),
        ];
        for (text, cause) in cases {
            let error = parse(text, 0).unwrap_err();
            let line = text[..error.at.unwrap()].matches('\n').count();
            let help = error
                .likely_cause(text.lines().nth(line).unwrap())
                .unwrap_or_default();
            assert!(help.contains(cause), "{text:?}: {error:?}: {help:?}");
        }
    }

    #[test]
    fn hostile_input_is_refused() {
        let deep = "[".repeat(1_000);
        assert!(parse(&deep, 0).is_err());
        let bomb = "a: &a [x,x,x,x,x,x,x,x]\n".to_owned()
            + &(1..8)
                .map(|n| {
                    let (before, here) = (char::from(b'a' + n - 1), char::from(b'a' + n));
                    format!(
                        "{here}: &{here} [{}]\n",
                        vec![format!("*{before}"); 8].join(",")
                    )
                })
                .collect::<String>();
        assert!(parse(&bomb, 0).is_err());
    }
}
