//! Actions: names, marks, parameters, fields.

use crate::codes::Code;
use crate::model::{Action, Method};
use crate::naming::{snake, type_name};
use crate::walk::{Entry, Fields};

use super::Scope;
use super::member::{Draft, Role, drafts};

/// An action with the YAML that it comes from.
#[derive(Debug)]
pub(crate) struct ActionDraft<'a> {
    pub(crate) action: Action,
    pub(crate) fields: Fields<'a>,
    pub(crate) request: Vec<Draft<'a>>,
    pub(crate) response: Vec<Draft<'a>>,
}

pub(crate) fn read<'a>(scope: &Scope<'a>, chapter: usize, entry: Entry<'a>) -> ActionDraft<'a> {
    let problems = scope.problems;
    let fields = problems.fields(entry.value, entry.place, "an action", &KEYS);
    fields.required(problems, "method");
    let rust = type_name(entry.name);
    let action = Action {
        wire: entry.name.to_owned(),
        method_name: snake(&rust),
        rust,
        chapter,
        method: fields
            .choice(problems, "method", &METHODS)
            .unwrap_or_default(),
        idempotent: fields.flag(problems, "idempotent"),
        docs: scope.docs(&fields),
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
            problems.error(Code::COMMON_PARAMETER, draft.fields.place, message);
        }
    }
    ActionDraft {
        action,
        fields,
        request,
        response,
    }
}

const KEYS: [&str; 9] = [
    "en",
    "zh",
    "method",
    "idempotent",
    "request",
    "response",
    "paging",
    "waiters",
    "example",
];

const METHODS: [(&str, Method); 2] = [("GET", Method::Get), ("POST", Method::Post)];

/// Parameters that travel with every call, by any signature.
pub(crate) const COMMON: [&str; 10] = [
    "Action",
    "Version",
    "Accesskey",
    "Service",
    "Timestamp",
    "Signature",
    "SignatureVersion",
    "SignatureMethod",
    "SecurityToken",
    "Region",
];
