//! The Rust names in one scope.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::codes::Code;
use crate::syntax::Span;

use super::sink::Diagnostics;

/// Which Rust name belongs to what.
pub(crate) struct RustNames<'d> {
    diagnostics: &'d Diagnostics,
    help: &'static str,
    /// Owner of each name, and its span, if it is in the spec.
    owners: BTreeMap<String, (String, Option<Span>)>,
}

impl<'d> RustNames<'d> {
    /// No names yet. `help` says what to do where two are the same.
    pub(crate) fn new(diagnostics: &'d Diagnostics, help: &'static str) -> Self {
        Self {
            diagnostics,
            help,
            owners: BTreeMap::new(),
        }
    }

    /// Gives a name to an owner, or reports that another has it.
    pub(crate) fn add(&mut self, name: &str, owner: String, span: impl Into<Option<Span>>) {
        let span = span.into();
        match self.owners.entry(name.to_owned()) {
            Entry::Vacant(entry) => drop(entry.insert((owner, span))),
            Entry::Occupied(entry) => {
                let (other, first) = entry.get();
                let owners = (owner.as_str(), other.as_str());
                if let Some(span) = span {
                    collision(self.diagnostics, name, owners, (span, *first), self.help);
                }
            }
        }
    }

    /// Returns where the owner of a name is.
    pub(crate) fn get(&self, name: &str) -> Option<(&str, Span)> {
        let (owner, span) = self.owners.get(name)?;
        Some((owner, (*span)?))
    }
}

/// Reports two owners of one name, given where they are.
pub(crate) fn collision(
    diagnostics: &Diagnostics,
    name: &str,
    (owner, other): (&str, &str),
    (span, first): (Span, Option<Span>),
    help: &str,
) {
    let message = format!("{owner} and {other} are both `{name}` in Rust");
    let reported = diagnostics.error(Code::NAME_COLLISION, span, message);
    if let Some(first) = first.filter(|first| *first != span) {
        reported.label(first, format!("this is `{name}` too"));
    }
    reported.help(help);
}
