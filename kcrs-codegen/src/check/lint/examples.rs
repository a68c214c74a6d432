//! Examples that contradict the action's definition.

use crate::codes::Code;
use crate::model::{Kind, Literal, Presence, enumeration};
use crate::suggest::allowed;
use crate::syntax::{Highlight, Span};

use super::super::action::ActionDraft;
use super::super::example::{Indices, resolve};
use super::super::limits::broken_limit;
use super::super::{Draft, json};
use super::Lints;

pub(super) fn run(lints: &Lints<'_, '_>) {
    for action in lints.actions {
        let Some(example) = action.fields.inner("example") else {
            continue;
        };
        let span = example.value_span("request");
        for (name, value) in &action.action.example.parameters {
            let draft = resolve(lints.shapes, &action.request, name, &mut Indices::new());
            if let Ok(Some(draft)) = draft {
                let highlight = span.word(format!("{name}={value}"));
                check_value(lints, draft, (name, value), highlight);
            }
        }
        check_response(lints, action, example.value_span("response"));
    }
}

fn check_value(
    lints: &Lints<'_, '_>,
    draft: &Draft<'_>,
    (name, value): (&str, &str),
    highlight: Highlight,
) {
    // The document masks some values.
    if value.contains("xxx") {
        return;
    }
    if let Some(shape) = enumeration(lints.shapes.types, draft.member.ty.kind) {
        if shape.values.iter().all(|known| known.wire != value) {
            let values = shape.values.iter().map(|value| value.wire.as_str());
            let message =
                format!("`{value}` in the example call is none of the known values of `{name}`");
            lints
                .warn(Code::EXAMPLE_MISMATCH, highlight, message)
                .help(allowed(value, values));
        }
        return;
    }
    let literal = match draft.member.ty.kind {
        Kind::Integer => value.parse().map(Literal::Integer).ok(),
        Kind::Text | Kind::Secret => Some(Literal::Text(value.to_owned())),
        _ => None,
    };
    if let Some(limit) = literal.and_then(|literal| broken_limit(draft, &literal)) {
        let message = format!("`{value}` in the example call breaks the {limit} of `{name}`");
        lints
            .warn(Code::EXAMPLE_MISMATCH, highlight, message)
            .label(draft.fields.value_span(limit), format!("the {limit}"));
    }
}

/// Finds example responses without an essential field, which the client would refuse.
fn check_response(lints: &Lints<'_, '_>, action: &ActionDraft<'_>, span: Span) {
    let Ok(keys) = json::top_level_keys(&action.action.example.response) else {
        return;
    };
    for draft in &action.response {
        let member = &draft.member;
        let is_there = keys.iter().any(|key| draft.has_name(key));
        if member.presence == Presence::Essential && !is_there {
            let message = format!("the example response lacks the essential `{}`", member.wire);
            lints
                .warn(Code::EXAMPLE_MISMATCH, span, message)
                .help("the client would refuse such a response")
                .label(draft.fields.span, "the field");
        }
    }
}
