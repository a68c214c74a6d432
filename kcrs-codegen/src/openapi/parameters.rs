//! Parameters by their names on the wire, as a query or a form has them.

use crate::constraint_docs::{self, IN_REQUESTS};
use crate::dump::json::Json;
use crate::model::{Action, Bounds, Docs, Kind, LengthUnit, Limits, Literal, Member};

use super::document::Document;
use super::examples;
use super::text::{observed, ours};

/// A parameter as it goes over the wire.
struct Parameter {
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

/// Where a member is.
#[derive(Clone)]
struct Place {
    /// What stands before the member's name: `Trigger.Header.1.`
    prefix: String,
    /// The same for all items: `Trigger.Header.N.`
    pattern: String,
    /// The structure within which it is, where that may be left out.
    optional_within: Option<String>,
    /// Whether this is within the first items only, as far as lists go.
    is_first: bool,
    is_in_list: bool,
}

impl Document<'_> {
    /// The parameters of a query.
    pub(super) fn query(&self, action: &Action) -> Json {
        let parameters = self.parameters(action);
        let parameters = parameters.into_iter().map(|parameter| {
            let schema = parameter.schema.with([("default", parameter.default)]);
            let example = examples::parameter(action, &parameter.name, parameter.kind);
            Json::object([
                ("name", Json::Text(parameter.name)),
                ("in", Json::text("query")),
                ("required", Json::Boolean(parameter.required)),
                ("description", Json::Text(parameter.description)),
                ("schema", schema),
                ("example", example),
                ("x-list", parameter.list),
                ("x-sensitive", Json::flag(parameter.sensitive)),
            ])
        });
        Json::List(parameters.collect()).unless_empty()
    }

    /// The body that an action takes, whose schema is [`form`](Self::form).
    pub(super) fn form_of(&self, index: usize, action: &Action) -> Json {
        if action.request.is_empty() {
            return Json::Absent;
        }
        let parameters = self.parameters(action);
        let required = parameters.iter().any(|parameter| parameter.required);
        let examples = parameters.iter().map(|parameter| {
            let example = examples::parameter(action, &parameter.name, parameter.kind);
            (parameter.name.clone(), example)
        });
        Json::object([
            ("required", Json::Boolean(required)),
            (
                "content",
                Json::object([(
                    "application/x-www-form-urlencoded",
                    Json::object([
                        ("schema", self.reference(&self.names.requests[index])),
                        ("example", Json::object(examples)),
                    ]),
                )]),
            ),
        ])
    }

    /// The schema of a form.
    pub(super) fn form(&self, action: &Action) -> Json {
        let parameters = self.parameters(action);
        let required: Vec<String> = parameters
            .iter()
            .filter(|parameter| parameter.required)
            .map(|parameter| parameter.name.clone())
            .collect();
        let mut items: Vec<(String, Json)> = Vec::new();
        for parameter in &parameters {
            if let Some(pattern) = &parameter.items
                && items.iter().all(|(known, _)| known != pattern)
            {
                items.push((pattern.clone(), parameter.schema.clone()));
            }
        }
        let properties = parameters.into_iter().map(|parameter| {
            let marks = [
                ("description", Json::Text(parameter.description)),
                ("default", parameter.default),
                ("x-list", parameter.list),
                ("x-sensitive", Json::flag(parameter.sensitive)),
            ];
            (parameter.name, parameter.schema.with(marks))
        });
        Json::object([
            ("type", Json::text("object")),
            ("properties", Json::object(properties)),
            ("patternProperties", Json::object(items).unless_empty()),
            ("required", Json::texts(&required)),
        ])
    }

    fn parameters(&self, action: &Action) -> Vec<Parameter> {
        let mut parameters = Vec::new();
        let place = Place {
            prefix: String::new(),
            pattern: String::new(),
            optional_within: None,
            is_first: true,
            is_in_list: false,
        };
        for member in &action.request {
            self.flatten(member, &place, &mut parameters);
        }
        parameters
    }

    fn flatten(&self, member: &Member, place: &Place, out: &mut Vec<Parameter>) {
        let name = format!("{}{}", place.prefix, member.wire);
        let pattern = format!("{}{}", place.pattern, member.wire);
        if !member.ty.list {
            self.value(member, name, pattern, place, out);
            return;
        }
        for item in 1..=self.items(member) {
            let place = Place {
                is_first: place.is_first && item == 1,
                is_in_list: true,
                ..place.clone()
            };
            let (name, pattern) = (format!("{name}.{item}"), format!("{pattern}.N"));
            self.value(member, name, pattern, &place, out);
        }
    }

    /// How many items of a list are spelt out.
    fn items(&self, member: &Member) -> i64 {
        let most = member.limits.items.unwrap_or(self.api.service.lists).max;
        let wanted = i64::from(self.options.list_items);
        most.map_or(wanted, |most| wanted.min(most)).max(1)
    }

    /// A value, or an item of a list.
    fn value(
        &self,
        member: &Member,
        name: String,
        pattern: String,
        place: &Place,
        out: &mut Vec<Parameter>,
    ) {
        let optional_within = match member.required {
            true => place.optional_within.clone(),
            false => Some(pattern.clone()),
        };
        let within = Place {
            prefix: format!("{name}."),
            pattern: format!("{pattern}."),
            optional_within,
            ..place.clone()
        };
        if let Some(structure) = self.api.structure(member.ty.kind) {
            for member in &structure.members {
                self.flatten(member, &within, out);
            }
            return;
        }
        if member.ty.kind == Kind::Filter {
            self.filter(member, &within, out);
            return;
        }
        let default = match &member.default {
            Some(default) if !member.ty.list => literal(default),
            _ => Json::Absent,
        };
        let sentences = constraint_docs::limits(self.api, member).into_iter().chain(
            constraint_docs::conditions(
                &constraint_docs::within(&place.pattern, member),
                &IN_REQUESTS,
            ),
        );
        let description = self.described(&member.docs, sentences, member.required, place, &pattern);
        out.push(Parameter {
            kind: member.ty.kind,
            required: member.required && place.optional_within.is_none() && place.is_first,
            schema: self.input(member),
            description: match observed(member.observed) {
                Some(observed) => format!(
                    "{description} {}",
                    self.each(|l| l.of(&observed).to_owned())
                ),
                None => description,
            },
            list: list(place, &pattern, &member.limits),
            items: place.is_in_list.then(|| regex(&pattern)),
            sensitive: member.sensitive || member.ty.kind == Kind::Secret,
            default,
            name,
        });
    }

