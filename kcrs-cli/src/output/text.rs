//! Text for other programs: tabs between the values, a line for each thing.

use serde_json::{Map, Value};

use super::{member_names, on_one_line};

/// The value as lines of values with tabs between them, in the way of the `text` form of AWS's
/// command line.
///
/// An object is a line of its plain members, then the lines of the others, each of which begins
/// with the member's name in capitals. What is missing or `null` is `None`, Booleans are `True` and
/// `False`, and tabs and newlines in texts are `\t` and `\n`, so that a line is one thing and a tab
/// one step.
pub(super) fn render(value: &Value) -> String {
    let mut lines = String::new();
    write(&mut lines, value, None, None);
    lines
}

/// The same of items whose columns are those of the first ones.
pub(super) fn render_items(name: &str, items: &[Value], columns: &mut Vec<String>) -> String {
    if columns.is_empty() {
        let names = member_names(items, |value| !is_nested(value));
        columns.extend(names.into_iter().map(str::to_owned));
    }
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let name = name.to_uppercase();
    let mut lines = String::new();
    for item in items {
        write(&mut lines, item, Some(&name), Some(&columns));
    }
    lines
}

fn write(lines: &mut String, value: &Value, name: Option<&str>, columns: Option<&[&str]>) {
    match value {
        Value::Object(object) => write_object(lines, object, name, columns),
        Value::Array(items) if items.iter().any(is_nested) => {
            // So that their lines have the same columns.
            let columns = member_names(items, |value| !is_nested(value));
            for item in items {
                write(lines, item, name, Some(&columns));
            }
        }
        Value::Array(items) if name.is_some() => {
            for item in items {
                write_line(lines, name, [plain(item)]);
            }
        }
        Value::Array(items) if items.is_empty() => {}
        Value::Array(items) => write_line(lines, None, items.iter().map(plain)),
        value => write_line(lines, name, [plain(value)]),
    }
}

fn write_object(
    lines: &mut String,
    object: &Map<String, Value>,
    name: Option<&str>,
    columns: Option<&[&str]>,
) {
    let own: Vec<&str>;
    let columns = match columns {
        Some(columns) => columns,
        None => {
            let members = object.iter().filter(|(_, value)| !is_nested(value));
            own = members.map(|(name, _)| name.as_str()).collect();
            &own
        }
    };
    if !columns.is_empty() {
        let cell = |name: &&str| match object.get(*name) {
            Some(value) if !is_nested(value) => plain(value),
            _ => plain(&Value::Null),
        };
        write_line(lines, name, columns.iter().map(cell));
    }
    for (name, value) in object.iter().filter(|(_, value)| is_nested(value)) {
        write(lines, value, Some(&name.to_uppercase()), None);
    }
}

fn write_line(lines: &mut String, name: Option<&str>, cells: impl IntoIterator<Item = String>) {
    let cells: Vec<String> = name.map(on_one_line).into_iter().chain(cells).collect();
    lines.push_str(&cells.join("\t"));
    lines.push('\n');
}

fn is_nested(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Object(_))
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::String(text) => on_one_line(text),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_lines_and_columns() {
        for (value, expected) in [
            (json!("a"), "a\n"),
            (json!(null), "None\n"),
            (json!([]), ""),
            (json!(["a", 1, true, null]), "a\t1\tTrue\tNone\n"),
            (json!([["a", "b"], ["c", "d"]]), "a\tb\nc\td\n"),
            (json!({"B": 1, "A": "x"}), "1\tx\n"),
            (
                json!({"Id": "r", "Set": [{"A": 1, "B": 2}, {"B": 3}], "Tags": ["x", "y"], "None": []}),
                "r\nSET\t1\t2\nSET\tNone\t3\nTAGS\tx\nTAGS\ty\n",
            ),
            (
                json!([{"Id": 1, "Tags": ["x"]}, {"Id": 2, "Tags": []}]),
                "1\nTAGS\tx\n2\n",
            ),
            (json!("tab\there\nline"), "tab\\there\\nline\n"),
        ] {
            assert_eq!(render(&value), expected, "{value}");
        }
    }
}
