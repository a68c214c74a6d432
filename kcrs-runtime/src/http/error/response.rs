//! Reading a response: an output, an error, or neither.

use std::fmt;

use http::header::{HeaderValue, LOCATION};
use serde::Deserializer;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::error::Category;
use serde_json::{Map, Value};

use super::excerpt::{excerpt, printable, without_quoted};
use super::service::{ErrorBody, ServiceError};
use super::{Error, Hints, write_origin};
use crate::{RawResponse, Service};

/// Names of the member that holds the request id.
const ID_NAMES: [&str; 2] = ["RequestId", "requestId"];
/// Longest request id that is taken for one.
const ID_LENGTH: usize = 128;

/// A response that cannot be read: no JSON, cut off, empty, without an essential member, or with an
/// HTTP status of an error and a body without an error code.
///
/// It keeps the beginning of the body in one line, without the values in it, since the body may
/// hold a password; of an error response, code and message are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseError {
    status: u16,
    request_id: Option<String>,
    problem: String,
    excerpt: String,
    broken: bool,
    hints: Hints,
}

impl ResponseError {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The id of the request, where the body has one.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the reason why the response cannot be used.
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// The beginning of the body in one line.
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }

    /// Returns whether it is a success that is cut off, empty or no JSON, so not what the service
    /// sent.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    pub(super) fn hints(&self) -> Hints {
        self.hints
    }
}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the response cannot be read: {}", self.problem)?;
        write_origin(f, self.request_id(), self.status)?;
        if self.excerpt.is_empty() {
            Ok(())
        } else {
            write!(f, ": {}", self.excerpt)
        }
    }
}

impl std::error::Error for ResponseError {}

impl Service {
    /// Distinguishes a success from an error.
    ///
    /// A success with an `Error` or `error` in it (an object, a text or a list), or with nothing
    /// but a code and a message, is an error.
    pub fn read(&self, response: http::Response<bytes::Bytes>) -> Result<RawResponse, Error> {
        let response = RawResponse::new(response);
        let is_success = response.status().is_success();
        if is_success && !may_have_error(response.json()) {
            return Ok(response);
        }
        if response.status().is_redirection()
            && let Some(target) = response.headers().get(LOCATION)
        {
            return Err(redirect(&response, target));
        }
        match serde_json::from_slice::<Value>(response.json()) {
            Ok(Value::Object(members)) => match error_body(members, is_success) {
                Some(body) => {
                    let status = response.status().as_u16();
                    let hints = Hints::of(response.headers());
                    let error = ServiceError::new(body, status, hints, self);
                    Err(Error::Service(Box::new(error)))
                }
                None if is_success => Ok(response),
                None => Err(undecodable(&response, "the body has no error code", false)),
            },
            // What is wrong with the body of a success is found by decoding it.
            _ if is_success => Ok(response),
            Ok(_) => Err(undecodable(&response, "it is not a JSON object", true)),
            Err(error) => Err(malformed(&response, &error)),
        }
    }
}

/// The error for a body that could not be parsed as JSON.
pub(crate) fn malformed(response: &RawResponse, error: &serde_json::Error) -> Error {
    let text = error.to_string();
    if response.json().trim_ascii().is_empty() {
        return undecodable(response, "it is empty", true);
    }
    let (problem, broken) = match error.classify() {
        Category::Eof => (format!("it is cut off ({text})"), true),
        Category::Syntax => (format!("it is not JSON ({text})"), true),
        _ => (without_quoted(&text), false),
    };
    undecodable(response, &problem, broken)
}

fn undecodable(response: &RawResponse, problem: &str, broken: bool) -> Error {
    let status = response.status();
    Error::Response(Box::new(ResponseError {
        status: status.as_u16(),
        request_id: response.request_id().map(str::to_owned),
        problem: problem.to_owned(),
        excerpt: excerpt(response.body(), !status.is_success()),
        broken: broken && status.is_success(),
        hints: Hints::of(response.headers()),
    }))
}

/// The error for a redirect, which names its target without the query: that may hold a signature.
fn redirect(response: &RawResponse, target: &HeaderValue) -> Error {
    let target = String::from_utf8_lossy(target.as_bytes());
    let target = target.split(['?', '#']).next().unwrap_or_default();
    let problem = format!(
        "it is a redirect to {}, which a signed request does not follow",
        printable(target)
    );
    undecodable(response, &problem, false)
}

