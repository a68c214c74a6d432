//! Reads conditions on a sibling: `required_when`, `ignored_when`, `null_when`.

use crate::codes::Code;
use crate::model::{Condition, Type, structure};

use super::{Draft, Scope, find, literal, wire_names};

pub(crate) fn read(scope: &Scope<'_>, types: &[Type], siblings: &mut [Draft<'_>]) {
    for index in 0..siblings.len() {
        let [required, ignored, null] = ["required_when", "ignored_when", "null_when"]
            .map(|key| condition(scope, types, siblings, index, key));
        let draft = &mut siblings[index];
        if draft.member.required && required.is_some() {
            let span = draft.fields.span_of("required_when");
            let message = format!("`{}` is required in any case", draft.member.wire);
            scope
                .error(Code::REQUIRED_ANYWAY, span, message)
                .help("take one of the two out")
                .label(draft.fields.span_of("required"), "required here");
        }
        draft.member.required_when = required;
        draft.member.ignored_when = ignored;
        draft.member.null_when = null;
    }
}

fn condition(
    scope: &Scope<'_>,
    types: &[Type],
    siblings: &[Draft<'_>],
    index: usize,
    key: &str,
) -> Option<Condition> {
    let draft = &siblings[index];
    let node = draft.fields.get(key)?;
    let entries = node.entries();
    let [entry] = entries.as_slice() else {
        let help = "such as `{ChargeType: Monthly}`";
        let message = format!("`{key}` names one other and its value");
        scope
            .error(Code::CONDITION_FORM, draft.fields.span_of(key), message)
            .help(help);
        return None;
    };
    let others = wire_names(siblings).filter(|name| *name != draft.member.wire);
    let Some(other) =
        find(siblings, entry.name).filter(|other| other.member.wire != draft.member.wire)
    else {
        scope.unknown(Code::UNKNOWN_NAME, entry.span, "member", entry.name, others);
        return None;
    };
    if !other.is_known {
        return None;
    }
    if other.member.ty.list || structure(types, other.member.ty.kind).is_some() {
        let message = format!("`{}` has no single value to compare with", entry.name);
        scope
            .error(Code::CONDITION_ON_MANY, entry.span, message)
            .label(other.fields.value_span("type"), "a list or a structure");
        return None;
    }
    let value = literal::read(
        scope,
        types,
        other.member.ty.kind,
        entry.value,
        &format!("`{}`", entry.name),
    )?;
    Some(Condition {
        wire: other.member.wire.clone(),
        rust: other.member.rust.clone(),
        value,
    })
}
