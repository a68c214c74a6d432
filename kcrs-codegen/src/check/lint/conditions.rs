//! Conditions that can never hold.

use crate::codes::Code;

use super::super::limits::broken_limit;
use super::super::{Draft, find};
use super::Lints;

pub(super) fn run(lints: &Lints<'_, '_>) {
    for siblings in lints.lists() {
        for draft in siblings {
            outside_limits(lints, siblings, draft);
            contradiction(lints, draft);
            ignored_then(lints, siblings, draft);
        }
    }
}

/// Finds conditions on a value that the other parameter cannot have.
fn outside_limits(lints: &Lints<'_, '_>, siblings: &[Draft<'_>], draft: &Draft<'_>) {
    let member = &draft.member;
    for (key, condition) in [
        ("required_when", &member.required_when),
        ("ignored_when", &member.ignored_when),
        ("null_when", &member.null_when),
    ] {
        let Some(condition) = condition else { continue };
        let Some(other) = find(siblings, &condition.wire) else {
            continue;
        };
        if let Some(limit) = broken_limit(other, &condition.value) {
            let message = format!(
                "`{key}` never holds: the {limit} of `{}` does not allow `{}`",
                condition.wire,
                condition.value.wire()
            );
            lints
                .warn(
                    Code::IMPOSSIBLE_CONDITION,
                    draft.fields.value_span(key),
                    message,
                )
                .label(other.fields.value_span(limit), format!("the {limit}"));
        }
    }
}

/// Finds requirements for parameters that are ignored in the same case.
fn contradiction(lints: &Lints<'_, '_>, draft: &Draft<'_>) {
    let member = &draft.member;
    if member.required_when.is_some() && member.required_when == member.ignored_when {
        let message = format!(
            "`{}` is required and ignored under the same condition",
            member.wire
        );
        never_holds(lints, draft, message, draft);
    }
}

/// Reports a requirement that can never hold because the parameter is ignored.
fn never_holds(lints: &Lints<'_, '_>, draft: &Draft<'_>, message: String, ignored: &Draft<'_>) {
    let span = draft.fields.value_span("required_when");
    lints
        .warn(Code::IMPOSSIBLE_CONDITION, span, message)
        .label(ignored.fields.value_span("ignored_when"), "ignored here");
}

/// A condition on a parameter that is ignored exactly when its own condition's parameter matters.
fn ignored_then(lints: &Lints<'_, '_>, siblings: &[Draft<'_>], draft: &Draft<'_>) {
    let Some(condition) = &draft.member.required_when else {
        return;
    };
    let Some(other) = find(siblings, &condition.wire) else {
        return;
    };
    if let Some(ignored) = &other.member.ignored_when
        && ignored.wire == draft.member.wire
    {
        let message = format!(
            "`{}` is required when `{}` has a value, which is ignored when `{}` has one",
            draft.member.wire, condition.wire, draft.member.wire
        );
        never_holds(lints, draft, message, other);
    }
}
