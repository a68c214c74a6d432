//! The resolved spec as JSON, for other tools.

mod diagnostics;
pub(crate) mod json;

pub use diagnostics::diagnostics;

use serde::Serialize;

use json::Json;

use crate::model::Api;

/// The API as indented JSON.
///
/// An object has the fields of its struct in [`model`](crate::model), in their order. Types and
/// chapters are given by name, and constants as JSON has them. Options without a value are left
/// out.
pub fn to_json(api: &Api) -> String {
    part(api, api).pretty()
}

/// A part of the API as JSON.
pub(crate) fn part(api: &Api, part: &impl Serialize) -> Json {
    with_names(api, Json::of(part))
}

/// Replaces indices into lists of the API by the names of what they lead to, and leaves out what
/// is null.
fn with_names(api: &Api, json: Json) -> Json {
    match json {
        Json::List(items) => items
            .into_iter()
            .map(|item| with_names(api, item))
            .collect(),
        Json::Object(members) => match members.as_slice() {
            [(key, Json::Integer(index))] if key == "Named" => {
                Json::optional(entry(&api.types, *index), |ty| Json::text(&ty.name))
            }
            _ => Json::object(members.into_iter().map(|(key, value)| {
                let value = match &value {
                    Json::Null => Json::Absent,
                    Json::Integer(index) if key == "chapter" => {
                        Json::optional(entry(&api.chapters, *index), |it| Json::text(&it.id))
                    }
                    _ => with_names(api, value),
                };
                (key, value)
            })),
        },
        other => other,
    }
}

fn entry<T>(list: &[T], index: i64) -> Option<&T> {
    list.get(usize::try_from(index).ok()?)
}
