//! Lints: what is valid but probably unintended. They run only on a spec without errors.

mod actions;
mod conditions;
mod definitions;
mod descriptions;
mod examples;
mod lengths;
mod limits;
mod names;

use crate::codes::{Code, Level, Levels};
use crate::diagnostics::Severity;
use crate::syntax::{Highlight, Sources};

use super::action::ActionDraft;
use super::sink::Reported;
use super::symbols::Symbols;
use super::{Draft, Shapes};

/// The input of the lints, and their sink, which applies their levels.
pub(super) struct Lints<'s, 'a> {
    pub(super) levels: &'s Levels,
    pub(super) sources: &'a Sources,
    pub(super) symbols: &'s Symbols<'a>,
    pub(super) shapes: Shapes<'s, 'a>,
    pub(super) actions: &'s [ActionDraft<'a>],
}

pub(super) fn run(lints: &Lints<'_, '_>) {
    actions::run(lints);
    conditions::run(lints);
    definitions::run(lints);
    descriptions::run(lints);
    examples::run(lints);
    lengths::run(lints);
    limits::run(lints);
    names::run(lints);
}

impl<'s, 'a> Lints<'s, 'a> {
    fn is_on(&self, lint: Code) -> bool {
        self.level(lint) != Level::Allow
    }

    fn warn(
        &self,
        lint: Code,
        at: impl Into<Highlight>,
        message: impl Into<String>,
    ) -> Reported<'s> {
        let severity = match self.level(lint) {
            Level::Allow => None,
            Level::Warn => Some(Severity::Warning),
            Level::Deny => Some(Severity::Error),
        };
        let diagnostics = self.shapes.scope.diagnostics;
        diagnostics.report(severity, lint, at, message)
    }

    fn level(&self, lint: Code) -> Level {
        self.levels.of(lint, &self.symbols.lints)
    }

    /// Iterates over the member lists of structures, requests and responses.
    fn lists(&self) -> impl Iterator<Item = &'s [Draft<'a>]> {
        let structures = self.shapes.members.iter().map(Vec::as_slice);
        structures.chain(
            self.actions
                .iter()
                .flat_map(|action| [action.request.as_slice(), action.response.as_slice()]),
        )
    }
}
