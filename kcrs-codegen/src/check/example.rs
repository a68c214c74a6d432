//! Reads `example`: a call and its response, verbatim from the document.

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::Code;
use crate::grammar::COMMON;
use crate::model::{Example, Kind};
use crate::suggest::allowed;
use crate::syntax::Span;

use super::action::ActionDraft;
use super::{Draft, Scope, Shapes, find, json, wire_names};

pub(crate) fn read<'a>(shapes: Shapes<'_, 'a>, action: &mut ActionDraft<'a>) {
    let Some(fields) = action.fields.inner("example") else {
        return;
    };
    let (request, response) = (fields.text("request"), fields.text("response"));
    let request_place = fields.value_span("request");
    let mut parameters = Vec::new();
    if let Some(request) = request {
        parameters = read_request(shapes.scope, action, request, request_place);
        check_parameters(shapes, action, &parameters, request_place);
    }
    if let Some(response) = response {
        check_response(
            shapes.scope,
            action,
            response,
            fields.value_span("response"),
        );
    }
    if let (Some(request), Some(response)) = (request, response) {
        action.action.example = Example {
            request: request.trim_end().to_owned(),
            response: response.trim_end().to_owned(),
            parameters,
        };
    }
}

/// Returns the parameters of the call, and checks the common ones, which are left out.
fn read_request(
    scope: &Scope<'_>,
    action: &ActionDraft<'_>,
    text: &str,
    span: Span,
) -> Vec<(String, String)> {
    let address: String = text.lines().map(str::trim).collect();
    let Some((_, query)) = address.split_once('?') else {
        scope
            .error(Code::EXAMPLE_CALL, span, "the example call has no query")
            .help("an address, `?`, and parameters");
        return Vec::new();
    };
    let mut parameters: Vec<(String, String)> = Vec::new();
    let mut named = false;
    for pair in query.split('&') {
        let error = |message: String| scope.error(Code::EXAMPLE_CALL, span.word(pair), message);
        let Some((name, value)) = pair.split_once('=') else {
            error(format!("`{pair}` in the example call is not `name=value`"));
            continue;
        };
        let expected = match name {
            "Action" => Some(action.action.wire.as_str()),
            "Version" => Some(scope.version.as_str()),
            _ => None,
        };
        named |= name == "Action";
        match expected {
            Some(expected) if value != expected && !expected.is_empty() => {
                let message = format!("the example call has {name} `{value}`, not `{expected}`");
                let reported = error(message);
                // That of the service is the one of all examples.
                if name == "Version" {
                    reported.once(&format!("Version {value}"));
                }
            }
            Some(_) => {}
            None if COMMON.contains(&name) => {}
            None if parameters.iter().any(|(other, _)| other == name) => {
                error(format!("the example call has `{name}` twice"));
            }
            None => parameters.push((name.to_owned(), value.to_owned())),
        }
    }
    if !named {
        scope.error(
            Code::EXAMPLE_CALL,
            span,
            "the example call does not say `Action`",
        );
    }
    parameters
}

fn check_parameters(
    shapes: Shapes<'_, '_>,
    action: &ActionDraft<'_>,
    parameters: &[(String, String)],
    span: Span,
) {
    let scope = shapes.scope;
    let mut lists = Indices::new();
    for (name, value) in parameters {
        let found = resolve(shapes, &action.request, name, &mut lists);
        let checked = found.and_then(|draft| draft.map_or(Ok(()), |d| check_value(d, name, value)));
        if let Err((message, help)) = checked {
            let reported = scope.error(Code::EXAMPLE_PARAMETER, span.word(name), message);
            reported.maybe_help(help);
            for step in name.split('.') {
                reported.lacks(step);
            }
            let first = name.split('.').next().unwrap_or_default();
            if find(&action.request, first).is_none() {
                reported.once(&format!("{} {first}", action.parameter()));
            }
        }
    }
    for (list, indices) in lists {
        let count = indices.len();
        if let Some(largest) = indices.last().filter(|largest| **largest != count as i64) {
            let message =
                format!("the items of `{list}` in the example call are not numbered 1 to {count}");
            let highlight = span.word(format!("{list}.{largest}"));
            scope.error(Code::EXAMPLE_PARAMETER, highlight, message);
        }
    }
    for draft in &action.request {
        let wire = &draft.member.wire;
        let is_given = parameters
            .iter()
            .any(|(name, _)| name.split('.').next() == Some(wire));
        if draft.member.required && !is_given {
            let message = format!("the example call lacks the required `{wire}`");
            scope
                .error(Code::EXAMPLE_INCOMPLETE, span, message)
                .label(draft.fields.span, "the parameter");
        }
    }
}

