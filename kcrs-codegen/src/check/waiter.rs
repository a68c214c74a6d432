//! Reads `waiters`: the states that polling an action can wait for.

use std::collections::BTreeMap;

use crate::codes::Code;
use crate::model::{Kind, Outcome, Waiter};
use crate::naming::is_field_name;
use crate::syntax::{Entry, Node, Span};

use super::action::ActionDraft;
use super::field_names::check_reserved;
use super::fields::Fields;
use super::rust_names::collision;
use super::{Draft, Scope, Shapes};

pub(crate) fn read<'a>(shapes: Shapes<'_, 'a>, action: &mut ActionDraft<'a>) {
    let entries = action.fields.get("waiters").map(Node::entries);
    action.action.waiters = entries
        .into_iter()
        .flatten()
        .filter_map(|entry| read_waiter(shapes, action, entry))
        .collect();
}

fn read_waiter<'a>(
    shapes: Shapes<'_, 'a>,
    action: &ActionDraft<'a>,
    entry: Entry<'a>,
) -> Option<Waiter> {
    let scope = shapes.scope;
    let fields = Fields::new(entry.value, entry.span);
    if !is_field_name(entry.name) {
        let diagnostics = scope.diagnostics;
        diagnostics.cannot_name(entry.span, entry.name, "a waiter", "use snake_case");
    }
    let with = fields.texts("with");
    for (name, span) in &with {
        scope.find(&action.request, &action.parameter(), (name, *span));
        let paging = action.action.paging.as_ref();
        if paging.is_some_and(|paging| {
            paging.marker == *name || paging.page_size.as_deref() == Some(name)
        }) {
            let message = format!("`{name}` is about pages: every page is looked at");
            scope.error(Code::WAITER_PAGES, *span, message);
        }
    }
    for draft in &action.request {
        check_reserved(scope, draft, entry.span, &METHODS, OF_WAITERS);
    }
    let path = fields.get("path");
    let items = path.and_then(|node| check_path(shapes, action, node));
    let matching = fields.texts("match");
    for (name, span) in &matching {
        let Some(items) = items else {
            let message = "`match` needs a `path` that begins at a list of structures";
            scope.error(Code::WAITER_MATCH, *span, message);
            continue;
        };
        if let Some(member) = shapes.find_member(items, (name, *span)) {
            check_match(scope, action, member, *span);
        }
    }
    let states = ["success", "failure", "retry"].map(|key| fields.texts(key));
    check_states(scope, &states);
    let outcome = |key| fields.choice(key, &OUTCOMES);
    let (empty, not_found) = (outcome("empty"), outcome("not_found"));
    if states[0].is_empty()
        && empty != Some(Outcome::Success)
        && not_found != Some(Outcome::Success)
    {
        let message = format!("`{}` can never succeed", entry.name);
        scope
            .error(Code::WAITER_NEVER_SUCCEEDS, entry.span, message)
            .help("name a state under `success`, or say `empty: success` or `not_found: success`")
            .lacks_key(entry.span, "success");
    }
    if states.iter().any(|states| !states.is_empty()) && path.is_none() {
        let message = format!("`{}` names states and no `path` to them", entry.name);
        scope
            .error(Code::WAITER_PATH, entry.span, message)
            .lacks_key(entry.span, "path");
    }
    let [interval, limit, settle] =
        ["interval", "limit", "settle"].map(|key| seconds(scope, &fields, key));
    let (interval, limit) = (interval?, limit?);
    if limit < interval {
        scope
            .error(
                Code::DURATION,
                fields.value_span("limit"),
                "`limit` is shorter than `interval`",
            )
            .label(fields.value_span("interval"), "`interval`");
    }
    let owned = |names: &[(&str, Span)]| names.iter().map(|(name, _)| (*name).into()).collect();
    let [success, failure, retry] = states.map(|states| owned(&states));
    Some(Waiter {
        name: entry.name.to_owned(),
        with: owned(&with),
        matching: owned(&matching),
        path: fields.text("path").map(str::to_owned),
        success,
        failure,
        retry,
        empty,
        not_found,
        interval,
        limit,
        settle,
    })
}

