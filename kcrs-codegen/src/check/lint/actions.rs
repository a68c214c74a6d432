//! Undeclared paging, idempotence that does not match the name, waiters for unknown states.

use crate::codes::Code;
use crate::model::{Presence, enumeration};
use crate::suggest::{allowed, near};
use crate::syntax::{Node, Span};

use super::super::action::ActionDraft;
use super::super::fields::Fields;
use super::super::{Draft, find};
use super::Lints;

pub(super) fn run(lints: &Lints<'_, '_>) {
    for action in lints.actions {
        unpaged(lints, action);
        idempotence(lints, action);
        unknown_states(lints, action);
        responses(lints, action);
    }
}

/// Finds responses by which errors cannot be told from successes.
fn responses(lints: &Lints<'_, '_>, action: &ActionDraft<'_>) {
    for draft in &action.response {
        let member = &draft.member;
        let mut names = std::iter::once(&member.wire).chain(&member.aliases);
        if let Some(name) = names.find(|name| name.eq_ignore_ascii_case("Error")) {
            let message = format!("a field `{name}` makes every success look like an error");
            lints
                .warn(Code::ERROR_MEMBER, draft.fields.span, message)
                .help("errors have their code and message under that name");
        }
    }
    let is_essential = |draft: &Draft<'_>| draft.member.presence == Presence::Essential;
    if !action.response.iter().any(is_essential) {
        let message = format!(
            "nothing in the response of `{}` is essential, so that any object is a success",
            action.action.wire
        );
        lints
            .warn(
                Code::NOTHING_ESSENTIAL,
                action.fields.span_of("response"),
                message,
            )
            .help("mark as `essential` what every success has, such as the id of the call");
    }
}

fn unpaged(lints: &Lints<'_, '_>, action: &ActionDraft<'_>) {
    // Pages that are asked for by number are nothing that `paging` can describe.
    let mut parameters = action.request.iter();
    let is_numbered = parameters.any(|draft| draft.member.wire.eq_ignore_ascii_case("page"));
    if action.action.paging.is_some() || is_numbered {
        return;
    }
    let shared = lints.symbols.paging.as_ref();
    let names = ["marker", "page_size"].map(|role| shared?.text(role));
    for draft in &action.request {
        let wire = draft.member.wire.as_str();
        if names.contains(&Some(wire)) || PAGE_WORDS.contains(&&*wire.to_lowercase()) {
            let message = format!(
                "`{wire}` looks like a parameter of a paged list, and the action has no `paging`"
            );
            lints.warn(Code::UNPAGED, draft.fields.span, message).help(
                "write `paging: {items: …}`, so that the client reads all pages; or name the \
                 parameter otherwise",
            );
        }
    }
}

/// Names of parameters for paging.
pub(super) const PAGE_WORDS: [&str; 10] = [
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

fn idempotence(lints: &Lints<'_, '_>, action: &ActionDraft<'_>) {
    let wire = &action.action.wire;
    let (message, help) = match action.action.idempotent {
        true if begins_with(wire, &CREATING) => (
            format!("`{wire}` creates something by its name, and is `idempotent`"),
            "a call whose response is lost would be sent again and create a second one: take \
             `idempotent` out",
        ),
        false if begins_with(wire, &READING) => (
            format!("`{wire}` reads something by its name, and is not `idempotent`"),
            "a call whose response is lost would not be sent again: write `idempotent: true`",
        ),
        _ => return,
    };
    let span = action.fields.value_span("idempotent");
    lints.warn(Code::IDEMPOTENCE, span, message).help(help);
}

const CREATING: [&str; 6] = ["Create", "Add", "Allocate", "Run", "Launch", "Copy"];
const READING: [&str; 5] = ["Describe", "List", "Get", "Query", "Search"];

/// Returns whether a name in UpperCamelCase begins with one of the words.
fn begins_with(name: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        name.strip_prefix(word)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    })
}

fn unknown_states(lints: &Lints<'_, '_>, action: &ActionDraft<'_>) {
    let waiters = action.fields.get("waiters").map(Node::entries);
    for entry in waiters.into_iter().flatten() {
        let fields = Fields::new(entry.value, entry.span);
        let path = fields.text("path");
        let Some((values, type_place)) = path.and_then(|path| state_type(lints, action, path))
        else {
            continue;
        };
        let keys = ["success", "failure", "retry"];
        for (name, span) in keys.iter().flat_map(|key| fields.texts(key)) {
            // The enum is open, so an unlisted state may still occur.
            let is_known = values.contains(&name);
            if !is_known && near(name, values.iter().copied()).is_some() {
                let message = format!("`{name}` is not among the known states, and looks like one");
                lints
                    .warn(Code::MISSPELT_STATE, span, message)
                    .help(allowed(name, values.iter().copied()))
                    .label(type_place, "the type of the state");
            }
        }
    }
}

/// Returns the values of the enum at a waiter's path, and the span of the field's type.
fn state_type<'s>(
    lints: &Lints<'s, '_>,
    action: &'s ActionDraft<'_>,
    path: &str,
) -> Option<(Vec<&'s str>, Span)> {
    let mut steps = path.split('.');
    let mut draft = find(&action.response, steps.next()?)?;
    for step in steps {
        draft = find(lints.shapes.members_of(draft)?, step)?;
    }
    let values = &enumeration(lints.shapes.types, draft.member.ty.kind)?.values;
    let values = values.iter().map(|value| value.wire.as_str()).collect();
    Some((values, draft.fields.value_span("type")))
}
