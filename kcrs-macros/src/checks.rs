//! Third stage: what each attribute presumes of its field, and what the fields presume of each
//! other.

use crate::attributes::{Keyed, Literal};
use crate::errors::Errors;
use crate::model::{Member, Model};
use crate::types::{Scalar, Wrapper};
use proc_macro2::Span;
use std::collections::HashMap;
use syn::ext::IdentExt;

/// Reports every attribute that does not fit its field.
pub(crate) fn check(model: &mut Model, errors: &mut Errors) {
    for member in &model.members {
        check_type(model, member, errors);
        check_side(model, member, errors);
        check_constraints(member, errors);
        check_default(member, errors);
        check_condition(model, member, errors);
    }
    check_wire_names(model, errors);
    check_setters(model, errors);
}

fn check_type(model: &Model, member: &Member, errors: &mut Errors) {
    let shape = &member.shape;
    if shape.scalar == Scalar::Unsupported {
        errors.push(syn::Error::new_spanned(
            &shape.element,
            "this type has no form on the wire; a member is text (`String`, `SecretString`, `Timestamp`), an integer (`i64`), \
             `bool`, an enum, a structure, or `Option` or `Vec` of one of them",
        ));
    }
    if model.input && shape.wrapper == Wrapper::OptionalList {
        errors.push(syn::Error::new_spanned(
            &member.ty,
            "an absent list and an empty one are the same when they are sent; write `#[wire(optional)]` and `Vec<…>`",
        ));
    }
}

/// Attributes of sending on what is only answered, and the reverse.
fn check_side(model: &Model, member: &Member, errors: &mut Errors) {
    let wire = &member.wire;
    if !model.output {
        let place = match model.request {
            Some(_) => "a request is only sent",
            None => "this structure is only sent; `#[structure(input, output)]` is for both",
        };
        let answered = [
            ("essential", wire.essential),
            ("alias", wire.aliases.first().map(|alias| alias.key)),
            ("decode", wire.decode.as_ref().map(|decode| decode.key)),
        ];
        for (key, span) in present(answered) {
            errors.at(
                span,
                format!("`{key}` is about reading answers, and {place}"),
            );
        }
    }
    if !model.input {
        let sent = [
            ("optional", wire.optional),
            ("length", key_of(&wire.length)),
            ("range", key_of(&wire.range)),
            ("pattern", key_of(&wire.pattern)),
            ("items", key_of(&wire.items)),
            ("unique", wire.unique),
            ("required_when", key_of(&wire.required_when)),
        ];
        for (key, span) in present(sent) {
            errors.at(
                span,
                format!(
                    "`{key}` is about what is sent, and this structure is only answered; `#[structure(input, output)]` is for both"
                ),
            );
        }
    }
    if let (Some(span), true, true) = (wire.essential, model.output, member.shape.is_option()) {
        errors.at(
            span,
            "`essential` says that the member is always there, `Option` that it may be missing; keep one of them",
        );
    }
}

fn check_constraints(member: &Member, errors: &mut Errors) {
    let (wire, shape) = (&member.wire, &member.shape);
    let mut refuse = |key: &str, span: Option<Span>, fits: bool, needs: &str| {
        if let (Some(span), false) = (span, fits) {
            errors.at(span, format!("`{key}` needs {needs}"));
        }
    };
    let known = shape.scalar != Scalar::Unsupported;
    let is_text = shape.scalar == Scalar::Text || !known;
    let is_integer = shape.scalar == Scalar::Integer || !known;
    let text = "text: `String`, `SecretString` or `Timestamp`, or `Option` or `Vec` of it";
    refuse("length", key_of(&wire.length), is_text, text);
    refuse("pattern", key_of(&wire.pattern), is_text, text);
    refuse(
        "range",
        key_of(&wire.range),
        is_integer,
        "an integer: `i64`, or `Option` or `Vec` of it",
    );
    let list = "a list: `Vec<…>`";
    refuse("items", key_of(&wire.items), shape.is_list(), list);
    refuse("unique", wire.unique, shape.is_list(), list);
    refuse(
        "optional",
        wire.optional,
        shape.is_list(),
        "a list (`Vec<…>`); any other parameter is optional when its type is `Option<…>`",
    );
}