/// The methods of the builders of waiters.
const METHODS: [&str; 2] = ["wait", "wait_with"];
const OF_WAITERS: &str = "a waiter's builder";

/// Refuses a matched member that has no single value, or whose field in the waiter collides with a
/// parameter.
fn check_match(scope: &Scope<'_>, action: &ActionDraft<'_>, draft: &Draft<'_>, span: Span) {
    let (rust, wire) = (&draft.member.rust, &draft.member.wire);
    if draft.member.ty.list {
        let message = format!("`{wire}` is a list: an item cannot match it");
        scope.error(Code::WAITER_MATCH, span, message);
        return;
    }
    check_reserved(scope, draft, span, &METHODS, OF_WAITERS);
    let mut others = action.request.iter();
    let is_other = |other: &&Draft<'_>| other.member.rust == *rust && other.member.wire != *wire;
    if let Some(other) = others.find(is_other) {
        let names = (
            &*format!("`{wire}`"),
            &*format!("the parameter `{}`", other.member.wire),
        );
        let help = "give one of them another Rust name as `name: …`";
        let spans = (span, Some(other.fields.span));
        collision(scope.diagnostics, rust, names, spans, help);
    }
}

/// Follows a path through the response. Returns the list of structures that it begins at, if it
/// begins at one.
fn check_path<'m, 'a>(
    shapes: Shapes<'m, 'a>,
    action: &'m ActionDraft<'a>,
    node: &Node,
) -> Option<&'m Draft<'a>> {
    let (scope, path) = (shapes.scope, node.text()?);
    let mut steps = path.split('.');
    let name = (steps.next().unwrap_or_default(), node.span);
    let mut draft = scope.find(&action.response, &action.field(), name)?;
    let is_of_structures = draft.member.ty.list && shapes.members_of(draft).is_some();
    let items = is_of_structures.then_some(draft);
    for step in steps {
        if shapes.members_of(draft).is_none() && draft.is_known {
            let message = format!(
                "`{}` has no members: the path goes too far",
                draft.member.wire
            );
            scope.error(Code::WAITER_PATH, node.span, message);
        }
        let Some(next) = shapes.find_member(draft, (step, node.span)) else {
            return items;
        };
        draft = next;
    }
    let is_single = !draft.member.ty.list
        && shapes.members_of(draft).is_none()
        && draft.member.ty.kind != Kind::Filter;
    if draft.is_known && !is_single {
        let message = format!(
            "`{}` is no state: the path must end at a single value",
            draft.member.wire
        );
        scope.error(Code::WAITER_PATH, node.span, message);
    }
    items
}

fn check_states(scope: &Scope<'_>, states: &[Vec<(&str, Span)>; 3]) {
    let mut seen = BTreeMap::new();
    for (state, span) in states.iter().flatten() {
        let first = *seen.entry(state).or_insert(*span);
        if first != *span {
            let message = format!("the state `{state}` cannot mean two things");
            scope
                .error(Code::WAITER_STATES, *span, message)
                .label(first, "first here");
        }
    }
}

/// Reads a duration such as `5s`, `20m` or `1h`.
fn seconds(scope: &Scope<'_>, fields: &Fields<'_>, key: &str) -> Option<u64> {
    let text = fields.text(key)?;
    let unit = match text.chars().last() {
        Some('s') => 1,
        Some('m') => 60,
        Some('h') => 3600,
        _ => 0,
    };
    let number: Option<u64> = text
        .get(..text.len().saturating_sub(1))
        .and_then(|number| number.parse().ok());
    let seconds = number
        .and_then(|number| number.checked_mul(unit))
        .filter(|seconds| *seconds > 0);
    if seconds.is_none() {
        let message = format!("`{key}` is no duration");
        scope
            .error(Code::DURATION, fields.value_span(key), message)
            .help("write `5s`, `20m` or `1h`");
    }
    seconds
}

pub(super) const OUTCOMES: [(&str, Outcome); 3] = [
    ("retry", Outcome::Retry),
    ("success", Outcome::Success),
    ("failure", Outcome::Failure),
];
