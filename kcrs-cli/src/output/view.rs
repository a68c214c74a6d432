//! A value as tables, for people.

use serde_json::{Map, Value};

use super::{Screen, Table, member_names};

const INDENT: &str = "  ";

/// The value as a table where it is a list; an object as a list of its members, with a table for
/// each list among them.
pub(super) fn render(value: &Value, screen: Screen) -> String {
    let mut text = String::new();
    write(&mut text, value, screen);
    text
}

fn write(text: &mut String, value: &Value, screen: Screen) {
    match value {
        Value::Object(object) => write_object(text, object, screen),
        Value::Array(items) => text.push_str(&table(items).render(screen)),
        plain => {
            let mut table = Table::without_header();
            table.push([cell(plain)]);
            text.push_str(&table.render(screen));
        }
    }
}

fn write_object(text: &mut String, object: &Map<String, Value>, screen: Screen) {
    let mut members = Table::without_header();
    for (name, value) in object.iter().filter(|(_, value)| !is_part(value)) {
        members.push([name.as_str(), &cell(value)]);
    }
    text.push_str(&members.render(screen));
    for (name, value) in object.iter().filter(|(_, value)| is_part(value)) {
        if !text.is_empty() {
            text.push('\n');
        }
        let mut title = Table::new([name]);
        title.push([""]);
        text.push_str(title.render(screen).trim_end());
        text.push('\n');
        let mut part = String::new();
        let indented = Screen {
            width: screen.width.map(|width| width.saturating_sub(INDENT.len())),
            ..screen
        };
        write(&mut part, value, indented);
        for line in part.lines() {
            if !line.is_empty() {
                text.push_str(INDENT);
            }
            text.push_str(line);
            text.push('\n');
        }
    }
}

/// Returns whether a member of an object is shown apart from the plain ones.
fn is_part(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().any(|item| item.is_object() || item.is_array()),
        _ => false,
    }
}

fn table(items: &[Value]) -> Table {
    let names = member_names(items, |_| true);
    let mut table = Table::new(&names);
    for item in items {
        match item {
            Value::Object(object) => {
                table.push(
                    names
                        .iter()
                        .map(|name| object.get(*name).map_or_else(String::new, cell)),
                );
            }
            Value::Array(items) => table.push(items.iter().map(cell)),
            plain => table.push([cell(plain)]),
        }
    }
    table
}

/// A value in a cell: texts as they are, lists of plain values with commas, the rest as JSON.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if !is_part(value) => {
            let items: Vec<String> = items.iter().map(cell).collect();
            items.join(", ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(value: Value) -> String {
        let screen = Screen {
            width: None,
            color: false,
        };
        render(&value, screen)
    }

    #[test]
    fn lists_are_tables_with_all_members_as_columns() {
        assert_eq!(
            shown(json!([
                {"Id": 1, "Name": "网页", "Tags": ["a", "b"]},
                {"Id": 2, "Desc": null, "Header": [{"Key": "k"}]},
            ])),
            "Id  Name  Tags  Desc  Header\n\
             1   网页  a, b\n\
             2                     [{\"Key\":\"k\"}]\n"
        );
        assert_eq!(shown(json!([["a", 1], ["b", true]])), "a  1\nb  true\n");
        assert_eq!(shown(json!(["a", "b"])), "a\nb\n");
        assert_eq!(shown(json!([])), "");
        assert_eq!(shown(json!("a")), "a\n");
    }

    #[test]
    fn objects_are_lists_of_members_with_tables_below() {
        assert_eq!(
            shown(json!({"RequestId": "r", "Set": [{"A": 1}], "Total": 1, "Summary": {"High": 0}})),
            "RequestId  r\n\
             Total      1\n\
             \n\
             Set\n\
             \x20 A\n\
             \x20 1\n\
             \n\
             Summary\n\
             \x20 High  0\n"
        );
    }
}
