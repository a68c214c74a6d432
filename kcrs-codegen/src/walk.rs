//! Walking a tree by hand, collecting every problem.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::codes::Code;
use crate::found::{Found, Spot};
use crate::load::{Node, Place, Value};
use crate::suggest::allowed;

/// Where the checks put what they find.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    found: RefCell<Vec<Found>>,
}

/// One entry of a mapping.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) name: &'a str,
    /// Where the name is.
    pub(crate) place: Place,
    pub(crate) value: &'a Node,
}

/// A mapping whose keys are known beforehand.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    /// Where the thing is named that the mapping describes.
    pub(crate) place: Place,
    entries: Vec<Entry<'a>>,
    /// Whether it is a mapping. If not, that is reported, and no key that it lacks.
    is_mapping: bool,
}

impl Problems {
    pub(crate) fn error(&self, code: Code, place: impl Into<Spot>, message: impl Into<String>) {
        self.report(Found::new(code, place, message));
    }

    pub(crate) fn error_with(
        &self,
        code: Code,
        place: impl Into<Spot>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report(Found::new(code, place, message).help(help));
    }

    /// A name that is none of the allowed ones.
    pub(crate) fn unknown<'n>(
        &self,
        code: Code,
        place: Place,
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'n str> + Clone,
    ) {
        self.error_with(
            code,
            place,
            format!("unknown {what} `{name}`"),
            allowed(name, known),
        );
    }

    pub(crate) fn report(&self, found: Found) {
        self.found.borrow_mut().push(found);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.borrow().is_empty()
    }

    pub(crate) fn into_found(self) -> Vec<Found> {
        self.found.into_inner()
    }

    /// The entries of a mapping whose keys are free, each key once.
    pub(crate) fn entries<'a>(&self, node: &'a Node, what: &str) -> Vec<Entry<'a>> {
        let entries = match &node.value {
            Value::Map(entries) => entries,
            Value::Null => return Vec::new(),
            _ => {
                self.error(
                    Code::WRONG_KIND,
                    node.place,
                    format!("{what} must be a mapping, not {}", node.kind()),
                );
                return Vec::new();
            }
        };
        let mut seen = BTreeMap::new();
        let mut result = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let Value::Text(name) = &key.value else {
                let help = match key.value {
                    Value::Null => {
                        "YAML takes `null` for nothing; the word for it in a spec is `nullable`"
                    }
                    _ => "put it in quotes",
                };
                self.error_with(
                    Code::KEY_NOT_TEXT,
                    key.place,
                    format!("a key of {what} must be text, not {}", key.kind()),
                    help,
                );
                continue;
            };
            if name == "<<" {
                self.error_with(
                    Code::MERGE_KEY,
                    key.place,
                    "merge keys (`<<`) are not part of the format",
                    "repeat the entries, or share a definition by name",
                );
            } else if let Some(first) = seen.get(name.as_str()) {
                let message = format!("`{name}` occurs twice in {what}");
                self.report(
                    Found::new(Code::DUPLICATE_KEY, key.place, message).label(*first, "first here"),
                );
            } else {
                seen.insert(name.as_str(), key.place);
                result.push(Entry {
                    name,
                    place: key.place,
                    value,
                });
            }
        }
        result
    }

    /// The entries of a mapping whose keys are known.
    pub(crate) fn fields<'a>(
        &self,
        node: &'a Node,
        place: Place,
        what: &str,
        keys: &[&str],
    ) -> Fields<'a> {
        if matches!(node.value, Value::Null) {
            self.error(Code::EMPTY, place, format!("{what} is empty"));
        }
        let mut entries = self.entries(node, what);
        entries.retain(|entry| {
            let known = keys.contains(&entry.name);
            if !known {
                let mut help = allowed(entry.name, keys.iter().copied());
                if matches!(entry.value.value, Value::Null) && entry.name.contains(' ') {
                    help = "a text with a comma in it needs quotes in a `{…}`".to_owned();
                }
                self.error_with(
                    Code::UNKNOWN_KEY,
                    entry.place,
                    format!("unknown key `{}` in {what}", entry.name),
                    help,
                );
            }
            known
        });
        Fields {
            place,
            entries,
            is_mapping: matches!(node.value, Value::Map(_)),
        }
    }

    /// A node that must be text.
    pub(crate) fn text<'a>(&self, node: &'a Node, what: &str) -> Option<&'a str> {
        match &node.value {
            Value::Text(text) if text.trim().is_empty() => {
                self.error(Code::EMPTY, node.place, format!("`{what}` is empty"))
            }
            Value::Text(text) => return Some(text),
            Value::Integer(_) | Value::Boolean(_) | Value::Other(_) => self.error_with(
                Code::WRONG_KIND,
                node.place,
                format!("`{what}` must be text, not {}", node.kind()),
                "put it in quotes",
            ),
            _ => self.error(
                Code::WRONG_KIND,
                node.place,
                format!("`{what}` must be text, not {}", node.kind()),
            ),
        }
        None
    }

    /// A node that must be a list.
    pub(crate) fn list<'a>(&self, node: &'a Node, what: &str) -> &'a [Node] {
        match &node.value {
            Value::List(items) => items,
            _ => {
                self.error(
                    Code::WRONG_KIND,
                    node.place,
                    format!("`{what}` must be a list, not {}", node.kind()),
                );
                &[]
            }
        }
    }

    /// A node that must be a list of texts, each once.
    pub(crate) fn texts<'a>(&self, node: &'a Node, what: &str) -> Vec<(&'a str, Place)> {
        let mut texts: Vec<(&str, Place)> = Vec::new();
        for item in self.list(node, what) {
            let Some(text) = self.text(item, what) else {
                continue;
            };
            if let Some((_, first)) = texts.iter().find(|(other, _)| *other == text) {
                let message = format!("`{text}` occurs twice in `{what}`");
                self.report(
                    Found::new(Code::DUPLICATE_ITEM, item.place, message)
                        .label(*first, "first here"),
                );
            } else {
                texts.push((text, item.place));
            }
        }
        texts
    }
}

