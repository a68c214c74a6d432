//! Lints: what is right and probably not meant. They look only at a spec with which nothing else is
//! wrong.

mod actions;
mod conditions;
mod definitions;
mod descriptions;
mod examples;
mod limits;
mod names;

use crate::codes::{Code, Level, Levels};
use crate::found::{Found, Spot};
use crate::model::Type;
use crate::report::Severity;
use crate::sources::Sources;

use super::action::ActionDraft;
use super::outline::Outline;
use super::{Draft, Members, Scope};

/// What the lints look at.
pub(super) struct Spec<'s, 'a> {
    pub(super) sources: &'a Sources,
    pub(super) scope: &'s Scope<'a>,
    pub(super) outline: &'s Outline<'a>,
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

/// Where the lints put what they find.
struct Lints<'l, 's, 'a> {
    spec: &'l Spec<'s, 'a>,
    levels: &'l Levels,
}

impl Lints<'_, '_, '_> {
    fn is_on(&self, lint: Code) -> bool {
        self.level(lint) != Level::Allow
    }

    fn found(
        &self,
        lint: Code,
        spot: impl Into<Spot>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.report(Found::new(lint, spot, message).help(help));
    }

    fn report(&self, mut found: Found) {
        found.severity = match self.level(found.code) {
            Level::Allow => return,
            Level::Warn => Severity::Warning,
            Level::Deny => Severity::Error,
        };
        self.spec.scope.problems.report(found);
    }

    fn level(&self, lint: Code) -> Level {
        self.levels.of(lint, &self.spec.outline.lints)
    }
}

impl<'s, 'a> Spec<'s, 'a> {
    /// The lists of members: the structures', the requests', the responses'.
    fn lists(&self) -> impl Iterator<Item = &'s [Draft<'a>]> {
        let (members, actions) = (self.members, self.actions);
        members.iter().map(Vec::as_slice).chain(
            actions
                .iter()
                .flat_map(|action| [action.request.as_slice(), action.response.as_slice()]),
        )
    }
}
