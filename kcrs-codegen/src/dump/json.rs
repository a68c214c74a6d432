//! JSON objects, in which what is absent is null at first.

use serde_json::Value;

/// The object without its members that are null.
pub(crate) fn present(mut object: Value) -> Value {
    if let Value::Object(members) = &mut object {
        members.retain(|_, value| !value.is_null());
    }
    object
}

/// The object with these members, which take the place of others of the same names, and without
/// those that are null.
pub(crate) fn with(mut object: Value, more: Value) -> Value {
    if let (Value::Object(members), Value::Object(more)) = (&mut object, more) {
        members.extend(more);
    }
    present(object)
}

/// The list or object; null when it is empty.
pub(crate) fn unless_empty(json: Value) -> Value {
    match &json {
        Value::Array(items) if items.is_empty() => Value::Null,
        Value::Object(members) if members.is_empty() => Value::Null,
        _ => json,
    }
}

/// Indented, with a line's end at the end.
pub(crate) fn pretty(json: &Value) -> String {
    format!("{json:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_read_is_written_in_the_same_order() {
        let text = r#"{"b":[1,-2,18446744073709551615,0.5],"a":{"z":null,"y":true},"c":"é"}"#;
        let json: Value = serde_json::from_str(text).unwrap();
        assert_eq!(json.to_string(), text);
    }

    #[test]
    fn what_is_absent_is_not_written() {
        let json = with(json!({"a": 1, "b": null}), json!({"c": [null], "a": null}));
        assert_eq!(pretty(&json), "{\n  \"c\": [\n    null\n  ]\n}\n");
    }
}
