//! Reads `paging`: the roles of parameters and fields in a paged list.

use super::fields::Fields;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::{Kind, Paging, Presence, Type};
use crate::syntax::{Node, Span};

use super::action::ActionDraft;
use super::{Draft, Members, Scope, find, members_of, wire_names};

pub(crate) fn read<'a>(
    scope: &Scope<'a>,
    types: &[Type],
    members: &Members<'a>,
    shared: Option<&Fields<'a>>,
    action: &mut ActionDraft<'a>,
) {
    let Some(fields) = action.fields.inner("paging") else {
        return;
    };
    let span = fields.span;
    // The service's names apply to roles that the action does not name, if it has such a member.
    let role = |key: &str| {
        let own = fields.get(key);
        let node = own.or_else(|| shared?.get(key))?;
        let name = node.text()?;
        Some((
            name,
            if own.is_some() { node.span } else { span },
            own.is_some(),
        ))
    };
    let Some(items) = fields
        .get("items")
        .and_then(|node| read_items(scope, action, node))
    else {
        return;
    };
    let Some((marker, marker_span, _)) = role("marker") else {
        scope.diagnostics.error(
            Code::PAGING_MARKER,
            span,
            "no `marker`, here or in `paging` of service.yaml",
        );
        return;
    };
    for (drafts, what) in [
        (&action.request, "parameter"),
        (&action.response, "response field"),
    ] {
        integer(scope, drafts, marker, marker_span, what);
    }
    essential(scope, &action.response, marker, marker_span);
    essential(
        scope,
        &action.response,
        &items.member.wire,
        fields.get("items").map_or(span, |node| node.span),
    );
    let optional = |key: &str, drafts: &[Draft<'_>], what: &str| {
        let (name, span, own) = role(key)?;
        if !own && find(drafts, name).is_none() {
            return None;
        }
        integer(scope, drafts, name, span, what);
        Some(name.to_owned())
    };
    for draft in &action.request {
        let rust = draft.member.rust.as_str();
        if ["items", "pages"].contains(&rust) {
            scope.diagnostics.error_with(
                Code::RESERVED_NAME,
                draft.fields.span,
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
    let name = node.text()?;
    let Some(items) = find(&action.response, name) else {
        scope.diagnostics.unknown(
            Code::UNKNOWN_NAME,
            node.span,
            "response field",
            name,
            wire_names(&action.response),
        );
        return None;
    };
    if items.is_known && !items.member.ty.list {
        let message = format!("`{name}` is not a list");
        scope.diagnostics.report(
            Diagnostic::new(Code::NOT_A_LIST, node.span, message)
                .label(items.fields.value_span("type"), "its type"),
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
    let name = node.text()?;
    match members_of(types, members, items) {
        None if !items.is_known => {}
        None => scope.diagnostics.error(
            Code::ITEM_MEMBER,
            node.span,
            "the items are no structures: leave `key` out",
        ),
        Some(item) => {
            if find(item, name).is_none() {
                scope.diagnostics.unknown(
                    Code::UNKNOWN_NAME,
                    node.span,
                    "member of an item",
                    name,
                    wire_names(item),
                );
            }
        }
    }
    Some(name.to_owned())
}

fn integer(scope: &Scope<'_>, drafts: &[Draft<'_>], name: &str, span: Span, what: &str) {
    match find(drafts, name) {
        None => scope
            .diagnostics
            .unknown(Code::UNKNOWN_NAME, span, what, name, wire_names(drafts)),
        Some(draft)
            if draft.is_known
                && (draft.member.ty.list || draft.member.ty.kind != Kind::Integer) =>
        {
            let message = format!("the {what} `{name}` must be an Integer");
            scope.diagnostics.report(
                Diagnostic::new(Code::PAGING_MARKER, span, message)
                    .label(draft.fields.value_span("type"), "its type"),
            );
        }
        Some(_) => {}
    }
}

/// Requires a field to be essential: without it, a page would look like the last one.
fn essential(scope: &Scope<'_>, drafts: &[Draft<'_>], name: &str, span: Span) {
    if let Some(draft) = find(drafts, name)
        && draft.is_known
        && draft.member.presence != Presence::Essential
    {
        let help = "a response without it must not look like the last page: mark it `essential`";
        let message = format!("`{name}` of a paged list is not essential");
        scope.diagnostics.report(
            Diagnostic::new(Code::PAGING_ESSENTIAL, span, message)
                .help(help)
                .label(draft.fields.span, "the field"),
        );
    }
}
