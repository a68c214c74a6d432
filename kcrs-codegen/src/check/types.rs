//! Reads structures and enums.

use std::collections::BTreeMap;

use super::field_names::check_value;
use super::fields::Fields;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::{Enum, EnumValue, Shape, Structure, Type, enumeration};
use crate::naming::{is_type_name, type_name};
use crate::syntax::{Entry, Node};

use super::member::{Draft, Role, drafts};
use super::{Members, Scope};

/// Reads the types, and the members of structures.
pub(crate) fn read<'a>(scope: &Scope<'a>, entries: &[Entry<'a>]) -> (Vec<Type>, Members<'a>) {
    entries.iter().map(|entry| read_type(scope, *entry)).unzip()
}

/// Marks members as unknown whose type could not be read, so that no follow-up errors are
/// reported.
pub(crate) fn forget_unreadable<'d, 'a: 'd>(
    types: &[Type],
    drafts: impl Iterator<Item = &'d mut Draft<'a>>,
) {
    for draft in drafts {
        if enumeration(types, draft.member.ty.kind).is_some_and(|shape| shape.values.is_empty()) {
            draft.is_known = false;
        }
    }
}

fn read_type<'a>(scope: &Scope<'a>, entry: Entry<'a>) -> (Type, Vec<Draft<'a>>) {
    let fields = Fields::new(entry.value, entry.span);
    let mut members = Vec::new();
    let shape = match (fields.get("members"), fields.get("values")) {
        (Some(node), None) => {
            members = drafts(scope, node, Role::Member);
            Shape::Structure(Structure {
                members: Vec::new(),
                input: false,
                output: false,
            })
        }
        (None, Some(node)) => Shape::Enum(Enum {
            values: values(scope, node, &fields),
        }),
        _ => {
            let help = "a structure has `members`, an enum has `values`";
            scope.diagnostics.error_with(
                Code::MEMBERS_OR_VALUES,
                entry.span,
                format!("`{}` must have either `members` or `values`", entry.name),
                help,
            );
            Shape::Enum(Enum { values: Vec::new() })
        }
    };
    if !is_type_name(entry.name) {
        scope.diagnostics.error_with(
            Code::INVALID_NAME,
            entry.span,
            format!("`{}` cannot name a type", entry.name),
            "use UpperCamelCase",
        );
    }
    let ty = Type {
        name: entry.name.to_owned(),
        documented_as: fields.text("documented_as").map(str::to_owned),
        docs: fields.docs(),
        shape,
    };
    (ty, members)
}

fn values<'a>(scope: &Scope<'a>, node: &'a Node, owner: &Fields<'a>) -> Vec<EnumValue> {
    let mut names = BTreeMap::new();
    let mut values = Vec::new();
    for entry in node.entries() {
        let fields = Fields::new(entry.value, entry.span);
        let own_name = fields.text("name");
        check_value(scope.diagnostics, entry.name, entry.span);
        let rust = own_name.map_or_else(|| type_name(entry.name), str::to_owned);
        if !is_type_name(&rust) || rust == "Unknown" {
            let help = "give its Rust name, in UpperCamelCase and not `Unknown`, as `name: …`";
            scope.diagnostics.error_with(
                Code::INVALID_NAME,
                entry.span,
                format!("`{}` makes no name of a variant", entry.name),
                help,
            );
        } else if let Some(other) = names.insert(rust.clone(), entry) {
            let message = format!(
                "`{}` and `{}` are both `{rust}` in Rust",
                entry.name, other.name
            );
            scope.diagnostics.report(
                Diagnostic::new(Code::NAME_COLLISION, entry.span, message)
                    .help("give one of them another name as `name: …`")
                    .label(other.span, format!("this is `{rust}` too")),
            );
        }
        values.push(EnumValue {
            wire: entry.name.to_owned(),
            rust,
            observed: fields.is_observed(),
            docs: fields.docs(),
        });
    }
    if values.is_empty() {
        scope.diagnostics.error(
            Code::EMPTY,
            owner.span_of("values"),
            "an enum has at least one value",
        );
    }
    values
}
