//! Values that are given as JSON.

use kcrs_generated::schema::{Shape, StructureShape};
use serde_json::Value;

use super::{Input, Members, Problem, name, plain};

/// A value of a shape; none where it is `null`.
pub(super) fn read(shape: &Shape, value: &Value) -> Result<Option<Input>, Problem> {
    Ok(Some(match (shape, value) {
        (_, Value::Null) => return Ok(None),
        (Shape::Structure(shape), value) => Input::Structure(members(shape, value)?),
        (Shape::List(shape), Value::Array(items)) => Input::List(list(shape, items)?),
        (Shape::List(_), other) => return Err(expected("a list", other)),
        (shape, Value::String(text)) => plain(shape, text.clone()),
        (shape, Value::Number(_) | Value::Bool(_)) => plain(shape, value.to_string()),
        (Shape::Integer, other) => return Err(expected("a number", other)),
        (Shape::Boolean, other) => return Err(expected("true or false", other)),
        (_, other) => return Err(expected("text", other)),
    }))
}

/// The members of an object; those that are `null` are left out.
pub(super) fn members(shape: &StructureShape, value: &Value) -> Result<Members, Problem> {
    let object = value
        .as_object()
        .ok_or_else(|| expected("an object", value))?;
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

pub(super) fn list(shape: &Shape, items: &[Value]) -> Result<Vec<Input>, Problem> {
    let items = items.iter().enumerate().map(|(index, item)| {
        let number = format!("item {}", index + 1);
        match read(shape, item) {
            Ok(Some(item)) => Ok(item),
            Ok(None) => Err(Problem::new("must not be null").within(number)),
            Err(problem) => Err(problem.within(number)),
        }
    });
    items.collect()
}

fn expected(what: &str, value: &Value) -> Problem {
    let is = match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    Problem::new(format!("must be {what}, is {is}"))
}
