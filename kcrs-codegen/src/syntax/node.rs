//! Nodes of a file's tree, and the spans that diagnostics name.

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

impl Node {
    /// The node with a span in the tree below this one.
    pub(super) fn find(&self, span: Span) -> Option<&Self> {
        let mut node = self;
        while node.span != span {
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
                .find(|inner| inner.span.node <= span.node)?;
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
