//! The values of a file, and the spans by which diagnostics refer to them.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostics::LineIndex;

/// A node: its file, and its number there. Bytes and lines are looked up only for a report, so that
/// they cost nothing where a spec is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    pub(crate) file: u32,
    /// None for the file as a whole.
    pub(super) node: Option<u32>,
}

/// A value in a file.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) value: Value,
}

/// Value of a node. A mapping keeps its order and its repeated keys.
#[derive(Debug)]
pub(crate) enum Value {
    Null,
    Boolean(bool),
    Integer(i64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
    /// A kind of value that specs do not use, named for messages.
    Other(&'static str),
}

/// One entry of a mapping.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) name: &'a str,
    /// Span of the name.
    pub(crate) span: Span,
    pub(crate) value: &'a Node,
}

/// Place that a diagnostic underlines: a node, or a part of its text.
#[derive(Clone, Debug)]
pub(crate) struct Highlight {
    pub(crate) span: Span,
    pub(super) part: Part,
}

/// A part of a node.
#[derive(Clone, Debug)]
pub(super) enum Part {
    Whole,
    /// The first occurrence of a word in a text, as the file writes it.
    Word(String),
    /// A line of a block scalar, counted from 1.
    Line(usize),
}

impl Span {
    pub(crate) fn whole_file(file: usize) -> Self {
        Self {
            file: file as u32,
            node: None,
        }
    }

    /// Highlights a word of the text here.
    pub(crate) fn word(self, word: impl Into<String>) -> Highlight {
        Highlight {
            span: self,
            part: Part::Word(word.into()),
        }
    }

    /// Highlights a line of the text here, counted from 1.
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
    /// Returns the bytes to underline, given the file's text and the bytes of the node.
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

/// Finds a word, preferably one that is not part of a longer word.
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
    /// Returns the entry if its key is a text.
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
    /// Returns one step towards the node with a number: the index of the entry or item that
    /// contains it, whether it is in the key, and that key or value. None if it is this node or is
    /// not below it.
    pub(super) fn toward(&self, number: u32) -> Option<(usize, bool, &Self)> {
        // Nodes are numbered in the order of the text.
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

    /// Visits the mappings in a node, each with the last two keys that lead to it.
    pub(crate) fn visit_mappings<'n>(
        &'n self,
        path: [&'n str; 2],
        visit: &mut dyn FnMut([&'n str; 2], &'n Self),
    ) {
        match &self.value {
            Value::List(items) => {
                for item in items {
                    item.visit_mappings(["", ""], visit);
                }
            }
            Value::Map(entries) => {
                visit(path, self);
                for (key, value) in entries {
                    value.visit_mappings([path[1], key.text().unwrap_or_default()], visit);
                }
            }
            _ => {}
        }
    }

    /// Returns the text, unless it is blank or something else.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }

    /// Returns the items of a list; none if it is something else.
    pub(crate) fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// Returns the texts in a list, without repetitions.
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

    /// Returns the entries of a mapping that have text keys, without repetitions and merge keys.
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

    /// Returns the first entry with a key.
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

    /// Names the kind of value for messages.
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
