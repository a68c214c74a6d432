//! Values that this version does not know.

use kcrs_generated::schema::{EnumShape, Shape, StructureShape};

use super::{Input, Members, nearest};

/// A warning for each value that an enumeration does not have, with the parameter's name on the wire. Such a value is sent all
/// the same: the service may know it.
pub(crate) fn unknown_values(shape: &StructureShape, members: &Members) -> Vec<(String, String)> {
    let mut warnings = Vec::new();
    of_members(shape, members, "", &mut warnings);
    warnings
}

fn of_members(
    shape: &StructureShape,
    members: &Members,
    prefix: &str,
    warnings: &mut Vec<(String, String)>,
) {
    for member in shape.members.iter().filter(|member| !member.sensitive) {
        if let Some(value) = members.get(member.wire_name) {
            let name = format!("{prefix}{}", member.wire_name);
            of_value(member.shape, value, name, warnings);
        }
    }
}

fn of_value(shape: &Shape, value: &Input, name: String, warnings: &mut Vec<(String, String)>) {
    match (shape, value) {
        (Shape::Enum(shape), Input::Plain(text)) => {
            if let Some(warning) = unknown(shape, text) {
                warnings.push((name, warning));
            }
        }
        (Shape::List(shape), Input::List(items)) => {
            for (index, item) in items.iter().enumerate() {
                of_value(shape, item, format!("{name}.{}", index + 1), warnings);
            }
        }
        (Shape::Structure(shape), Input::Structure(members)) => {
            of_members(shape, members, &format!("{name}."), warnings);
        }
        _ => {}
    }
}

fn unknown(shape: &EnumShape, text: &str) -> Option<String> {
    let values: Vec<&str> = shape.values.iter().map(|value| value.value).collect();
    if values.contains(&text) {
        return None;
    }
    let hint = match nearest(text, &values) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("known are {}", values.join(", ")),
    };
    Some(format!(
        "`{text}` is sent, though this version does not know it; {hint}"
    ))
}