impl<'a> Fields<'a> {
    /// Entries of a shared definition with some replaced or added.
    pub(crate) fn merged(place: Place, shared: Vec<Entry<'a>>, own: Vec<Entry<'a>>) -> Self {
        let mut entries = shared;
        entries.retain(|entry| own.iter().all(|other| other.name != entry.name));
        entries.extend(own);
        Self {
            place,
            entries,
            is_mapping: true,
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&'a Node> {
        self.entry(key).map(|entry| entry.value)
    }

    pub(crate) fn entry(&self, key: &str) -> Option<Entry<'a>> {
        self.entries.iter().find(|entry| entry.name == key).copied()
    }

    pub(crate) fn entries(&self) -> &[Entry<'a>] {
        &self.entries
    }

    /// The place of a key, or of the whole.
    pub(crate) fn place_of(&self, key: &str) -> Place {
        self.entry(key).map_or(self.place, |entry| entry.place)
    }

    /// The place of a key's value, or of the whole.
    pub(crate) fn value_place(&self, key: &str) -> Place {
        self.get(key).map_or(self.place, |node| node.place)
    }

    /// A text that may be absent.
    pub(crate) fn text(&self, problems: &Problems, key: &str) -> Option<&'a str> {
        self.get(key).and_then(|node| problems.text(node, key))
    }

    /// A text that must be there.
    pub(crate) fn required_text(&self, problems: &Problems, key: &str) -> Option<&'a str> {
        self.required(problems, key)
            .and_then(|node| problems.text(node, key))
    }

    /// An entry that must be there.
    pub(crate) fn required(&self, problems: &Problems, key: &str) -> Option<&'a Node> {
        let node = self.get(key);
        if node.is_none() && self.is_mapping {
            let code = match key {
                "en" | "zh" => Code::MISSING_DESCRIPTION,
                _ => Code::MISSING_KEY,
            };
            let mut found = Found::new(code, self.place, format!("no `{key}`"));
            if let Some(meaning) = meaning(key) {
                found = found.help(meaning);
            }
            problems.report(found);
        }
        node
    }

    /// A Boolean, false when absent.
    pub(crate) fn flag(&self, problems: &Problems, key: &str) -> bool {
        match self.get(key) {
            None => false,
            Some(node) => match node.value {
                Value::Boolean(value) => value,
                _ => {
                    problems.error_with(
                        Code::WRONG_KIND,
                        node.place,
                        format!("`{key}` must be a Boolean, not {}", node.kind()),
                        "allowed: true, false",
                    );
                    false
                }
            },
        }
    }

    /// A word out of a few.
    pub(crate) fn choice<T: Copy>(
        &self,
        problems: &Problems,
        key: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let node = self.get(key)?;
        let word = problems.text(node, key)?;
        let chosen = choices
            .iter()
            .find(|(name, _)| *name == word)
            .map(|(_, value)| *value);
        if chosen.is_none() {
            let help = allowed(word, choices.iter().map(|(name, _)| *name));
            problems.error_with(
                Code::UNKNOWN_WORD,
                node.place,
                format!("`{key}` cannot be `{word}`"),
                help,
            );
        }
        chosen
    }
}

/// What to write under a key that is missing.
fn meaning(key: &str) -> Option<&'static str> {
    Some(match key {
        "en" => "write a description in English, `en: …`; the generated docs have both languages",
        "zh" => "write a description in Chinese, `zh: …`; the generated docs have both languages",
        "type" => "write what it is, `type: String`, or `type: [String]` for a list",
        "method" => "write `method: GET`, or `method: POST` for what creates or changes something",
        "request" => "write the parameters, `request: {}` where there are none",
        "response" => "write the fields of the response, such as `response: {RequestId: plain}`",
        "example" => "write a call and its response, `example: {request: …, response: …}`",
        "values" => "write the values, each with a description: `values: {Name: {en: …, zh: …}}`",
        _ => return None,
    })
}