/// The numbers of the items of each list that names of parameters have.
pub(super) type Indices = BTreeMap<String, BTreeSet<i64>>;

/// Error of a parameter, and its remedy.
type Mistake = (String, Option<String>);

/// Returns the parameter that a name refers to, unless its type is unknown or it is a filter.
pub(super) fn resolve<'m, 'a>(
    shapes: Shapes<'m, 'a>,
    request: &'m [Draft<'a>],
    name: &str,
    lists: &mut Indices,
) -> Result<Option<&'m Draft<'a>>, Mistake> {
    let mistake = |what: &str| (format!("`{name}` in the example call {what}"), None);
    let mut drafts = request;
    let mut steps = name.split('.');
    let mut path = String::new();
    let mut step = steps.next().unwrap_or_default();
    loop {
        let Some(draft) = find(drafts, step) else {
            let message = format!("the example call has an undeclared parameter `{name}`");
            return Err((message, Some(allowed(step, wire_names(drafts)))));
        };
        if !draft.is_known {
            return Ok(None);
        }
        path.push_str(step);
        if draft.member.ty.list {
            let index = steps.next().and_then(|index| index.parse().ok());
            let index: i64 = index.unwrap_or_default();
            if !shapes.scope.lists.contains(index) {
                let (message, _) = mistake("is not numbered");
                return Err((message, Some(format!("items are numbered: `{path}.1`"))));
            }
            lists.entry(path.clone()).or_default().insert(index);
            path.push_str(&format!(".{index}"));
        }
        match (shapes.members_of(draft), steps.next()) {
            (Some(inner), Some(next)) => {
                drafts = inner;
                step = next;
                path.push('.');
            }
            (Some(_), None) => return Err(mistake("is a structure")),
            (None, Some(_)) if draft.member.ty.kind == Kind::Filter => return Ok(None),
            (None, Some(_)) => return Err(mistake("goes too deep")),
            (None, None) => return Ok(Some(draft)),
        }
    }
}

fn check_value(draft: &Draft<'_>, name: &str, value: &str) -> Result<(), Mistake> {
    let is_boolean = value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false");
    let expected = match draft.member.ty.kind {
        Kind::Integer if value.parse::<i64>().is_err() => "an Integer",
        Kind::Boolean if !is_boolean => "a Boolean",
        _ => return Ok(()),
    };
    let message = format!("`{name}` in the example call is `{value}`, not {expected}");
    Err((message, None))
}

fn check_response(scope: &Scope<'_>, action: &ActionDraft<'_>, text: &str, span: Span) {
    let keys = match json::top_level_keys(text) {
        Ok(keys) => keys,
        Err((line, message)) => {
            let message = format!("the example response is not JSON: line {line} of it: {message}");
            scope.error(Code::EXAMPLE_RESPONSE, span.line(line), message);
            return;
        }
    };
    for key in keys {
        let mut fields = action.response.iter();
        if fields.all(|draft| !draft.has_name(&key)) {
            let message = format!("the example response has an undeclared field `{key}`");
            scope
                .error(
                    Code::EXAMPLE_FIELD,
                    span.word(format!("\"{key}\"")),
                    message,
                )
                .help(allowed(&key, wire_names(&action.response)))
                .lacks(&key)
                .once(&format!("{} {key}", action.field()));
        }
    }
}
