//! Reads `example`: a call and its response, verbatim from the document.

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::grammar::COMMON;
use crate::model::{Example, Kind, Type};
use crate::suggest::allowed;
use crate::syntax::Span;

use super::action::ActionDraft;
use super::{Draft, Members, Scope, find, json, members_of, wire_names};

pub(crate) fn read<'a>(
    scope: &Scope<'a>,
    types: &[Type],
    members: &Members<'a>,
    action: &mut ActionDraft<'a>,
) {
    let Some(fields) = action.fields.inner("example") else {
        return;
    };
    let (request, response) = (fields.text("request"), fields.text("response"));
    let request_place = fields.value_span("request");
    let mut parameters = Vec::new();
    if let Some(request) = request {
        parameters = read_request(scope, action, request, request_place);
        check_parameters(scope, types, members, action, &parameters, request_place);
    }
    if let Some(response) = response {
        check_response(scope, action, response, fields.value_span("response"));
    }
    if let (Some(request), Some(response)) = (request, response) {
        let (request, response) = (
            request.trim_end().to_owned(),
            response.trim_end().to_owned(),
        );
        action.action.example = Example {
            request,
            response,
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
        scope.diagnostics.error_with(
            Code::EXAMPLE_CALL,
            span,
            "the example call has no query",
            "an address, `?`, and parameters",
        );
        return Vec::new();
    };
    let mut parameters: Vec<(String, String)> = Vec::new();
    let mut named = false;
    for pair in query.split('&') {
        let Some((name, value)) = pair.split_once('=') else {
            scope.diagnostics.error(
                Code::EXAMPLE_CALL,
                span.word(pair),
                format!("`{pair}` in the example call is not `name=value`"),
            );
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
                scope.diagnostics.error(
                    Code::EXAMPLE_CALL,
                    span.word(pair),
                    format!("the example call has {name} `{value}`, not `{expected}`"),
                );
            }
            Some(_) => {}
            None if COMMON.contains(&name) => {}
            None if parameters.iter().any(|(other, _)| other == name) => {
                scope.diagnostics.error(
                    Code::EXAMPLE_CALL,
                    span.word(pair),
                    format!("the example call has `{name}` twice"),
                );
            }
            None => parameters.push((name.to_owned(), value.to_owned())),
        }
    }
    if !named {
        scope.diagnostics.error(
            Code::EXAMPLE_CALL,
            span,
            "the example call does not say `Action`",
        );
    }
    parameters
}

fn check_parameters<'a>(
    scope: &Scope<'a>,
    types: &[Type],
    members: &Members<'a>,
    action: &ActionDraft<'a>,
    parameters: &[(String, String)],
    span: Span,
) {
    // The number of items of each list, and the largest index.
    let mut lists: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (name, value) in parameters {
        let walk = Walk {
            scope,
            types,
            members,
            name,
        };
        if let Err((message, help)) = walk.check(&action.request, value, &mut lists, &mut seen) {
            let diagnostic = Diagnostic::new(Code::EXAMPLE_PARAMETER, span.word(name), message);
            scope.diagnostics.report(match help {
                Some(help) => diagnostic.help(help),
                None => diagnostic,
            });
        }
    }
    for (list, (count, largest)) in lists {
        if count != largest {
            let message =
                format!("the items of `{list}` in the example call are not numbered 1 to {count}");
            let highlight = span.word(format!("{list}.{largest}"));
            scope
                .diagnostics
                .error(Code::EXAMPLE_PARAMETER, highlight, message);
        }
    }
    for draft in &action.request {
        let wire = &draft.member.wire;
        let is_given = parameters
            .iter()
            .any(|(name, _)| name.split('.').next() == Some(wire));
        if draft.member.required && !is_given {
            let message = format!("the example call lacks the required `{wire}`");
            scope.diagnostics.report(
                Diagnostic::new(Code::EXAMPLE_INCOMPLETE, span, message)
                    .label(draft.fields.span, "the parameter"),
            );
        }
    }
}

