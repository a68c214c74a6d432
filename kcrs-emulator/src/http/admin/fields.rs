//! The fields of a request to the admin API: of its JSON body, or of its query where it has none.

use bytes::Bytes;
use http::request::Parts;
use kcrs_generated::Params;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::invalid;
use crate::http::refusal::Refusal;

/// Fields of a request that are not read yet.
#[derive(Debug)]
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    pub(super) fn read(head: &Parts, body: &Bytes) -> Result<Self, Refusal> {
        if !body.is_empty() {
            return match serde_json::from_slice(body) {
                Ok(Value::Object(fields)) => Ok(Self(fields)),
                Ok(_) => Err(invalid("the body must be a JSON object")),
                Err(error) => Err(invalid(format!("the body is no JSON: {error}"))),
            };
        }
        let query = head.uri.query().unwrap_or_default();
        let params = Params::from_form(query.as_bytes())
            .map_err(|error| invalid(format!("the query cannot be read: {error}")))?;
        let fields = params
            .iter()
            .map(|(name, value)| (name.to_owned(), value.into()));
        Ok(Self(fields.collect()))
    }

    pub(super) fn text(&mut self, name: &str) -> Result<String, Refusal> {
        let text = self.optional_text(name)?;
        text.ok_or_else(|| invalid(format!("{name} is missing")))
    }

    pub(super) fn optional_text(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text)),
            Some(_) => Err(invalid(format!("{name} must be a text that is not empty"))),
        }
    }

    /// A whole number, also as text, which is all that a query has.
    pub(super) fn optional_number(&mut self, name: &str, max: u64) -> Result<Option<u64>, Refusal> {
        let number = match self.0.remove(name) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Number(number)) => number.as_u64(),
            Some(Value::String(text)) => text.parse().ok(),
            Some(_) => None,
        };
        match number.filter(|number| *number <= max) {
            Some(number) => Ok(Some(number)),
            None => Err(invalid(format!(
                "{name} must be a whole number from 0 to {max}"
            ))),
        }
    }

    /// A list of objects, whose names are written as the API writes them.
    pub(super) fn list<T: DeserializeOwned>(&mut self, name: &str) -> Result<Vec<T>, Refusal> {
        let Some(mut list) = self.0.remove(name) else {
            return Ok(Vec::new());
        };
        for object in list.as_array_mut().into_iter().flatten() {
            if let Value::Object(fields) = object {
                *fields = std::mem::take(fields)
                    .into_iter()
                    .map(|(name, value)| (snake_case(&name), value))
                    .collect();
            }
        }
        serde_json::from_value(list).map_err(|error| invalid(format!("{name}: {error}")))
    }

    /// Refuses what nobody took: a name that is misspelt would silently do nothing.
    pub(super) fn finish(self, allowed: &str) -> Result<(), Refusal> {
        match self.0.keys().next() {
            None => Ok(()),
            Some(name) => Err(invalid(format!(
                "there is no field {name:?} here; there are: {allowed}"
            ))),
        }
    }
}

/// `cve_name` for `CveName`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}
