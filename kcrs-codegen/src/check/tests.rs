//! Every word of the table of the format has a meaning in the checks, and no other has one.

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::Level;
use crate::grammar::{CHAPTER, ERRORS, Mapping, SERVICE, Value, Word};

use super::{action, errors, member, service, waiter};

/// The words under each key, and the mappings that were visited.
#[derive(Default)]
struct Words {
    by_key: BTreeMap<&'static str, BTreeSet<&'static str>>,
    seen: BTreeSet<&'static str>,
}

impl Words {
    fn mapping(&mut self, mapping: &'static Mapping) {
        if self.seen.insert(mapping.name) {
            for key in mapping.keys {
                self.value(key.name, &key.value);
            }
        }
    }

    fn value(&mut self, key: &'static str, value: &'static Value) {
        match value {
            Value::Word(words) | Value::Name(_, words) | Value::Type(words) => {
                let words = words.iter().map(|Word { word, .. }| *word);
                self.by_key.entry(key).or_default().extend(words);
            }
            Value::Mapping(mapping) | Value::Either(_, mapping) => self.mapping(mapping),
            Value::Named(named) => self.value(key, &named.value),
            Value::List(list) => self.value(key, &list.item),
            _ => {}
        }
    }
}

#[test]
fn every_word_has_a_meaning() {
    fn names<T>(table: &[(&'static str, T)]) -> BTreeSet<&'static str> {
        table.iter().map(|(name, _)| *name).collect()
    }
    let mut words = Words::default();
    for root in [&SERVICE, &ERRORS, &CHAPTER] {
        words.mapping(root);
    }
    let expected = BTreeMap::from([
        ("class", names(&errors::CLASSES)),
        ("decode", BTreeSet::from(["header_text", "one_or_many"])),
        ("empty", names(&waiter::OUTCOMES)),
        (
            "encode",
            BTreeSet::from(["header_text", "null_if_empty", "text"]),
        ),
        ("lints", names(&Level::NAMES)),
        ("methods", names(&action::METHODS)),
        ("schemes", BTreeSet::from(["http", "https"])),
        ("not_found", names(&waiter::OUTCOMES)),
        ("rule", names(&errors::RULES)),
        ("signatures", names(&service::SIGNATURES)),
        ("source", BTreeSet::from(["observed"])),
        ("type", names(&member::BUILT_IN)),
    ]);
    assert_eq!(words.by_key, expected);
}