fn check_default(member: &Member, errors: &mut Errors) {
    let Some(default) = &member.wire.default else {
        return;
    };
    if member.shape.is_list() {
        errors.at(
            default.key,
            "`default` is for single values; a list has none",
        );
        return;
    }
    let (fits, needs) = match (member.shape.scalar, &default.value) {
        (Scalar::Text | Scalar::Named, value) => {
            let needs = "text in quotes: the value as it is on the wire";
            (matches!(value, Literal::Text(_)), needs)
        }
        (Scalar::Integer, value) => (
            matches!(value, Literal::Integer { .. }),
            "an integer without quotes",
        ),
        (Scalar::Boolean, value) => (matches!(value, Literal::Boolean(_)), "`true` or `false`"),
        (Scalar::Unsupported, _) => (true, ""),
    };
    if !fits {
        errors.at(
            default.value.span(),
            format!("the default of this member is {needs}"),
        );
    }
}

fn check_condition(model: &Model, member: &Member, errors: &mut Errors) {
    let Some(condition) = &member.wire.required_when else {
        return;
    };
    if model.input && member.is_required() {
        let remedy = match member.shape.wrapper {
            Wrapper::List => "mark the list `optional`",
            _ => "make its type `Option<…>`",
        };
        errors.at(
            condition.key,
            format!("`required_when` is for an optional member, and this one is always required; {remedy}"),
        );
    }
    let field = &condition.value.field;
    if field.unraw() == member.ident.unraw() {
        errors.at(
            field.span(),
            "a member cannot depend on itself; name another field",
        );
    } else if model.field(field).is_none() {
        let others: Vec<String> = model
            .members
            .iter()
            .filter(|other| other.ident != member.ident)
            .map(|other| format!("`{}`", other.ident.unraw()))
            .collect();
        let others = match others.is_empty() {
            true => "there is no other".to_owned(),
            false => format!("the others are {}", others.join(", ")),
        };
        errors.at(
            field.span(),
            format!("there is no field `{}`; {others}", field.unraw()),
        );
    }
}

fn check_wire_names(model: &Model, errors: &mut Errors) {
    let mut owners: HashMap<String, &Member> = HashMap::new();
    for member in &model.members {
        if let Some(owner) = owners.insert(member.wire_name.clone(), member) {
            let message = format!(
                "the wire name `{}` is that of `{}` already; give another with `#[wire(name = \"…\")]`",
                member.wire_name,
                owner.ident.unraw()
            );
            errors.at(member.name_span(), message);
        }
    }
    for member in &model.members {
        for alias in &member.wire.aliases {
            let alias = &alias.value;
            if let Some(owner) = owners.insert(alias.value(), member) {
                let message = format!(
                    "`{}` is a name of `{}` already; an alias has to be a name of one member only",
                    alias.value(),
                    owner.ident.unraw()
                );
                errors.at(alias.span(), message);
            }
        }
    }
}

/// The builder's own methods and the `set_…` of optional members; a field that has the name of one
/// gets no setter.
fn check_setters(model: &mut Model, errors: &mut Errors) {
    let own: &[&str] = match &model.request {
        Some(request) if request.paged => &[
            "build",
            "send",
            "send_response",
            "with_options",
            "pages",
            "items",
        ],
        Some(_) => &["build", "send", "send_response", "with_options"],
        None if model.is_waiter => &["build", "wait", "wait_with", "with_options"],
        None => &["build"],
    };
    let sets: HashMap<String, String> = model
        .members
        .iter()
        .filter(|member| member.has_set())
        .map(|member| member.ident.unraw().to_string())
        .map(|name| (format!("set_{name}"), name))
        .collect();
    for member in &mut model.members {
        let name = member.ident.unraw().to_string();
        let owner = match sets.get(&name) {
            _ if own.contains(&name.as_str()) => format!("the builder's `{name}()`"),
            Some(other) => format!("the setter `{name}()` of `{other}`"),
            None => continue,
        };
        let message = format!(
            "a field named `{name}` would hide {owner}; name the field otherwise and keep the wire name with `#[wire(name = \"{}\")]`",
            member.wire_name
        );
        errors.at(member.ident.span(), message);
        member.has_setter = false;
    }
}

fn key_of<T>(attribute: &Option<Keyed<T>>) -> Option<Span> {
    attribute.as_ref().map(|attribute| attribute.key)
}

fn present<const N: usize>(
    keys: [(&'static str, Option<Span>); N],
) -> impl Iterator<Item = (&'static str, Span)> {
    keys.into_iter()
        .filter_map(|(key, span)| span.map(|span| (key, span)))
}

impl Literal {
    fn span(&self) -> Span {
        match self {
            Self::Text(text) => text.span(),
            Self::Integer { span, .. } => *span,
            Self::Boolean(boolean) => boolean.span(),
        }
    }
}
