//! Reads actions: names, flags, parameters, fields.

use super::fields::Fields;
use crate::codes::Code;
use crate::grammar::COMMON;
use crate::model::{Action, Method};
use crate::naming::{snake, type_name};
use crate::syntax::Entry;

use super::Scope;
use super::member::{Draft, Role, drafts};

/// An action with its values in the file.
#[derive(Debug)]
pub(crate) struct ActionDraft<'a> {
    pub(crate) action: Action,
    pub(crate) fields: Fields<'a>,
    pub(crate) request: Vec<Draft<'a>>,
    pub(crate) response: Vec<Draft<'a>>,
}

pub(crate) fn read<'a>(scope: &Scope<'a>, chapter: usize, entry: Entry<'a>) -> ActionDraft<'a> {
    let fields = Fields::new(entry.value, entry.span);
    let rust = type_name(entry.name);
    let mut methods = fields.choices("methods", &METHODS).into_iter();
    let method = methods.next().unwrap_or_default();
    let action = Action {
        wire: entry.name.to_owned(),
        method_name: snake(&rust),
        rust,
        chapter,
        method,
        other_methods: methods.collect(),
        documented_as: fields.text("documented_as").map(str::to_owned),
        idempotent: fields.flag("idempotent"),
        observed: fields.is_observed(),
        docs: fields.docs(),
        request: Vec::new(),
        response: Vec::new(),
        paging: None,
        waiters: Vec::new(),
        example: Default::default(),
    };
    let request = fields
        .get("request")
        .map(|node| drafts(scope, node, Role::Parameter))
        .unwrap_or_default();
    let response = fields
        .get("response")
        .map(|node| drafts(scope, node, Role::Field))
        .unwrap_or_default();
    for draft in &request {
        if let Some(name) = COMMON
            .iter()
            .find(|name| name.eq_ignore_ascii_case(&draft.member.wire))
        {
            let message =
                format!("`{name}` is a common parameter, which the client sends by itself");
            scope.error(Code::COMMON_PARAMETER, draft.fields.span, message);
        }
    }
    ActionDraft {
        action,
        fields,
        request,
        response,
    }
}

pub(super) const METHODS: [(&str, Method); 2] = [("GET", Method::Get), ("POST", Method::Post)];
