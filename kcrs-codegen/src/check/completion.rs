//! `completed_by`: which action lists the values of a parameter.

use std::collections::BTreeMap;

use crate::codes::Code;
use crate::found::Found;
use crate::model::{Completion, Kind, Type};

use super::action::ActionDraft;
use super::{Draft, Members, Scope, find, members_of, wire_names};

pub(crate) fn read(scope: &Scope<'_>, draft: &mut Draft<'_>) {
    let Some(node) = draft.fields.get("completed_by") else {
        return;
    };
    let place = draft.fields.place_of("completed_by");
    let fields =
        scope
            .problems
            .fields(node, place, "`completed_by`", &["action", "items", "value"]);
    let action = fields.required_text(scope.problems, "action");
    let items = fields.required_text(scope.problems, "items");
    let value = fields.text(scope.problems, "value").map(str::to_owned);
    if let (Some(action), Some(items)) = (action, items) {
        draft.member.completed_by = Some(Completion {
            action: action.to_owned(),
            items: items.to_owned(),
            value,
        });
    }
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
    let problems = scope.problems;
    // Where the names stand, to report one that is wrong.
    let place_of = |key: &str| {
        let node = draft.fields.get("completed_by");
        let entries = node
            .map(|node| problems.entries(node, ""))
            .unwrap_or_default();
        entries
            .iter()
            .find(|entry| entry.name == key)
            .map_or(draft.fields.place, |entry| entry.value.place)
    };
    let Some(action) = actions.get(completion.action.as_str()) else {
        scope.unknown(
            Code::UNKNOWN_NAME,
            place_of("action"),
            "action",
            &completion.action,
            actions.keys().copied(),
        );
        return;
    };
    let Some(items) = find(&action.response, &completion.items) else {
        let what = format!("response field of {}", completion.action);
        problems.unknown(
            Code::UNKNOWN_NAME,
            place_of("items"),
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
        problems.report(
            Found::new(Code::NOT_A_LIST, place_of("items"), message)
                .label(items.fields.value_place("type"), "its type"),
        );
        return;
    }
    match (&completion.value, members_of(types, members, items)) {
        (Some(value), Some(item)) => match find(item, value) {
            None => problems.unknown(
                Code::UNKNOWN_NAME,
                place_of("value"),
                "member of an item",
                value,
                wire_names(item),
            ),
            Some(found) if !is_plain(found.member.ty.kind) => {
                problems.error(
                    Code::ITEM_MEMBER,
                    place_of("value"),
                    format!("`{value}` is not text or a number"),
                );
            }
            Some(_) => {}
        },
        (Some(_), None) => problems.error(
            Code::ITEM_MEMBER,
            place_of("value"),
            "the items are no structures: leave `value` out",
        ),
        (None, Some(item)) => problems.error_with(
            Code::ITEM_MEMBER,
            draft.fields.place_of("completed_by"),
            "the items are structures: `value` must say which member",
            crate::suggest::allowed("", wire_names(item)),
        ),
        (None, None) => {}
    }
}

fn is_plain(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Integer | Kind::Named(_))
}
