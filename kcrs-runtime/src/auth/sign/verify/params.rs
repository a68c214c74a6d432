//! The parameters of a request, wherever its sender has put them.

use std::collections::HashSet;

use http::Method;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use super::IncomingRequest;
use super::error::VerifyError;
use crate::auth::sign::is_common;
use crate::{FormError, Param, Params};

/// The common parameters that are no part of a signature. No action can have any of the common ones
/// as its own; some clients send those of the simplified scheme beside other signatures too.
const UNSIGNED: [&str; 2] = ["DryRun", "Format"];

/// Maximum number of parameters of a JSON body: an action takes some 10,000 at most.
const MAX_JSON_PARAMETERS: usize = 20_000;

/// Each value of a JSON body becomes a parameter that has the names above it in its own, so long
/// names and many values multiply: this is how long the names may be together. Nobody has proved
/// yet who sends this.
const MAX_JSON_NAME_BYTES: usize = 4 * 1024 * 1024;

/// The decoded parameters of a request.
pub(super) struct Gathered {
    query: Params,
    body: Option<Params>,
}

impl Gathered {
    pub(super) fn read(request: &IncomingRequest<'_>, query: Params) -> Result<Self, VerifyError> {
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
        if !self.query.is_empty() {
            // Either may have very many, so they cannot be compared one by one.
            let in_body: HashSet<_> = body.iter().collect();
            let is_new = |param: &&Param| !in_body.contains(&(param.name(), param.value()));
            all.extend(self.query.0.iter().filter(is_new).cloned());
        }
        all
    }

    /// The parameters that belong to the action, with `Action` and `Version`; and whether it is to
    /// be a dry run.
    pub(super) fn into_own(self) -> (Params, bool) {
        let all = self.all();
        let dry_run = all
            .get("DryRun")
            .is_some_and(|value| value == "1" || value.eq_ignore_ascii_case("true"));
        let is_own = |name: &str| !UNSIGNED.contains(&name) && !is_common(name);
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

pub(super) fn read_form(form: &[u8]) -> Result<Params, VerifyError> {
    Params::from_form(form).map_err(|error| VerifyError::MalformedParameter(name_at(form, &error)))
}

/// The name, as it was sent, of the parameter in which a form is malformed. Its value may be
/// secret.
fn name_at(form: &[u8], error: &FormError) -> String {
    let at = error.offset().min(form.len());
    let start = memchr::memrchr(b'&', &form[..at]).map_or(0, |before| before + 1);
    let name = form[start..]
        .split(|byte| matches!(byte, b'=' | b'&'))
        .next()
        .unwrap_or_default();
    String::from_utf8_lossy(name).into_owned()
}

/// Reads a JSON body as the form that says the same: members are joined by dots, items count from
/// 1.
fn read_json(body: &[u8]) -> Result<Params, VerifyError> {
    if body.trim_ascii().is_empty() {
        return Ok(Params::new());
    }
    let malformed = |why: &str| VerifyError::MalformedParameter(why.to_owned());
    let Ok(Value::Object(members)) = serde_json::from_slice(body) else {
        return Err(malformed("(JSON body)"));
    };
    let mut form = Form {
        params: Params::new(),
        name: String::new(),
        bytes_left: MAX_JSON_NAME_BYTES,
    };
    for (name, value) in members {
        form.name = name;
        form.flatten(value)
            .map_err(|TooLarge| malformed("(JSON body, too large as a form)"))?;
    }
    Ok(form.params)
}

/// The form that a JSON body becomes.
struct Form {
    params: Params,
    /// Of the value that is being read. It is copied only for what becomes a parameter: any number
    /// of others costs nothing, however long it is.
    name: String,
    /// Bytes left for further names together.
    bytes_left: usize,
}

struct TooLarge;

impl Form {
    /// Recurses no deeper than the JSON reader, which stops at 128 levels.
    fn flatten(&mut self, value: Value) -> Result<(), TooLarge> {
        match value {
            Value::Null => Ok(()),
            Value::Bool(true) => self.push("True".to_owned()),
            Value::Bool(false) => self.push("False".to_owned()),
            Value::Number(value) => self.push(value.to_string()),
            Value::String(value) => self.push(value),
            Value::Array(items) => {
                let mut items = items.into_iter().enumerate();
                items.try_for_each(|(at, item)| self.part(&(at + 1).to_string(), item))
            }
            Value::Object(members) => {
                let mut members = members.into_iter();
                members.try_for_each(|(name, member)| self.part(&name, member))
            }
        }
    }

    fn part(&mut self, name: &str, value: Value) -> Result<(), TooLarge> {
        let above = self.name.len();
        self.name.push('.');
        self.name.push_str(name);
        self.flatten(value)?;
        self.name.truncate(above);
        Ok(())
    }

    fn push(&mut self, value: String) -> Result<(), TooLarge> {
        if self.params.len() == MAX_JSON_PARAMETERS {
            return Err(TooLarge);
        }
        self.bytes_left = self
            .bytes_left
            .checked_sub(self.name.len())
            .ok_or(TooLarge)?;
        self.params.push(self.name.clone(), value);
        Ok(())
    }
}
