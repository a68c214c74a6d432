//! The schemas: what responses hold, the types of the spec, and the forms that requests are.

use serde_json::{Value as Json, json};

use crate::constraint_docs::{self, IN_RESPONSES};
use crate::dump::json::{present, unless_empty, with};
use crate::markdown::{documented_as, observed, prose};
use crate::model::{Docs, Enum, Kind, Member, Method, Presence, Shape, Structure, Type};

use super::document::Document;

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
            let says = Docs::new(
                format!("Output of {}.", action.wire),
                format!("{} 的应答。", action.wire),
            );
            let response = self.members(&says, None, &action.response);
            schemas.push((self.names.responses[index].clone(), response));
        }
        let boolean = Docs::new("True or false, as requests write it.", "请求中的真或假。");
        let boolean = json!({
            "type": "string",
            "description": self.describe(&boolean, []),
            "enum": ["True", "False"],
        });
        schemas.push((self.names.boolean.clone(), boolean));
        schemas.push((self.names.error.clone(), self.error_schema()));
        if self.has_filters() {
            schemas.push((self.names.filter.clone(), filter()));
        }
        schemas.into_iter().collect()
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
        let others = Docs::new("There may be others than:", "可能还有其他取值：");
        let says = prose(&ty.docs).with([others]);
        let known: Vec<&str> = values.iter().map(|(wire, _)| *wire).collect();
        json!({
            "type": "string",
            "description": self.enumerate(&says, &values),
            // Exactly one of them matches, so that a generator can choose.
            "anyOf": [{"enum": known}, {"not": {"enum": known}}],
        })
    }

    fn structure(&self, ty: &Type, shape: &Structure) -> Json {
        let other = ty.documented_as.as_deref().map(documented_as);
        self.members(&ty.docs, other, &shape.members)
    }

    fn members(&self, docs: &Docs, more: Option<Docs>, members: &[Member]) -> Json {
        let properties = members.iter();
        let properties = properties.map(|member| (member.wire.as_str(), self.field(member)));
        // A response may have one of the aliases instead.
        let is_required =
            |member: &&Member| member.presence == Presence::Essential && member.aliases.is_empty();
        let required = members.iter().filter(is_required);
        present(json!({
            "type": "object",
            "description": self.describe(docs, more),
            "properties": unless_empty(properties.collect()),
            "required": unless_empty(required.map(|member| member.wire.as_str()).collect()),
        }))
    }

    /// A field of a response.
    fn field(&self, member: &Member) -> Json {
        let mut schema = self.output(member.ty.kind);
        if member.ty.list {
            schema = json!({"type": "array", "items": schema});
        }
        if member.decode.is_some() {
            schema = json!({"anyOf": [schema, {"type": "string"}]});
        }
        if member.presence != Presence::Essential {
            schema = nullable(schema);
        }
        let null_when = member
            .null_when
            .as_ref()
            .map(|condition| constraint_docs::null_when(condition, &IN_RESPONSES, "null"));
        let sentences = null_when.into_iter().chain(member.observed.then(observed));
        let marks = json!({
            "description": self.describe(&member.docs, sentences),
            "x-aliases": unless_empty(member.aliases.clone().into()),
            "x-sensitive": (member.sensitive || member.ty.kind == Kind::Secret).then_some(true),
        });
        with(schema, marks)
    }

    /// The schema of a value in a response.
    fn output(&self, kind: Kind) -> Json {
        match kind {
            Kind::Text => json!({"type": "string"}),
            Kind::Timestamp => self.timestamp(),
            Kind::Secret => json!({"type": "string", "format": "password"}),
            Kind::Integer => json!({"type": "integer", "format": "int64"}),
            Kind::Boolean => json!({"type": "boolean"}),
            Kind::Filter => self.reference(&self.names.filter),
            Kind::Named(index) => self.reference(&self.api.types[index].name),
        }
    }
}

/// The schema with null beside its values.
fn nullable(mut schema: Json) -> Json {
    let no_value = json!({"type": "null"});
    if let Some(Json::Array(choices)) = schema.get_mut("anyOf") {
        choices.push(no_value);
    } else if let Some(ty) = schema.get_mut("type") {
        *ty = json!([ty, "null"]);
    } else {
        // A reference.
        schema = json!({"anyOf": [schema, no_value]});
    }
    schema
}

/// A filter, as a response would have it.
fn filter() -> Json {
    let text = json!({"type": "string"});
    json!({
        "type": "object",
        "properties": {"Name": text, "Value": {"type": "array", "items": text}},
    })
}
