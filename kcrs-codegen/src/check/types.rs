//! Reads structures and enums.

use crate::codes::Code;
use crate::model::{Enum, EnumValue, Shape, Structure, Type, enumeration};
use crate::naming::{is_type_name, type_name};
use crate::syntax::{Entry, Node};

use super::field_names::check_value;
use super::fields::Fields;
use super::member::{Draft, Role, drafts};
use super::rust_names::RustNames;
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
            let message = format!("`{}` must have either `members` or `values`", entry.name);
            scope
                .error(Code::MEMBERS_OR_VALUES, entry.span, message)
                .help("a structure has `members`, an enum has `values`")
                .lacks_key(entry.span, "members")
                .lacks_key(entry.span, "values");
            Shape::Enum(Enum { values: Vec::new() })
        }
    };
    if !is_type_name(entry.name) {
        let (diagnostics, help) = (scope.diagnostics, "use UpperCamelCase");
        diagnostics.cannot_name(entry.span, entry.name, "a type", help);
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
    let help = "give one of them another name as `name: …`";
    let mut names = RustNames::new(scope.diagnostics, help);
    let mut values = Vec::new();
    for entry in node.entries() {
        let fields = Fields::new(entry.value, entry.span);
        let own_name = fields.text("name");
        check_value(scope.diagnostics, entry.name, entry.span);
        let rust = own_name.map_or_else(|| type_name(entry.name), str::to_owned);
        if !is_type_name(&rust) || rust == "Unknown" {
            let message = format!("`{}` makes no name of a variant", entry.name);
            scope
                .error(Code::INVALID_NAME, entry.span, message)
                .help("give its Rust name, in UpperCamelCase and not `Unknown`, as `name: …`");
        } else {
            names.add(&rust, format!("`{}`", entry.name), entry.span);
        }
        values.push(EnumValue {
            wire: entry.name.to_owned(),
            rust,
            observed: fields.is_observed(),
            docs: fields.docs(),
        });
    }
    if values.is_empty() {
        scope.error(
            Code::EMPTY,
            owner.span_of("values"),
            "an enum has at least one value",
        );
    }
    values
}
