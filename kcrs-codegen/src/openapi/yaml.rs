//! JSON as block-style YAML.
//!
//! Readers of YAML 1.1 take a plain `2021-11-09` for a date, `True` for a Boolean and `on` for
//! another one. Libraries quote what their own version takes for something else; here every text is
//! quoted, as JSON quotes it, which all versions read alike.

use serde_json::Value as Json;

pub(super) fn write(json: &Json) -> String {
    let mut out = String::new();
    block(&mut out, json, 0);
    out
}

/// Writes a value that begins on a line of its own.
fn block(out: &mut String, json: &Json, depth: usize) {
    if let Json::Object(members) = json {
        for (name, value) in members {
            indent(out, depth);
            out.push_str(&key(name));
            out.push(':');
            behind(out, value, depth + 1);
        }
    } else if let Json::Array(items) = json {
        for item in items {
            indent(out, depth);
            out.push('-');
            behind(out, item, depth + 1);
        }
    } else {
        indent(out, depth);
        out.push_str(&inline(json));
        out.push('\n');
    }
}

/// Writes what follows a key or a dash: a scalar on the same line, else a block below.
fn behind(out: &mut String, json: &Json, depth: usize) {
    let is_block = match json {
        Json::Array(items) => !items.is_empty(),
        Json::Object(members) => !members.is_empty(),
        _ => false,
    };
    if is_block {
        out.push('\n');
        block(out, json, depth);
    } else {
        out.push(' ');
        out.push_str(&inline(json));
        out.push('\n');
    }
}

fn inline(json: &Json) -> String {
    match json {
        Json::String(text) => quoted(text),
        // A number, a Boolean, null, `[]` or `{}`.
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}

/// A key: plain where every version of YAML takes it for a text.
fn key(name: &str) -> String {
    let is_word = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    const OTHERWISE: [&str; 9] = ["y", "yes", "n", "no", "on", "off", "true", "false", "null"];
    if is_word && !OTHERWISE.iter().any(|word| name.eq_ignore_ascii_case(word)) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// As JSON quotes a text, with the characters escaped that YAML does not take as they are.
fn quoted(text: &str) -> String {
    let json = serde_json::to_string(text).unwrap_or_default();
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\u{7f}'..='\u{9f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{feff}'
            | '\u{fffe}'
            | '\u{ffff}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

fn indent(out: &mut String, depth: usize) {
    out.push_str(&"  ".repeat(depth));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_says_what_json_says() {
        let text = r#"{"no": {"a": [], "b": {}}, "l": [1, [true, null], {"x": "2021-11-09", "200": "True"}], "t": "a\n\"b\" \u007f: #"}"#;
        let json: Json = serde_json::from_str(text).unwrap();
        let yaml = write(&json);
        assert_eq!(
            yaml,
            "\"no\":\n  a: []\n  b: {}\nl:\n  - 1\n  -\n    - true\n    - null\n  -\n    x: \"2021-11-09\"\n    \"200\": \"True\"\n\
             t: \"a\\n\\\"b\\\" \\u007f: #\"\n"
        );
        let read: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
        let expected: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
        assert_eq!(read, expected);
    }
}
