//! Lints: what is valid but probably unintended. They run only on a spec without errors.

mod actions;
mod conditions;
mod definitions;
mod descriptions;
mod examples;
mod limits;
mod names;

use crate::codes::{Code, Level, Levels};
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::Type;
use crate::syntax::{Highlight, Sources};

use super::action::ActionDraft;
use super::symbols::Symbols;
use super::{Draft, Members, Scope};

/// The input of the lints.
pub(super) struct Spec<'s, 'a> {
    pub(super) sources: &'a Sources,
    pub(super) scope: &'s Scope<'a>,
    pub(super) symbols: &'s Symbols<'a>,
    pub(super) types: &'s [Type],
    pub(super) members: &'s Members<'a>,
    pub(super) actions: &'s [ActionDraft<'a>],
}

pub(super) fn run(spec: &Spec<'_, '_>, levels: &Levels) {
    let lints = Lints { spec, levels };
    actions::run(spec, &lints);
    conditions::run(spec, &lints);
    definitions::run(spec, &lints);
    descriptions::run(spec, &lints);
    examples::run(spec, &lints);
    limits::run(spec, &lints);
    names::run(spec, &lints);
}

/// The sink of the lints, which applies their levels.
struct Lints<'l, 's, 'a> {
    spec: &'l Spec<'s, 'a>,
    levels: &'l Levels,
}

impl Lints<'_, '_, '_> {
    fn is_on(&self, lint: Code) -> bool {
        self.level(lint) != Level::Allow
    }

    fn warn(
        &self,
        lint: Code,
        highlight: impl Into<Highlight>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report(Diagnostic::new(lint, highlight, message).help(help));
    }

    fn report(&self, mut diagnostic: Diagnostic<Highlight>) {
        let level = diagnostic.code.map_or(Level::Deny, |lint| self.level(lint));
        diagnostic.severity = match level {
            Level::Allow => return,
            Level::Warn => Severity::Warning,
            Level::Deny => Severity::Error,
        };
        self.spec.scope.diagnostics.report(diagnostic);
    }

    fn level(&self, lint: Code) -> Level {
        self.levels.of(lint, &self.spec.symbols.lints)
    }
}

impl<'s, 'a> Spec<'s, 'a> {
    /// Iterates over the member lists of structures, requests and responses.
    fn lists(&self) -> impl Iterator<Item = &'s [Draft<'a>]> {
        let (members, actions) = (self.members, self.actions);
        members.iter().map(Vec::as_slice).chain(
            actions
                .iter()
                .flat_map(|action| [action.request.as_slice(), action.response.as_slice()]),
        )
    }
}
