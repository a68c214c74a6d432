//! Finds which structures requests and responses reach, and refuses recursive ones.

use crate::codes::Code;
use crate::model::{Kind, Shape, Type};

use super::action::ActionDraft;
use super::{Draft, Members, Scope};

pub(crate) fn mark(
    scope: &Scope<'_>,
    types: &mut [Type],
    members: &Members<'_>,
    actions: &[ActionDraft<'_>],
) {
    let input = reached(members, actions.iter().flat_map(|action| &action.request));
    let output = reached(members, actions.iter().flat_map(|action| &action.response));
    for (index, ty) in types.iter_mut().enumerate() {
        if let Shape::Structure(structure) = &mut ty.shape {
            structure.input = input[index];
            structure.output = output[index];
        }
    }
    let sizes = refuse_recursion(scope, types, members);
    for action in actions {
        refuse_size(scope, action, "request", &action.request, &sizes);
        refuse_size(scope, action, "response", &action.response, &sizes);
    }
    refuse_filters(scope, actions, members, &output);
}

/// Returns whether requests or responses reach each type, by its index.
pub(super) fn reached<'d, 'a: 'd>(
    members: &'d Members<'a>,
    roots: impl Iterator<Item = &'d Draft<'a>>,
) -> Vec<bool> {
    let mut reached = vec![false; members.len()];
    let mut open: Vec<&Draft<'a>> = roots.collect();
    while let Some(draft) = open.pop() {
        if let Kind::Named(index) = draft.member.ty.kind
            && !std::mem::replace(&mut reached[index], true)
        {
            open.extend(&members[index]);
        }
    }
    reached
}

/// Refuses recursive structures: they would need boxes, and a depth limit on the wire. Returns how
/// many members each type has, counted through structures.
fn refuse_recursion(scope: &Scope<'_>, types: &[Type], members: &Members<'_>) -> Vec<usize> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let mut states = vec![State::New; types.len()];
    let mut sizes = vec![1; types.len()];
    for root in 0..types.len() {
        // A stack of (structure, next member), so that a long chain of structures needs no call
        // stack.
        let mut stack = vec![(root, 0)];
        while let Some((index, next)) = stack.pop() {
            if next == 0 && states[index] != State::New {
                continue;
            }
            states[index] = State::Open;
            let Some(draft) = members[index].get(next) else {
                states[index] = State::Done;
                sizes[index] = size(&members[index], &sizes).max(1);
                continue;
            };
            stack.push((index, next + 1));
            let Kind::Named(inner) = draft.member.ty.kind else {
                continue;
            };
            if states[inner] == State::Open {
                let start = stack
                    .iter()
                    .position(|(index, _)| *index == inner)
                    .unwrap_or_default();
                let chain: Vec<&str> = stack[start..]
                    .iter()
                    .map(|(index, _)| types[*index].name.as_str())
                    .collect();
                let message = format!(
                    "a structure cannot contain itself: {} → {}",
                    chain.join(" → "),
                    types[inner].name
                );
                scope.error(Code::RECURSION, draft.fields.span, message);
            } else {
                stack.push((inner, 0));
            }
        }
    }
    sizes
}

/// The most members that a request or a response may have, counted through structures.
const MAX_MEMBERS: usize = 10_000;

/// Refuses what could not be shown in full: the number of members doubles with each level of
/// structures that have another one twice.
fn refuse_size(
    scope: &Scope<'_>,
    action: &ActionDraft<'_>,
    what: &str,
    drafts: &[Draft<'_>],
    sizes: &[usize],
) {
    if size(drafts, sizes) > MAX_MEMBERS {
        let message = format!(
            "the {what} of `{}` has more than {MAX_MEMBERS} members, counted through its structures",
            action.action.wire
        );
        scope
            .error(Code::TOO_MANY_MEMBERS, action.fields.span_of(what), message)
            .help("a structure that has another one twice doubles what that has");
    }
}

/// Returns how many members there are, given those of each type; `usize::MAX` for more than that.
fn size(drafts: &[Draft<'_>], sizes: &[usize]) -> usize {
    let sizes = drafts.iter().map(|draft| match draft.member.ty.kind {
        Kind::Named(index) => sizes[index],
        _ => 1,
    });
    sizes.fold(0, usize::saturating_add)
}

fn refuse_filters(
    scope: &Scope<'_>,
    actions: &[ActionDraft<'_>],
    members: &Members<'_>,
    output: &[bool],
) {
    let responses = actions.iter().flat_map(|action| &action.response);
    let reached = members
        .iter()
        .zip(output)
        .filter(|(_, reached)| **reached)
        .flat_map(|(members, _)| members);
    for draft in responses.chain(reached) {
        if draft.member.ty.kind == Kind::Filter {
            scope.error(
                Code::FILTER_PLACE,
                draft.fields.span,
                "a filter is a parameter; responses have none",
            );
        }
    }
}
