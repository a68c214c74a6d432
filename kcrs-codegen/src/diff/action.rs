//! Actions: what they are called, how they are sent, and how their lists are read.

use crate::model::{Action, Api, Example, Method, Paging};

use super::member::{self, Side};
use super::pair::Paired;
use super::{ChangeKind, Log, Sides, type_name, yes_or_no};

pub(super) fn compare(log: &mut Log, sides: Sides<'_>, old: &[Action], new: &[Action]) {
    let paired = pair(old, new);
    for action in paired.gone {
        let kind = ChangeKind::ActionRemoved;
        log.add(kind, place(action), Some(action.rust.clone()), None);
    }
    for action in paired.added {
        let kind = ChangeKind::ActionAdded;
        log.add(kind, place(action), None, Some(action.rust.clone()));
    }
    for (old, new) in paired.kept {
        compare_actions(log, sides, old, new);
    }
    log.order("actions", paired.is_reordered);
}

/// The actions of both sides. One whose name on the wire is another still has its struct.
pub(super) fn pair<'a>(old: &'a [Action], new: &'a [Action]) -> Paired<'a, Action> {
    Paired::new(old, new, |action| &action.wire).or_by(|action| &action.rust)
}

fn place(action: &Action) -> String {
    format!("actions.{}", action.wire)
}

fn compare_actions(log: &mut Log, sides: Sides<'_>, old: &Action, new: &Action) {
    let Action {
        wire,
        // Both follow from `wire`; where that is another, the pair was found by them.
        rust: _,
        method_name: _,
        chapter,
        method,
        idempotent,
        docs,
        request,
        response,
        paging,
        // With all other waiters.
        waiters: _,
        example,
    } = old;
    let place = place(new);
    let key = |key: &str| format!("{place}.{key}");
    let kind = ChangeKind::ActionWireNameChanged;
    log.text(kind, place.clone(), wire, &new.wire);
    log.text(
        ChangeKind::ActionMoved,
        key("chapter"),
        chapter_id(sides.old, *chapter),
        chapter_id(sides.new, new.chapter),
    );
    let kind = ChangeKind::MethodChanged;
    log.compare(kind, &key("method"), method, &new.method, |method| {
        let name = match method {
            Method::Get => "GET",
            Method::Post => "POST",
        };
        Some(name.to_owned())
    });
    let kind = match new.idempotent {
        true => ChangeKind::MadeIdempotent,
        false => ChangeKind::NoLongerIdempotent,
    };
    log.compare(
        kind,
        &key("idempotent"),
        idempotent,
        &new.idempotent,
        yes_or_no,
    );
    log.docs(&place, docs, &new.docs);
    for (part, old, new, input) in [
        ("request", request, &new.request, true),
        ("response", response, &new.response, false),
    ] {
        let side = |api| Side {
            api,
            input,
            output: !input,
        };
        let (before, after) = (side(sides.old), side(sides.new));
        member::compare_all(
            log,
            &key(part),
            (before, old.as_slice()),
            (after, new.as_slice()),
        );
    }
    compare_paging(log, sides, &key("paging"), (old, paging.as_ref()), new);
    compare_examples(log, &key("example"), example, &new.example);
}

fn chapter_id(api: &Api, chapter: usize) -> &str {
    api.chapters.get(chapter).map_or("", |chapter| &chapter.id)
}

fn compare_paging(
    log: &mut Log,
    sides: Sides<'_>,
    place: &str,
    (old_action, old): (&Action, Option<&Paging>),
    new_action: &Action,
) {
    let (old, new) = match (old, &new_action.paging) {
        (Some(old), Some(new)) => (old, new),
        (None, None) => return,
        (None, Some(new)) => {
            let kind = ChangeKind::PagingAdded;
            return log.add(kind, place, None, Some(new.items.clone()));
        }
        (Some(old), None) => {
            let kind = ChangeKind::PagingRemoved;
            return log.add(kind, place, Some(old.items.clone()), None);
        }
    };
    let Paging {
        marker,
        page_size,
        total,
        items,
        key,
    } = old;
    let key_of = |key: &str| format!("{place}.{key}");
    log.text(
        ChangeKind::PageMarkerChanged,
        key_of("marker"),
        marker,
        &new.marker,
    );
    let item = |api, action: &Action, items: &str| {
        let list = action.response.iter().find(|field| field.wire == items);
        list.map_or(String::new(), |list| {
            type_name(api, list.ty.kind).to_owned()
        })
    };
    let is_same_type =
        item(sides.old, old_action, items) == item(sides.new, new_action, &new.items);
    let kind = match is_same_type {
        true => ChangeKind::PagedListChanged,
        false => ChangeKind::PageItemTypeChanged,
    };
    log.text(kind, key_of("items"), items, &new.items);
    for (kind, name, old, new) in [
        (ChangeKind::PageKeyChanged, "key", key, &new.key),
        (
            ChangeKind::NoteChanged,
            "page_size",
            page_size,
            &new.page_size,
        ),
        (ChangeKind::NoteChanged, "total", total, &new.total),
    ] {
        log.compare(kind, &key_of(name), old, new, Clone::clone);
    }
}

fn compare_examples(log: &mut Log, place: &str, old: &Example, new: &Example) {
    let Example {
        request,
        response,
        // They are those of the request.
        parameters: _,
    } = old;
    let kind = ChangeKind::ExampleChanged;
    log.text(kind, format!("{place}.request"), request, &new.request);
    log.text(kind, format!("{place}.response"), response, &new.response);
}
