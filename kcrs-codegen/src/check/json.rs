//! The JSON of example responses.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;

/// Returns the keys of an object, or what is wrong with the text and in which of its lines.
pub(crate) fn top_level_keys(text: &str) -> Result<Vec<String>, (usize, String)> {
    if !text.trim_start().starts_with('{') {
        return Err((1, "a response is an object: `{…}`".to_owned()));
    }
    let object = serde_json::from_str::<BTreeMap<String, IgnoredAny>>(text);
    object
        .map(|object| object.into_keys().collect())
        .map_err(|error| {
            let message = error.to_string();
            // The place follows, which is counted from the start of the text.
            let message = message.split(" at line ").next().unwrap_or_default();
            (error.line(), message.to_owned())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_json() {
        let text =
            r#"{"A": [1, -2.5e3, {"B": null}], "C\n": "é\u00e9 \"", "D": {}, "E": [], "F": true}"#;
        assert_eq!(top_level_keys(text).unwrap(), ["A", "C\n", "D", "E", "F"]);
        assert_eq!(top_level_keys(" {} \n").unwrap(), [""; 0]);
    }

    #[test]
    fn refuses_what_is_none() {
        for (text, line, message) in [
            ("", 1, "a response is an object: `{…}`"),
            ("[]", 1, "a response is an object: `{…}`"),
            ("{\n\"Size\": xxxxxx\n}", 2, "expected value"),
            ("{\n\"A\": 1,\n}", 3, "trailing comma"),
            ("{\"A\" 1}", 1, "expected `:`"),
            ("{\"A\": 1 \"B\": 2}", 1, "expected `,` or `}`"),
            ("{\"A\": [1 2]}", 1, "expected `,` or `]`"),
            ("{\"A\": 01}", 1, "invalid number"),
            ("{\"A\": \"\\x\"}", 1, "invalid escape"),
            ("{\"A\": \"", 1, "EOF while parsing a string"),
            ("{\"A\":", 1, "EOF while parsing a value"),
            ("{} x", 1, "trailing characters"),
        ] {
            assert_eq!(
                top_level_keys(text),
                Err((line, message.to_owned())),
                "{text}"
            );
        }
        let deep = format!("{{\"A\":{}", "[".repeat(100_000));
        assert!(top_level_keys(&deep).is_err());
    }
}
