//! Reads YAML into trees. The only file that names serde_yaml.
//!
//! serde_yaml knows the place of an error, not of a value. So every node is numbered as it is read,
//! and the place of a node is found, when it is needed for a report, by reading the file again with
//! a reader that fails at that number.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use crate::codes::Code;
use crate::extent::{extent, lines};
use crate::found::Part;
use crate::report::Problem;

/// Where a node is: a file and the node's number in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    pub(crate) file: u32,
    node: u32,
}

/// A piece of YAML.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) place: Place,
    pub(crate) value: Value,
}

/// What a node holds. A mapping keeps its order and its repeated keys.
#[derive(Debug)]
pub(crate) enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
    /// Something that no spec uses, by its name.
    Other(&'static str),
}

impl Place {
    /// A file as a whole.
    pub(crate) fn whole_file(file: usize) -> Self {
        Self {
            file: file as u32,
            node: NO_NODE,
        }
    }

    #[cfg(test)]
    pub(crate) fn numbered(file: u32, node: u32) -> Self {
        Self { file, node }
    }
}

impl Node {
    /// The node at a place of the tree below this one.
    pub(crate) fn find(&self, place: Place) -> Option<&Self> {
        let mut node = self;
        while node.place != place {
            // Numbers rise in the order of the text.
            let inner: Vec<&Self> = match &node.value {
                Value::List(items) => items.iter().collect(),
                Value::Map(entries) => entries
                    .iter()
                    .flat_map(|(key, value)| [key, value])
                    .collect(),
                _ => return None,
            };
            node = inner
                .into_iter()
                .rev()
                .find(|inner| inner.place.node <= place.node)?;
        }
        Some(node)
    }

    /// What the node is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Boolean(_) => "a Boolean",
            Value::Integer(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
            Value::Other(name) => name,
        }
    }
}

const NO_NODE: u32 = u32::MAX;

/// Reads a file's text. The problem names no file.
pub(crate) fn parse(text: &str, file: u32) -> Result<Node, Problem> {
    if text
        .lines()
        .all(|line| line.trim_start().is_empty() || line.trim_start().starts_with('#'))
    {
        return Err(Problem::of_file("", "the file is empty").with_code(Code::EMPTY_FILE));
    }
    read(text, file, NO_NODE).map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let problem =
            Problem::of_file("", format!("this is not YAML: {message}")).with_code(Code::SYNTAX);
        let lines = lines(text);
        let place = error.location().and_then(|place| {
            let at = (place.line().checked_sub(1)?, place.column().checked_sub(1)?);
            extent(&lines, at, None, &Part::Whole)
        });
        let Some((line, bytes)) = place else {
            return problem;
        };
        let problem = problem.at(line, lines[line], bytes);
        match likely_cause(message, lines[line]) {
            Some(help) => problem.with_help(help),
            None => problem,
        }
    })
}

/// What is most likely wrong where the parser stopped.
fn likely_cause(message: &str, line: &str) -> Option<&'static str> {
    let help = if line.trim_start_matches(' ').starts_with('\t') {
        "YAML is indented with spaces: there is a tab here"
    } else if line.contains(": ") && message.contains("expected ',' or") {
        "a text with `: ` in it needs quotes in a `{…}`; or a `}` or `]` is missing"
    } else if message.contains("mapping values are not allowed") {
        "a text with `: ` in it needs quotes; or this line is indented too far"
    } else if message.contains("did not find expected key")
        || message.contains("expected <block end>")
    {
        "this line, or the one before, is not indented like its neighbours: two spaces a level"
    } else {
        return None;
    };
    Some(help)
}

/// The line and column of a place.
pub(crate) fn locate(text: &str, place: Place) -> Option<(usize, usize)> {
    if place.node == NO_NODE {
        return None;
    }
    let location = read(text, place.file, place.node).err()?.location()?;
    Some((location.line(), location.column()))
}

fn read(text: &str, file: u32, stop_at: u32) -> Result<Node, serde_yaml::Error> {
    let mut next = 0;
    Reader {
        next: &mut next,
        file,
        stop_at,
    }
    .deserialize(serde_yaml::Deserializer::from_str(text))
}

/// Reads one node and numbers it; fails at the node whose number is `stop_at`.
struct Reader<'a> {
    next: &'a mut u32,
    file: u32,
    stop_at: u32,
}

impl Reader<'_> {
    fn place<E: Error>(&mut self) -> Result<Place, E> {
        let node = *self.next;
        *self.next += 1;
        if node == self.stop_at {
            return Err(E::custom("found"));
        }
        Ok(Place {
            file: self.file,
            node,
        })
    }

    fn scalar<E: Error>(mut self, value: Value) -> Result<Node, E> {
        Ok(Node {
            place: self.place()?,
            value,
        })
    }

    fn inner(&mut self) -> Reader<'_> {
        Reader {
            next: self.next,
            file: self.file,
            stop_at: self.stop_at,
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

    fn visit_none<E: Error>(self) -> Result<Node, E> {
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

    fn visit_string<E: Error>(self, value: String) -> Result<Node, E> {
        self.scalar(Value::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Node, A::Error> {
        let place = self.place()?;
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(self.inner())? {
            items.push(item);
        }
        Ok(Node {
            place,
            value: Value::List(items),
        })
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Node, A::Error> {
        let place = self.place()?;
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(self.inner())? {
            let value = map.next_value_seed(self.inner())?;
            entries.push((key, value));
        }
        Ok(Node {
            place,
            value: Value::Map(entries),
        })
    }

    fn visit_enum<A: EnumAccess<'de>>(mut self, tagged: A) -> Result<Node, A::Error> {
        let place = self.place()?;
        let (_, content) = tagged.variant::<IgnoredAny>()?;
        content.newtype_variant::<IgnoredAny>()?;
        Ok(Node {
            place,
            value: Value::Other("a tagged value"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<(usize, usize)> {
        (0..)
            .map_while(|node| locate(text, Place { file: 0, node }))
            .collect()
    }

    #[test]
    fn every_node_has_a_place() {
        // The mapping, key, value, key, list, items.
        assert_eq!(
            places("a: 1\nb:\n  - x\n  - {}\n"),
            [(1, 1), (1, 1), (1, 4), (2, 1), (3, 3), (3, 5), (4, 5)]
        );
        // Columns count characters.
        assert_eq!(
            places("{中文: 1, b: 2}"),
            [(1, 1), (1, 2), (1, 6), (1, 9), (1, 12)]
        );
    }

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
        let problem = parse("a: [1\nb: 2\n", 0).unwrap_err();
        assert_eq!(problem.line, 2);
        assert!(
            problem.message.starts_with("this is not YAML"),
            "{}",
            problem.message
        );
        for text in ["", "\n\n", "# only a comment\n"] {
            assert_eq!(parse(text, 0).unwrap_err().message, "the file is empty");
        }
    }

    #[test]
    fn a_syntax_error_names_its_likely_cause() {
        let cases = [
            ("a:\n  b: 1\n\tc: 2\n", "tab"),
            ("a: {en: A remark: yes.}\n", "quotes"),
            ("a: A remark: yes.\n", "quotes"),
            ("a:\n  b: 1\n c: 2\n", "indented"),
            ("a:\n  b: {c: 1}\n   d: {e: 2}\n", "indented"),
        ];
        for (text, cause) in cases {
            let problem = parse(text, 0).unwrap_err();
            let help = problem.help.as_deref().unwrap_or_default();
            assert!(
                help.contains(cause),
                "{text:?}: {}: {help:?}",
                problem.message
            );
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
