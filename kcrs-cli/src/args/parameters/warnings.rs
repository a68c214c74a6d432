//! Values that this version does not know.

use kcrs_generated::schema::{Shape, StructureShape};

use super::{Input, Members, did_you_mean, nearest};
use crate::text::Text;

/// A value that an enumeration does not have. It is sent all the same: the service may know it.
#[derive(Debug)]
pub(crate) struct UnknownValue {
    /// The parameter's name on the wire.
    pub(crate) name: String,
    value: String,
    nearest: Option<&'static str>,
    known: Vec<&'static str>,
}

/// The values that enumerations do not have.
pub(crate) fn unknown_values(shape: &StructureShape, members: &Members) -> Vec<UnknownValue> {
    let mut unknown = Vec::new();
    of_members(shape, members, "", &mut unknown);
    unknown
}

impl UnknownValue {
    /// The warning about it.
    pub(crate) fn warning(&self) -> Text {
        let Self { value, known, .. } = self;
        let hint = match self.nearest {
            Some(nearest) => did_you_mean(nearest),
            None => text!("known are {}", "已知的有 {}", known.join(", ")),
        };
        text!(
            "`{value}` is sent, though this version does not know it; {hint}",
            "已发送此版本不认识的 `{value}`；{hint}"
        )
    }
}

fn of_members(
    shape: &StructureShape,
    members: &Members,
    prefix: &str,
    unknown: &mut Vec<UnknownValue>,
) {
    for member in shape.members.iter().filter(|member| !member.sensitive) {
        if let Some(value) = members.get(member.wire_name) {
            let name = format!("{prefix}{}", member.wire_name);
            of_value(member.shape, value, name, unknown);
        }
    }
}

fn of_value(shape: &Shape, value: &Input, name: String, unknown: &mut Vec<UnknownValue>) {
    match (shape, value) {
        (Shape::Enum(shape), Input::Plain(text)) => {
            let known: Vec<&'static str> = shape.values.iter().map(|value| value.value).collect();
            if !known.contains(&text.as_str()) {
                unknown.push(UnknownValue {
                    name,
                    value: text.clone(),
                    nearest: nearest(text, &known),
                    known,
                });
            }
        }
        (Shape::List(shape), Input::List(items)) => {
            for (index, item) in items.iter().enumerate() {
                of_value(shape, item, format!("{name}.{}", index + 1), unknown);
            }
        }
        (Shape::Structure(shape), Input::Structure(members)) => {
            of_members(shape, members, &format!("{name}."), unknown);
        }
        _ => {}
    }
}
