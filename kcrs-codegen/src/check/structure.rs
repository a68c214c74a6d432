//! Checks each file by itself against the table of the format: kinds, keys and words.

use std::collections::BTreeMap;
use std::fmt;

use crate::codes::Code;
use crate::grammar::{
    FIELD, FileKind, List, MEMBER, Mapping, Named, PARAMETER, Value, Word, is_word,
};
use crate::suggest::allowed;
use crate::syntax::{self, Entry, Node, Sources, Span};

use super::sink::Diagnostics;

pub(crate) fn check(sources: &Sources, diagnostics: &Diagnostics) {
    for (file, source) in sources.files.iter().enumerate() {
        let Some(root) = &source.root else { continue };
        let mapping = source.kind.mapping();
        let what = match source.kind {
            FileKind::Chapter => What::One("chapter"),
            _ => What::File(&source.stem),
        };
        Structure { diagnostics }.mapping(root, Span::whole_file(file), what, mapping);
    }
}

/// Subject of messages about a mapping.
#[derive(Clone, Copy)]
enum What<'n> {
    /// A file, by its name without `.yaml`.
    File(&'n str),
    /// The value of a key.
    Under(&'n str),
    /// An element of a collection, by the name of its mapping in the table.
    One(&'static str),
}

impl fmt::Display for What<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(stem) => write!(f, "{stem}.yaml"),
            Self::Under(key) => write!(f, "`{key}`"),
            Self::One(name) if name.starts_with(['a', 'e', 'i', 'o', 'u']) => {
                write!(f, "an {}", name.replace('_', " "))
            }
            Self::One(name) => write!(f, "a {}", name.replace('_', " ")),
        }
    }
}

struct Structure<'d> {
    diagnostics: &'d Diagnostics,
}

