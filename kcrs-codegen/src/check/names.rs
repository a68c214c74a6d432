//! Rust names that would collide with each other or with what generated code uses.

use std::collections::BTreeMap;

use crate::codes::Code;
use crate::found::Found;
use crate::load::Place;
use crate::model::{Shape, Type};
use crate::naming::{is_field_name, is_type_name, upper_camel};

use crate::walk::Entry;

use super::Scope;
use super::action::ActionDraft;
use super::outline::Outline;

pub(crate) fn check(
    scope: &Scope<'_>,
    types: &[Type],
    actions: &[ActionDraft<'_>],
    outline: &Outline<'_>,
    service: &str,
) {
    let service = (
        upper_camel(service),
        ("the trait of servers".to_owned(), None),
    );
    let mut names = Names {
        scope,
        owners: BTreeMap::from([service]),
    };
    for (ty, entry) in types.iter().zip(&outline.types) {
        names.add(&ty.name, &format!("the type `{}`", ty.name), entry.place);
        if matches!(ty.shape, Shape::Structure(_)) {
            names.add(
                &format!("{}Builder", ty.name),
                &format!("the builder of `{}`", ty.name),
                entry.place,
            );
        }
    }
    for (draft, (_, entry)) in actions.iter().zip(&outline.actions) {
        let (rust, wire) = (&draft.action.rust, &draft.action.wire);
        if !is_type_name(rust) {
            let help = "letters and digits, beginning with a letter";
            scope.problems.error_with(
                Code::INVALID_NAME,
                entry.place,
                format!("`{wire}` cannot name an action"),
                help,
            );
            continue;
        }
        names.add(rust, &format!("the action `{wire}`"), entry.place);
        names.add(
            &format!("{rust}Builder"),
            &format!("the builder of `{wire}`"),
            entry.place,
        );
        names.add(
            &format!("{rust}Output"),
            &format!("the output of `{wire}`"),
            entry.place,
        );
        names.add(
            &format!("{rust}OutputBuilder"),
            &format!("the builder of the output of `{wire}`"),
            entry.place,
        );
        check_method(scope, &draft.action.method_name, wire, entry.place);
        for waiter in &draft.action.waiters {
            let name = upper_camel(&waiter.name);
            let owner = format!("the waiter `{}`", waiter.name);
            names.add(&name, &owner, entry.place);
            let owner = format!("the builder of the waiter `{}`", waiter.name);
            names.add(&format!("{name}Builder"), &owner, entry.place);
        }
    }
    let mut methods: BTreeMap<&str, &Entry<'_>> = BTreeMap::new();
    for (draft, (_, entry)) in actions.iter().zip(&outline.actions) {
        if let Some(other) = methods.insert(&draft.action.method_name, entry) {
            let method = &draft.action.method_name;
            let message = format!(
                "`{}` and `{}` are both `{method}()`",
                entry.name, other.name
            );
            scope.problems.report(
                Found::new(Code::NAME_COLLISION, entry.place, message)
                    .label(other.place, format!("`{method}()` too")),
            );
        }
    }
}

struct Names<'n, 'a> {
    scope: &'n Scope<'a>,
    owners: BTreeMap<String, (String, Option<Place>)>,
}

impl Names<'_, '_> {
    fn add(&mut self, name: &str, owner: &str, place: Place) {
        if RESERVED.contains(&name) {
            let message = format!("`{name}` is a name that generated code uses for something else");
            self.scope.problems.error_with(
                Code::RESERVED_NAME,
                place,
                message,
                format!("call {owner} otherwise"),
            );
        } else if let Some((other, first)) = self
            .owners
            .insert(name.to_owned(), (owner.to_owned(), Some(place)))
        {
            let message = format!("{owner} and {other} are both `{name}` in Rust");
            let found = Found::new(Code::NAME_COLLISION, place, message);
            self.scope.problems.report(match first {
                Some(first) if first != place => found.label(first, other),
                _ => found,
            });
        }
    }
}

fn check_method(scope: &Scope<'_>, method: &str, wire: &str, place: Place) {
    if !is_field_name(method)
        || method.starts_with("wait_until_")
        || [
            "builder",
            "call",
            "caller",
            "send",
            "send_response",
            "with_options",
        ]
        .contains(&method)
    {
        let message =
            format!("`{method}()`, the client's method for `{wire}`, is taken or no name");
        scope.problems.error(Code::RESERVED_NAME, place, message);
    }
}

/// Names in scope of generated code: the built-in types of a spec, and what Rust and the generated
/// files bring.
const RESERVED: [&str; 39] = [
    "String",
    "Integer",
    "Boolean",
    "Timestamp",
    "Secret",
    "SecretString",
    "Filter",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Vec",
    "Box",
    "Default",
    "Clone",
    "Copy",
    "PartialEq",
    "Debug",
    "From",
    "Into",
    "Send",
    "Sync",
    "Request",
    "Structure",
    "FromParams",
    "Client",
    "Context",
    "Future",
    "Params",
    "Duration",
    "ItemKey",
    "Paged",
    "Outcome",
    "Waiter",
    "Waits",
    "Actions",
    "ServerError",
];
