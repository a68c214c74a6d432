//! Takes what real clients send beside the document, and warns of it.
//!
//! The parameters are decoded by the runtime; here they are only renumbered. Each warning is about
//! one habit: a habit that a request shows a hundred times is reported once for each parameter, for
//! a limited number of parameters.

use std::collections::HashSet;

use bytes::Bytes;
use http::Method;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use kcrs_generated::schema::{Shape, Step, StructureShape};
use kcrs_generated::{Param, Params};

use super::warning::{Warning, WarningKind};

/// Maximum number of warnings of a request.
const MAX_WARNINGS: usize = 32;

const BODY: &str = "(body)";

/// Parameters that the vendor's Python SDK sends with each request, without a warning.
const SENT_BY_SDKS: [&str; 2] = ["Language", "SdkVersion"];

/// Gives the parameters the form that the document has, and warns of what was changed for it or
/// looks like a mistake.
pub(crate) fn normalize(
    head: &Parts,
    body: &Bytes,
    request: &'static StructureShape,
    params: Params,
) -> (Params, Vec<Warning>) {
    let mut warnings = Warnings::default();
    of_transport(head, body, &mut warnings);
    let from_zero = lists_from_zero(request, &params);
    let params = params
        .into_iter()
        .map(|param| of_param(request, &from_zero, param, &mut warnings))
        .collect();
    (params, warnings.0)
}

#[derive(Default)]
struct Warnings(Vec<Warning>);

impl Warnings {
    fn add(&mut self, kind: WarningKind, parameter: &str) {
        if self.0.len() < MAX_WARNINGS {
            let warning = Warning::new(kind, parameter);
            if !self.0.contains(&warning) {
                self.0.push(warning);
            }
        }
    }
}

/// Checks the place and the encoding of the parameters.
fn of_transport(head: &Parts, body: &Bytes, warnings: &mut Warnings) {
    let query = head.uri.query().unwrap_or_default();
    for pair in query.split('&') {
        let name = pair.split('=').next().unwrap_or_default();
        if pair.contains('+') {
            warnings.add(WarningKind::PlusForSpace, name);
        }
        if head.method == Method::POST && !pair.is_empty() && !name.starts_with("X-Amz-") {
            warnings.add(WarningKind::MixedParameters, name);
        }
    }
    if body.is_empty() {
        return;
    }
    if head.method == Method::GET {
        warnings.add(WarningKind::BodyIgnored, BODY);
    } else if has_media_type(head, "application/json") {
        warnings.add(WarningKind::JsonBody, BODY);
    }
}

/// Returns whether the body is said to be of this type, whatever its parameters are.
fn has_media_type(head: &Parts, expected: &str) -> bool {
    let content_type = head.headers.get(CONTENT_TYPE);
    let text = content_type.and_then(|value| value.to_str().ok());
    let media_type = text.and_then(|text| text.split(';').next());
    media_type.is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case(expected))
}

/// The lists, by their names as sent, that have an item 0.
fn lists_from_zero(request: &'static StructureShape, params: &Params) -> HashSet<String> {
    let mut lists = HashSet::new();
    for (name, _) in params.iter() {
        for step in request.steps(name) {
            if let Step::Item {
                list, number: "0", ..
            } = step
                && !lists.contains(list)
            {
                lists.insert(list.to_owned());
            }
        }
    }
    lists
}

fn of_param(
    request: &'static StructureShape,
    from_zero: &HashSet<String>,
    param: Param,
    warnings: &mut Warnings,
) -> Param {
    let mut renumbered: Option<String> = None;
    let mut is_known = true;
    let mut shape = None;
    for step in request.steps(param.name()) {
        shape = step.shape();
        match step {
            Step::Item { list, number, .. } if from_zero.contains(list) => {
                if number == "0" {
                    warnings.add(WarningKind::ListFromZero, &format!("{list}.0"));
                }
                let before = renumbered.get_or_insert_with(|| param.name().to_owned());
                *before = renumber(before, list.split('.').count());
            }
            Step::Unknown => is_known = false,
            Step::Member(_) | Step::Item { .. } | Step::Beyond => {}
        }
    }
    let name = param.name();
    let is_spelt = ["True", "False"].contains(&param.value());
    if matches!(shape, Some(Shape::Boolean)) && !is_spelt && is_boolean(param.value()) {
        warnings.add(WarningKind::BooleanSpelling, name);
    }
    if !is_known && !["Action", "Version"].contains(&name) && !SENT_BY_SDKS.contains(&name) {
        warnings.add(WarningKind::UnknownParameter, name);
    }
    match renumbered {
        None => param,
        Some(name) => {
            let mut one = Params::new();
            if param.is_sensitive() {
                one.push_sensitive(name, param.value());
            } else {
                one.push(name, param.value());
            }
            one.into_iter().next().unwrap_or(param)
        }
    }
}

fn is_boolean(value: &str) -> bool {
    value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false")
}

/// Adds one to the number behind so many parts of a name. What is no number stays, for the parser
/// to refuse.
fn renumber(name: &str, parts: usize) -> String {
    let renumbered = name.split('.').enumerate().map(|(at, part)| {
        let number = if at == parts { number(part) } else { None };
        number
            .and_then(|number| number.checked_add(1))
            .map_or_else(|| part.to_owned(), |next| next.to_string())
    });
    renumbered.collect::<Vec<_>>().join(".")
}

/// A number without `+` and leading zeros.
fn number(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

#[cfg(test)]
mod tests;
