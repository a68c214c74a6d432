//! Values that are given as JSON.

use kcrs_generated::schema::{Shape, StructureShape};
use serde_json::Value;

use super::{Input, Members, name, plain};
use crate::text::Text;

/// A value of a shape; none where it is `null`.
pub(super) fn read(shape: &Shape, value: &Value) -> Result<Option<Input>, Text> {
    Ok(Some(match (shape, value) {
        (_, Value::Null) => return Ok(None),
        (Shape::Structure(shape), value) => Input::Structure(members(shape, value)?),
        (Shape::List(shape), Value::Array(items)) => Input::List(list(shape, items)?),
        (Shape::List(_), other) => return Err(expected(text!("a list", "列表"), other)),
        (shape, Value::String(text)) => plain(shape, text.clone()),
        (shape, Value::Number(_) | Value::Bool(_)) => plain(shape, value.to_string()),
        (Shape::Integer, other) => return Err(expected(text!("a number", "数字"), other)),
        (Shape::Boolean, other) => {
            return Err(expected(text!("true or false", "true 或 false"), other));
        }
        (_, other) => return Err(expected(text!("text", "文本"), other)),
    }))
}

/// The members of an object; those that are `null` are left out.
pub(super) fn members(shape: &StructureShape, value: &Value) -> Result<Members, Text> {
    let object = value
        .as_object()
        .ok_or_else(|| expected(text!("an object", "对象"), value))?;
    let mut members = Members::default();
    for (key, value) in object {
        let member = name::member(shape, key)?;
        let value = read(member.shape, value).map_err(|problem| problem.within(key))?;
        if let Some(value) = value {
            members.add(member, value)?;
        }
    }
    Ok(members)
}

pub(super) fn list(shape: &Shape, items: &[Value]) -> Result<Vec<Input>, Text> {
    let items = items.iter().enumerate().map(|(index, item)| {
        let number = text!("item {}", "第 {} 项", index + 1);
        match read(shape, item) {
            Ok(Some(item)) => Ok(item),
            Ok(None) => Err(text!("must not be null", "不得为 null").within(number)),
            Err(problem) => Err(problem.within(number)),
        }
    });
    items.collect()
}

fn expected(what: Text, value: &Value) -> Text {
    let is = match value {
        Value::Null => Text::verbatim("null"),
        Value::Bool(_) => text!("true or false", "true 或 false"),
        Value::Number(_) => text!("a number", "数字"),
        Value::String(_) => text!("text", "文本"),
        Value::Array(_) => text!("a list", "列表"),
        Value::Object(_) => text!("an object", "对象"),
    };
    text!("must be {what}, is {is}", "应为{what}，实为{is}")
}
