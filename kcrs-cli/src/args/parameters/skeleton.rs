//! A document of all parameters, to be filled in.

use kcrs_generated::schema::{Member, Shape, StructureShape};
use serde_json::{Map, Value};

/// A JSON object with all parameters of a request: defaults where the service has them, the first
/// of the known values, empty texts. Lists have one item.
pub(crate) fn skeleton(shape: &StructureShape) -> Value {
    let members = shape.members.iter();
    let members: Map<String, Value> = members
        .map(|member| (member.wire_name.to_owned(), member_value(member)))
        .collect();
    Value::Object(members)
}

fn member_value(member: &Member) -> Value {
    match (member.shape, member.default) {
        (Shape::Integer, default) => {
            let default = default.and_then(|text| text.parse().ok());
            let least = member.constraints.range.map(|(least, _)| least.max(0));
            Value::from(default.or(least).unwrap_or(0_i64))
        }
        (Shape::Boolean, default) => {
            Value::Bool(default.is_some_and(|text| text.eq_ignore_ascii_case("true")))
        }
        (Shape::Text | Shape::Enum(_), Some(default)) => Value::from(default),
        (shape, _) => value(shape),
    }
}

fn value(shape: &Shape) -> Value {
    match shape {
        Shape::Integer => Value::from(0),
        Shape::Boolean => Value::Bool(false),
        Shape::Enum(shape) => Value::from(shape.values.first().map_or("", |value| value.value)),
        Shape::List(item) => Value::Array(vec![value(item)]),
        Shape::Structure(shape) => skeleton(shape),
        _ => Value::from(""),
    }
}
