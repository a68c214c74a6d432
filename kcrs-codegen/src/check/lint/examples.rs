//! Examples that the action itself would not take or give.

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::Code;
use crate::found::{Found, Spot};
use crate::load::{Place, Value};
use crate::model::{Kind, Literal, Presence, enumeration};
use crate::suggest::allowed;

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

/// Where the example's call and response are.
fn places(action: &ActionDraft<'_>) -> Option<(Place, Place)> {
    let Value::Map(entries) = &action.fields.get("example")?.value else {
        return None;
    };
    let place = |key: &str| {
        entries
            .iter()
            .find(|(name, _)| matches!(&name.value, Value::Text(name) if name == key))
            .map(|(_, value)| value.place)
    };
    Some((place("request")?, place("response")?))
}

fn check_value(
    spec: &Spec<'_, '_>,
    lints: &Lints<'_, '_, '_>,
    draft: &Draft<'_>,
    name: &str,
    value: &str,
    spot: Spot,
) {
    // What the document blots out.
    if value.contains("xxx") {
        return;
    }
    if let Some(shape) = enumeration(spec.types, draft.member.ty.kind) {
        if shape.values.iter().all(|known| known.wire != value) {
            let values = shape.values.iter().map(|value| value.wire.as_str());
            lints.found(
                Code::EXAMPLE_MISMATCH,
                spot,
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
            Found::new(Code::EXAMPLE_MISMATCH, spot, message)
                .label(draft.fields.value_place(limit), format!("the {limit}")),
        );
    }
}

/// The client would refuse a response without what is essential.
fn check_response(lints: &Lints<'_, '_, '_>, action: &ActionDraft<'_>, place: Place) {
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
                Found::new(Code::EXAMPLE_MISMATCH, place, message)
                    .help("the client would refuse such a response")
                    .label(draft.fields.place, "the field"),
            );
        }
    }
}
