//! The JSON Schema of a spec's files, for editors.
//!
//! It uses draft 7, the newest that every YAML language server supports. A schema covers one file;
//! what depends on other files, such as whether a name is defined, only [`check`](crate::check)
//! validates.

use std::collections::BTreeMap;

use crate::dump::json::Json;
use crate::fmt::FileKind;
use crate::grammar::{Key, List, Mapping, Named, Rule, Value, Word};

/// Returns the JSON Schema for a kind of file.
pub fn to_json(kind: FileKind) -> String {
    let root = kind.mapping();
    let mut definitions = Definitions::default();
    let mut members = vec![
        (
            "$schema",
            Json::text("http://json-schema.org/draft-07/schema#"),
        ),
        ("title", Json::text(title(kind))),
    ];
    members.extend(definitions.mapping(root));
    let named = definitions.named.into_values();
    members.push(("definitions", Json::object(named)));
    let mut out = serde_json::to_string_pretty(&Json::object(members)).unwrap_or_default();
    out.push('\n');
    out
}

fn title(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Service => "service.yaml of a spec",
        FileKind::Errors => "errors.yaml of a spec",
        FileKind::Chapter => "A chapter of a spec",
    }
}

type Members = Vec<(&'static str, Json)>;

/// The schemas under `definitions`.
#[derive(Default)]
struct Definitions {
    /// By the order of their first reference.
    named: BTreeMap<usize, (&'static str, Json)>,
    names: BTreeMap<&'static str, usize>,
}

impl Definitions {
    fn mapping(&mut self, mapping: &'static Mapping) -> Members {
        let properties = mapping.keys.iter().map(|key| (key.name, self.key(key)));
        let required = mapping.keys.iter().filter(|key| key.is_required);
        let required: Vec<Json> = required.map(|key| Json::text(key.name)).collect();
        let rules: Vec<Json> = mapping
            .rules
            .iter()
            .map(|rule| self::rule(mapping, rule))
            .collect();
        vec![
            ("description", Json::text(mapping.about)),
            ("type", Json::text("object")),
            ("additionalProperties", Json::Boolean(false)),
            ("properties", Json::object(properties)),
            ("required", list_unless_empty(required)),
            ("allOf", list_unless_empty(rules)),
        ]
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
        let mut members = vec![("description", Json::Text(about))];
        members.extend(self.value(&key.value));
        Json::object(members)
    }

    fn value(&mut self, value: &'static Value) -> Members {
        let with_type = |name: &str| ("type", Json::text(name));
        match value {
            Value::Text => vec![with_type("string"), ("pattern", Json::text(r"\S"))],
            Value::Verbatim(form) => vec![with_type("string"), ("pattern", Json::text(form))],
            Value::Form(form, example) | Value::Bounds(form, example) => vec![
                with_type("string"),
                ("pattern", Json::text(form)),
                ("examples", Json::List(vec![Json::text(example)])),
            ],
            Value::Word(words) | Value::Name(_, words) => {
                vec![with_type("string"), ("enum", self::words(words))]
            }
            Value::Boolean => vec![with_type("boolean")],
            Value::Integer(min, max) => {
                let bound = |bound: i64, unbounded: i64| match bound == unbounded {
                    true => Json::Absent,
                    false => Json::Integer(bound),
                };
                vec![
                    with_type("integer"),
                    ("minimum", bound(*min, i64::MIN)),
                    ("maximum", bound(*max, i64::MAX)),
                ]
            }
            Value::Constant => {
                let types = ["string", "integer", "boolean"].map(Json::text);
                vec![("type", Json::List(types.into()))]
            }
            Value::Type(built_in) => self.type_name(built_in),
            // In draft 7, keys beside a `$ref` are ignored.
            Value::Mapping(mapping) => vec![("allOf", Json::List(vec![self.reference(mapping)]))],
            Value::Named(named) => self.named_entries(named),
            Value::List(list) => {
                let item = self.value(&list.item);
                vec![
                    with_type("array"),
                    ("items", Json::object(item)),
                    ("minItems", count(list.min)),
                    ("uniqueItems", Json::flag(list.is_unique)),
                ]
            }
            Value::Either(words, mapping) => {
                let short = Json::object([with_type("string"), ("enum", self::words(words))]);
                vec![("anyOf", Json::List(vec![short, self.reference(mapping)]))]
            }
        }
    }

    fn named_entries(&mut self, named: &'static Named) -> Members {
        // Null counts as an empty mapping where one is allowed.
        let types = match named.min {
            0 => Json::List(["object", "null"].map(Json::text).into()),
            _ => Json::text("object"),
        };
        let value = self.value(&named.value);
        let reserved: Vec<Json> = named.reserved.iter().map(Json::text).collect();
        let not_reserved = match reserved.is_empty() {
            true => Json::Absent,
            false => Json::object([("enum", Json::List(reserved))]),
        };
        let names = Json::object([("pattern", Json::text(named.keys)), ("not", not_reserved)]);
        vec![
            ("type", types),
            ("propertyNames", names),
            ("additionalProperties", Json::object(value)),
            ("minProperties", count(named.min)),
            ("maxProperties", named.max.map_or(Json::Absent, count)),
        ]
    }

    fn type_name(&mut self, built_in: &'static [Word]) -> Members {
        let name = "type_name";
        if !self.names.contains_key(name) {
            let pattern = Json::object([
                ("type", Json::text("string")),
                ("pattern", Json::text(r"^[A-Z][A-Za-z0-9]*$")),
            ]);
            let known = Json::object([("enum", words(built_in))]);
            self.define(
                name,
                Json::object([("anyOf", Json::List(vec![known, pattern]))]),
            );
        }
        let filter = Json::object([("const", Json::text("Filter"))]);
        let single = Json::object([("allOf", Json::List(vec![refer_to(name)])), ("not", filter)]);
        let list = Json::object([
            ("type", Json::text("array")),
            ("items", refer_to(name)),
            ("minItems", Json::Integer(1)),
            ("maxItems", Json::Integer(1)),
        ]);
        vec![("anyOf", Json::List(vec![single, list]))]
    }

    fn reference(&mut self, mapping: &'static Mapping) -> Json {
        if !self.names.contains_key(mapping.name) {
            let number = self.define(mapping.name, Json::Absent);
            let schema = Json::object(self.mapping(mapping));
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
    let required = |keys: &[&str]| {
        (
            "required",
            Json::List(keys.iter().map(Json::text).collect()),
        )
    };
    match *rule {
        Rule::OneOf(first, second) => {
            let alternatives = [first, second].map(|key| Json::object([required(&[key])]));
            Json::object([("oneOf", Json::List(alternatives.into()))])
        }
        Rule::NotBoth(first, second) => {
            let flags = [first, second].into_iter().filter(|name| {
                mapping
                    .key(name)
                    .is_some_and(|key| matches!(key.value, Value::Boolean))
            });
            let set = flags.map(|name| (name, Json::object([("const", Json::Boolean(true))])));
            let both = Json::object([
                ("properties", Json::object(set)),
                required(&[first, second]),
            ]);
            Json::object([("not", both)])
        }
        Rule::Needs {
            with,
            without,
            needed,
        } => Json::object([
            (
                "if",
                Json::object([
                    required(&[with]),
                    ("not", Json::object([required(&[without])])),
                ]),
            ),
            ("then", Json::object([required(needed)])),
        ]),
        Rule::Together { of, first, second } => Json::object([
            ("if", Json::object([required(&[of])])),
            ("then", dependencies(&[(first, second), (second, first)])),
        ]),
        Rule::Demands(first, second) => dependencies(&[(first, second)]),
    }
}

fn dependencies(pairs: &[(&'static str, &'static str)]) -> Json {
    let pairs = pairs
        .iter()
        .map(|(key, needed)| (*key, Json::List(vec![Json::text(needed)])));
    Json::object([("dependencies", Json::object(pairs))])
}

fn refer_to(name: &str) -> Json {
    Json::object([("$ref", Json::Text(format!("#/definitions/{name}")))])
}

fn words(words: &[Word]) -> Json {
    Json::List(words.iter().map(|word| Json::text(word.word)).collect())
}

fn count(count: usize) -> Json {
    match count {
        0 => Json::Absent,
        count => Json::Integer(i64::try_from(count).unwrap_or(i64::MAX)),
    }
}

fn list_unless_empty(items: Vec<Json>) -> Json {
    match items.is_empty() {
        true => Json::Absent,
        false => Json::List(items),
    }
}
