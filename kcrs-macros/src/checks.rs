//! Third stage: what each attribute presumes of its field, and what the fields presume of each
//! other.

use crate::attributes::Subject;
use crate::errors::Errors;
use crate::model::{Member, Model};
use crate::types::Scalar;
use std::collections::HashMap;
use syn::LitStr;
use syn::ext::IdentExt;

/// Reports every attribute that does not fit its field.
pub(crate) fn check(model: &mut Model, errors: &mut Errors) {
    for member in &model.members {
        check_type(model, member, errors);
        check_side(model, member, errors);
        check_rules(member, errors);
        check_default(member, errors);
        check_condition(model, member, errors);
    }
    check_wire_names(model, errors);
    check_setters(model, errors);
}

fn check_type(model: &Model, member: &Member, errors: &mut Errors) {
    let shape = &member.shape;
    if shape.scalar == Scalar::Unsupported {
        errors.on(
            &shape.element,
            "this type has no form on the wire; a member is text (`String`, `SecretString`, `Timestamp`), an integer (`i64`), \
             `bool`, an enum, a structure, or `Option` or `Vec` of one of them",
        );
    }
    if model.input && shape.is_option && shape.is_list {
        errors.on(
            &member.ty,
            "an absent list and an empty one are the same when they are sent; write `#[wire(optional)]` and `Vec<…>`",
        );
    }
}

/// Reports attributes for requests on what is only in responses, and the reverse.
fn check_side(model: &Model, member: &Member, errors: &mut Errors) {
    let wire = &member.wire;
    if !model.output {
        let place = match model.request {
            Some(_) => "a request is only sent",
            None => "this structure is only sent; `#[structure(input, output)]` is for both",
        };
        let output_only = [
            ("essential", wire.essential),
            ("alias", wire.aliases.first().map(|alias| alias.key)),
            ("decode", wire.decode.as_ref().map(|decode| decode.key)),
            ("written_as", wire.written_as.as_ref().map(|name| name.key)),
            ("encode", wire.encode.as_ref().map(|encode| encode.key)),
        ];
        for (key, span) in output_only {
            let message = format!("`{key}` applies to responses only, and {place}");
            errors.at_any(span, message);
        }
    }
    if !model.input {
        let rules = wire.rules.iter().map(|rule| (rule.name, Some(rule.key)));
        let condition = wire.required_when.as_ref().map(|condition| condition.key);
        let input_only = std::iter::once(("optional", wire.optional))
            .chain(rules)
            .chain([("required_when", condition)]);
        for (key, span) in input_only {
            let message = format!(
                "`{key}` applies to requests only, and this structure is used in responses only; `#[structure(input, output)]` is for both"
            );
            errors.at_any(span, message);
        }
    }
    if model.output && member.shape.is_option {
        errors.at_any(
            wire.essential,
            "`essential` says that the member is always there, `Option` that it may be missing; keep one of them",
        );
    }
}

fn check_rules(member: &Member, errors: &mut Errors) {
    let shape = &member.shape;
    let is = |scalar| shape.scalar == scalar || shape.scalar == Scalar::Unsupported;
    for rule in &member.wire.rules {
        let (fits, needs) = match rule.subject {
            Subject::Text => (
                is(Scalar::Text),
                "text: `String`, `SecretString` or `Timestamp`, or `Option` or `Vec` of it",
            ),
            Subject::Integer => (
                is(Scalar::Integer),
                "an integer: `i64`, or `Option` or `Vec` of it",
            ),
            Subject::List => (shape.is_list, "a list: `Vec<…>`"),
        };
        if !fits {
            errors.at(rule.key, format!("`{}` needs {needs}", rule.name));
        }
    }
    if !shape.is_list {
        errors.at_any(
            member.wire.optional,
            "`optional` needs a list (`Vec<…>`); any other parameter is optional when its type is `Option<…>`",
        );
    }
}

fn check_default(member: &Member, errors: &mut Errors) {
    let Some(default) = &member.wire.default else {
        return;
    };
    if member.shape.is_list {
        errors.at(
            default.key,
            "`default` is for single values; a list has none",
        );
        return;
    }
    let (needed, needs) = match member.shape.scalar {
        Scalar::Text | Scalar::Named => (
            Scalar::Text,
            "text in quotes: the value as it is on the wire",
        ),
        Scalar::Integer => (Scalar::Integer, "an integer without quotes"),
        Scalar::Boolean => (Scalar::Boolean, "`true` or `false`"),
        Scalar::Unsupported => return,
    };
    if default.scalar != needed {
        errors.at(
            default.span,
            format!("the default of this member is {needs}"),
        );
    }
}

fn check_condition(model: &Model, member: &Member, errors: &mut Errors) {
    let Some(condition) = &member.wire.required_when else {
        return;
    };
    if model.input && member.state.is_some() {
        let remedy = match member.shape.is_list {
            true => "mark the list `optional`",
            false => "make its type `Option<…>`",
        };
        errors.at(
            condition.key,
            format!("`required_when` is for an optional member, and this one is always required; {remedy}"),
        );
    }
    let field = &condition.value.field;
    if field.unraw() == member.name {
        errors.at(
            field.span(),
            "a member cannot depend on itself; name another field",
        );
    } else if model.field(field).is_none() {
        let others = model.members.iter().map(|other| &other.name);
        let others: Vec<String> = others
            .filter(|other| **other != member.name)
            .map(|other| format!("`{other}`"))
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
                member.wire_name, owner.name
            );
            let name = member.wire.name.as_ref();
            errors.at(name.map_or(member.ident.span(), LitStr::span), message);
        }
    }
    for member in &model.members {
        for alias in &member.wire.aliases {
            let alias = &alias.value;
            if let Some(owner) = owners.insert(alias.value(), member) {
                let message = format!(
                    "`{}` is a name of `{}` already; an alias has to be a name of one member only",
                    alias.value(),
                    owner.name
                );
                errors.at(alias.span(), message);
            }
        }
    }
}

/// The builder's own methods and the `set_…` of optional members; a field that has the name of one
/// gets no setter.
fn check_setters(model: &mut Model, errors: &mut Errors) {
    let mut own = match (&model.request, model.is_waiter) {
        (Some(_), _) => vec!["build", "with_options", "send", "send_response"],
        (None, true) => vec!["build", "with_options", "wait", "wait_with"],
        (None, false) => vec!["build"],
    };
    let request = model.request.as_ref();
    if request.is_some_and(|request| request.paged.is_some()) {
        own.extend(["pages", "items"]);
    }
    let sets: HashMap<String, String> = model
        .members
        .iter()
        .filter(|member| member.has_set())
        .map(|member| (format!("set_{}", member.name), member.name.clone()))
        .collect();
    for member in &mut model.members {
        let name = &member.name;
        let owner = match sets.get(name) {
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
