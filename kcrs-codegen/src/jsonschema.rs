//! The JSON Schema of a spec's files, for editors.
//!
//! It uses draft 7, the newest that every YAML language server supports. A schema covers one file;
//! what depends on other files, such as whether a name is defined, only [`check`](crate::check)
//! validates.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::dump::json::{present, pretty, unless_empty, with};
use crate::fmt::FileKind;
use crate::grammar::{Key, List, Mapping, Named, Rule, Value, Word};

/// Returns the JSON Schema for a kind of file.
pub fn to_json(kind: FileKind) -> String {
    let mut definitions = Definitions::default();
    let head = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title(kind),
    });
    let root = with(head, definitions.mapping(kind.mapping()));
    let named: Json = definitions.named.into_values().collect();
    pretty(&with(root, json!({"definitions": named})))
}

fn title(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Service => "service.yaml of a spec",
        FileKind::Errors => "errors.yaml of a spec",
        FileKind::Chapter => "A chapter of a spec",
    }
}

/// The schemas under `definitions`.
#[derive(Default)]
struct Definitions {
    /// By the order of their first reference.
    named: BTreeMap<usize, (&'static str, Json)>,
    names: BTreeMap<&'static str, usize>,
}

impl Definitions {
    fn mapping(&mut self, mapping: &'static Mapping) -> Json {
        let keys = mapping.keys.iter();
        let properties: Json = keys.clone().map(|key| (key.name, self.key(key))).collect();
        let required = keys
            .clone()
            .filter(|key| key.is_required && key.waived_by.is_none());
        let required = required.map(|key| key.name);
        let waived = keys.filter_map(|key| {
            let alternatives = [key.name, key.waived_by?].map(|key| json!({"required": [key]}));
            Some(json!({"anyOf": alternatives}))
        });
        let rules = mapping.rules.iter().map(|rule| self::rule(mapping, rule));
        present(json!({
            "description": mapping.about,
            "type": "object",
            "additionalProperties": false,
            "properties": properties,
            "required": unless_empty(required.collect()),
            "allOf": unless_empty(rules.chain(waived).collect()),
        }))
    }

    fn key(&mut self, key: &'static Key) -> Json {
        let mut about = key.about.to_owned();
        let words = match &key.value {
            Value::Word(words) | Value::Name(_, words) | Value::Type(words) => *words,
            Value::List(List {
                item: Value::Name(_, words),
                ..
            }) => words,
            _ => &[],
        };
        for word in words {
            about.push_str(&format!("\n\n`{}`: {}", word.word, word.about));
        }
        with(json!({"description": about}), self.value(&key.value))
    }

    fn value(&mut self, value: &'static Value) -> Json {
        present(match value {
            Value::Text => json!({"type": "string", "pattern": r"\S"}),
            Value::Verbatim(form) => json!({"type": "string", "pattern": form}),
            Value::Form(form, example) | Value::Bounds(form, example) => {
                json!({"type": "string", "pattern": form, "examples": [example]})
            }
            Value::Word(words) | Value::Name(_, words) => {
                json!({"type": "string", "enum": self::words(words)})
            }
            Value::Boolean => json!({"type": "boolean"}),
            Value::Integer(min, max) => json!({
                "type": "integer",
                "minimum": Some(min).filter(|min| **min != i64::MIN),
                "maximum": Some(max).filter(|max| **max != i64::MAX),
            }),
            Value::Constant => json!({"type": ["string", "integer", "boolean"]}),
            Value::Type(built_in) => self.type_name(built_in),
            // In draft 7, keys beside a `$ref` are ignored.
            Value::Mapping(mapping) => json!({"allOf": [self.reference(mapping)]}),
            Value::Named(named) => self.named_entries(named),
            Value::List(list) => json!({
                "type": "array",
                "items": self.value(&list.item),
                "minItems": Some(list.min).filter(|min| *min > 0),
                "uniqueItems": list.is_unique.then_some(true),
            }),
            Value::Either(words, mapping) => {
                let short = json!({"type": "string", "enum": self::words(words)});
                json!({"anyOf": [short, self.reference(mapping)]})
            }
        })
    }

    fn named_entries(&mut self, named: &'static Named) -> Json {
        // Null counts as an empty mapping where one is allowed.
        let types = match named.min {
            0 => json!(["object", "null"]),
            _ => json!("object"),
        };
        let mut names = json!({"pattern": named.keys});
        if !named.reserved.is_empty() {
            names["not"] = json!({"enum": named.reserved});
        }
        json!({
            "type": types,
            "propertyNames": names,
            "additionalProperties": self.value(&named.value),
            "minProperties": Some(named.min).filter(|min| *min > 0),
            "maxProperties": named.max,
        })
    }

    fn type_name(&mut self, built_in: &'static [Word]) -> Json {
        let name = "type_name";
        if !self.names.contains_key(name) {
            let pattern = json!({"type": "string", "pattern": r"^[A-Z][A-Za-z0-9]*$"});
            let known = json!({"enum": words(built_in)});
            self.define(name, json!({"anyOf": [known, pattern]}));
        }
        let single = json!({"allOf": [refer_to(name)], "not": {"const": "Filter"}});
        let list = json!({
            "type": "array",
            "items": refer_to(name),
            "minItems": 1,
            "maxItems": 1,
        });
        json!({"anyOf": [single, list]})
    }

    fn reference(&mut self, mapping: &'static Mapping) -> Json {
        if !self.names.contains_key(mapping.name) {
            let number = self.define(mapping.name, Json::Null);
            let schema = self.mapping(mapping);
            self.named.insert(number, (mapping.name, schema));
        }
        refer_to(mapping.name)
    }

    fn define(&mut self, name: &'static str, schema: Json) -> usize {
        let number = self.named.len();
        self.named.insert(number, (name, schema));
        self.names.insert(name, number);
        number
    }
}

fn rule(mapping: &Mapping, rule: &Rule) -> Json {
    match *rule {
        Rule::OneOf(first, second) => {
            json!({"oneOf": [{"required": [first]}, {"required": [second]}]})
        }
        Rule::NotBoth(first, second) => {
            let is_flag = |name: &&str| {
                mapping
                    .key(name)
                    .is_some_and(|key| matches!(key.value, Value::Boolean))
            };
            let flags = [first, second].into_iter().filter(is_flag);
            let set: Json = flags.map(|name| (name, json!({"const": true}))).collect();
            json!({"not": {"properties": set, "required": [first, second]}})
        }
        Rule::Needs {
            with,
            without,
            needed,
        } => json!({
            "if": {"required": [with], "not": {"required": [without]}},
            "then": {"required": needed},
        }),
        Rule::Together { of, first, second } => json!({
            "if": {"required": [of]},
            "then": dependencies(&[(first, second), (second, first)]),
        }),
        Rule::Demands(first, second) => dependencies(&[(first, second)]),
    }
}

fn dependencies(pairs: &[(&str, &str)]) -> Json {
    let pairs = pairs.iter();
    let pairs: Map<_, _> = pairs
        .map(|(key, needed)| ((*key).to_owned(), json!([needed])))
        .collect();
    json!({"dependencies": pairs})
}

fn refer_to(name: &str) -> Json {
    json!({"$ref": format!("#/definitions/{name}")})
}

fn words(words: &[Word]) -> Json {
    words.iter().map(|word| word.word).collect()
}
