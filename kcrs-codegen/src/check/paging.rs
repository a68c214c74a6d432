//! Reads `paging`: the roles of parameters and fields in a paged list.

use crate::codes::Code;
use crate::model::{Kind, Paging, Presence};
use crate::syntax::Span;

use super::action::ActionDraft;
use super::field_names::check_reserved;
use super::symbols::Symbols;
use super::{Draft, Scope, Shapes, find, find_list, wire_names};

pub(crate) fn read<'a>(
    shapes: Shapes<'_, 'a>,
    symbols: &Symbols<'a>,
    action: &mut ActionDraft<'a>,
) {
    let scope = shapes.scope;
    let Some(fields) = action.fields.inner("paging") else {
        return;
    };
    let span = fields.span;
    let own = |key: &str| {
        fields
            .get(key)
            .and_then(|node| Some((node.text()?, node.span)))
    };
    let shared = |key: &str| Some((symbols.paging.as_ref()?.text(key)?, span));
    let items = own("items");
    let Some(items) =
        items.and_then(|name| find_list(scope, &action.response, &action.field(), name))
    else {
        return;
    };
    let Some(marker) = own("marker").or_else(|| shared("marker")) else {
        let message = "no `marker`, here or in `paging` of service.yaml";
        let reported = scope
            .error(Code::PAGING_MARKER, span, message)
            .lacks_key(span, "marker");
        if let Some(service) = &symbols.service {
            reported.lacks_key(service.span, "paging");
        }
        return;
    };
    integer(scope, &action.request, "parameter", marker);
    integer(scope, &action.response, "response field", marker);
    essential(scope, &action.response, marker);
    let items_span = fields.value_span("items");
    essential(scope, &action.response, (&items.member.wire, items_span));
    // The service's names apply to roles that the action does not name, if it has such a member.
    let optional = |key: &str, drafts: &[Draft<'_>], what: &str| {
        let has = |name: &(&str, Span)| find(drafts, name.0).is_some();
        let name = own(key).or_else(|| shared(key).filter(has))?;
        integer(scope, drafts, what, name);
        Some(name.0.to_owned())
    };
    for draft in &action.request {
        let methods = ["items", "pages"];
        check_reserved(
            scope,
            draft,
            draft.fields.span,
            &methods,
            "a list's builder",
        );
    }
    let paging = Paging {
        marker: marker.0.to_owned(),
        page_size: optional("page_size", &action.request, "parameter"),
        total: optional("total", &action.response, "response field"),
        items: items.member.wire.clone(),
        key: own("key").map(|name| check_key(shapes, items, name)),
    };
    action.action.paging = Some(paging);
}

fn check_key(shapes: Shapes<'_, '_>, items: &Draft<'_>, (name, span): (&str, Span)) -> String {
    match shapes.members_of(items) {
        Some(_) => drop(shapes.find_member(items, (name, span))),
        None if !items.is_known => {}
        None => {
            let message = "the items are no structures: leave `key` out";
            shapes.scope.error(Code::ITEM_MEMBER, span, message);
        }
    }
    name.to_owned()
}

fn integer(scope: &Scope<'_>, drafts: &[Draft<'_>], what: &str, (name, span): (&str, Span)) {
    let Some(draft) = find(drafts, name) else {
        scope
            .unknown(Code::UNKNOWN_NAME, span, what, name, wire_names(drafts))
            .once(&format!("{what} {name} of pages"));
        return;
    };
    if draft.is_known && (draft.member.ty.list || draft.member.ty.kind != Kind::Integer) {
        let message = format!("the {what} `{name}` must be an Integer");
        scope
            .error(Code::PAGING_MARKER, span, message)
            .label(draft.fields.value_span("type"), "its type");
    }
}

/// Requires a field to be essential: without it, a page would look like the last one.
fn essential(scope: &Scope<'_>, drafts: &[Draft<'_>], (name, span): (&str, Span)) {
    if let Some(draft) = find(drafts, name)
        && draft.is_known
        && draft.member.presence != Presence::Essential
    {
        let help = "a response without it must not look like the last page: mark it `essential`";
        let message = format!("`{name}` of a paged list is not essential");
        scope
            .error(Code::PAGING_ESSENTIAL, span, message)
            .help(help)
            .label(draft.fields.span, "the field")
            .lacks_key(draft.fields.span, "essential");
    }
}
