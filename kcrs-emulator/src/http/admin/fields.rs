//! The fields of a request to the admin API: of its JSON body, or of its query where it has none.

use bytes::Bytes;
use http::request::Parts;
use kcrs_generated::Params;
use serde_json::{Map, Value};

use super::Refused;

/// What was sent, until it is taken.
#[derive(Debug)]
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    pub(super) fn read(head: &Parts, body: &Bytes) -> Result<Self, Refused> {
        if !body.is_empty() {
            return match serde_json::from_slice(body) {
                Ok(Value::Object(fields)) => Ok(Self(fields)),
                Ok(_) => Err(Refused::invalid("the body must be a JSON object")),
                Err(error) => Err(Refused::invalid(format!("the body is no JSON: {error}"))),
            };
        }
        let query = head.uri.query().unwrap_or_default();
        let params = Params::from_form(query.as_bytes())
            .map_err(|error| Refused::invalid(format!("the query cannot be read: {error}")))?;
        let fields = params
            .iter()
            .map(|(name, value)| (name.to_owned(), value.into()));
        Ok(Self(fields.collect()))
    }

    pub(super) fn text(&mut self, name: &str) -> Result<String, Refused> {
        let text = self.optional_text(name)?;
        text.ok_or_else(|| Refused::invalid(format!("{name} is missing")))
    }

    pub(super) fn optional_text(&mut self, name: &str) -> Result<Option<String>, Refused> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text)),
            Some(_) => Err(Refused::invalid(format!(
                "{name} must be a text that is not empty"
            ))),
        }
    }

    /// A whole number, also as text, which is all that a query has.
    pub(super) fn optional_number(
        &mut self,
        name: &str,
        most: u64,
    ) -> Result<Option<u64>, Refused> {
        let number = match self.0.remove(name) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Number(number)) => number.as_u64(),
            Some(Value::String(text)) => text.parse().ok(),
            Some(_) => None,
        };
        match number.filter(|number| *number <= most) {
            Some(number) => Ok(Some(number)),
            None => Err(Refused::invalid(format!(
                "{name} must be a whole number from 0 to {most}"
            ))),
        }
    }

    /// Refuses what nobody took: a name that is misspelt would silently do nothing.
    pub(super) fn finish(self, allowed: &str) -> Result<(), Refused> {
        match self.0.keys().next() {
            None => Ok(()),
            Some(name) => Err(Refused::invalid(format!(
                "there is no field {name:?} here; there are: {allowed}"
            ))),
        }
    }
}
