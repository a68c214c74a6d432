//! The resolved spec as JSON, for other tools.

pub(crate) mod json;
mod problems;

pub use problems::problems;

use json::Json;

use crate::model::{
    Action, Api, Completion, Condition, Docs, Enum, ErrorClass, ErrorRow, Kind, Limits, Literal,
    Member, Method, Outcome, Paging, Presence, Service, Shape, Signature, Span, Structure, Type,
    Waiter,
};

/// The API as indented JSON. Keys and entries have a fixed order; what the spec does not say is
/// left out.
pub fn to_json(api: &Api) -> String {
    Json::object([
        ("service", service(&api.service)),
        (
            "chapters",
            Json::list(&api.chapters, |chapter| {
                Json::object([("id", Json::text(&chapter.id)), docs(&chapter.docs)])
            }),
        ),
        (
            "actions",
            Json::list(&api.actions, |action| self::action(api, action)),
        ),
        ("types", Json::list(&api.types, |ty| self::ty(api, ty))),
        ("errors", Json::list(&api.errors, error)),
    ])
    .pretty()
}

fn both(docs: &Docs) -> Json {
    Json::object([("en", Json::text(&docs.en)), ("zh", Json::text(&docs.zh))])
}

fn docs(docs: &Docs) -> (&'static str, Json) {
    ("docs", both(docs))
}

fn service(service: &Service) -> Json {
    Json::object([
        ("name", Json::text(&service.name)),
        ("title", both(&service.title)),
        ("version", Json::text(&service.version)),
        ("endpoint", Json::text(&service.endpoint)),
        (
            "global_endpoint",
            Json::optional(service.global_endpoint.as_ref(), Json::text),
        ),
        ("default_region", Json::text(&service.default_region)),
        (
            "regions",
            Json::list(&service.regions, |region| {
                Json::object([
                    ("id", Json::text(&region.id)),
                    ("source", source(region.observed)),
                    docs(&region.docs),
                ])
            }),
        ),
        (
            "signatures",
            Json::list(&service.signatures, |signature| {
                Json::text(signature_name(*signature))
            }),
        ),
        ("lists", span(service.lists)),
        (
            "timestamps",
            Json::optional(service.timestamps.as_ref(), |timestamps| {
                Json::object([
                    ("format", Json::text(&timestamps.format)),
                    ("utc_offset", Json::text(&timestamps.utc_offset)),
                    ("verified", Json::Boolean(timestamps.verified)),
                ])
            }),
        ),
    ])
}

fn action(api: &Api, action: &Action) -> Json {
    let method = match action.method {
        Method::Get => "GET",
        Method::Post => "POST",
    };
    Json::object([
        ("name", Json::text(&action.wire)),
        ("rust_name", Json::text(&action.rust)),
        ("method_name", Json::text(&action.method_name)),
        (
            "chapter",
            Json::text(
                api.chapters
                    .get(action.chapter)
                    .map_or("", |chapter| &chapter.id),
            ),
        ),
        ("method", Json::text(method)),
        ("idempotent", Json::Boolean(action.idempotent)),
        docs(&action.docs),
        (
            "request",
            Json::list(&action.request, |member| {
                self::member(api, member, true, false)
            }),
        ),
        (
            "response",
            Json::list(&action.response, |member| {
                self::member(api, member, false, true)
            }),
        ),
        ("paging", Json::optional(action.paging.as_ref(), paging)),
        (
            "waiters",
            if action.waiters.is_empty() {
                Json::Absent
            } else {
                Json::list(&action.waiters, waiter)
            },
        ),
        (
            "example",
            Json::object([
                ("request", Json::text(&action.example.request)),
                (
                    "parameters",
                    Json::list(&action.example.parameters, |(name, value)| {
                        Json::object([("name", Json::text(name)), ("value", Json::text(value))])
                    }),
                ),
                ("response", Json::text(&action.example.response)),
            ]),
        ),
    ])
}

