//! The examples of the spec, as the schemas have them.

use crate::dump::json::Json;
use crate::model::{Action, Api, Kind, Member};

/// The example response. The vendor's document is not consistent: where it spells a name otherwise
/// than its tables or has a text for a number, the tables win, so that what is made of the
/// document, such as a mock server, is consistent.
pub(super) fn response(api: &Api, action: &Action) -> Json {
    match serde_json::from_str(&action.example.response) {
        Ok(response) => structure(api, &action.response, response),
        // The check of the spec has refused it.
        Err(_) => Json::Absent,
    }
}

/// What the example call has for a parameter.
pub(super) fn parameter(action: &Action, name: &str, kind: Kind) -> Json {
    let mut given = action.example.parameters.iter();
    let Some((_, text)) = given.find(|(given, _)| given == name) else {
        return Json::Absent;
    };
    match kind {
        Kind::Integer => text
            .parse()
            .map_or_else(|_| Json::text(text), Json::Integer),
        Kind::Boolean if text.eq_ignore_ascii_case("true") => Json::text("True"),
        Kind::Boolean if text.eq_ignore_ascii_case("false") => Json::text("False"),
        _ => Json::text(text),
    }
}

fn structure(api: &Api, members: &[Member], json: Json) -> Json {
    let Json::Object(given) = json else {
        return json;
    };
    Json::object(given.into_iter().map(|(name, value)| {
        let mut known = members.iter();
        let member = known.find(|member| member.wire == name || member.aliases.contains(&name));
        match member {
            Some(member) => (member.wire.clone(), field(api, member, value)),
            None => (name, value),
        }
    }))
}

fn field(api: &Api, member: &Member, json: Json) -> Json {
    match json {
        Json::List(items) if member.ty.list => Json::List(
            items
                .into_iter()
                .map(|item| value(api, member.ty.kind, item))
                .collect(),
        ),
        json => value(api, member.ty.kind, json),
    }
}

fn value(api: &Api, kind: Kind, json: Json) -> Json {
    if let Some(shape) = api.structure(kind) {
        return structure(api, &shape.members, json);
    }
    match (kind, &json) {
        (Kind::Integer, Json::Text(text)) => text.parse().map_or(json, Json::Integer),
        (Kind::Boolean, Json::Text(text)) => match text.to_ascii_lowercase().as_str() {
            "true" => Json::Boolean(true),
            "false" => Json::Boolean(false),
            _ => json,
        },
        (Kind::Text | Kind::Timestamp | Kind::Secret, Json::Integer(number)) => {
            Json::Text(number.to_string())
        }
        _ => json,
    }
}