    /// A filter, which every API of this kind has in the same form: a name and its values.
    fn filter(&self, member: &Member, place: &Place, out: &mut Vec<Parameter>) {
        let name = ours("What to filter by.".to_owned(), "过滤字段。".to_owned());
        let value = ours("A value to keep.".to_owned(), "要保留的值。".to_owned());
        let text = Json::object([("type", Json::text("string"))]);
        let lists = Limits {
            items: Some(self.api.service.lists),
            ..Limits::default()
        };
        let values = (1..=self.items(member))
            .map(|item| (format!("Value.{item}"), "Value.N", &value, item == 1));
        let parts = std::iter::once(("Name".to_owned(), "Name", &name, true)).chain(values);
        for (part, pattern, says, is_first) in parts {
            let pattern = format!("{}{pattern}", place.pattern);
            out.push(Parameter {
                name: format!("{}{part}", place.prefix),
                kind: Kind::Text,
                required: place.optional_within.is_none() && place.is_first && is_first,
                schema: text.clone(),
                description: self.described(
                    &member.docs,
                    [says.clone()],
                    is_first,
                    place,
                    &pattern,
                ),
                list: list(place, &pattern, &lists),
                items: Some(regex(&pattern)),
                sensitive: false,
                default: Json::Absent,
            });
        }
    }

    fn described(
        &self,
        docs: &Docs,
        sentences: impl IntoIterator<Item = Docs>,
        is_required: bool,
        place: &Place,
        pattern: &str,
    ) -> String {
        let mut sentences: Vec<Docs> = sentences.into_iter().collect();
        if let Some(within) = &place.optional_within
            && is_required
        {
            sentences.push(ours(
                format!("Required where `{within}` is given."),
                format!("传入 `{within}` 时必填。"),
            ));
        }
        if place.is_in_list {
            sentences.push(ours(
                format!("`{pattern}`, numbered from 1."),
                format!("`{pattern}`，从 1 编号。"),
            ));
        }
        self.describe(docs, sentences)
    }

    /// The schema of a value in a request.
    fn input(&self, member: &Member) -> Json {
        let limits = &member.limits;
        let text = |format| {
            let Bounds { min, max } = limits
                .length
                .map_or(Bounds::default(), |length| length.bounds);
            let is_bytes = limits
                .length
                .is_some_and(|length| length.unit == LengthUnit::Bytes);
            let bounds = [("min", min), ("max", max)];
            let bytes = bounds.map(|(name, bound)| (name, Json::optional(bound, Json::Integer)));
            Json::object([
                ("type", Json::text("string")),
                ("format", format),
                // A character takes at least one byte, and at most four.
                (
                    "minLength",
                    bound(min.map(|min| if is_bytes { (min + 3) / 4 } else { min })),
                ),
                ("maxLength", bound(max)),
                (
                    "pattern",
                    Json::optional(limits.pattern.as_ref(), |pattern| {
                        Json::Text(format!("^(?:{})$", pattern.regex))
                    }),
                ),
                (
                    "x-length-bytes",
                    if is_bytes {
                        Json::object(bytes)
                    } else {
                        Json::Absent
                    },
                ),
            ])
        };
        match member.ty.kind {
            Kind::Text | Kind::Filter => text(Json::Absent),
            Kind::Timestamp => text(Json::Absent).with(self.timestamp_format()),
            Kind::Secret => text(Json::text("password")),
            Kind::Integer => {
                let range = limits.range.unwrap_or_default();
                Json::object([
                    ("type", Json::text("integer")),
                    ("format", Json::text("int64")),
                    ("minimum", bound(range.min)),
                    ("maximum", bound(range.max)),
                ])
            }
            Kind::Boolean => self.reference(&self.names.boolean),
            Kind::Named(index) => self.reference(&self.api.types[index].name),
        }
    }
}

fn bound(bound: Option<i64>) -> Json {
    Json::optional(bound, Json::Integer)
}

fn literal(literal: &Literal) -> Json {
    match literal {
        Literal::Integer(value) => Json::Integer(*value),
        other => Json::Text(other.wire()),
    }
}

/// How a list goes on: the name of its items, and what it may have.
fn list(place: &Place, pattern: &str, limits: &Limits) -> Json {
    if !place.is_in_list {
        return Json::Absent;
    }
    // The limits are those of the innermost list, which the member need not be.
    let items = match pattern.ends_with(".N") {
        true => limits.items.unwrap_or_default(),
        false => Bounds::default(),
    };
    Json::object([
        ("name", Json::text(pattern)),
        ("minItems", bound(items.min)),
        ("maxItems", bound(items.max)),
        ("uniqueItems", Json::flag(limits.unique)),
    ])
}

/// A regular expression for the names of all items.
fn regex(pattern: &str) -> String {
    let steps = pattern.split('.').map(|step| match step {
        "N" => "[1-9][0-9]*".to_owned(),
        name => regex_lite::escape(name),
    });
    format!("^{}$", steps.collect::<Vec<_>>().join("\\."))
}
