//! Reads `completed_by`: the action that lists the values of a parameter.

use std::collections::BTreeMap;

use crate::codes::Code;
use crate::model::{Completion, Kind};

use super::action::ActionDraft;
use super::{Draft, Shapes, find_list, wire_names};

pub(crate) fn read(draft: &mut Draft<'_>) {
    draft.member.completed_by = draft.fields.inner("completed_by").and_then(|fields| {
        Some(Completion {
            action: fields.text("action")?.to_owned(),
            items: fields.text("items")?.to_owned(),
            value: fields.text("value").map(str::to_owned),
        })
    });
}

pub(crate) fn check(shapes: Shapes<'_, '_>, actions: &[ActionDraft<'_>]) {
    let by_name = actions
        .iter()
        .map(|action| (action.action.wire.as_str(), action))
        .collect();
    let requests = actions.iter().flat_map(|action| &action.request);
    for draft in requests.chain(shapes.members.iter().flatten()) {
        if let Some(completion) = &draft.member.completed_by {
            check_one(shapes, &by_name, draft, completion);
        }
    }
}

fn check_one(
    shapes: Shapes<'_, '_>,
    actions: &BTreeMap<&str, &ActionDraft<'_>>,
    draft: &Draft<'_>,
    completion: &Completion,
) {
    let scope = shapes.scope;
    // The span of the value of a key, for diagnostics.
    let fields = draft.fields.inner("completed_by");
    let span_of = |key: &str| {
        let fields = fields.as_ref();
        fields.map_or(draft.fields.span, |fields| fields.value_span(key))
    };
    let name = &completion.action;
    let Some(action) = actions.get(name.as_str()) else {
        let known = actions.keys().copied();
        scope
            .unknown(Code::UNKNOWN_NAME, span_of("action"), "action", name, known)
            .once(&format!("action {name}"));
        return;
    };
    let items = (completion.items.as_str(), span_of("items"));
    let Some(items) = find_list(scope, &action.response, &action.field(), items) else {
        return;
    };
    if !items.is_known {
        return;
    }
    match (&completion.value, shapes.members_of(items)) {
        (Some(value), Some(_)) => {
            let name = (value.as_str(), span_of("value"));
            let member = shapes.find_member(items, name);
            if member.is_some_and(|member| !is_plain(member.member.ty.kind)) {
                let message = format!("`{value}` is not text or a number");
                scope.error(Code::ITEM_MEMBER, span_of("value"), message);
            }
        }
        (Some(_), None) => {
            let message = "the items are no structures: leave `value` out";
            scope.error(Code::ITEM_MEMBER, span_of("value"), message);
        }
        (None, Some(item)) => {
            let span = draft.fields.span_of("completed_by");
            let message = "the items are structures: `value` must say which member";
            scope
                .error(Code::ITEM_MEMBER, span, message)
                .help(crate::suggest::allowed("", wire_names(item)));
        }
        (None, None) => {}
    }
}

fn is_plain(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Integer | Kind::Named(_))
}