/// Returns whether a body has a member that is called `Error` or `Code`, at any depth.
fn may_have_error(body: &[u8]) -> bool {
    // Without the first letter, whose case differs.
    [(b"rror\"".as_slice(), b'e'), (b"ode\"", b'c')]
        .into_iter()
        .any(|(rest, first)| {
            memchr::memmem::find_iter(body, rest).any(|at| {
                matches!(&body[..at], [.., b'"', letter] if letter.eq_ignore_ascii_case(&first))
                    && body[at + rest.len()..].trim_ascii_start().starts_with(b":")
            })
        })
}

/// Reads an error: `{"RequestId": …, "Error": {"Type", "Code", "Message"}}`, `Error` as a text or a
/// list, or a flat `Code` and `Message`, beside which a success has no other member with a value.
fn error_body(mut members: Map<String, Value>, is_success: bool) -> Option<ErrorBody> {
    let request_id = take(&mut members, &ID_NAMES).filter(|id| is_request_id(id));
    let name = members
        .keys()
        .find(|name| name.eq_ignore_ascii_case("Error"))
        .cloned();
    let mut inner = match name
        .and_then(|name| members.remove(&name))
        .and_then(inner_error)
    {
        Some(inner) => inner,
        None if is_success && !is_flat_error(&members) => return None,
        None => members,
    };
    let request_id =
        request_id.or_else(|| take(&mut inner, &ID_NAMES).filter(|id| is_request_id(id)));
    let code = take(&mut inner, &["Code", "code"]).unwrap_or_default();
    let message = take(&mut inner, &["Message", "message"]).unwrap_or_default();
    let kind = take(&mut inner, &["Type", "type"]);
    let says_something = !code.is_empty() || is_success && !message.is_empty();
    says_something.then_some(ErrorBody {
        code,
        message,
        kind,
        request_id,
    })
}

/// Reads a member `Error`: an object, the first item of a list, or a text, which is a code if it is
/// one word.
fn inner_error(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(inner) => Some(inner),
        Value::Array(items) => inner_error(items.into_iter().next()?),
        Value::String(text) => {
            let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
            let name = if text.chars().all(is_code) {
                "Code"
            } else {
                "Message"
            };
            (!text.is_empty()).then(|| Map::from_iter([(name.to_owned(), Value::String(text))]))
        }
        _ => None,
    }
}

/// Returns whether the members of a success are a code, a message and what goes with those, and the
/// code does not name a success.
fn is_flat_error(members: &Map<String, Value>) -> bool {
    const SUCCESSES: [&str; 4] = ["success", "ok", "0", "200"];
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::Object(members) => members.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    let of = |wanted: &str| {
        let found = members
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.and_then(|(_, value)| text_of(value.clone()))
    };
    of("Message").is_some()
        && of("Code").is_some_and(|code| !SUCCESSES.contains(&code.to_ascii_lowercase().as_str()))
        && members.iter().all(|(name, value)| {
            is_empty(value)
                || ["Code", "Message", "Type", "Status"]
                    .iter()
                    .any(|known| name.eq_ignore_ascii_case(known))
        })
}

/// Takes out the first of these members that is a text or a number.
fn take(members: &mut Map<String, Value>, names: &[&str]) -> Option<String> {
    names
        .iter()
        .find_map(|name| text_of(members.remove(*name)?))
}

fn text_of(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The request id of a body, which need not be JSON to its end.
pub(crate) fn request_id_of(body: &[u8]) -> Option<String> {
    struct Members<'a>(&'a mut Option<String>);

    impl<'de> Visitor<'de> for Members<'_> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
            while self.0.is_none()
                && let Some(name) = members.next_key::<String>()?
            {
                if ID_NAMES.contains(&name.as_str()) {
                    let value = members.next_value::<Value>()?;
                    *self.0 = text_of(value).filter(|id| is_request_id(id));
                } else {
                    members.next_value::<IgnoredAny>()?;
                }
            }
            Ok(())
        }
    }

    let mut id = None;
    let mut reader = serde_json::Deserializer::from_slice(body);
    // It stops at the id, which is a failure to the reader, as is a body that is cut off.
    let _ = reader.deserialize_map(Members(&mut id));
    id
}

fn is_request_id(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\');
    (1..=ID_LENGTH).contains(&text.len()) && text.bytes().all(is_plain)
}

#[cfg(test)]
mod tests;