impl Structure<'_> {
    /// Checks the value of a key, or an item of a list under it. `name` is the span of its name,
    /// and `what` is how messages refer to it if it is a mapping.
    fn value(&self, node: &Node, key: &str, name: Span, what: What<'_>, value: &'static Value) {
        match value {
            Value::Text | Value::Verbatim(_) | Value::Form(..) => drop(self.text(node, key)),
            Value::Word(words) => {
                if let Some(word) = self.text(node, key)
                    && !is_word(words, word)
                {
                    let message = format!("`{key}` cannot be `{word}`");
                    let help = allowed(word, names(words));
                    self.diagnostics
                        .error(Code::UNKNOWN_WORD, node.span, message)
                        .help(help);
                }
            }
            Value::Name(of, words) => {
                if let Some(word) = self.text(node, key)
                    && !is_word(words, word)
                {
                    let known = names(words);
                    self.diagnostics
                        .unknown(Code::UNKNOWN_WORD, node.span, of, word, known);
                }
            }
            Value::Boolean if !matches!(node.value, syntax::Value::Boolean(_)) => {
                self.wrong_kind(
                    node,
                    What::Under(key),
                    "a Boolean",
                    Some("allowed: true, false"),
                );
            }
            Value::Integer(..) if !matches!(node.value, syntax::Value::Integer(_)) => {
                self.wrong_kind(node, What::Under(key), "a number", None);
            }
            Value::Mapping(mapping) => self.mapping(node, name, what, mapping),
            Value::Named(named) => self.named(node, key, named),
            Value::List(list) => self.list(node, key, list),
            Value::Either(words, mapping) => match &node.value {
                syntax::Value::Map(_) => self.mapping(node, name, what, mapping),
                _ => self.short_form(node, key, name, words),
            },
            Value::Type(_) => self.type_name(node, key),
            // Each range has its own code, and a constant depends on the type of its member.
            Value::Boolean | Value::Integer(..) | Value::Bounds(..) | Value::Constant => {}
        }
    }

    fn mapping(&self, node: &Node, name: Span, what: What<'_>, mapping: &'static Mapping) {
        if matches!(node.value, syntax::Value::Null) {
            let message = format!("{what} is empty");
            self.diagnostics.error(Code::EMPTY, name, message);
            return;
        }
        // `presence` reports keys of fields in parameters, and the other way round.
        let is_member = [&PARAMETER, &FIELD]
            .iter()
            .any(|one| one.name == mapping.name);
        let known = if is_member { &MEMBER } else { mapping };
        let entries = self.entries(node, what);
        for entry in &entries {
            match known.key(entry.name) {
                Some(key) => {
                    let what = What::Under(key.name);
                    self.value(entry.value, key.name, entry.span, what, &key.value);
                }
                None => {
                    let known = known.keys.iter().map(|key| key.name);
                    self.diagnostics.unknown_key(entry, (name, what), known);
                }
            }
        }
        // A value that is not a mapping was reported by `entries`.
        let required = known.keys.iter().filter(|key| key.is_required);
        for key in required.filter(|_| matches!(node.value, syntax::Value::Map(_))) {
            let is_given = |key: &str| entries.iter().any(|entry| entry.name == key);
            if !is_given(key.name) && !key.waived_by.is_some_and(is_given) {
                self.diagnostics.missing(name, key);
            }
        }
    }

    fn named(&self, node: &Node, key: &str, named: &'static Named) {
        let what = match &named.value {
            Value::Mapping(mapping) | Value::Either(_, mapping) => What::One(mapping.name),
            _ => What::Under(key),
        };
        for entry in self.entries(node, What::Under(key)) {
            self.value(entry.value, entry.name, entry.span, what, &named.value);
        }
    }

    fn list(&self, node: &Node, key: &str, list: &'static List) {
        let syntax::Value::List(items) = &node.value else {
            return self.wrong_kind(node, What::Under(key), "a list", None);
        };
        if items.len() < list.min {
            let message = format!("`{key}` is empty");
            self.diagnostics.error(Code::EMPTY, node.span, message);
        }
        let what = match &list.item {
            Value::Mapping(mapping) => What::One(mapping.name),
            _ => What::Under(key),
        };
        let mut seen = BTreeMap::new();
        for item in items {
            if list.is_unique
                && let Some(text) = item.text()
                && let Some(first) = seen.insert(text, item.span)
            {
                let message = format!("`{text}` occurs twice in `{key}`");
                self.diagnostics
                    .error(Code::DUPLICATE_ITEM, item.span, message)
                    .label(first, "first here");
                seen.insert(text, first);
            } else {
                self.value(item, key, item.span, what, &list.item);
            }
        }
    }

    /// Checks the name of a type, or a list with one.
    fn type_name(&self, node: &Node, key: &str) {
        match &node.value {
            syntax::Value::List(items) => match items.as_slice() {
                [item] => drop(self.text(item, key)),
                _ => {
                    let message = "a list has one type of items";
                    self.diagnostics
                        .error(Code::LIST_TYPE, node.span, message)
                        .help("such as `[String]`");
                }
            },
            _ => drop(self.text(node, key)),
        }
    }

    fn short_form(&self, node: &Node, key: &str, name: Span, words: &[Word]) {
        match &node.value {
            syntax::Value::Text(word) if is_word(words, word) => {}
            syntax::Value::Text(word) => {
                let known = names(words);
                self.diagnostics
                    .unknown(Code::SHORT_FORM, node.span, "short form", word, known);
            }
            _ => {
                let words: Vec<&str> = names(words).collect();
                let help = format!("a mapping, or one of: {}", words.join(", "));
                let message = format!("`{key}` is {}", node.kind());
                self.diagnostics
                    .error(Code::SHORT_FORM, name, message)
                    .help(help);
            }
        }
    }

    /// Returns the entries of a mapping that have text keys, without repetitions, and reports all
    /// others.
    fn entries<'n>(&self, node: &'n Node, what: What<'_>) -> Vec<Entry<'n>> {
        let syntax::Value::Map(all) = &node.value else {
            if !matches!(node.value, syntax::Value::Null) {
                self.wrong_kind(node, what, "a mapping", None);
            }
            return Vec::new();
        };
        let entries = node.entries();
        if entries.len() == all.len() {
            return entries;
        }
        let first: BTreeMap<&str, Span> = entries
            .iter()
            .map(|entry| (entry.name, entry.span))
            .collect();
        for (key, value) in all {
            let report = |code, message: &str| self.diagnostics.error(code, key.span, message);
            match &key.value {
                syntax::Value::Text(name) if name == "<<" => drop(
                    report(
                        Code::MERGE_KEY,
                        "merge keys (`<<`) are not part of the format",
                    )
                    .help("repeat the entries, or share a definition by name"),
                ),
                syntax::Value::Text(name) => {
                    if let Some(first) = first.get(name.as_str()).filter(|at| **at != key.span) {
                        let message = format!("`{name}` occurs twice in {what}");
                        report(Code::DUPLICATE_KEY, &message)
                            .label(*first, "first here")
                            .loses(value);
                    }
                }
                kind => {
                    let message = format!("a key of {what} must be text, not {}", key.kind());
                    report(Code::KEY_NOT_TEXT, &message).help(match kind {
                        syntax::Value::Null => {
                            "YAML takes `null` for nothing; the word for it in a spec is `nullable`"
                        }
                        _ => "put it in quotes",
                    });
                }
            }
        }
        entries
    }

    /// Returns a text that is not blank, and reports everything else.
    fn text<'n>(&self, node: &'n Node, key: &str) -> Option<&'n str> {
        let help = match &node.value {
            syntax::Value::Text(_) => {
                let text = node.text();
                if text.is_none() {
                    let message = format!("`{key}` is empty");
                    self.diagnostics.error(Code::EMPTY, node.span, message);
                }
                return text;
            }
            syntax::Value::List(_) if key == "pattern" => Some("put it in quotes"),
            syntax::Value::Null | syntax::Value::List(_) | syntax::Value::Map(_) => None,
            _ => Some("put it in quotes"),
        };
        self.wrong_kind(node, What::Under(key), "text", help);
        None
    }

    fn wrong_kind(&self, node: &Node, what: What<'_>, expected: &str, help: Option<&str>) {
        let message = format!("{what} must be {expected}, not {}", node.kind());
        self.diagnostics
            .error(Code::WRONG_KIND, node.span, message)
            .maybe_help(help)
            .loses(node);
    }
}

fn names(words: &[Word]) -> impl Iterator<Item = &str> + Clone {
    words.iter().map(|word| word.word)
}