fn member(api: &Api, member: &Member, input: bool, output: bool) -> Json {
    // Items of a list are numbered in a request; an answer has JSON lists.
    let numbered = if member.ty.list && input { ".N" } else { "" };
    let presence = match member.presence {
        Presence::Defaulted => "plain",
        Presence::Essential => "essential",
        Presence::Nullable => "nullable",
    };
    Json::object([
        ("name", Json::text(&member.wire)),
        ("rust_name", Json::text(&member.rust)),
        (
            "wire_name",
            Json::text(format!("{}{numbered}", member.wire)),
        ),
        ("type", Json::text(type_name(api, member.ty.kind))),
        ("list", Json::Boolean(member.ty.list)),
        (
            "required",
            if input {
                Json::Boolean(member.required)
            } else {
                Json::Absent
            },
        ),
        (
            "presence",
            if output {
                Json::text(presence)
            } else {
                Json::Absent
            },
        ),
        (
            "null_when",
            Json::optional(member.null_when.as_ref(), condition),
        ),
        ("default", Json::optional(member.default.as_ref(), literal)),
        ("limits", limits(&member.limits, input)),
        (
            "values",
            Json::optional(api.enumeration(member.ty.kind), |shape| {
                Json::list(&shape.values, |value| Json::text(&value.wire))
            }),
        ),
        (
            "required_when",
            Json::optional(member.required_when.as_ref(), condition),
        ),
        (
            "ignored_when",
            Json::optional(member.ignored_when.as_ref(), condition),
        ),
        (
            "sensitive",
            Json::flag(member.sensitive || member.ty.kind == Kind::Secret),
        ),
        ("aliases", Json::texts(&member.aliases)),
        ("decode", Json::optional(member.decode.as_ref(), Json::text)),
        (
            "completed_by",
            Json::optional(member.completed_by.as_ref(), completion),
        ),
        ("source", source(member.observed)),
        docs(&member.docs),
    ])
}

fn ty(api: &Api, ty: &Type) -> Json {
    let (kind, input, output, members, values) = match &ty.shape {
        Shape::Structure(Structure {
            members,
            input,
            output,
        }) => {
            let members = Json::list(members, |member| self::member(api, member, *input, *output));
            (
                "structure",
                Json::Boolean(*input),
                Json::Boolean(*output),
                members,
                Json::Absent,
            )
        }
        Shape::Enum(Enum { values }) => {
            let values = Json::list(values, |value| {
                Json::object([
                    ("value", Json::text(&value.wire)),
                    ("rust_name", Json::text(&value.rust)),
                    ("source", source(value.observed)),
                    docs(&value.docs),
                ])
            });
            ("enum", Json::Absent, Json::Absent, Json::Absent, values)
        }
    };
    Json::object([
        ("name", Json::text(&ty.name)),
        ("kind", Json::text(kind)),
        (
            "documented_as",
            Json::optional(ty.documented_as.as_ref(), Json::text),
        ),
        ("in_requests", input),
        ("in_responses", output),
        docs(&ty.docs),
        ("members", members),
        ("values", values),
    ])
}

fn error(row: &ErrorRow) -> Json {
    Json::object([
        ("name", Json::text(&row.name)),
        ("rust_name", Json::text(&row.rust)),
        ("code", Json::text(&row.code)),
        ("message", Json::text(&row.message)),
        ("status", Json::Integer(row.status.into())),
        ("class", Json::text(class_name(row.class))),
        ("gateway", Json::flag(row.gateway)),
        ("source", source(row.observed)),
        docs(&row.docs),
    ])
}

fn limits(limits: &Limits, input: bool) -> Json {
    if !input || *limits == Limits::default() {
        return Json::Absent;
    }
    Json::object([
        ("range", Json::optional(limits.range, span)),
        (
            "length",
            Json::optional(limits.length, |length| {
                Json::object([
                    bound("min", length.span.min),
                    bound("max", length.span.max),
                    ("unit", Json::text(length.unit.name())),
                ])
            }),
        ),
        (
            "pattern",
            Json::optional(limits.pattern.as_ref(), |pattern| {
                Json::object([
                    ("regex", Json::text(&pattern.regex)),
                    ("says", Json::optional(pattern.says.as_ref(), both)),
                ])
            }),
        ),
        ("items", Json::optional(limits.items, span)),
        ("unique", Json::flag(limits.unique)),
    ])
}

