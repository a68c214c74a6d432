//! Refuses Rust names that collide with each other or with names in generated code.

use crate::codes::Code;
use crate::model::{Shape, Type};
use crate::naming::{RESERVED, is_field_name, is_type_name, trait_name, upper_camel};
use crate::syntax::Span;

use super::Scope;
use super::action::ActionDraft;
use super::field_names::check_dotted_name;
use super::rust_names::RustNames;
use super::symbols::Symbols;

pub(crate) fn check(
    scope: &Scope<'_>,
    types: &[Type],
    actions: &[ActionDraft<'_>],
    symbols: &Symbols<'_>,
    service: &str,
) {
    let help = "name one of them otherwise: types, actions and waiters, and what is made of them, \
                have one name space";
    let mut names = Names {
        scope,
        names: RustNames::new(scope.diagnostics, help),
    };
    let server = "the trait of servers".to_owned();
    names.names.add(&trait_name(service), server, None);
    for (ty, entry) in types.iter().zip(&symbols.types) {
        let what = format!("type `{}`", ty.name);
        names.add(&ty.name, &what, entry.span);
        if matches!(ty.shape, Shape::Structure(_)) {
            names.add_builder(&ty.name, &what, entry.span);
        }
    }
    let mut methods = RustNames::new(scope.diagnostics, "name one of the actions otherwise");
    for (draft, (_, entry)) in actions.iter().zip(&symbols.actions) {
        let (rust, wire) = (&draft.action.rust, &draft.action.wire);
        check_dotted_name(scope.diagnostics, wire, entry.span);
        if !is_type_name(rust) {
            let help = "letters and digits, beginning with a letter";
            let diagnostics = scope.diagnostics;
            diagnostics.cannot_name(entry.span, wire, "an action", help);
            continue;
        }
        let output = format!("{rust}Output");
        for (name, what) in [
            (rust, format!("action `{wire}`")),
            (&output, format!("output of `{wire}`")),
        ] {
            names.add(name, &what, entry.span);
            names.add_builder(name, &what, entry.span);
        }
        let method = &draft.action.method_name;
        check_method(scope, method, wire, entry.span);
        methods.add(&format!("{method}()"), format!("`{wire}`"), entry.span);
        for waiter in &draft.action.waiters {
            let (name, what) = (
                upper_camel(&waiter.name),
                format!("waiter `{}`", waiter.name),
            );
            names.add(&name, &what, entry.span);
            names.add_builder(&name, &what, entry.span);
        }
    }
}

struct Names<'n, 'a> {
    scope: &'n Scope<'a>,
    names: RustNames<'n>,
}

impl Names<'_, '_> {
    fn add(&mut self, name: &str, what: &str, span: Span) {
        if RESERVED.contains(&name) {
            let message = format!("`{name}` is a name that generated code uses for something else");
            self.scope
                .error(Code::RESERVED_NAME, span, message)
                .help(format!("call the {what} otherwise"));
        } else {
            self.names.add(name, format!("the {what}"), span);
        }
    }

    fn add_builder(&mut self, name: &str, what: &str, span: Span) {
        self.add(
            &format!("{name}Builder"),
            &format!("builder of the {what}"),
            span,
        );
    }
}

fn check_method(scope: &Scope<'_>, method: &str, wire: &str, span: Span) {
    if !is_field_name(method) || method.starts_with("wait_until_") || METHODS.contains(&method) {
        let message =
            format!("`{method}()`, the client's method for `{wire}`, is taken or no name");
        scope.error(Code::RESERVED_NAME, span, message);
    }
}

/// Methods of the client and of builders.
const METHODS: [&str; 8] = [
    "builder",
    "call",
    "endpoint",
    "executor",
    "region",
    "send",
    "send_response",
    "with_options",
];
