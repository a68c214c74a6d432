//! `paging`: the roles of parameters and fields in a list that is read page by page.

use crate::codes::Code;
use crate::found::Found;
use crate::load::{Node, Place};
use crate::model::{Kind, Paging, Presence, Type};
use crate::walk::Fields;

use super::action::ActionDraft;
use super::{Draft, Members, Scope, find, members_of, wire_names};

pub(crate) fn read<'a>(
    scope: &Scope<'a>,
    types: &[Type],
    members: &Members<'a>,
    shared: Option<&Fields<'a>>,
    action: &mut ActionDraft<'a>,
) {
    let Some(node) = action.fields.get("paging") else {
        return;
    };
    let place = action.fields.place_of("paging");
    let fields = scope.problems.fields(
        node,
        place,
        "`paging`",
        &["items", "key", "marker", "page_size", "total"],
    );
    // A role that the action does not name has the service's name for it, if the action has such a
    // member.
    let role = |key: &str| {
        let own = fields.get(key);
        let node = own.or_else(|| shared?.get(key))?;
        let name = scope.problems.text(node, key)?;
        Some((
            name,
            if own.is_some() { node.place } else { place },
            own.is_some(),
        ))
    };
    let Some(items) = fields
        .required(scope.problems, "items")
        .and_then(|node| read_items(scope, action, node))
    else {
        return;
    };
    let Some((marker, marker_place, _)) = role("marker") else {
        scope.problems.error(
            Code::PAGING_MARKER,
            place,
            "no `marker`, here or in `paging` of service.yaml",
        );
        return;
    };
    for (drafts, what) in [
        (&action.request, "parameter"),
        (&action.response, "response field"),
    ] {
        integer(scope, drafts, marker, marker_place, what);
    }
    essential(scope, &action.response, marker, marker_place);
    essential(
        scope,
        &action.response,
        &items.member.wire,
        fields.get("items").map_or(place, |node| node.place),
    );
    let optional = |key: &str, drafts: &[Draft<'_>], what: &str| {
        let (name, place, own) = role(key)?;
        if !own && find(drafts, name).is_none() {
            return None;
        }
        integer(scope, drafts, name, place, what);
        Some(name.to_owned())
    };
    for draft in &action.request {
        let rust = draft.member.rust.as_str();
        if ["items", "pages"].contains(&rust) {
            scope.problems.error_with(
                Code::RESERVED_NAME,
                draft.fields.place,
                format!(
                    "`{rust}`, the Rust name of `{}`, is a method of a list's builder",
                    draft.member.wire
                ),
                "give it another Rust name as `name: …`",
            );
        }
    }
    let paging = Paging {
        marker: marker.to_owned(),
        page_size: optional("page_size", &action.request, "parameter"),
        total: optional("total", &action.response, "response field"),
        items: items.member.wire.clone(),
        key: read_key(scope, types, members, items, &fields),
    };
    action.action.paging = Some(paging);
}

fn read_items<'d, 'a>(
    scope: &Scope<'a>,
    action: &'d ActionDraft<'a>,
    node: &Node,
) -> Option<&'d Draft<'a>> {
    let name = scope.problems.text(node, "items")?;
    let Some(items) = find(&action.response, name) else {
        scope.problems.unknown(
            Code::UNKNOWN_NAME,
            node.place,
            "response field",
            name,
            wire_names(&action.response),
        );
        return None;
    };
    if items.is_known && !items.member.ty.list {
        let message = format!("`{name}` is not a list");
        scope.problems.report(
            Found::new(Code::NOT_A_LIST, node.place, message)
                .label(items.fields.value_place("type"), "its type"),
        );
        return None;
    }
    Some(items)
}

fn read_key(
    scope: &Scope<'_>,
    types: &[Type],
    members: &Members<'_>,
    items: &Draft<'_>,
    fields: &Fields<'_>,
) -> Option<String> {
    let node = fields.get("key")?;
    let name = scope.problems.text(node, "key")?;
    match members_of(types, members, items) {
        None if !items.is_known => {}
        None => scope.problems.error(
            Code::ITEM_MEMBER,
            node.place,
            "the items are no structures: leave `key` out",
        ),
        Some(item) => {
            if find(item, name).is_none() {
                scope.problems.unknown(
                    Code::UNKNOWN_NAME,
                    node.place,
                    "member of an item",
                    name,
                    wire_names(item),
                );
            }
        }
    }
    Some(name.to_owned())
}

fn integer(scope: &Scope<'_>, drafts: &[Draft<'_>], name: &str, place: Place, what: &str) {
    match find(drafts, name) {
        None => scope
            .problems
            .unknown(Code::UNKNOWN_NAME, place, what, name, wire_names(drafts)),
        Some(draft)
            if draft.is_known
                && (draft.member.ty.list || draft.member.ty.kind != Kind::Integer) =>
        {
            let message = format!("the {what} `{name}` must be an Integer");
            scope.problems.report(
                Found::new(Code::PAGING_MARKER, place, message)
                    .label(draft.fields.value_place("type"), "its type"),
            );
        }
        Some(_) => {}
    }
}

/// A page whose end is unknown must not look like the last one.
fn essential(scope: &Scope<'_>, drafts: &[Draft<'_>], name: &str, place: Place) {
    if let Some(draft) = find(drafts, name)
        && draft.is_known
        && draft.member.presence != Presence::Essential
    {
        let help = "a response without it must not look like the last page: mark it `essential`";
        let message = format!("`{name}` of a paged list is not essential");
        scope.problems.report(
            Found::new(Code::PAGING_ESSENTIAL, place, message)
                .help(help)
                .label(draft.fields.place, "the field"),
        );
    }
}
