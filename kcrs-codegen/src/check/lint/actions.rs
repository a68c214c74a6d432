//! Undeclared paging, idempotence that does not match the name, waiters for unknown states.

use super::super::fields::Fields;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::enumeration;
use crate::suggest::{allowed, near};
use crate::syntax::{Node, Span, Value};

use super::super::action::ActionDraft;
use super::super::{find, members_of};
use super::{Lints, Spec};

pub(super) fn run(spec: &Spec<'_, '_>, lints: &Lints<'_, '_, '_>) {
    for action in spec.actions {
        unpaged(spec, lints, action);
        idempotence(lints, action);
        unknown_states(spec, lints, action);
    }
}

fn unpaged(spec: &Spec<'_, '_>, lints: &Lints<'_, '_, '_>, action: &ActionDraft<'_>) {
    if action.action.paging.is_some() {
        return;
    }
    let shared = spec.symbols.paging.as_ref();
    let names: Vec<&str> = ["marker", "page_size"]
        .iter()
        .filter_map(|role| match &shared?.get(role)?.value {
            Value::Text(name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let looks_paged = |wire: &str| {
        let word = wire.to_lowercase();
        names.contains(&wire) || PAGE_WORDS.contains(&word.as_str())
    };
    for draft in &action.request {
        let wire = &draft.member.wire;
        if looks_paged(wire) {
            lints.warn(
                Code::UNPAGED,
                draft.fields.span,
                format!("`{wire}` looks like a parameter of a paged list, and the action has no `paging`"),
                "write `paging: {items: …}`, so that the client reads all pages; or name the parameter otherwise",
            );
        }
    }
}

/// Names of parameters for paging.
const PAGE_WORDS: [&str; 10] = [
    "marker",
    "maxresults",
    "maxitems",
    "pagesize",
    "pagenumber",
    "pageno",
    "pageindex",
    "pagetoken",
    "nexttoken",
    "continuationtoken",
];

fn idempotence(lints: &Lints<'_, '_, '_>, action: &ActionDraft<'_>) {
    let wire = &action.action.wire;
    let span = action.fields.value_span("idempotent");
    if action.action.idempotent && begins_with(wire, &CREATING) {
        lints.warn(
            Code::IDEMPOTENCE,
            span,
            format!("`{wire}` creates something by its name, and is `idempotent`"),
            "a call whose response is lost would be sent again and create a second one: take `idempotent` out",
        );
    } else if !action.action.idempotent && begins_with(wire, &READING) {
        lints.warn(
            Code::IDEMPOTENCE,
            span,
            format!("`{wire}` reads something by its name, and is not `idempotent`"),
            "a call whose response is lost would not be sent again: write `idempotent: true`",
        );
    }
}

const CREATING: [&str; 6] = ["Create", "Add", "Allocate", "Run", "Launch", "Copy"];
const READING: [&str; 5] = ["Describe", "List", "Get", "Query", "Search"];

/// Whether a name in UpperCamelCase begins with one of the words.
fn begins_with(name: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        name.strip_prefix(word)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    })
}

fn unknown_states(spec: &Spec<'_, '_>, lints: &Lints<'_, '_, '_>, action: &ActionDraft<'_>) {
    let Some(node) = action.fields.get("waiters") else {
        return;
    };
    for entry in node.entries() {
        let keys = ["path", "success", "failure", "retry"];
        let Value::Map(entries) = &entry.value.value else {
            continue;
        };
        let get = |key: &str| {
            entries
                .iter()
                .find(|(name, _)| matches!(&name.value, Value::Text(name) if name == key))
                .map(|(_, value)| value)
        };
        let Some((values, type_place)) =
            get(keys[0]).and_then(|node| state_type(spec, action, node))
        else {
            continue;
        };
        for node in keys[1..].iter().filter_map(|key| get(key)) {
            let Value::List(states) = &node.value else {
                continue;
            };
            for state in states {
                let Value::Text(name) = &state.value else {
                    continue;
                };
                // The enum is open, so an unlisted state may still occur.
                let is_known = values.contains(&name.as_str());
                if !is_known && near(name, values.iter().copied()).is_some() {
                    let message =
                        format!("`{name}` is not among the known states, and looks like one");
                    lints.report(
                        Diagnostic::new(Code::MISSPELT_STATE, state.span, message)
                            .help(allowed(name, values.iter().copied()))
                            .label(type_place, "the type of the state"),
                    );
                }
            }
        }
    }
}

/// Returns the values of the enum at a waiter's path, and the span of the field's type.
fn state_type<'s>(
    spec: &Spec<'s, '_>,
    action: &ActionDraft<'_>,
    path: &Node,
) -> Option<(Vec<&'s str>, Span)> {
    let Value::Text(path) = &path.value else {
        return None;
    };
    let mut drafts = action.response.as_slice();
    let mut last: Option<(&Fields<'_>, _)> = None;
    for step in path.split('.') {
        let draft = find(drafts, step)?;
        last = Some((&draft.fields, draft.member.ty.kind));
        drafts = members_of(spec.types, spec.members, draft).unwrap_or_default();
    }
    let (fields, kind) = last?;
    let values = &enumeration(spec.types, kind)?.values;
    Some((
        values.iter().map(|value| value.wire.as_str()).collect(),
        fields.value_span("type"),
    ))
}
