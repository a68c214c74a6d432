//! Parameters, fields and members: names, types, marks. Limits and conditions come in later passes.

use crate::codes::Code;
use crate::found::Found;
use crate::load::{Node, Place, Value};
use crate::model::{Docs, Kind, Limits, Member, Presence, TypeRef};
use crate::naming::snake;
use crate::walk::{Entry, Fields};

use super::Scope;
use super::field_names::{check_names, check_wire_name};
use super::outline::Shared;

/// A member with the YAML that it comes from.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) member: Member,
    pub(crate) fields: Fields<'a>,
    /// Whether the type could be read. If not, that is reported, and nothing that follows from it.
    pub(crate) is_known: bool,
}

/// Where a member stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// In a request.
    Parameter,
    /// In a response.
    Field,
    /// In a structure.
    Member,
}

/// The keys of a parameter that a field does not have.
pub(crate) const PARAMETER_KEYS: [&str; 10] = [
    "required",
    "required_when",
    "ignored_when",
    "range",
    "length",
    "pattern",
    "pattern_says",
    "items",
    "unique",
    "completed_by",
];

/// The keys of a field that a parameter does not have.
pub(crate) const FIELD_KEYS: [&str; 5] =
    ["essential", "nullable", "null_when", "aliases", "decode"];

/// All keys. Which of them a member may have depends on whether requests or responses reach it.
pub(crate) const MEMBER_KEYS: [&str; 23] = [
    "type",
    "use",
    "name",
    "required",
    "required_when",
    "ignored_when",
    "default",
    "range",
    "length",
    "pattern",
    "pattern_says",
    "items",
    "unique",
    "completed_by",
    "essential",
    "nullable",
    "null_when",
    "aliases",
    "decode",
    "sensitive",
    "source",
    "en",
    "zh",
];

pub(crate) fn drafts<'a>(scope: &Scope<'a>, node: &'a Node, role: Role) -> Vec<Draft<'a>> {
    let drafts: Vec<Draft<'a>> = scope
        .problems
        .entries(node, role.list_name())
        .into_iter()
        .map(|entry| draft(scope, entry, role))
        .collect();
    check_names(scope, &drafts);
    drafts
}

fn draft<'a>(scope: &Scope<'a>, entry: Entry<'a>, role: Role) -> Draft<'a> {
    let problems = scope.problems;
    check_wire_name(scope, entry);
    let Some((fields, mark)) = definition(scope, entry, role) else {
        let fields = Fields::merged(entry.place, Vec::new(), Vec::new());
        return Draft {
            member: unreadable(entry.name),
            fields,
            is_known: false,
        };
    };
    let flag = |key| fields.flag(problems, key);
    let (essential, nullable) = (flag("essential"), flag("nullable"));
    if essential && nullable {
        let message = format!("`{}` is both `essential` and `nullable`", entry.name);
        problems.report(
            Found::new(
                Code::ESSENTIAL_AND_NULLABLE,
                fields.place_of("nullable"),
                message,
            )
            .help("essential: must be there; nullable: may be missing")
            .label(fields.place_of("essential"), "`essential` here"),
        );
    }
    let ty = fields
        .required(problems, "type")
        .and_then(|node| read_type(scope, node));
    let plain = unreadable(entry.name);
    let member = Member {
        rust: fields
            .text(problems, "name")
            .map_or_else(|| plain.rust.clone(), str::to_owned),
        ty: ty.unwrap_or(plain.ty),
        required: mark == Some("required") || flag("required"),
        presence: match (essential, nullable) {
            (true, _) => Presence::Essential,
            (_, true) => Presence::Nullable,
            _ => mark.and_then(presence).unwrap_or_default(),
        },
        sensitive: flag("sensitive"),
        aliases: aliases(scope, &fields),
        decode: decode(scope, &fields, ty),
        observed: scope.observed(&fields),
        docs: scope.docs(&fields),
        ..plain
    };
    Draft {
        member,
        fields,
        is_known: ty.is_some(),
    }
}

/// A member of which only the name is known.
fn unreadable(wire: &str) -> Member {
    Member {
        wire: wire.to_owned(),
        rust: snake(wire),
        ty: TypeRef {
            list: false,
            kind: Kind::Text,
        },
        required: false,
        presence: Presence::default(),
        null_when: None,
        required_when: None,
        ignored_when: None,
        default: None,
        limits: Limits::default(),
        sensitive: false,
        aliases: Vec::new(),
        decode: None,
        completed_by: None,
        observed: false,
        docs: Docs::default(),
    }
}

/// The keys that describe a member, its own and those of a shared definition, and the mark of a
/// short form.
fn definition<'a>(
    scope: &Scope<'a>,
    entry: Entry<'a>,
    role: Role,
) -> Option<(Fields<'a>, Option<&'a str>)> {
    let problems = scope.problems;
    match &entry.value.value {
        Value::Text(word) => {
            let table = if PARAMETER_MARKS.contains(&word.as_str()) && role != Role::Field {
                (&scope.parameters, "shared parameter")
            } else if FIELD_MARKS.contains(&word.as_str()) && role != Role::Parameter {
                (&scope.fields, "shared field")
            } else {
                problems.unknown(
                    Code::SHORT_FORM,
                    entry.value.place,
                    "short form",
                    word,
                    role.marks(),
                );
                return None;
            };
            let mut shared = shared(scope, table, entry.name, entry.place)?;
            shared.retain(|entry| !matches!(entry.name, "required" | "essential" | "nullable"));
            Some((Fields::merged(entry.place, shared, Vec::new()), Some(word)))
        }
        Value::Map(_) => {
            let own = problems.fields(entry.value, entry.place, role.name(), &MEMBER_KEYS);
            let base = match (own.get("use"), own.get("type")) {
                (Some(node), _) => problems.text(node, "use").map(|name| (name, node.place))?,
                (None, None) => (entry.name, entry.place),
                (None, Some(_)) => return Some((own, None)),
            };
            let table = match role {
                Role::Parameter => (&scope.parameters, "shared parameter"),
                Role::Field => (&scope.fields, "shared field"),
                Role::Member if scope.parameters.names().any(|name| name == base.0) => {
                    (&scope.parameters, "shared parameter")
                }
                Role::Member => (&scope.fields, "shared field"),
            };
            let shared = shared(scope, table, base.0, base.1)?;
            Some((
                Fields::merged(entry.place, shared, own.entries().to_vec()),
                None,
            ))
        }
        _ => {
            let help = format!(
                "a mapping, or one of: {}",
                role.marks().collect::<Vec<_>>().join(", ")
            );
            let message = format!("`{}` is {}", entry.name, entry.value.kind());
            problems.error_with(Code::SHORT_FORM, entry.place, message, help);
            None
        }
    }
}

