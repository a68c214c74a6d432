//! Reads `waiters`: the states that polling an action can wait for.

use super::fields::Fields;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::{Kind, Outcome, Type, Waiter};
use crate::naming::is_field_name;
use crate::syntax::{Entry, Node, Span};

use super::action::ActionDraft;
use super::{Draft, Members, Scope, find, members_of, wire_names};

pub(crate) fn read<'a>(
    scope: &Scope<'a>,
    types: &[Type],
    members: &Members<'a>,
    action: &mut ActionDraft<'a>,
) {
    let Some(node) = action.fields.get("waiters") else {
        return;
    };
    let waiters = node
        .entries()
        .into_iter()
        .filter_map(|entry| read_waiter(scope, types, members, action, entry))
        .collect();
    action.action.waiters = waiters;
}

fn read_waiter<'a>(
    scope: &Scope<'a>,
    types: &[Type],
    members: &Members<'a>,
    action: &ActionDraft<'a>,
    entry: Entry<'a>,
) -> Option<Waiter> {
    let diagnostics = scope.diagnostics;
    let fields = Fields::new(entry.value, entry.span);
    if !is_field_name(entry.name) {
        diagnostics.error_with(
            Code::INVALID_NAME,
            entry.span,
            format!("`{}` cannot name a waiter", entry.name),
            "use snake_case",
        );
    }
    let with = fields.texts("with");
    for (name, span) in &with {
        if find(&action.request, name).is_none() {
            diagnostics.unknown(
                Code::UNKNOWN_NAME,
                *span,
                "parameter",
                name,
                wire_names(&action.request),
            );
        }
        let paging = action.action.paging.as_ref();
        if paging.is_some_and(|paging| {
            paging.marker == *name || paging.page_size.as_deref() == Some(name)
        }) {
            diagnostics.error(
                Code::WAITER_PAGES,
                *span,
                format!("`{name}` is about pages: every page is looked at"),
            );
        }
    }
    for draft in &action.request {
        check_method(scope, draft, entry.span);
    }
    let path = fields.get("path");
    let items = path.and_then(|node| check_path(scope, types, members, &action.response, node));
    let matching = fields.texts("match");
    for (name, span) in &matching {
        match items {
            None => diagnostics.error(
                Code::WAITER_MATCH,
                *span,
                "`match` needs a `path` that begins at a list of structures",
            ),
            Some(item) => match find(item, name) {
                None => diagnostics.unknown(
                    Code::UNKNOWN_NAME,
                    *span,
                    "member of an item",
                    name,
                    wire_names(item),
                ),
                Some(member) if member.member.ty.list => {
                    diagnostics.error(
                        Code::WAITER_MATCH,
                        *span,
                        format!("`{name}` is a list: an item cannot match it"),
                    );
                }
                Some(member) => check_field(scope, action, member, *span),
            },
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
        diagnostics.error_with(
            Code::WAITER_NEVER_SUCCEEDS,
            entry.span,
            format!("`{}` can never succeed", entry.name),
            "name a state under `success`, or say `empty: success` or `not_found: success`",
        );
    }
    if states.iter().any(|states| !states.is_empty()) && path.is_none() {
        diagnostics.error(
            Code::WAITER_PATH,
            entry.span,
            format!("`{}` names states and no `path` to them", entry.name),
        );
    }
    let [interval, limit, settle] =
        ["interval", "limit", "settle"].map(|key| seconds(scope, &fields, key));
    let (interval, limit) = (interval?, limit?);
    if limit < interval {
        diagnostics.report(
            Diagnostic::new(
                Code::DURATION,
                fields.value_span("limit"),
                "`limit` is shorter than `interval`",
            )
            .label(fields.value_span("interval"), "`interval`"),
        );
    }
    let owned = |names: &[(&str, Span)]| {
        names
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .collect::<Vec<_>>()
    };
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

/// Refuses parameters that are named like a method of the waiter's builder.
fn check_method(scope: &Scope<'_>, draft: &Draft<'_>, span: Span) {
    let rust = &draft.member.rust;
    if ["wait", "wait_with"].contains(&rust.as_str()) {
        scope.diagnostics.error_with(
            Code::RESERVED_NAME,
            span,
            format!(
                "`{rust}`, the Rust name of `{}`, is a method of a waiter's builder",
                draft.member.wire
            ),
            "give the parameter another Rust name as `name: …`",
        );
    }
}

/// Refuses a matched member whose field in the waiter collides with a parameter.
fn check_field(scope: &Scope<'_>, action: &ActionDraft<'_>, draft: &Draft<'_>, span: Span) {
    check_method(scope, draft, span);
    let (rust, wire) = (&draft.member.rust, &draft.member.wire);
    let mut others = action.request.iter();
    if let Some(other) =
        others.find(|other| other.member.rust == *rust && other.member.wire != *wire)
    {
        let message = format!(
            "`{wire}` and the parameter `{}` are both `{rust}` in Rust",
            other.member.wire
        );
        scope.diagnostics.report(
            Diagnostic::new(Code::NAME_COLLISION, span, message)
                .label(other.fields.span, "the parameter"),
        );
    }
}

/// Follows a path through the response. Returns the members of the list that it begins at, if it
/// begins at one.
fn check_path<'m, 'a>(
    scope: &Scope<'a>,
    types: &[Type],
    members: &'m Members<'a>,
    response: &'m [Draft<'a>],
    node: &Node,
) -> Option<&'m [Draft<'a>]> {
    let path = node.text()?;
    let mut drafts = response;
    let mut items = None;
    let mut last: Option<&Draft<'a>> = None;
    for (depth, step) in path.split('.').enumerate() {
        if let Some(last) = last {
            match members_of(types, members, last) {
                Some(inner) => drafts = inner,
                None if !last.is_known => return items,
                None => {
                    let message = format!(
                        "`{}` has no members: the path goes too far",
                        last.member.wire
                    );
                    scope
                        .diagnostics
                        .error(Code::WAITER_PATH, node.span, message);
                    return items;
                }
            }
        }
        let Some(draft) = find(drafts, step) else {
            let what = if depth == 0 {
                "response field"
            } else {
                "member"
            };
            scope.diagnostics.unknown(
                Code::UNKNOWN_NAME,
                node.span,
                what,
                step,
                wire_names(drafts),
            );
            return items;
        };
        if depth == 0 && draft.member.ty.list {
            items = members_of(types, members, draft);
        }
        last = Some(draft);
    }
    if let Some(last) = last
        && last.is_known
        && (last.member.ty.list
            || members_of(types, members, last).is_some()
            || last.member.ty.kind == Kind::Filter)
    {
        let message = format!(
            "`{}` is no state: the path must end at a single value",
            last.member.wire
        );
        scope
            .diagnostics
            .error(Code::WAITER_PATH, node.span, message);
    }
    items
}

fn check_states(scope: &Scope<'_>, states: &[Vec<(&str, Span)>; 3]) {
    for (index, list) in states.iter().enumerate() {
        for (state, span) in list {
            if let Some((_, first)) = states[..index]
                .iter()
                .flatten()
                .find(|(other, _)| other == state)
            {
                let message = format!("the state `{state}` cannot mean two things");
                scope.diagnostics.report(
                    Diagnostic::new(Code::WAITER_STATES, *span, message)
                        .label(*first, "first here"),
                );
            }
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
        scope.diagnostics.error_with(
            Code::DURATION,
            fields.value_span(key),
            format!("`{key}` is no duration"),
            "write `5s`, `20m` or `1h`",
        );
    }
    seconds
}

pub(super) const OUTCOMES: [(&str, Outcome); 3] = [
    ("retry", Outcome::Retry),
    ("success", Outcome::Success),
    ("failure", Outcome::Failure),
];
