//! The schemas: what responses hold, the types of the spec, and the forms that requests are.

use crate::constraint_docs::{self, IN_RESPONSES};
use crate::dump::json::Json;
use crate::markdown::{chinese, english};
use crate::model::{Docs, Enum, Kind, Member, Method, Presence, Shape, Structure, Type};

use super::document::Document;
use super::text::{observed, ours};

impl Document<'_> {
    pub(super) fn schemas(&self) -> Json {
        let mut schemas: Vec<(String, Json)> = Vec::new();
        for ty in &self.api.types {
            match &ty.shape {
                Shape::Enum(shape) => schemas.push((ty.name.clone(), self.enumeration(ty, shape))),
                // Requests have no structures: only names with dots.
                Shape::Structure(shape) if shape.output => {
                    schemas.push((ty.name.clone(), self.structure(ty, shape)));
                }
                Shape::Structure(_) => {}
            }
        }
        for (index, action) in self.api.actions.iter().enumerate() {
            if action.method == Method::Post && !action.request.is_empty() {
                schemas.push((self.names.requests[index].clone(), self.form(action)));
            }
            let says = ours(
                format!("Output of {}.", action.wire),
                format!("{} 的应答。", action.wire),
            );
            let response = self.members(&says, &action.response);
            schemas.push((self.names.responses[index].clone(), response));
        }
        let boolean = ours(
            "True or false, as requests write it.".to_owned(),
            "请求中的真或假。".to_owned(),
        );
        schemas.push((
            self.names.boolean.clone(),
            Json::object([
                ("type", Json::text("string")),
                ("description", Json::Text(self.describe(&boolean, []))),
                (
                    "enum",
                    Json::List(vec![Json::text("True"), Json::text("False")]),
                ),
            ]),
        ));
        schemas.push((self.names.error.clone(), self.error_schema()));
        if self.has_filters() {
            schemas.push((self.names.filter.clone(), filter()));
        }
        Json::object(schemas)
    }

    fn has_filters(&self) -> bool {
        let structures = self.api.types.iter().filter_map(|ty| match &ty.shape {
            Shape::Structure(shape) if shape.output => Some(&shape.members),
            _ => None,
        });
        let responses = self.api.actions.iter().map(|action| &action.response);
        structures
            .chain(responses)
            .flatten()
            .any(|member| member.ty.kind == Kind::Filter)
    }

    /// A text that is one of the known values or another.
    fn enumeration(&self, ty: &Type, shape: &Enum) -> Json {
        let values: Vec<(&str, &Docs)> = shape
            .values
            .iter()
            .map(|value| (value.wire.as_str(), &value.docs))
            .collect();
        let says = Docs {
            en: format!("{} There may be others than:", english(&ty.docs.en)),
            zh: format!("{}可能还有其他取值：", chinese(&ty.docs.zh)),
        };
        let known = || Json::list(&shape.values, |value| Json::text(&value.wire));
        Json::object([
            ("type", Json::text("string")),
            ("description", Json::Text(self.enumerate(&says, &values))),
            // Exactly one of them matches, so that a generator can choose.
            (
                "anyOf",
                Json::List(vec![
                    Json::object([("enum", known())]),
                    Json::object([("not", Json::object([("enum", known())]))]),
                ]),
            ),
        ])
    }

    fn structure(&self, ty: &Type, shape: &Structure) -> Json {
        let mut docs = ty.docs.clone();
        if let Some(other) = &ty.documented_as {
            docs = ours(
                format!(
                    "{} The vendor's document calls it `{other}`.",
                    english(&docs.en)
                ),
                format!("{}官方文档中称为 `{other}`。", chinese(&docs.zh)),
            );
        }
        self.members(&docs, &shape.members)
    }

    fn members(&self, docs: &Docs, members: &[Member]) -> Json {
        let properties = members
            .iter()
            .map(|member| (member.wire.clone(), self.field(member)));
        // A response may have one of the aliases instead.
        let required: Vec<String> = members
            .iter()
            .filter(|member| member.presence == Presence::Essential && member.aliases.is_empty())
            .map(|member| member.wire.clone())
            .collect();
        Json::object([
            ("type", Json::text("object")),
            ("description", Json::Text(self.describe(docs, []))),
            ("properties", Json::object(properties).unless_empty()),
            ("required", Json::texts(&required)),
        ])
    }

    /// A field of a response.
    fn field(&self, member: &Member) -> Json {
        let mut schema = self.output(member.ty.kind);
        if member.ty.list {
            schema = Json::object([("type", Json::text("array")), ("items", schema)]);
        }
        if member.decode.is_some() {
            let text = Json::object([("type", Json::text("string"))]);
            schema = Json::object([("anyOf", Json::List(vec![schema, text]))]);
        }
        if member.presence != Presence::Essential {
            schema = nullable(schema);
        }
        let null_when = member
            .null_when
            .as_ref()
            .map(|condition| constraint_docs::null_when(condition, &IN_RESPONSES, "null"));
        let sentences = null_when.into_iter().chain(observed(member.observed));
        let description = self.describe(&member.docs, sentences);
        let marks = [
            ("description", Json::Text(description)),
            ("x-aliases", Json::texts(&member.aliases)),
            (
                "x-sensitive",
                Json::flag(member.sensitive || member.ty.kind == Kind::Secret),
            ),
        ];
        schema.with(marks)
    }

    /// The schema of a value in a response.
    fn output(&self, kind: Kind) -> Json {
        let of = |ty: &str, format: Option<&str>| {
            Json::object([
                ("type", Json::text(ty)),
                ("format", Json::optional(format, Json::text)),
            ])
        };
        match kind {
            Kind::Text => of("string", None),
            Kind::Timestamp => of("string", None).with(self.timestamp_format()),
            Kind::Secret => of("string", Some("password")),
            Kind::Integer => of("integer", Some("int64")),
            Kind::Boolean => of("boolean", None),
            Kind::Filter => self.reference(&self.names.filter),
            Kind::Named(index) => self.reference(&self.api.types[index].name),
        }
    }
}

/// The schema with null beside its values.
fn nullable(schema: Json) -> Json {
    let Json::Object(mut members) = schema else {
        return schema;
    };
    let (keyword, value) = &mut members[0];
    match (keyword.as_str(), value) {
        ("type", ty) => *ty = Json::List(vec![ty.clone(), Json::text("null")]),
        (_, Json::List(choices)) => choices.push(null()),
        // A reference.
        _ => return Json::object([("anyOf", Json::List(vec![Json::Object(members), null()]))]),
    }
    Json::Object(members)
}

fn null() -> Json {
    Json::object([("type", Json::text("null"))])
}

/// A filter, as a response would have it.
fn filter() -> Json {
    let text = || Json::object([("type", Json::text("string"))]);
    let texts = Json::object([("type", Json::text("array")), ("items", text())]);
    Json::object([
        ("type", Json::text("object")),
        (
            "properties",
            Json::object([("Name", text()), ("Value", texts)]),
        ),
    ])
}
