//! The resolved spec as JSON, for other tools.

mod diagnostics;
pub(crate) mod json;

pub use diagnostics::diagnostics;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::model::Api;

/// The API as indented JSON.
///
/// An object has the fields of its struct in [`model`](crate::model), in their order. Types and
/// chapters are given by name, and constants as JSON has them. Options without a value are left
/// out.
pub fn to_json(api: &Api) -> String {
    json::pretty(&part(api, api))
}

/// A part of the API as JSON.
pub(crate) fn part(api: &Api, part: &impl Serialize) -> Value {
    // It cannot fail: names are texts, and numbers are of 64 bits.
    with_names(api, serde_json::to_value(part).unwrap_or_default())
}

/// Replaces indices into lists of the API by the names of what they lead to, and leaves out what
/// is null.
fn with_names(api: &Api, json: Value) -> Value {
    match json {
        Value::Array(items) => items.into_iter().map(|it| with_names(api, it)).collect(),
        Value::Object(members) => match entry(&api.types, members.get("Named")) {
            Some(ty) => ty.name.as_str().into(),
            None => Value::Object(members_with_names(api, members)),
        },
        other => other,
    }
}

fn members_with_names(api: &Api, members: Map<String, Value>) -> Map<String, Value> {
    let present = members.into_iter().filter(|(_, value)| !value.is_null());
    let named = present.map(|(key, value)| match entry(&api.chapters, Some(&value)) {
        Some(chapter) if key == "chapter" => (key, chapter.id.as_str().into()),
        _ => (key, with_names(api, value)),
    });
    named.collect()
}

fn entry<'a, T>(list: &'a [T], index: Option<&Value>) -> Option<&'a T> {
    list.get(usize::try_from(index?.as_u64()?).ok()?)
}
