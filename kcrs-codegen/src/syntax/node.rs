//! The values of a file, and the spans that diagnostics name.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostics::LineIndex;

/// What a node takes up: a file, and the node's number in it. Bytes and lines are looked up only
/// for a report, so a right spec pays nothing for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    pub(crate) file: u32,
    /// None for the file as a whole.
    pub(super) node: Option<u32>,
}

/// A piece of YAML.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) span: Span,
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

/// One entry of a mapping.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) name: &'a str,
    /// Where the name is.
    pub(crate) span: Span,
    pub(crate) value: &'a Node,
}

/// What a diagnostic underlines: a span, or a part of the text there.
#[derive(Clone, Debug)]
pub(crate) struct Highlight {
    pub(crate) span: Span,
    pub(super) part: Part,
}

/// Which part of a span is meant.
#[derive(Clone, Debug)]
pub(super) enum Part {
    Whole,
    /// The first occurrence of a word in a text, as the file writes it.
    Word(String),
    /// A line of a text that has several, counted from 1.
    Line(usize),
}

impl Span {
    pub(crate) fn whole_file(file: usize) -> Self {
        Self {
            file: file as u32,
            node: None,
        }
    }

    /// A word of the text here.
    pub(crate) fn word(self, word: impl Into<String>) -> Highlight {
        Highlight {
            span: self,
            part: Part::Word(word.into()),
        }
    }

    /// A line of the text here, counted from 1.
    pub(crate) fn line(self, line: usize) -> Highlight {
        Highlight {
            span: self,
            part: Part::Line(line),
        }
    }
}

impl From<Span> for Highlight {
    fn from(span: Span) -> Self {
        Self {
            span,
            part: Part::Whole,
        }
    }
}

impl Highlight {
    /// The bytes of a text that are meant, given those of the node.
    pub(super) fn within(&self, text: &str, node: Range<usize>) -> Range<usize> {
        let own = &text[node.clone()];
        let part = match &self.part {
            Part::Whole => None,
            Part::Word(word) => find_word(own, word).map(|at| at..at + word.len()),
            Part::Line(number) if own.starts_with(['|', '>']) => {
                LineIndex::new(own).trimmed(own, *number)
            }
            Part::Line(_) => None,
        };
        part.map_or(node.clone(), |part| {
            node.start + part.start..node.start + part.end
        })
    }
}

/// Where a word begins that is not a part of a longer one.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let is_part =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_'));
    text.match_indices(word)
        .map(|(at, _)| at)
        .find(|at| {
            !is_part(text[..*at].chars().next_back())
                && !is_part(text[at + word.len()..].chars().next())
        })
        .or_else(|| text.find(word))
        .filter(|_| !word.is_empty())
}

impl<'a> Entry<'a> {
    /// An entry whose key is a text.
    fn new((key, value): &'a (Node, Node)) -> Option<Self> {
        let Value::Text(name) = &key.value else {
            return None;
        };
        Some(Self {
            name,
            span: key.span,
            value,
        })
    }
}

impl Node {
    /// The entry or item that a node with a number is in: its index, whether the node is in its
    /// key, and that key or value. None for the node itself, and for one that is not below this
    /// one.
    pub(super) fn toward(&self, number: u32) -> Option<(usize, bool, &Self)> {
        // Numbers rise in the order of the text.
        let begins = |node: &Self| node.span.node <= Some(number);
        if self.span.node == Some(number) {
            return None;
        }
        match &self.value {
            Value::List(items) => {
                let index = items.partition_point(begins).checked_sub(1)?;
                Some((index, false, &items[index]))
            }
            Value::Map(entries) => {
                let index = entries.partition_point(|(key, _)| begins(key));
                let index = index.checked_sub(1)?;
                let (key, value) = &entries[index];
                let is_key = !begins(value);
                Some((index, is_key, if is_key { key } else { value }))
            }
            _ => None,
        }
    }

    /// The text, if it is one that is not empty.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }

    /// The items of a list.
    pub(crate) fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The texts of a list, each once.
    pub(crate) fn texts(&self) -> Vec<(&str, Span)> {
        let mut texts: Vec<(&str, Span)> = Vec::new();
        for item in self.items() {
            if let Some(text) = item.text()
                && texts.iter().all(|(other, _)| *other != text)
            {
                texts.push((text, item.span));
            }
        }
        texts
    }

    /// The entries of a mapping whose keys are texts, each once.
    pub(crate) fn entries(&self) -> Vec<Entry<'_>> {
        let Value::Map(entries) = &self.value else {
            return Vec::new();
        };
        let mut seen = BTreeSet::new();
        let named = entries.iter().filter_map(Entry::new);
        named
            .filter(|entry| entry.name != "<<" && seen.insert(entry.name))
            .collect()
    }

    /// The first entry of a mapping with a name.
    pub(crate) fn entry(&self, name: &str) -> Option<Entry<'_>> {
        let Value::Map(entries) = &self.value else {
            return None;
        };
        for entry in entries {
            if matches!(&entry.0.value, Value::Text(text) if text == name) {
                return Entry::new(entry);
            }
        }
        None
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
