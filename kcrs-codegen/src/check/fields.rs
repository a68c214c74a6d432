//! Access to mappings.

use crate::model::Docs;
use crate::syntax::{Entry, Node, Span, Value};

/// A mapping with known keys. `structure` reports values of the wrong kind, which are absent here.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    /// The name of what the mapping describes.
    pub(crate) span: Span,
    own: Option<&'a Node>,
    shared: Option<Entry<'a>>,
}

impl<'a> Fields<'a> {
    /// A mapping, or its short form.
    pub(crate) fn new(own: &'a Node, span: Span) -> Self {
        Self {
            own: Some(own),
            ..Self::empty(span)
        }
    }

    /// A mapping that could not be read.
    pub(crate) fn empty(span: Span) -> Self {
        Self {
            span,
            own: None,
            shared: None,
        }
    }

    /// Adds the keys of a shared definition that the mapping does not have.
    pub(crate) fn with_shared(mut self, shared: Entry<'a>) -> Self {
        self.shared = Some(shared);
        self
    }

    /// Returns the mapping under a key.
    pub(crate) fn inner(&self, key: &str) -> Option<Self> {
        let entry = self.entry(key)?;
        Some(Self::new(entry.value, entry.span))
    }

    pub(crate) fn get(&self, key: &str) -> Option<&'a Node> {
        self.entry(key).map(|entry| entry.value)
    }

    pub(crate) fn entry(&self, key: &str) -> Option<Entry<'a>> {
        let own = self.own?;
        own.entry(key).or_else(|| {
            // A short form replaces these of the shared definition.
            let is_word = matches!(own.value, Value::Text(_));
            let is_said = is_word && matches!(key, "required" | "essential" | "nullable");
            self.shared.filter(|_| !is_said)?.value.entry(key)
        })
    }

    /// Returns the span of the name that the definition has: that of the shared one, if it has a
    /// type.
    pub(crate) fn definition_span(&self) -> Span {
        let shared = self
            .shared
            .filter(|shared| shared.value.entry("type").is_some());
        shared.map_or(self.span, |shared| shared.span)
    }

    /// Returns the span of a key, or of the name of the whole.
    pub(crate) fn span_of(&self, key: &str) -> Span {
        self.entry(key).map_or(self.span, |entry| entry.span)
    }

    /// Returns the span of a key's value, or of the name of the whole.
    pub(crate) fn value_span(&self, key: &str) -> Span {
        self.get(key).map_or(self.span, |node| node.span)
    }

    /// Returns a text that is not blank.
    pub(crate) fn text(&self, key: &str) -> Option<&'a str> {
        self.get(key)?.text()
    }

    /// Returns a text; empty if it is absent.
    pub(crate) fn owned(&self, key: &str) -> String {
        self.text(key).unwrap_or_default().to_owned()
    }

    /// Returns the texts in a list, without repetitions.
    pub(crate) fn texts(&self, key: &str) -> Vec<(&'a str, Span)> {
        self.get(key).map(Node::texts).unwrap_or_default()
    }

    /// Returns the texts in a list, without repetitions and spans.
    pub(crate) fn owned_texts(&self, key: &str) -> Vec<String> {
        let texts = self.texts(key).into_iter();
        texts.map(|(text, _)| text.to_owned()).collect()
    }

    /// Returns a Boolean; false if it is absent.
    pub(crate) fn flag(&self, key: &str) -> bool {
        let value = self.get(key).map(|node| &node.value);
        matches!(value, Some(Value::Boolean(true)))
    }

    /// Returns a number.
    pub(crate) fn integer(&self, key: &str) -> Option<i64> {
        match self.get(key)?.value {
            Value::Integer(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the meaning of a word by a table.
    pub(crate) fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let word = self.text(key)?;
        let mut choices = choices.iter();
        Some(choices.find(|(name, _)| *name == word)?.1)
    }

    /// Returns the meanings of the words in a list by a table.
    pub(crate) fn choices<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Vec<T> {
        let words = self.texts(key).into_iter();
        let meaning = |(word, _)| choices.iter().find(|(name, _)| *name == word);
        words.filter_map(|word| Some(meaning(word)?.1)).collect()
    }

    /// Returns the description in both languages.
    pub(crate) fn docs(&self) -> Docs {
        let text = |key| self.text(key).map(str::trim).unwrap_or_default().to_owned();
        Docs {
            en: text("en"),
            zh: text("zh"),
        }
    }

    /// Returns whether it is known from observation only.
    pub(crate) fn is_observed(&self) -> bool {
        self.text("source") == Some("observed")
    }
}
