//! The lossless syntax tree of a file: the byte span of each node, and every comment at its node.

use std::ops::Range;

use super::node;
use crate::codes::Code;
use crate::diagnostics::{Diagnostic, LineIndex};

/// A file's tree, and the problems that the parser found.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) root: Node,
    /// The byte up to which the file could be parsed.
    pub(super) end: usize,
    /// In the order of detection.
    pub(crate) problems: Vec<Problem>,
}

/// Syntax that the format does not allow.
#[derive(Debug)]
pub(crate) struct Problem {
    /// The byte offset.
    pub(crate) at: usize,
    pub(crate) message: String,
    pub(crate) help: Option<&'static str>,
    /// The code of what serde_yaml reads in silence.
    pub(super) code: Option<Code>,
}

/// A comment on a line of its own, from its `#` on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Comment {
    pub(crate) text: String,
    /// Whether an empty line is above it.
    pub(crate) is_after_blank: bool,
}

#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) span: Range<usize>,
    pub(crate) content: Content,
}

#[derive(Debug)]
pub(crate) enum Content {
    Scalar(Scalar),
    Collection(Collection),
}

/// A mapping or a list.
#[derive(Debug, Default)]
pub(crate) struct Collection {
    /// Whether it is a mapping: all entries have keys, or none has.
    pub(crate) is_mapping: bool,
    pub(crate) entries: Vec<Entry>,
    /// Comments below the last entry.
    pub(crate) end: Vec<Comment>,
}

/// An entry of a mapping, or an item of a list.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Comments above it.
    pub(crate) above: Vec<Comment>,
    /// Whether an empty line is between them and the entry.
    pub(crate) is_detached: bool,
    pub(crate) key: Option<Node>,
    pub(crate) value: Node,
    /// The comment behind it: behind its value, or behind the key of a block.
    pub(crate) behind: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scalar {
    Text(String),
    /// A number, a Boolean or null, as it is written.
    Other(String),
    /// Nothing is written, which means null.
    Missing,
    Block(BlockText),
}

/// A block scalar: `|` or `>`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct BlockText {
    pub(crate) is_folded: bool,
    /// Whether the last line ends with a line break.
    pub(crate) is_terminated: bool,
    /// The lines without their indentation; the last is not empty.
    pub(crate) lines: Vec<String>,
}

impl Tree {
    /// Returns the node of the value with a number, and the entry that it belongs to. If the parser
    /// could not read the node, the nearest enclosing one is returned.
    pub(super) fn find(&self, root: &node::Node, number: u32) -> (&Node, Option<&Entry>) {
        let (mut value, mut node, mut parent) = (root, &self.root, None);
        while let Some((index, is_key, inner)) = value.toward(number) {
            let Content::Collection(Collection { entries, .. }) = &node.content else {
                break;
            };
            let Some(entry) = entries.get(index) else {
                break;
            };
            let key = entry.key.as_ref().filter(|_| is_key);
            let next = key.unwrap_or(&entry.value);
            if next.span.start > self.end {
                break;
            }
            (value, node, parent) = (inner, next, Some(entry));
        }
        (node, parent)
    }
}

impl Problem {
    pub(crate) fn diagnostic(&self, path: &str, text: &str) -> Diagnostic {
        let end = text[self.at..].find([' ', ',', ']', '}', '\n', '\r']);
        let end = end.map_or(text.len(), |length| self.at + length);
        let location = LineIndex::new(text).location(path, text, self.at..end);
        let mut diagnostic = Diagnostic::new(self.code, location, &self.message);
        diagnostic.help = self.help.map(str::to_owned);
        diagnostic
    }
}

impl Node {
    pub(super) fn scalar(span: Range<usize>, scalar: Scalar) -> Self {
        let content = Content::Scalar(scalar);
        Self { span, content }
    }

    /// A missing value at a byte offset.
    pub(super) fn missing(at: usize) -> Self {
        Self::scalar(at..at, Scalar::Missing)
    }
}

impl Entry {
    /// Returns the key, if it is a text.
    pub(crate) fn name(&self) -> Option<&str> {
        match &self.key.as_ref()?.content {
            Content::Scalar(Scalar::Text(text)) => Some(text),
            _ => None,
        }
    }
}
