//! Parameters by their names on the wire, as a query or a form has them.

use serde_json::{Map, Value as Json, json};

use crate::constraint_docs::{self, IN_REQUESTS};
use crate::dump::json::{present, unless_empty, with};
use crate::markdown::observed;
use crate::model::{Action, Bounds, Docs, Kind, LengthUnit, Limits, Literal, Member, Parameter};

use super::document::Document;
use super::examples;

/// A parameter as it goes over the wire.
struct WireParameter {
    name: String,
    kind: Kind,
    required: bool,
    schema: Json,
    description: String,
    /// For an item of a list: how the list is numbered.
    list: Json,
    /// For an item of a list: a regular expression for the names of all items.
    items: Option<String>,
    sensitive: bool,
    default: Json,
}

impl Document<'_> {
    /// The parameters of a query.
    pub(super) fn query(&self, action: &Action) -> Json {
        let parameters = self.parameters(action);
        let parameters = parameters.into_iter().map(|parameter| {
            let example = examples::parameter(action, &parameter.name, parameter.kind);
            present(json!({
                "name": parameter.name,
                "in": "query",
                "required": parameter.required,
                "description": parameter.description,
                "schema": with(parameter.schema, json!({"default": parameter.default})),
                "example": example,
                "x-list": parameter.list,
                "x-sensitive": parameter.sensitive.then_some(true),
            }))
        });
        unless_empty(parameters.collect())
    }

    /// The body that an action takes, whose schema is [`form`](Self::form).
    pub(super) fn form_of(&self, index: usize, action: &Action) -> Json {
        if action.request.is_empty() {
            return Json::Null;
        }
        let parameters = self.parameters(action);
        let examples = parameters.iter().map(|parameter| {
            let example = examples::parameter(action, &parameter.name, parameter.kind);
            (parameter.name.as_str(), example)
        });
        let form = json!({
            "schema": self.reference(&self.names.requests[index]),
            "example": present(examples.collect()),
        });
        json!({
            "required": parameters.iter().any(|parameter| parameter.required),
            "content": {"application/x-www-form-urlencoded": form},
        })
    }

    /// The schema of a form.
    pub(super) fn form(&self, action: &Action) -> Json {
        let parameters = self.parameters(action);
        let required = parameters.iter().filter(|parameter| parameter.required);
        let required: Json = required.map(|parameter| parameter.name.as_str()).collect();
        let mut items = Map::new();
        for parameter in &parameters {
            if let Some(pattern) = &parameter.items {
                let schema = items.entry(pattern);
                schema.or_insert_with(|| parameter.schema.clone());
            }
        }
        let properties = parameters.into_iter().map(|parameter| {
            let marks = json!({
                "description": parameter.description,
                "default": parameter.default,
                "x-list": parameter.list,
                "x-sensitive": parameter.sensitive.then_some(true),
            });
            (parameter.name, with(parameter.schema, marks))
        });
        present(json!({
            "type": "object",
            "properties": properties.collect::<Json>(),
            "patternProperties": unless_empty(items.into()),
            "required": unless_empty(required),
        }))
    }

    fn parameters(&self, action: &Action) -> Vec<WireParameter> {
        let items = |list: &Member| {
            let numbers = 1..=self.items(list);
            numbers.map(|number| format!(".{number}")).collect()
        };
        let parameters = self.api.parameters(&action.request, items).into_iter();
        let values = parameters.filter(|it| self.api.structure(it.member.ty.kind).is_none());
        values
            .flat_map(|parameter| match parameter.member.ty.kind {
                Kind::Filter => self.filter(&parameter),
                _ => vec![self.value(&parameter)],
            })
            .collect()
    }

    /// Returns the number of items of a list that are spelt out.
    fn items(&self, member: &Member) -> i64 {
        let most = member.limits.items.unwrap_or(self.api.service.lists).max;
        let wanted = i64::from(self.options.list_items);
        most.map_or(wanted, |most| wanted.min(most)).max(1)
    }

    /// A value, or an item of a list.
    fn value(&self, parameter: &Parameter<'_>) -> WireParameter {
        let member = parameter.member;
        let within = constraint_docs::within(&pattern(parameter.prefix()), member);
        let mut sentences = constraint_docs::limits(self.api, member);
        sentences.extend(constraint_docs::conditions(&within, &IN_REQUESTS));
        let optional_within = parameter.optional_within.as_deref();
        let name = parameter.name.clone();
        let text = self.text(name, optional_within, member.required, member, sentences);
        let default = member.default.as_ref().filter(|_| !member.ty.list);
        WireParameter {
            kind: member.ty.kind,
            schema: self.input(member),
            description: match member.observed {
                true => {
                    let says = observed();
                    let says = self.each(|language| language.of(&says).to_owned());
                    format!("{} {says}", text.description)
                }
                false => text.description,
            },
            sensitive: member.sensitive || member.ty.kind == Kind::Secret,
            default: default.map_or(Json::Null, literal),
            ..text
        }
    }

    /// A filter, which every API of this kind has in the same form: a name and its values.
    fn filter(&self, parameter: &Parameter<'_>) -> Vec<WireParameter> {
        let Parameter { member, name, .. } = parameter;
        let filters_by = Docs::new("What to filter by.", "过滤字段。");
        let keeps = Docs::new("A value to keep.", "要保留的值。");
        let mut values = (*member).clone();
        values.limits = Limits {
            items: Some(self.api.service.lists),
            ..Limits::default()
        };
        let optional_within = parameter.optional_around_members();
        let part = |part: String, is_first, says: &Docs| {
            let name = format!("{name}.{part}");
            self.text(name, optional_within, is_first, &values, vec![says.clone()])
        };
        let numbers = 1..=self.items(member);
        let values = numbers.map(|number| part(format!("Value.{number}"), number == 1, &keeps));
        let name = part("Name".to_owned(), true, &filters_by);
        std::iter::once(name).chain(values).collect()
    }

    /// A text; `optional_within` is what it is within, if that may be left out.
    fn text(
        &self,
        name: String,
        optional_within: Option<&str>,
        is_required: bool,
        member: &Member,
        mut sentences: Vec<Docs>,
    ) -> WireParameter {
        let pattern = pattern(&name);
        if let Some(within) = optional_within.map(self::pattern)
            && is_required
        {
            sentences.push(Docs::new(
                format!("Required where `{within}` is given."),
                format!("传入 `{within}` 时必填。"),
            ));
        }
        let is_in_list = pattern != name;
        if is_in_list {
            sentences.push(Docs::new(
                format!("`{pattern}`, numbered from 1."),
                format!("`{pattern}`，从 1 编号。"),
            ));
        }
        let is_first = !name
            .split('.')
            .any(|step| number(step).is_some_and(|number| number > 1));
        WireParameter {
            kind: Kind::Text,
            required: is_required && optional_within.is_none() && is_first,
            schema: json!({"type": "string"}),
            description: self.describe(&member.docs, sentences),
            list: match is_in_list {
                true => list(&pattern, &member.limits),
                false => Json::Null,
            },
            items: is_in_list.then(|| regex(&pattern)),
            sensitive: false,
            default: Json::Null,
            name,
        }
    }

    /// The schema of a value in a request.
    fn input(&self, member: &Member) -> Json {
        let limits = &member.limits;
        match member.ty.kind {
            Kind::Text | Kind::Filter => text(limits, Json::Null),
            Kind::Timestamp => with(text(limits, Json::Null), self.timestamp()),
            Kind::Secret => text(limits, json!("password")),
            Kind::Integer => {
                let range = limits.range.unwrap_or_default();
                present(json!({
                    "type": "integer",
                    "format": "int64",
                    "minimum": range.min,
                    "maximum": range.max,
                }))
            }
            Kind::Boolean => self.reference(&self.names.boolean),
            Kind::Named(index) => self.reference(&self.api.types[index].name),
        }
    }
}