/// Resolves one parameter's name in the request.
pub(super) struct Walk<'w, 'a> {
    pub(super) scope: &'w Scope<'a>,
    pub(super) types: &'w [Type],
    pub(super) members: &'w Members<'a>,
    pub(super) name: &'w str,
}

impl<'w, 'a> Walk<'w, 'a> {
    /// Returns the parameter that the name refers to, unless its type is unknown.
    pub(super) fn check(
        &self,
        request: &'w [Draft<'a>],
        value: &str,
        lists: &mut BTreeMap<String, (i64, i64)>,
        seen: &mut BTreeSet<String>,
    ) -> Result<Option<&'w Draft<'a>>, (String, Option<String>)> {
        let name = self.name;
        let mut drafts = request;
        let mut steps = name.split('.');
        let mut path = String::new();
        let mut step = steps.next().unwrap_or_default();
        loop {
            let Some(draft) = find(drafts, step) else {
                let help = allowed(step, wire_names(drafts));
                return Err((
                    format!("the example call has an undeclared parameter `{name}`"),
                    Some(help),
                ));
            };
            if !draft.is_known {
                return Ok(None);
            }
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(step);
            if draft.member.ty.list {
                let index: i64 = steps
                    .next()
                    .and_then(|index| index.parse().ok())
                    .unwrap_or_default();
                if !self.scope.lists.contains(index) {
                    let help = format!("items are numbered: `{path}.1`");
                    return Err((
                        format!("`{name}` in the example call is not numbered"),
                        Some(help),
                    ));
                }
                let item = format!("{path}.{index}");
                if seen.insert(item.clone()) {
                    let (count, largest) = lists.entry(path).or_default();
                    *count += 1;
                    *largest = index.max(*largest);
                }
                path = item;
            }
            match (members_of(self.types, self.members, draft), steps.next()) {
                (Some(inner), Some(next)) => {
                    drafts = inner;
                    step = next;
                }
                (Some(_), None) => {
                    return Err((format!("`{name}` in the example call is a structure"), None));
                }
                (None, Some(_)) if draft.member.ty.kind == Kind::Filter => return Ok(None),
                (None, Some(_)) => {
                    return Err((format!("`{name}` in the example call goes too deep"), None));
                }
                (None, None) => return self.check_value(draft, value).map(|()| Some(draft)),
            }
        }
    }

    fn check_value(&self, draft: &Draft<'_>, value: &str) -> Result<(), (String, Option<String>)> {
        let expected = match draft.member.ty.kind {
            Kind::Integer if value.parse::<i64>().is_err() => "an Integer",
            Kind::Boolean
                if !value.eq_ignore_ascii_case("true") && !value.eq_ignore_ascii_case("false") =>
            {
                "a Boolean"
            }
            _ => return Ok(()),
        };
        Err((
            format!(
                "`{}` in the example call is `{value}`, not {expected}",
                self.name
            ),
            None,
        ))
    }
}

fn check_response(scope: &Scope<'_>, action: &ActionDraft<'_>, text: &str, span: Span) {
    let keys = match json::top_level_keys(text) {
        Ok(keys) => keys,
        Err((line, message)) => {
            scope.diagnostics.error(
                Code::EXAMPLE_RESPONSE,
                span.line(line),
                format!("the example response is not JSON: line {line} of it: {message}"),
            );
            return;
        }
    };
    for key in keys {
        let declared = action
            .response
            .iter()
            .any(|draft| draft.member.wire == key || draft.member.aliases.contains(&key));
        if !declared {
            let message = format!("the example response has an undeclared field `{key}`");
            scope.diagnostics.error_with(
                Code::EXAMPLE_FIELD,
                span.word(format!("\"{key}\"")),
                message,
                allowed(&key, wire_names(&action.response)),
            );
        }
    }
}
