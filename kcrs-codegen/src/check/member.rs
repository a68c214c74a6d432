//! Reads parameters, fields and members: names, types, flags. Later passes read limits and
//! conditions.

use super::fields::Fields;
use crate::codes::Code;
use crate::grammar::{DEFINITION, FIELD_WORDS, PARAMETER_WORDS, is_word};
use crate::model::{Docs, Kind, Limits, Member, Presence, TypeRef};
use crate::naming::snake;
use crate::syntax::{Entry, Node, Span, Value};

use super::Scope;
use super::field_names::{check_names, check_wire_name};
use super::symbols::Shared;

/// A member with its values in the file.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) member: Member,
    pub(crate) fields: Fields<'a>,
    /// Whether the type could be read. If not, no follow-up errors are reported.
    pub(crate) is_known: bool,
}

impl Draft<'_> {
    /// Returns whether responses call it so.
    pub(crate) fn has_name(&self, name: &str) -> bool {
        self.member.wire == name || self.member.aliases.iter().any(|alias| alias == name)
    }
}

/// The position of a member.
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
    let Some(fields) = definition(scope, entry, role) else {
        return Draft {
            member: unreadable(entry.name),
            fields: Fields::empty(entry.span),
            is_known: false,
        };
    };
    let mark = entry.value.text();
    for key in &DEFINITION {
        if fields.get(key.name).is_none() {
            diagnostics.missing(fields.definition_span(), key);
        }
    }
    let (essential, nullable) = (fields.flag("essential"), fields.flag("nullable"));
    if essential && nullable {
        let message = format!("`{}` is both `essential` and `nullable`", entry.name);
        diagnostics
            .error(
                Code::ESSENTIAL_AND_NULLABLE,
                fields.span_of("nullable"),
                message,
            )
            .help("essential: must be there; nullable: may be missing")
            .label(fields.span_of("essential"), "`essential` here");
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
        decode: coder(scope, &fields, "decode", ty),
        written_as: fields.text("written_as").map(str::to_owned),
        encode: coder(scope, &fields, "encode", ty),
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

/// Returns a placeholder for a member that could not be read.
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
        written_as: None,
        encode: None,
        completed_by: None,
        observed: false,
        docs: Docs::default(),
    }
}

/// Returns the keys that describe a member, its own and those of a shared definition.
fn definition<'a>(scope: &Scope<'a>, entry: Entry<'a>, role: Role) -> Option<Fields<'a>> {
    let own = Fields::new(entry.value, entry.span);
    let parameters = (&scope.parameters, "shared parameter");
    let fields = (&scope.fields, "shared field");
    let here = (entry.name, entry.span);
    let (table, (name, span)) = match &entry.value.value {
        Value::Text(word) if is_word(&PARAMETER_WORDS, word) && role != Role::Field => {
            (parameters, here)
        }
        Value::Text(word) if is_word(&FIELD_WORDS, word) && role != Role::Parameter => {
            (fields, here)
        }
        Value::Map(_) => {
            let base = match (own.get("use"), own.get("type")) {
                (Some(name), _) => (name.text()?, name.span),
                (None, Some(_)) => return Some(own),
                (None, None) => here,
            };
            let is_parameter = match role {
                Role::Parameter => true,
                Role::Field => false,
                Role::Member => scope.parameters.names().any(|name| name == base.0),
            };
            (if is_parameter { parameters } else { fields }, base)
        }
        _ => return None,
    };
    Some(own.with_shared(shared(scope, table, name, span)?))
}

fn shared<'a>(
    scope: &Scope<'a>,
    (table, what): (&Shared<'a>, &str),
    name: &str,
    span: Span,
) -> Option<Entry<'a>> {
    let Some(definition) = table.take(name) else {
        if scope.complete {
            let message = format!("there is no {what} `{name}`, and no `type` here");
            // Where there are none at all, one mistake explains that.
            let about = table.names().next().map_or("", |_| name);
            scope
                .error(Code::UNKNOWN_SHARED, span, message)
                .help(crate::suggest::allowed(name, table.names()))
                .lacks(name)
                .once(&format!("{what} {about}"));
        }
        return None;
    };
    matches!(definition.value.value, Value::Map(_)).then_some(definition)
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
        scope
            .unknown(Code::UNKNOWN_TYPE, name.span, "type", text, known)
            .once(&format!("type {text}"));
        return None;
    };
    if kind == Kind::Filter && !list {
        scope
            .error(Code::FILTER_PLACE, node.span, "filters come as a list")
            .help("write `[Filter]`");
    }
    Some(TypeRef { list, kind })
}

/// The other spellings that are read, the one that is written among them.
fn aliases(fields: &Fields<'_>) -> Vec<String> {
    let mut names = fields.owned_texts("aliases");
    let written = fields.text("written_as").map(str::to_owned);
    names.extend(written.filter(|name| !names.contains(name)));
    names
}

/// A decoder or an encoder.
fn coder(scope: &Scope<'_>, fields: &Fields<'_>, key: &str, ty: Option<TypeRef>) -> Option<String> {
    let node = fields.get(key)?;
    let name = node.text()?;
    let (fits, what, help, label) = match name {
        "text" => (
            ty.is_none_or(|ty| !ty.list && ty.kind == Kind::Integer),
            "is for a number",
            "give the field the type Integer",
            "no number",
        ),
        _ => (
            ty.is_none_or(|ty| ty.list),
            if key == "decode" {
                "makes a list"
            } else {
                "writes a list"
            },
            "give the field a list's type",
            "no list",
        ),
    };
    if !fits {
        scope
            .error(Code::DECODER_TYPE, node.span, format!("`{name}` {what}"))
            .help(help)
            .label(fields.value_span("type"), label);
    }
    Some(name.to_owned())
}

/// The built-in types.
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
