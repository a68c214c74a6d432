//! Parameters, fields and members: names, types, marks. Limits and conditions come in later passes.

use super::fields::Fields;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::grammar::{DEFINITION, FIELD_WORDS, MEMBER, PARAMETER_WORDS, is_word};
use crate::model::{Docs, Kind, Limits, Member, Presence, TypeRef};
use crate::naming::snake;
use crate::syntax::{Entry, Node, Span, Value};

use super::Scope;
use super::field_names::{check_names, check_wire_name};
use super::symbols::Shared;

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

pub(crate) fn drafts<'a>(scope: &Scope<'a>, node: &'a Node, role: Role) -> Vec<Draft<'a>> {
    let entries = node.entries().into_iter();
    let drafts: Vec<Draft<'a>> = entries.map(|entry| draft(scope, entry, role)).collect();
    check_names(scope, &drafts);
    drafts
}

fn draft<'a>(scope: &Scope<'a>, entry: Entry<'a>, role: Role) -> Draft<'a> {
    let diagnostics = scope.diagnostics;
    check_wire_name(scope, entry);
    let Some((fields, mark)) = definition(scope, entry, role) else {
        let fields = Fields::merged(entry.span, Vec::new(), Vec::new());
        return Draft {
            member: unreadable(entry.name),
            fields,
            is_known: false,
        };
    };
    for key in &DEFINITION {
        if fields.get(key.name).is_none() {
            diagnostics.missing(fields.span, key);
        }
    }
    let (essential, nullable) = (fields.flag("essential"), fields.flag("nullable"));
    if essential && nullable {
        let message = format!("`{}` is both `essential` and `nullable`", entry.name);
        diagnostics.report(
            Diagnostic::new(
                Code::ESSENTIAL_AND_NULLABLE,
                fields.span_of("nullable"),
                message,
            )
            .help("essential: must be there; nullable: may be missing")
            .label(fields.span_of("essential"), "`essential` here"),
        );
    }
    let ty = fields.get("type").and_then(|node| read_type(scope, node));
    let plain = unreadable(entry.name);
    let member = Member {
        rust: fields
            .text("name")
            .map_or_else(|| plain.rust.clone(), str::to_owned),
        ty: ty.unwrap_or(plain.ty),
        required: mark == Some("required") || fields.flag("required"),
        presence: match (essential, nullable) {
            (true, _) => Presence::Essential,
            (_, true) => Presence::Nullable,
            _ => mark.and_then(presence).unwrap_or_default(),
        },
        sensitive: fields.flag("sensitive"),
        aliases: aliases(&fields),
        decode: decode(scope, &fields, ty),
        observed: fields.is_observed(),
        docs: fields.docs(),
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
    match &entry.value.value {
        Value::Text(word) => {
            let table = if is_word(&PARAMETER_WORDS, word) && role != Role::Field {
                (&scope.parameters, "shared parameter")
            } else if is_word(&FIELD_WORDS, word) && role != Role::Parameter {
                (&scope.fields, "shared field")
            } else {
                return None;
            };
            let mut shared = shared(scope, table, entry.name, entry.span)?;
            shared.retain(|entry| !matches!(entry.name, "required" | "essential" | "nullable"));
            Some((Fields::merged(entry.span, shared, Vec::new()), Some(word)))
        }
        Value::Map(_) => {
            let mut own = entry.value.entries();
            own.retain(|entry| MEMBER.key(entry.name).is_some());
            let get = |key| own.iter().find(|entry: &&Entry<'_>| entry.name == key);
            let base = match (get("use"), get("type")) {
                (Some(base), _) => (base.value.text()?, base.value.span),
                (None, None) => (entry.name, entry.span),
                (None, Some(_)) => {
                    return Some((Fields::merged(entry.span, Vec::new(), own), None));
                }
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
            Some((Fields::merged(entry.span, shared, own), None))
        }
        _ => None,
    }
}

fn shared<'a>(
    scope: &Scope<'a>,
    (table, what): (&Shared<'a>, &str),
    name: &str,
    span: Span,
) -> Option<Vec<Entry<'a>>> {
    let Some(definition) = table.take(name) else {
        if scope.complete {
            let message = format!("there is no {what} `{name}`, and no `type` here");
            scope.diagnostics.error_with(
                Code::UNKNOWN_SHARED,
                span,
                message,
                crate::suggest::allowed(name, table.names()),
            );
        }
        return None;
    };
    matches!(definition.value.value, Value::Map(_)).then(|| definition.value.entries())
}

fn read_type(scope: &Scope<'_>, node: &Node) -> Option<TypeRef> {
    let (name, list) = match &node.value {
        Value::List(items) => (items.first().filter(|_| items.len() == 1)?, true),
        _ => (node, false),
    };
    let text = name.text()?;
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
        scope.unknown(Code::UNKNOWN_TYPE, name.span, "type", text, known);
        return None;
    };
    if kind == Kind::Filter && !list {
        scope.diagnostics.error_with(
            Code::FILTER_PLACE,
            node.span,
            "filters come as a list",
            "write `[Filter]`",
        );
    }
    Some(TypeRef { list, kind })
}

fn aliases(fields: &Fields<'_>) -> Vec<String> {
    let names = fields.texts("aliases").into_iter();
    names.map(|(name, _)| name.to_owned()).collect()
}

fn decode(scope: &Scope<'_>, fields: &Fields<'_>, ty: Option<TypeRef>) -> Option<String> {
    let node = fields.get("decode")?;
    let name = node.text()?;
    if ty.is_some_and(|ty| !ty.list) {
        scope.diagnostics.report(
            Diagnostic::new(
                Code::DECODER_TYPE,
                node.span,
                format!("`{name}` makes a list"),
            )
            .help("give the field a list's type")
            .label(fields.value_span("type"), "no list"),
        );
    }
    Some(name.to_owned())
}

/// The types that need no definition.
pub(crate) const BUILT_IN: [(&str, Kind); 6] = [
    ("String", Kind::Text),
    ("Integer", Kind::Integer),
    ("Boolean", Kind::Boolean),
    ("Timestamp", Kind::Timestamp),
    ("Secret", Kind::Secret),
    ("Filter", Kind::Filter),
];

fn presence(mark: &str) -> Option<Presence> {
    match mark {
        "essential" => Some(Presence::Essential),
        "nullable" => Some(Presence::Nullable),
        _ => None,
    }
}