fn shared<'a>(
    scope: &Scope<'a>,
    (table, what): (&Shared<'a>, &str),
    name: &str,
    place: Place,
) -> Option<Vec<Entry<'a>>> {
    let Some(definition) = table.take(name) else {
        if scope.complete {
            let message = format!("there is no {what} `{name}`, and no `type` here");
            scope.problems.error_with(
                Code::UNKNOWN_SHARED,
                place,
                message,
                crate::suggest::allowed(name, table.names()),
            );
        }
        return None;
    };
    match &definition.value.value {
        // Its keys were checked where it is defined.
        Value::Map(entries) => Some(
            entries
                .iter()
                .filter_map(|(key, value)| match &key.value {
                    Value::Text(name) => Some(Entry {
                        name,
                        place: key.place,
                        value,
                    }),
                    _ => None,
                })
                .collect(),
        ),
        _ => None,
    }
}

fn read_type(scope: &Scope<'_>, node: &Node) -> Option<TypeRef> {
    let (name, list) = match &node.value {
        Value::List(items) => match items.as_slice() {
            [item] => (item, true),
            _ => {
                scope.problems.error_with(
                    Code::LIST_TYPE,
                    node.place,
                    "a list has one type of items",
                    "such as `[String]`",
                );
                return None;
            }
        },
        _ => (node, false),
    };
    let text = scope.problems.text(name, "type")?;
    let kind = BUILT_IN
        .iter()
        .find(|(known, _)| *known == text)
        .map(|(_, kind)| *kind)
        .or_else(|| scope.types.get(text).map(|index| Kind::Named(*index)));
    let Some(kind) = kind else {
        let known = BUILT_IN
            .iter()
            .map(|(name, _)| *name)
            .chain(scope.types.keys().copied());
        scope.unknown(Code::UNKNOWN_TYPE, name.place, "type", text, known);
        return None;
    };
    if kind == Kind::Filter && !list {
        scope.problems.error_with(
            Code::FILTER_PLACE,
            node.place,
            "filters come as a list",
            "write `[Filter]`",
        );
    }
    Some(TypeRef { list, kind })
}

fn aliases(scope: &Scope<'_>, fields: &Fields<'_>) -> Vec<String> {
    let Some(node) = fields.get("aliases") else {
        return Vec::new();
    };
    scope
        .problems
        .texts(node, "aliases")
        .into_iter()
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn decode(scope: &Scope<'_>, fields: &Fields<'_>, ty: Option<TypeRef>) -> Option<String> {
    let node = fields.get("decode")?;
    let name = scope.problems.text(node, "decode")?;
    if !DECODERS.contains(&name) {
        scope
            .problems
            .unknown(Code::UNKNOWN_WORD, node.place, "decoder", name, DECODERS);
        return None;
    }
    if ty.is_some_and(|ty| !ty.list) {
        scope.problems.report(
            Found::new(
                Code::DECODER_TYPE,
                node.place,
                format!("`{name}` makes a list"),
            )
            .help("give the field a list's type")
            .label(fields.value_place("type"), "no list"),
        );
    }
    Some(name.to_owned())
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Self::Parameter => "a parameter",
            Self::Field => "a field",
            Self::Member => "a member",
        }
    }

    fn list_name(self) -> &'static str {
        match self {
            Self::Parameter => "`request`",
            Self::Field => "`response`",
            Self::Member => "`members`",
        }
    }

    fn marks(self) -> impl Iterator<Item = &'static str> + Clone {
        let (parameter, field) = match self {
            Self::Parameter => (&PARAMETER_MARKS[..], &[][..]),
            Self::Field => (&[][..], &FIELD_MARKS[..]),
            Self::Member => (&PARAMETER_MARKS[..], &FIELD_MARKS[..]),
        };
        parameter.iter().chain(field).copied()
    }
}

const PARAMETER_MARKS: [&str; 2] = ["required", "optional"];
const FIELD_MARKS: [&str; 3] = ["plain", "essential", "nullable"];

/// The types that need no definition.
pub(crate) const BUILT_IN: [(&str, Kind); 6] = [
    ("String", Kind::Text),
    ("Integer", Kind::Integer),
    ("Boolean", Kind::Boolean),
    ("Timestamp", Kind::Timestamp),
    ("Secret", Kind::Secret),
    ("Filter", Kind::Filter),
];

/// The decoders of the runtime.
const DECODERS: [&str; 1] = ["header_text"];

fn presence(mark: &str) -> Option<Presence> {
    match mark {
        "essential" => Some(Presence::Essential),
        "nullable" => Some(Presence::Nullable),
        _ => None,
    }
}
