//! What an API says, as the tree that is compared: its JSON form with what follows from it for the
//! generated crate.

use std::collections::BTreeSet;

use crate::dump::json::Json;
use crate::dump::part;
use crate::emit::{is_option, waiter_members};
use crate::model::{
    Action, Api, Completion, Condition, Member, Presence, Shape, Type, TypeRef, Waiter,
};
use crate::naming::type_name;

pub(super) fn facts(api: &Api) -> Json {
    let waiters = api.actions.iter().flat_map(|action| {
        let of_action = action.waiters.iter();
        of_action.map(move |waiter| self::waiter(api, action, waiter))
    });
    let codes: BTreeSet<&str> = api.errors.iter().map(|row| row.code.as_str()).collect();
    let variant = |code: &&str| {
        Json::object([
            ("code", Json::text(code)),
            ("variant", Json::text(type_name(code))),
        ])
    };
    Json::object([
        ("service", service(api)),
        ("chapters", part(api, &api.chapters)),
        ("actions", Json::list(&api.actions, |it| action(api, it))),
        ("types", Json::list(&api.types, |it| ty(api, it))),
        ("errors", part(api, &api.errors)),
        ("error_codes", codes.iter().map(variant).collect()),
        ("waiters", waiters.collect()),
    ])
}

fn service(api: &Api) -> Json {
    let json = part(api, &api.service);
    let first = json.get("signatures").items().first().cloned();
    let times = Json::optional(api.service.timestamps.as_ref(), |times| {
        let (format, offset) = (&times.format, &times.utc_offset);
        let verified = if times.verified { "yes" } else { "no" };
        Json::Text(format!("{format} {offset}, verified: {verified}"))
    });
    let first = first.unwrap_or(Json::Absent);
    json.with([("first_signature", first), ("timestamps", times)])
}

fn action(api: &Api, action: &Action) -> Json {
    let members = |members: &[Member], input| {
        Json::list(members, |member| self::member(api, member, input, !input))
    };
    let paging = Json::optional(action.paging.as_ref(), |paging| {
        let mut fields = action.response.iter();
        let list = fields.find(|field| field.wire == paging.items);
        let item = Json::optional(list, |list| part(api, &list.ty.kind));
        part(api, paging).with([("item_type", item)])
    });
    part(api, action).with([
        ("request", members(&action.request, true)),
        ("response", members(&action.response, false)),
        ("paging", paging),
    ])
}

fn ty(api: &Api, ty: &Type) -> Json {
    let json = part(api, ty);
    match &ty.shape {
        Shape::Enum(_) => json,
        Shape::Structure(shape) => {
            let members = Json::list(&shape.members, |member| {
                self::member(api, member, shape.input, shape.output)
            });
            json.with([("members", members)])
        }
    }
}

/// A member of a struct that requests have (`input`), responses (`output`), or both.
fn member(api: &Api, member: &Member, input: bool, output: bool) -> Json {
    let condition = |condition: &Option<Condition>| {
        Json::optional(condition.as_ref(), |Condition { wire, value, .. }| {
            Json::Text(format!("{wire} = {}", value.wire()))
        })
    };
    let default = Json::optional(member.default.as_ref(), |it| Json::Text(it.wire()));
    let is_option = is_option(member, input, output);
    let or_none = if is_option { " or none" } else { "" };
    let is_demanded = match input {
        true => member.required,
        false => member.presence == Presence::Essential,
    };
    let need = if member.required {
        "required"
    } else {
        "optional"
    };
    let json = part(api, member);
    let presence = json.get("presence").as_text().unwrap_or_default();
    let demand = match (input, output) {
        (true, true) => format!("{need}, {presence}"),
        (true, false) => need.to_owned(),
        _ => presence.to_owned(),
    };
    let rust_type = format!("{}{or_none}", type_text(api, member.ty));
    json.with([
        ("input", Json::Boolean(input)),
        ("output", Json::Boolean(output)),
        ("rust_type", Json::Text(rust_type)),
        ("is_option", Json::Boolean(is_option)),
        ("demand", Json::Text(demand)),
        ("is_demanded", Json::Boolean(is_demanded)),
        ("null_when", condition(&member.null_when)),
        ("required_when", condition(&member.required_when)),
        ("ignored_when", condition(&member.ignored_when)),
        ("default", default),
        (
            "completed_by",
            Json::optional(member.completed_by.as_ref(), completion),
        ),
    ])
}

fn completion(completion: &Completion) -> Json {
    let mut text = format!("{}.{}", completion.action, completion.items);
    if let Some(value) = &completion.value {
        text.push_str(&format!(".{value}"));
    }
    Json::Text(text)
}

/// A waiter with the action that it polls and the fields of its struct.
fn waiter(api: &Api, action: &Action, waiter: &Waiter) -> Json {
    let sorted = |names: &[String]| {
        let names: BTreeSet<&String> = names.iter().collect();
        Json::list(names, Json::text)
    };
    part(api, waiter).with([
        ("action", Json::text(&action.wire)),
        ("action_struct", Json::text(&action.rust)),
        ("fields", waiter_fields(api, action, waiter)),
        ("matching", sorted(&waiter.matching)),
        ("success", sorted(&waiter.success)),
        ("failure", sorted(&waiter.failure)),
        ("retry", sorted(&waiter.retry)),
    ])
}

/// The fields of a waiter's struct, and by name alone the other parameters of its action.
fn waiter_fields(api: &Api, action: &Action, waiter: &Waiter) -> Json {
    let fields = waiter_members(api, action, waiter);
    let takes = |wire: &str| action.request.iter().any(|member| member.wire == wire);
    let field = |member: &Member| {
        let ty = type_text(api, member.ty);
        let need = match is_option(member, true, false) || (member.ty.list && !member.required) {
            true => "optional",
            false => "required",
        };
        Json::object([
            ("wire", Json::text(&member.wire)),
            ("field", Json::Text(format!("{ty}, {need}"))),
            ("is_demanded", Json::Boolean(member.required)),
            ("is_parameter", Json::Boolean(takes(&member.wire))),
        ])
    };
    let others = action.request.iter().filter(|parameter| {
        let mut fields = fields.iter();
        fields.all(|field| field.wire != parameter.wire)
    });
    let others = others.map(|parameter| {
        Json::object([
            ("wire", Json::text(&parameter.wire)),
            ("is_parameter", Json::Boolean(true)),
        ])
    });
    fields.iter().map(field).chain(others).collect()
}

/// A type as the spec writes it.
fn type_text(api: &Api, ty: TypeRef) -> String {
    let TypeRef { list, kind } = ty;
    let kind = part(api, &kind);
    let name = kind.as_text().unwrap_or_default();
    match list {
        true => format!("[{name}]"),
        false => name.to_owned(),
    }
}
