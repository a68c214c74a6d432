//! Facts of an API as the tree that is compared: its JSON form with what follows from it for the
//! generated crate.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::dump::json::with;
use crate::dump::part;
use crate::emit::{is_option, waiter_members};
use crate::model::{
    Action, Api, Completion, Condition, ErrorRow, Literal, Member, Presence, Shape, Type, TypeRef,
    Waiter,
};
use crate::naming::type_name;

pub(super) fn facts(api: &Api) -> Json {
    let waiters = api.actions.iter().flat_map(|action| {
        let of_action = action.waiters.iter();
        of_action.map(move |waiter| self::waiter(api, action, waiter))
    });
    let codes: BTreeSet<&str> = api.errors.iter().map(|row| row.code.as_str()).collect();
    let codes = codes.iter();
    let codes = codes.map(|code| json!({"code": code, "variant": type_name(code)}));
    let mut by_response: Vec<&ErrorRow> = api.errors.iter().collect();
    by_response.sort_by_key(|row| (&row.code, row.status));
    let by_response = by_response.iter();
    let by_response = by_response.map(|row| format!("{} {} {}", row.code, row.status, row.name));
    json!({
        "service": service(api),
        "chapters": part(api, &api.chapters),
        "actions": list(&api.actions, |it| action(api, it)),
        "types": list(&api.types, |it| ty(api, it)),
        "errors": part(api, &api.errors),
        "errors_by_response": by_response.collect::<Json>(),
        "error_codes": codes.collect::<Json>(),
        "waiters": waiters.collect::<Json>(),
    })
}

fn list<T>(items: &[T], facts: impl Fn(&T) -> Json) -> Json {
    items.iter().map(facts).collect()
}

fn service(api: &Api) -> Json {
    let mut signatures = api.service.signatures.iter();
    let times = api.service.timestamps.as_ref().map(|times| {
        let (format, offset) = (&times.format, &times.utc_offset);
        let verified = if times.verified { "yes" } else { "no" };
        format!("{format} {offset}, verified: {verified}")
    });
    let own = json!({
        "first_signature": signatures.next(),
        "other_signatures": signatures.collect::<Vec<_>>(),
        "timestamps": times,
    });
    with(part(api, &api.service), own)
}

fn action(api: &Api, action: &Action) -> Json {
    let paging = action.paging.as_ref().map(|paging| {
        let mut fields = action.response.iter();
        let list = fields.find(|field| field.wire == paging.items);
        let item = list.map(|list| part(api, &list.ty.kind));
        with(part(api, paging), json!({"item_type": item}))
    });
    let own = json!({
        "request": list(&action.request, |it| member(api, it, true, false)),
        "response": list(&action.response, |it| member(api, it, false, true)),
        "paging": paging,
    });
    with(part(api, action), own)
}

fn ty(api: &Api, ty: &Type) -> Json {
    let members = match &ty.shape {
        Shape::Enum(_) => Json::Null,
        Shape::Structure(shape) => list(&shape.members, |it| {
            member(api, it, shape.input, shape.output)
        }),
    };
    with(part(api, ty), json!({"members": members}))
}

/// A member of a struct that requests have (`input`), responses (`output`), or both.
fn member(api: &Api, member: &Member, input: bool, output: bool) -> Json {
    let condition = |condition: &Option<Condition>| {
        let condition = condition.as_ref();
        condition.map(|it| format!("{} = {}", it.wire, it.value.wire()))
    };
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
    let presence = json["presence"].as_str().unwrap_or_default();
    let demand = match (input, output) {
        (true, true) => format!("{need}, {presence}"),
        (true, false) => need.to_owned(),
        _ => presence.to_owned(),
    };
    let own = json!({
        "input": input,
        "output": output,
        "rust_type": format!("{}{or_none}", type_text(api, member.ty)),
        "is_option": is_option,
        "demand": demand,
        "is_demanded": is_demanded,
        "null_when": condition(&member.null_when),
        "required_when": condition(&member.required_when),
        "ignored_when": condition(&member.ignored_when),
        "default": member.default.as_ref().map(Literal::wire),
        "completed_by": member.completed_by.as_ref().map(completion),
    });
    with(json, own)
}

fn completion(completion: &Completion) -> String {
    let value = completion.value.as_ref();
    let value = value.map_or(String::new(), |value| format!(".{value}"));
    format!("{}.{}{value}", completion.action, completion.items)
}

/// A waiter with the action that it polls and the fields of its struct.
fn waiter(api: &Api, action: &Action, waiter: &Waiter) -> Json {
    let sorted = |names: &[String]| names.iter().cloned().collect::<BTreeSet<_>>();
    let own = json!({
        "action": action.wire,
        "action_struct": action.rust,
        "fields": waiter_fields(api, action, waiter),
        "matching": sorted(&waiter.matching),
        "success": sorted(&waiter.success),
        "failure": sorted(&waiter.failure),
        "retry": sorted(&waiter.retry),
    });
    with(part(api, waiter), own)
}

/// The fields of a waiter's struct, and by name alone the other parameters of its action.
fn waiter_fields(api: &Api, action: &Action, waiter: &Waiter) -> Json {
    let fields = waiter_members(api, action, waiter);
    let has = |members: &[Member], wire: &str| members.iter().any(|member| member.wire == wire);
    let field = |member: &Member| {
        let ty = type_text(api, member.ty);
        let need = match is_option(member, true, false) || (member.ty.list && !member.required) {
            true => "optional",
            false => "required",
        };
        json!({
            "wire": member.wire,
            "field": format!("{ty}, {need}"),
            "is_demanded": member.required,
            "is_parameter": has(&action.request, &member.wire),
        })
    };
    let others = action.request.iter().filter(|it| !has(&fields, &it.wire));
    let others = others.map(|parameter| json!({"wire": parameter.wire, "is_parameter": true}));
    fields.iter().map(field).chain(others).collect()
}

/// A type as the spec writes it.
fn type_text(api: &Api, ty: TypeRef) -> String {
    let TypeRef { list, kind } = ty;
    let kind = part(api, &kind);
    let name = kind.as_str().unwrap_or_default();
    match list {
        true => format!("[{name}]"),
        false => name.to_owned(),
    }
}