/// The schema of a text in a request.
fn text(limits: &Limits, format: Json) -> Json {
    let length = limits.length.map(|length| (length.bounds, length.unit));
    let (Bounds { min, max }, unit) = length.unwrap_or((Bounds::default(), LengthUnit::Characters));
    let is_bytes = unit == LengthUnit::Bytes;
    let pattern = limits.pattern.as_ref();
    present(json!({
        "type": "string",
        "format": format,
        // A character takes at least one byte, and at most four.
        "minLength": min.map(|min| if is_bytes { (min + 3) / 4 } else { min }),
        "maxLength": max,
        "pattern": pattern.map(|pattern| format!("^(?:{})$", pattern.regex)),
        "x-length-bytes": is_bytes.then(|| present(json!({"min": min, "max": max}))),
    }))
}

fn literal(literal: &Literal) -> Json {
    match literal {
        Literal::Integer(value) => json!(value),
        other => other.wire().into(),
    }
}

/// Describes the items of a list beyond those that are spelt out: their names and limits.
fn list(pattern: &str, limits: &Limits) -> Json {
    // The limits are those of the innermost list, which the member need not be.
    let items = match pattern.ends_with(".N") {
        true => limits.items.unwrap_or_default(),
        false => Bounds::default(),
    };
    present(json!({
        "name": pattern,
        "minItems": items.min,
        "maxItems": items.max,
        "uniqueItems": limits.unique.then_some(true),
    }))
}

/// The name of a parameter with `N` for each number, which no member is named.
fn pattern(name: &str) -> String {
    let steps = name
        .split('.')
        .map(|step| number(step).map_or(step, |_| "N"));
    steps.collect::<Vec<_>>().join(".")
}

fn number(step: &str) -> Option<u16> {
    step.parse().ok()
}

/// A regular expression for the names of all items.
fn regex(pattern: &str) -> String {
    let steps = pattern.split('.').map(|step| match step {
        "N" => "[1-9][0-9]*".to_owned(),
        name => regex_lite::escape(name),
    });
    format!("^{}$", steps.collect::<Vec<_>>().join("\\."))
}
