//! Writing members as the service does, where that is not as their type is written.

use serde::ser::{Error, Serialize, Serializer};
use serde_json::Value;

/// Writes a number as a text of its digits.
pub fn text<T: Serialize>(value: &T) -> impl Serialize {
    Encoded(value, |json| match json {
        Value::Number(number) => Value::String(number.to_string()),
        other => other,
    })
}

/// Writes a list of headers, `{"Key": …, "Value": […]}`, as one text `key:value;key:value`, with a
/// piece for each value; no headers as `null`. [`header_text`](super::decode::header_text) reads
/// it.
pub fn header_text<T: Serialize>(headers: &T) -> impl Serialize {
    Encoded(headers, |json| {
        let headers = json.as_array().map_or(&[][..], Vec::as_slice);
        let pieces: Vec<String> = headers.iter().flat_map(pieces).collect();
        match pieces.is_empty() {
            true => Value::Null,
            false => Value::String(pieces.join(";")),
        }
    })
}

/// Writes an empty list as `null`.
pub fn null_if_empty<T: Serialize>(list: &T) -> impl Serialize {
    Encoded(list, |json| match json {
        Value::Array(items) if items.is_empty() => Value::Null,
        other => other,
    })
}

/// The pieces of a header, one for each of its values; a header without values is its key alone.
fn pieces(header: &Value) -> Vec<String> {
    let key = header["Key"].as_str().unwrap_or_default();
    let values = header["Value"].as_array().map_or(&[][..], Vec::as_slice);
    let values = values.iter().filter_map(Value::as_str);
    let pieces: Vec<String> = values.map(|value| format!("{key}:{value}")).collect();
    match pieces.is_empty() {
        true => vec![key.to_owned()],
        false => pieces,
    }
}

/// A value whose JSON is written in another form.
struct Encoded<'a, T>(&'a T, fn(Value) -> Value);

impl<T: Serialize> Serialize for Encoded<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let json = serde_json::to_value(self.0).map_err(S::Error::custom)?;
        (self.1)(json).serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_are_written_as_the_service_does() {
        assert_eq!(json(&text(&7)), json!("7"));
        assert_eq!(json(&text(&None::<i64>)), Value::Null);
        assert_eq!(json(&null_if_empty(&[0; 0])), Value::Null);
        assert_eq!(json(&null_if_empty(&[1])), json!([1]));
        let headers = json!([{"Key": "a", "Value": ["1", "2"]}, {"Key": "b", "Value": []}]);
        assert_eq!(json(&header_text(&headers)), json!("a:1;a:2;b"));
        assert_eq!(json(&header_text(&json!([]))), Value::Null);
    }

    fn json(value: &impl Serialize) -> Value {
        serde_json::to_value(value).unwrap()
    }
}
