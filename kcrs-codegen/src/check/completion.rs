//! Reads `completed_by`: the action that lists the values of a parameter.

use std::collections::BTreeMap;

use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::{Completion, Kind, Type};

use super::action::ActionDraft;
use super::{Draft, Members, Scope, find, members_of, wire_names};

pub(crate) fn read(draft: &mut Draft<'_>) {
    draft.member.completed_by = draft.fields.inner("completed_by").and_then(|fields| {
        Some(Completion {
            action: fields.text("action")?.to_owned(),
            items: fields.text("items")?.to_owned(),
            value: fields.text("value").map(str::to_owned),
        })
    });
}

pub(crate) fn check(
    scope: &Scope<'_>,
    types: &[Type],
    members: &Members<'_>,
    actions: &[ActionDraft<'_>],
) {
    let by_name = actions
        .iter()
        .map(|action| (action.action.wire.as_str(), action))
        .collect();
    let requests = actions.iter().flat_map(|action| &action.request);
    for draft in requests.chain(members.iter().flatten()) {
        if let Some(completion) = &draft.member.completed_by {
            check_one(scope, types, members, &by_name, draft, completion);
        }
    }
}

fn check_one(
    scope: &Scope<'_>,
    types: &[Type],
    members: &Members<'_>,
    actions: &BTreeMap<&str, &ActionDraft<'_>>,
    draft: &Draft<'_>,
    completion: &Completion,
) {
    let diagnostics = scope.diagnostics;
    // The span of the value of a key, for diagnostics.
    let fields = draft.fields.inner("completed_by");
    let span_of = |key: &str| {
        let fields = fields.as_ref();
        fields.map_or(draft.fields.span, |fields| fields.value_span(key))
    };
    let Some(action) = actions.get(completion.action.as_str()) else {
        scope.unknown(
            Code::UNKNOWN_NAME,
            span_of("action"),
            "action",
            &completion.action,
            actions.keys().copied(),
        );
        return;
    };
    let Some(items) = find(&action.response, &completion.items) else {
        let what = format!("response field of {}", completion.action);
        diagnostics.unknown(
            Code::UNKNOWN_NAME,
            span_of("items"),
            &what,
            &completion.items,
            wire_names(&action.response),
        );
        return;
    };
    if !items.is_known {
        return;
    }
    if !items.member.ty.list {
        let message = format!("`{}` is not a list", completion.items);
        diagnostics.report(
            Diagnostic::new(Code::NOT_A_LIST, span_of("items"), message)
                .label(items.fields.value_span("type"), "its type"),
        );
        return;
    }
    match (&completion.value, members_of(types, members, items)) {
        (Some(value), Some(item)) => match find(item, value) {
            None => diagnostics.unknown(
                Code::UNKNOWN_NAME,
                span_of("value"),
                "member of an item",
                value,
                wire_names(item),
            ),
            Some(found) if !is_plain(found.member.ty.kind) => {
                diagnostics.error(
                    Code::ITEM_MEMBER,
                    span_of("value"),
                    format!("`{value}` is not text or a number"),
                );
            }
            Some(_) => {}
        },
        (Some(_), None) => diagnostics.error(
            Code::ITEM_MEMBER,
            span_of("value"),
            "the items are no structures: leave `value` out",
        ),
        (None, Some(item)) => diagnostics.error_with(
            Code::ITEM_MEMBER,
            draft.fields.span_of("completed_by"),
            "the items are structures: `value` must say which member",
            crate::suggest::allowed("", wire_names(item)),
        ),
        (None, None) => {}
    }
}

fn is_plain(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Integer | Kind::Named(_))
}
