//! The resolved spec as JSON, for other tools.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::model::{
    Action, Api, Completion, Condition, Docs, Enum, ErrorClass, ErrorRow, Kind, Limits, Literal,
    Member, Method, Outcome, Paging, Presence, Service, Shape, Signature, Span, Structure, Type,
    Waiter,
};

/// The API as indented JSON. Keys and entries have a fixed order; what the spec does not say is left out.
pub fn to_json(api: &Api) -> String {
    let json = Json::object([
        ("service", service(&api.service)),
        (
            "chapters",
            Json::list(&api.chapters, |chapter| {
                Json::object([("id", text(&chapter.id)), docs(&chapter.docs)])
            }),
        ),
        (
            "actions",
            Json::list(&api.actions, |action| self::action(api, action)),
        ),
        ("types", Json::list(&api.types, |ty| self::ty(api, ty))),
        ("errors", Json::list(&api.errors, error)),
    ]);
    let mut out = serde_json::to_string_pretty(&json).unwrap_or_default();
    out.push('\n');
    out
}

/// A JSON value whose objects keep their order. Absent members are not written.
enum Json {
    Absent,
    Boolean(bool),
    Integer(i64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(&'static str, Json)>),
}

impl Json {
    fn object<const N: usize>(members: [(&'static str, Json); N]) -> Self {
        Self::Object(Vec::from(members))
    }

    fn list<'a, T: 'a>(
        items: impl IntoIterator<Item = &'a T>,
        convert: impl Fn(&'a T) -> Json,
    ) -> Self {
        Self::List(items.into_iter().map(convert).collect())
    }

    fn optional<T>(value: Option<T>, convert: impl FnOnce(T) -> Json) -> Self {
        value.map_or(Self::Absent, convert)
    }

    /// True, or absent.
    fn flag(value: bool) -> Self {
        if value {
            Self::Boolean(true)
        } else {
            Self::Absent
        }
    }

    /// A list of texts, or absent when it is empty.
    fn texts(items: &[String]) -> Self {
        if items.is_empty() {
            Self::Absent
        } else {
            Self::list(items, text)
        }
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Text(value) => serializer.serialize_str(value),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                items
                    .iter()
                    .try_for_each(|item| list.serialize_element(item))?;
                list.end()
            }
            Self::Object(members) => {
                let present = members
                    .iter()
                    .filter(|(_, value)| !matches!(value, Self::Absent));
                let mut map = serializer.serialize_map(None)?;
                for (name, value) in present {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

fn text(text: impl AsRef<str>) -> Json {
    Json::Text(text.as_ref().to_owned())
}

fn both(docs: &Docs) -> Json {
    Json::object([("en", text(&docs.en)), ("zh", text(&docs.zh))])
}

fn docs(docs: &Docs) -> (&'static str, Json) {
    ("docs", both(docs))
}

fn service(service: &Service) -> Json {
    Json::object([
        ("name", text(&service.name)),
        ("title", both(&service.title)),
        ("version", text(&service.version)),
        ("endpoint", text(&service.endpoint)),
        (
            "global_endpoint",
            Json::optional(service.global_endpoint.as_ref(), text),
        ),
        ("default_region", text(&service.default_region)),
        (
            "regions",
            Json::list(&service.regions, |region| {
                Json::object([
                    ("id", text(&region.id)),
                    ("source", source(region.observed)),
                    docs(&region.docs),
                ])
            }),
        ),
        (
            "signatures",
            Json::list(&service.signatures, |signature| {
                text(signature_name(*signature))
            }),
        ),
        ("lists", span(service.lists)),
        (
            "timestamps",
            Json::optional(service.timestamps.as_ref(), |timestamps| {
                Json::object([
                    ("format", text(&timestamps.format)),
                    ("utc_offset", text(&timestamps.utc_offset)),
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
        ("name", text(&action.wire)),
        ("rust_name", text(&action.rust)),
        ("method_name", text(&action.method_name)),
        (
            "chapter",
            text(
                api.chapters
                    .get(action.chapter)
                    .map_or("", |chapter| &chapter.id),
            ),
        ),
        ("method", text(method)),
        ("idempotent", Json::Boolean(action.idempotent)),
        docs(&action.docs),
        (
            "request",
            Json::list(&action.request, |member| {
                self::member(api, member, true, false)
            }),
        ),
        (
            "answer",
            Json::list(&action.answer, |member| {
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
                ("request", text(&action.example.request)),
                (
                    "parameters",
                    Json::list(&action.example.parameters, |(name, value)| {
                        Json::object([("name", text(name)), ("value", text(value))])
                    }),
                ),
                ("answer", text(&action.example.answer)),
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
        ("name", text(&member.wire)),
        ("rust_name", text(&member.rust)),
        ("wire_name", text(format!("{}{numbered}", member.wire))),
        ("type", text(type_name(api, member.ty.kind))),
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
            if output { text(presence) } else { Json::Absent },
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
                Json::list(&shape.values, |value| text(&value.wire))
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
        ("decode", Json::optional(member.decode.as_ref(), text)),
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
                    ("value", text(&value.wire)),
                    ("rust_name", text(&value.rust)),
                    ("source", source(value.observed)),
                    docs(&value.docs),
                ])
            });
            ("enum", Json::Absent, Json::Absent, Json::Absent, values)
        }
    };
    Json::object([
        ("name", text(&ty.name)),
        ("kind", text(kind)),
        (
            "documented_as",
            Json::optional(ty.documented_as.as_ref(), text),
        ),
        ("in_requests", input),
        ("in_answers", output),
        docs(&ty.docs),
        ("members", members),
        ("values", values),
    ])
}

fn error(row: &ErrorRow) -> Json {
    let class = match row.class {
        ErrorClass::Client => "client",
        ErrorClass::Throttling => "throttling",
        ErrorClass::Transient => "transient",
        ErrorClass::ClockSkew => "clock_skew",
        ErrorClass::DryRun => "dry_run",
    };
    Json::object([
        ("name", text(&row.name)),
        ("rust_name", text(&row.rust)),
        ("code", text(&row.code)),
        ("message", text(&row.message)),
        ("status", Json::Integer(row.status.into())),
        ("class", text(class)),
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
                    ("unit", text(length.unit.name())),
                ])
            }),
        ),
        (
            "pattern",
            Json::optional(limits.pattern.as_ref(), |pattern| {
                Json::object([
                    ("regex", text(&pattern.regex)),
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
        ("marker", text(&paging.marker)),
        ("page_size", Json::optional(paging.page_size.as_ref(), text)),
        ("total", Json::optional(paging.total.as_ref(), text)),
        ("items", text(&paging.items)),
        ("key", Json::optional(paging.key.as_ref(), text)),
    ])
}

fn waiter(waiter: &Waiter) -> Json {
    let outcome = |outcome| {
        text(match outcome {
            Outcome::Retry => "retry",
            Outcome::Success => "success",
            Outcome::Failure => "failure",
        })
    };
    let seconds = |seconds: u64| Json::Integer(i64::try_from(seconds).unwrap_or(i64::MAX));
    Json::object([
        ("name", text(&waiter.name)),
        ("with", Json::texts(&waiter.with)),
        ("match", Json::texts(&waiter.matching)),
        ("path", Json::optional(waiter.path.as_ref(), text)),
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
        ("action", text(&completion.action)),
        ("items", text(&completion.items)),
        ("value", Json::optional(completion.value.as_ref(), text)),
    ])
}

fn condition(condition: &Condition) -> Json {
    Json::object([
        ("name", text(&condition.wire)),
        ("value", literal(&condition.value)),
    ])
}

fn literal(literal: &Literal) -> Json {
    match literal {
        Literal::Text(value) => text(value),
        Literal::Integer(value) => Json::Integer(*value),
        Literal::Boolean(value) => Json::Boolean(*value),
        Literal::Variant { wire, .. } => text(wire),
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
        text("observed")
    } else {
        Json::Absent
    }
}

fn signature_name(signature: Signature) -> &'static str {
    match signature {
        Signature::V4 => "v4",
        Signature::V4Query => "v4_query",
        Signature::Simplified => "simplified",
    }
}

fn type_name(api: &Api, kind: Kind) -> &str {
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
