//! Checks `required`, `essential` and `nullable` against each other, and keys of the wrong side.

use std::collections::BTreeMap;

use crate::codes::Code;
use crate::grammar::{FIELD, MEMBER, PARAMETER};
use crate::model::{Kind, Presence, Shape, Type, structure};

use super::action::ActionDraft;
use super::{Draft, Scope, Shapes};

pub(crate) fn check(shapes: Shapes<'_, '_>, actions: &[ActionDraft<'_>]) {
    let (scope, types) = (shapes.scope, shapes.types);
    for action in actions {
        check_list(scope, types, &action.request, true, false);
        check_list(scope, types, &action.response, false, true);
    }
    for (ty, members) in types.iter().zip(shapes.members) {
        if let Shape::Structure(structure) = &ty.shape {
            check_list(scope, types, members, structure.input, structure.output);
        }
    }
}

fn check_list(scope: &Scope<'_>, types: &[Type], drafts: &[Draft<'_>], input: bool, output: bool) {
    for draft in drafts.iter().filter(|draft| draft.is_known) {
        if input != output {
            check_keys(scope, draft, input);
        }
        if output {
            check_output(scope, types, draft);
        }
        if input && output {
            check_both(scope, draft);
        }
    }
    if output {
        check_aliases(scope, drafts);
    }
}

fn check_keys(scope: &Scope<'_>, draft: &Draft<'_>, input: bool) {
    let (own, place, other) = match input {
        true => (&PARAMETER, "requests", "responses"),
        false => (&FIELD, "responses", "requests"),
    };
    for key in MEMBER.keys {
        if own.key(key.name).is_none()
            && let Some(entry) = draft.fields.entry(key.name)
        {
            let message = format!(
                "`{}` is for {other}, but `{}` is only in {place}",
                entry.name, draft.member.wire
            );
            scope.error(Code::WRONG_SIDE, entry.span, message);
        }
    }
}

fn check_output(scope: &Scope<'_>, types: &[Type], draft: &Draft<'_>) {
    let member = &draft.member;
    let is_structure = structure(types, member.ty.kind).is_some();
    let has_no_empty_value = !member.ty.list && (member.ty.kind == Kind::Boolean || is_structure);
    if has_no_empty_value && member.presence == Presence::Defaulted {
        let what = if is_structure {
            "a structure"
        } else {
            "a Boolean"
        };
        let message = format!(
            "`{}` is {what} in a response and neither `essential` nor `nullable`",
            member.wire
        );
        scope.error(Code::NO_EMPTY_VALUE, draft.fields.span, message).help("a value for its absence would be invented: mark it `essential: true` or `nullable: true`").lacks_key(draft.fields.span, "essential").lacks_key(draft.fields.span, "nullable");
    }
    if member.ty.list && member.presence == Presence::Nullable {
        let message = format!(
            "`{}` is a list, for which null is the empty list",
            member.wire
        );
        scope
            .error(
                Code::NULLABLE_LIST,
                draft.fields.span_of("nullable"),
                message,
            )
            .help("take `nullable` out")
            .label(draft.fields.value_span("type"), "a list");
    }
    if member.null_when.is_some() && member.presence != Presence::Nullable && !member.ty.list {
        let message = format!("`{}` has `null_when` and is not `nullable`", member.wire);
        scope
            .error(
                Code::NULL_WHEN_NOT_NULLABLE,
                draft.fields.span_of("null_when"),
                message,
            )
            .help("mark it `nullable: true`");
    }
}

/// Refuses contradictions in a structure that requests and responses share as one Rust type.
fn check_both(scope: &Scope<'_>, draft: &Draft<'_>) {
    let member = &draft.member;
    let contradiction = match (member.required, member.presence) {
        (true, Presence::Nullable) => "required in requests, so it cannot be nullable in responses",
        (false, Presence::Essential) => {
            "optional in requests, so it cannot be essential in responses"
        }
        _ => return,
    };
    let help = "use a structure of its own for responses";
    let message = format!("`{}` is {contradiction}", member.wire);
    scope
        .error(Code::TWO_SIDES, draft.fields.span, message)
        .help(help);
}

fn check_aliases(scope: &Scope<'_>, drafts: &[Draft<'_>]) {
    let mut names: BTreeMap<&str, &Draft<'_>> = drafts
        .iter()
        .map(|draft| (&*draft.member.wire, draft))
        .collect();
    for draft in drafts {
        for alias in &draft.member.aliases {
            let Some(other) = names.insert(alias, draft) else {
                continue;
            };
            let (wire, other_wire) = (&draft.member.wire, &other.member.wire);
            let is_own = wire == other_wire;
            let message = match is_own {
                true => format!("`{alias}` is the name itself"),
                false => format!("the alias `{alias}` of `{wire}` is a name of `{other_wire}` too"),
            };
            let span = draft.fields.value_span("aliases").word(alias.as_str());
            let reported = scope.error(Code::ALIAS_COLLISION, span, message);
            if !is_own {
                reported.label(other.fields.span, "this field has that name");
            }
        }
    }
}
