//! Reads values with serde_yaml, which gives locations for errors but not for values. Every value
//! gets a number, by which the syntax tree finds its span.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use super::cause;
use super::node::{Node, Span, Value};
use super::sources::with_plain_breaks;

/// An error of the YAML parser.
#[derive(Debug)]
pub(crate) struct SyntaxError {
    /// The message of serde_yaml.
    pub(crate) message: String,
    /// The byte offset of the likely cause, or else where the parser stopped, if it is known.
    pub(crate) at: Option<usize>,
    /// The likely cause.
    pub(crate) help: Option<&'static str>,
}

impl SyntaxError {
    pub(crate) fn new(error: &serde_yaml::Error, text: &str) -> Self {
        let whole = error.to_string();
        let at = error
            .location()
            .map(|location| location.index().min(text.len()));
        let cause = cause::find(&whole, text, at);
        // serde_yaml appends the location, which it also gives as numbers.
        let message = [" at line ", " at position "]
            .iter()
            .fold(&*whole, |message, place| {
                message.split(place).next().unwrap_or_default()
            });
        Self {
            message: message.to_owned(),
            at: cause.as_ref().and_then(|cause| cause.at).or(at),
            help: cause.map(|cause| cause.help),
        }
    }
}

/// Returns the message of serde_yaml about a text that is not YAML, with its places.
pub(super) fn message_of(text: &str) -> Option<String> {
    let result: Result<IgnoredAny, _> = serde_yaml::from_str(text);
    result.err().map(|error| error.to_string())
}

/// Returns whether a text consists of empty lines and comments.
pub(super) fn is_empty(text: &str) -> bool {
    with_plain_breaks(text)
        .lines()
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

    /// Reads what a tag stands before. The syntax tree has the tag as a problem.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Node, A::Error> {
        let (_, content) = tagged.variant::<IgnoredAny>()?;
        content.newtype_variant_seed(self)
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
            ("!Tag {a: 1}", "a mapping"),
            ("!Tag x", "text"),
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
        for text in ["", "\n\n", "# only a comment\n", "# only\r# comments\r"] {
            assert!(is_empty(text), "{text:?}");
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
