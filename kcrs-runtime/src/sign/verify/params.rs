//! The parameters of a request, wherever its sender has put them.

use http::Method;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use super::IncomingRequest;
use super::error::VerifyError;
use crate::{FormError, Params};

/// The common parameters of the simplified scheme, which no action can have as its own. Some clients send them beside
/// other signatures too.
const COMMON: [&str; 10] = [
    "Accesskey",
    "DryRun",
    "Format",
    "Region",
    "SecurityToken",
    "Service",
    "Signature",
    "SignatureMethod",
    "SignatureVersion",
    "Timestamp",
];

/// The decoded parameters of a request.
pub(super) struct Gathered {
    pub(super) query: Params,
    body: Option<Params>,
}

impl Gathered {
    pub(super) fn read(request: &IncomingRequest<'_>) -> Result<Self, VerifyError> {
        let query = read_form(request.query.as_bytes())?;
        let body = match request.method {
            &Method::POST => Some(read_body(request)?),
            _ => None,
        };
        Ok(Self { query, body })
    }

    /// All parameters: those of the body first, then those of the query that the body has not.
    pub(super) fn all(&self) -> Params {
        let Some(body) = &self.body else {
            return self.query.clone();
        };
        let mut all = body.clone();
        let rest = self.query.0.iter().filter(|param| !body.0.contains(param));
        all.extend(rest.cloned());
        all
    }

    /// The parameters that belong to the action, with `Action` and `Version`; and whether it is to be a dry run.
    pub(super) fn into_own(self) -> (Params, bool) {
        let all = self.all();
        let dry_run = all
            .get("DryRun")
            .is_some_and(|value| value == "1" || value.eq_ignore_ascii_case("true"));
        let is_own = |name: &str| !COMMON.contains(&name) && !name.starts_with("X-Amz-");
        let own = all
            .into_iter()
            .filter(|param| is_own(param.name()))
            .collect();
        (own, dry_run)
    }
}

fn read_body(request: &IncomingRequest<'_>) -> Result<Params, VerifyError> {
    let content_type = request
        .headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let media_type = content_type
        .and_then(|text| text.split(';').next())
        .unwrap_or_default()
        .trim();
    if media_type.eq_ignore_ascii_case("application/json") {
        return read_json(request.body);
    }
    let is_form = media_type.is_empty()
        || media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded");
    if is_form {
        read_form(request.body)
    } else {
        Ok(Params::new())
    }
}

fn read_form(form: &[u8]) -> Result<Params, VerifyError> {
    Params::from_form(form).map_err(|error| VerifyError::MalformedParameter(name_at(form, &error)))
}

/// The name, as it was sent, of the parameter in which a form is malformed. Its value may be secret.
fn name_at(form: &[u8], error: &FormError) -> String {
    let at = error.offset().min(form.len());
    let start = memchr::memrchr(b'&', &form[..at]).map_or(0, |before| before + 1);
    let name = form[start..]
        .split(|byte| matches!(byte, b'=' | b'&'))
        .next()
        .unwrap_or_default();
    String::from_utf8_lossy(name).into_owned()
}

/// Reads a JSON body as the form that says the same: members are joined by dots, items count from 1.
fn read_json(body: &[u8]) -> Result<Params, VerifyError> {
    let malformed = || VerifyError::MalformedParameter("(JSON body)".to_owned());
    let mut params = Params::new();
    if body.trim_ascii().is_empty() {
        return Ok(params);
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => {
            for (name, value) in members {
                flatten(&mut params, name, value);
            }
            Ok(params)
        }
        _ => Err(malformed()),
    }
}

/// Recurses no deeper than the JSON reader, which stops at 128 levels.
fn flatten(params: &mut Params, path: String, value: Value) {
    match value {
        Value::Null => {}
        Value::Bool(value) => params.push(path, if value { "True" } else { "False" }),
        Value::Number(value) => params.push(path, value.to_string()),
        Value::String(value) => params.push(path, value),
        Value::Array(items) => {
            for (at, item) in items.into_iter().enumerate() {
                flatten(params, format!("{path}.{}", at + 1), item);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                flatten(params, format!("{path}.{name}"), member);
            }
        }
    }
}
