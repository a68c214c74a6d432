//! The examples of the spec, as the schemas have them.

use serde_json::Value as Json;

use crate::model::{Action, Api, Kind, Member};

/// The example response. The vendor's document is not consistent: where it spells a name otherwise
/// than its tables or has a text for a number, the tables win, so that what is made of the
/// document, such as a mock server, is consistent.
pub(super) fn response(api: &Api, action: &Action) -> Json {
    match serde_json::from_str(&action.example.response) {
        Ok(response) => structure(api, &action.response, response),
        // The check of the spec has refused it.
        Err(_) => Json::Null,
    }
}

/// Returns the value of a parameter in the example call.
pub(super) fn parameter(action: &Action, name: &str, kind: Kind) -> Json {
    let mut given = action.example.parameters.iter();
    let Some((_, text)) = given.find(|(given, _)| given == name) else {
        return Json::Null;
    };
    match kind {
        Kind::Integer => text
            .parse::<i64>()
            .map_or_else(|_| text.as_str().into(), Json::from),
        Kind::Boolean if text.eq_ignore_ascii_case("true") => "True".into(),
        Kind::Boolean if text.eq_ignore_ascii_case("false") => "False".into(),
        _ => text.as_str().into(),
    }
}

fn structure(api: &Api, members: &[Member], json: Json) -> Json {
    let Json::Object(given) = json else {
        return json;
    };
    let given = given.into_iter().map(|(name, value)| {
        let mut known = members.iter();
        let member = known.find(|member| member.wire == name || member.aliases.contains(&name));
        match member {
            Some(member) => (member.wire.clone(), field(api, member, value)),
            None => (name, value),
        }
    });
    given.collect()
}

fn field(api: &Api, member: &Member, json: Json) -> Json {
    let kind = member.ty.kind;
    match json {
        Json::Array(items) if member.ty.list => {
            let items = items.into_iter().map(|item| value(api, kind, item));
            items.collect()
        }
        json => value(api, kind, json),
    }
}

fn value(api: &Api, kind: Kind, json: Json) -> Json {
    if let Some(shape) = api.structure(kind) {
        return structure(api, &shape.members, json);
    }
    match (kind, &json) {
        (Kind::Integer, Json::String(text)) => text.parse::<i64>().map_or(json, Json::from),
        (Kind::Boolean, Json::String(text)) => match text.to_ascii_lowercase().as_str() {
            "true" => Json::Bool(true),
            "false" => Json::Bool(false),
            _ => json,
        },
        (Kind::Text | Kind::Timestamp | Kind::Secret, Json::Number(number)) if number.is_i64() => {
            Json::String(number.to_string())
        }
        _ => json,
    }
}
