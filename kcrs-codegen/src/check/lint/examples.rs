//! Examples that contradict the action's definition.

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::{Kind, Literal, Presence, enumeration};
use crate::suggest::allowed;
use crate::syntax::{Highlight, Span, Value};

use super::super::action::ActionDraft;
use super::super::example::Walk;
use super::super::limits::broken_limit;
use super::super::{Draft, json};
use super::{Lints, Spec};

pub(super) fn run(spec: &Spec<'_, '_>, lints: &Lints<'_, '_, '_>) {
    for action in spec.actions {
        let Some((request, response)) = places(action) else {
            continue;
        };
        for (name, value) in &action.action.example.parameters {
            let walk = Walk {
                scope: spec.scope,
                types: spec.types,
                members: spec.members,
                name,
            };
            let mut unused = (BTreeMap::new(), BTreeSet::new());
            if let Ok(Some(draft)) =
                walk.check(&action.request, value, &mut unused.0, &mut unused.1)
            {
                check_value(
                    spec,
                    lints,
                    draft,
                    name,
                    value,
                    request.word(format!("{name}={value}")),
                );
            }
        }
        check_response(lints, action, response);
    }
}

/// Returns the spans of the example's call and response.
fn places(action: &ActionDraft<'_>) -> Option<(Span, Span)> {
    let Value::Map(entries) = &action.fields.get("example")?.value else {
        return None;
    };
    let span = |key: &str| {
        entries
            .iter()
            .find(|(name, _)| matches!(&name.value, Value::Text(name) if name == key))
            .map(|(_, value)| value.span)
    };
    Some((span("request")?, span("response")?))
}

fn check_value(
    spec: &Spec<'_, '_>,
    lints: &Lints<'_, '_, '_>,
    draft: &Draft<'_>,
    name: &str,
    value: &str,
    highlight: Highlight,
) {
    // The document masks some values.
    if value.contains("xxx") {
        return;
    }
    if let Some(shape) = enumeration(spec.types, draft.member.ty.kind) {
        if shape.values.iter().all(|known| known.wire != value) {
            let values = shape.values.iter().map(|value| value.wire.as_str());
            lints.warn(
                Code::EXAMPLE_MISMATCH,
                highlight,
                format!("`{value}` in the example call is none of the known values of `{name}`"),
                allowed(value, values),
            );
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
        lints.report(
            Diagnostic::new(Code::EXAMPLE_MISMATCH, highlight, message)
                .label(draft.fields.value_span(limit), format!("the {limit}")),
        );
    }
}

/// Finds example responses without an essential field, which the client would refuse.
fn check_response(lints: &Lints<'_, '_, '_>, action: &ActionDraft<'_>, span: Span) {
    let Ok(keys) = json::top_level_keys(&action.action.example.response) else {
        return;
    };
    for draft in &action.response {
        let member = &draft.member;
        let is_there = keys
            .iter()
            .any(|key| *key == member.wire || member.aliases.contains(key));
        if member.presence == Presence::Essential && !is_there {
            let message = format!("the example response lacks the essential `{}`", member.wire);
            lints.report(
                Diagnostic::new(Code::EXAMPLE_MISMATCH, span, message)
                    .help("the client would refuse such a response")
                    .label(draft.fields.span, "the field"),
            );
        }
    }
}
