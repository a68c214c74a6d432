//! Refuses Rust names that collide with each other or with names in generated code.

use std::collections::BTreeMap;

use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::{Shape, Type};
use crate::naming::{RESERVED, is_field_name, is_type_name, trait_name, upper_camel};
use crate::syntax::{Entry, Span};

use super::Scope;
use super::action::ActionDraft;
use super::field_names::check_dotted_name;
use super::symbols::Symbols;

pub(crate) fn check(
    scope: &Scope<'_>,
    types: &[Type],
    actions: &[ActionDraft<'_>],
    symbols: &Symbols<'_>,
    service: &str,
) {
    let service = (
        trait_name(service),
        ("the trait of servers".to_owned(), None),
    );
    let mut names = Names {
        scope,
        owners: BTreeMap::from([service]),
    };
    for (ty, entry) in types.iter().zip(&symbols.types) {
        names.add(&ty.name, &format!("the type `{}`", ty.name), entry.span);
        if matches!(ty.shape, Shape::Structure(_)) {
            names.add(
                &format!("{}Builder", ty.name),
                &format!("the builder of `{}`", ty.name),
                entry.span,
            );
        }
    }
    for (draft, (_, entry)) in actions.iter().zip(&symbols.actions) {
        let (rust, wire) = (&draft.action.rust, &draft.action.wire);
        check_dotted_name(scope.diagnostics, wire, entry.span);
        if !is_type_name(rust) {
            let help = "letters and digits, beginning with a letter";
            scope.diagnostics.error_with(
                Code::INVALID_NAME,
                entry.span,
                format!("`{wire}` cannot name an action"),
                help,
            );
            continue;
        }
        names.add(rust, &format!("the action `{wire}`"), entry.span);
        names.add(
            &format!("{rust}Builder"),
            &format!("the builder of `{wire}`"),
            entry.span,
        );
        names.add(
            &format!("{rust}Output"),
            &format!("the output of `{wire}`"),
            entry.span,
        );
        names.add(
            &format!("{rust}OutputBuilder"),
            &format!("the builder of the output of `{wire}`"),
            entry.span,
        );
        check_method(scope, &draft.action.method_name, wire, entry.span);
        for waiter in &draft.action.waiters {
            let name = upper_camel(&waiter.name);
            let owner = format!("the waiter `{}`", waiter.name);
            names.add(&name, &owner, entry.span);
            let owner = format!("the builder of the waiter `{}`", waiter.name);
            names.add(&format!("{name}Builder"), &owner, entry.span);
        }
    }
    let mut methods: BTreeMap<&str, &Entry<'_>> = BTreeMap::new();
    for (draft, (_, entry)) in actions.iter().zip(&symbols.actions) {
        if let Some(other) = methods.insert(&draft.action.method_name, entry) {
            let method = &draft.action.method_name;
            let message = format!(
                "`{}` and `{}` are both `{method}()`",
                entry.name, other.name
            );
            scope.diagnostics.report(
                Diagnostic::new(Code::NAME_COLLISION, entry.span, message)
                    .label(other.span, format!("`{method}()` too")),
            );
        }
    }
}

struct Names<'n, 'a> {
    scope: &'n Scope<'a>,
    owners: BTreeMap<String, (String, Option<Span>)>,
}

impl Names<'_, '_> {
    fn add(&mut self, name: &str, owner: &str, span: Span) {
        if RESERVED.contains(&name) {
            let message = format!("`{name}` is a name that generated code uses for something else");
            self.scope.diagnostics.error_with(
                Code::RESERVED_NAME,
                span,
                message,
                format!("call {owner} otherwise"),
            );
        } else if let Some((other, first)) = self
            .owners
            .insert(name.to_owned(), (owner.to_owned(), Some(span)))
        {
            let message = format!("{owner} and {other} are both `{name}` in Rust");
            let diagnostic = Diagnostic::new(Code::NAME_COLLISION, span, message);
            self.scope.diagnostics.report(match first {
                Some(first) if first != span => diagnostic.label(first, other),
                _ => diagnostic,
            });
        }
    }
}

fn check_method(scope: &Scope<'_>, method: &str, wire: &str, span: Span) {
    if !is_field_name(method)
        || method.starts_with("wait_until_")
        || [
            "builder",
            "call",
            "executor",
            "send",
            "send_response",
            "with_options",
        ]
        .contains(&method)
    {
        let message =
            format!("`{method}()`, the client's method for `{wire}`, is taken or no name");
        scope.diagnostics.error(Code::RESERVED_NAME, span, message);
    }
}