fn paging(paging: &Paging) -> Json {
    Json::object([
        ("marker", Json::text(&paging.marker)),
        (
            "page_size",
            Json::optional(paging.page_size.as_ref(), Json::text),
        ),
        ("total", Json::optional(paging.total.as_ref(), Json::text)),
        ("items", Json::text(&paging.items)),
        ("key", Json::optional(paging.key.as_ref(), Json::text)),
    ])
}

fn waiter(waiter: &Waiter) -> Json {
    let outcome = |outcome| {
        Json::text(match outcome {
            Outcome::Retry => "retry",
            Outcome::Success => "success",
            Outcome::Failure => "failure",
        })
    };
    let seconds = |seconds: u64| Json::Integer(i64::try_from(seconds).unwrap_or(i64::MAX));
    Json::object([
        ("name", Json::text(&waiter.name)),
        ("with", Json::texts(&waiter.with)),
        ("match", Json::texts(&waiter.matching)),
        ("path", Json::optional(waiter.path.as_ref(), Json::text)),
        ("success", Json::texts(&waiter.success)),
        ("failure", Json::texts(&waiter.failure)),
        ("retry", Json::texts(&waiter.retry)),
        ("empty", Json::optional(waiter.empty, outcome)),
        ("not_found", Json::optional(waiter.not_found, outcome)),
        ("interval_seconds", seconds(waiter.interval)),
        ("limit_seconds", seconds(waiter.limit)),
        ("settle_seconds", Json::optional(waiter.settle, seconds)),
    ])
}

fn completion(completion: &Completion) -> Json {
    Json::object([
        ("action", Json::text(&completion.action)),
        ("items", Json::text(&completion.items)),
        (
            "value",
            Json::optional(completion.value.as_ref(), Json::text),
        ),
    ])
}

fn condition(condition: &Condition) -> Json {
    Json::object([
        ("name", Json::text(&condition.wire)),
        ("value", literal(&condition.value)),
    ])
}

fn literal(literal: &Literal) -> Json {
    match literal {
        Literal::Text(value) => Json::text(value),
        Literal::Integer(value) => Json::Integer(*value),
        Literal::Boolean(value) => Json::Boolean(*value),
        Literal::Variant { wire, .. } => Json::text(wire),
    }
}

fn span(span: Span) -> Json {
    Json::object([bound("min", span.min), bound("max", span.max)])
}

fn bound(name: &'static str, value: Option<i64>) -> (&'static str, Json) {
    (name, Json::optional(value, Json::Integer))
}

fn source(observed: bool) -> Json {
    if observed {
        Json::text("observed")
    } else {
        Json::Absent
    }
}

pub(crate) fn class_name(class: ErrorClass) -> &'static str {
    match class {
        ErrorClass::Client => "client",
        ErrorClass::Throttling => "throttling",
        ErrorClass::Transient => "transient",
        ErrorClass::ClockSkew => "clock_skew",
        ErrorClass::DryRun => "dry_run",
    }
}

pub(crate) fn signature_name(signature: Signature) -> &'static str {
    match signature {
        Signature::V4 => "v4",
        Signature::V4Query => "v4_query",
        Signature::Simplified => "simplified",
    }
}

pub(crate) fn type_name(api: &Api, kind: Kind) -> &str {
    match kind {
        Kind::Text => "String",
        Kind::Integer => "Integer",
        Kind::Boolean => "Boolean",
        Kind::Timestamp => "Timestamp",
        Kind::Secret => "Secret",
        Kind::Filter => "Filter",
        Kind::Named(index) => api.types.get(index).map_or("", |ty| &ty.name),
    }
}
