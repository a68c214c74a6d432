//! Effect of a change of the spec on programs that use the generated crate.
//!
//! [`diff`] compares two APIs and lists every change, each with a [`Verdict`] by the rules of
//! semantic versioning: may a program that compiled against the old crate no longer compile, or get
//! another response? The rules follow from what is generated: structs are `#[non_exhaustive]` and
//! made by builders, enums hold unknown values, server traits have default methods. So a parameter
//! that may be left out is an addition, and one that must be set breaks programs. Not part of the
//! API are the type parameters of builders, and that a value is `Unknown`: its `as_str()` is.
//!
//! A change that compiles can still break a program: a tighter limit, another address, another HTTP
//! method. [`Breakage`] distinguishes the two.
//!
//! ```
//! use kcrs_codegen::diff::{Verdict, diff};
//! use kcrs_codegen::{Sources, check};
//!
//! # fn main() -> Result<(), kcrs_codegen::Report> {
//! # let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/second_api/spec");
//! # let (old, new) = (folder, folder);
//! let old = check(&Sources::read(old))?;
//! let new = check(&Sources::read(new))?;
//! let diff = diff(&old, &new);
//! if diff.worst() == Some(Verdict::Breaking) {
//!     print!("{}", diff.to_markdown());
//! }
//! # Ok(()) }
//! ```

mod compare;
mod facts;
mod kind;
mod limits;
mod render;
mod table;

use std::cmp::Reverse;

pub use kind::{Breakage, ChangeKind};

use crate::model::Api;

use compare::Pair;

/// The severity of a change, in rising order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Verdict {
    /// Only the documentation of the API changed, or the words of a message.
    Documentation,
    /// The API has or allows something more.
    Additive,
    /// A program may no longer compile, or behaves differently.
    Breaking,
}

impl Verdict {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documentation => "documentation",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        }
    }

    /// Returns the part of a version from 1.0.0 on that it raises.
    pub fn bump(self) -> &'static str {
        match self {
            Self::Documentation => "patch",
            Self::Additive => "minor",
            Self::Breaking => "major",
        }
    }

    /// Returns the part of a version before 1.0.0 that it raises, as Cargo reads such versions.
    pub fn bump_before_1(self) -> &'static str {
        match self {
            Self::Documentation | Self::Additive => "patch",
            Self::Breaking => "minor",
        }
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// Its kind, which has the verdict.
    pub kind: ChangeKind,
    /// The path to what changed, in names on the wire, such as
    /// `actions.AddBook.request.Fine.range`.
    pub place: String,
    /// The old value; `None` where there was none.
    pub old: Option<String>,
    /// The new value; `None` where there is none.
    pub new: Option<String>,
}

/// Every change between two APIs: the breaking ones first, then by place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff {
    changes: Vec<Change>,
}

impl Diff {
    /// The changes.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The highest verdict of all changes; `None` where nothing changed.
    pub fn worst(&self) -> Option<Verdict> {
        self.changes
            .iter()
            .map(|change| change.kind.verdict())
            .max()
    }

    /// The number of changes with a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        let with_it = |change: &&Change| change.kind.verdict() == verdict;
        self.changes.iter().filter(with_it).count()
    }
}

/// Lists every change from `old` to `new`.
pub fn diff(old: &Api, new: &Api) -> Diff {
    let (old, new) = (&facts::facts(old), &facts::facts(new));
    let mut changes = Vec::new();
    compare::compare(&mut changes, &table::API, "", Pair { old, new });
    changes.sort_by_cached_key(|change| {
        let Change { kind, place, .. } = change;
        (Reverse(kind.verdict()), place.clone(), *kind)
    });
    Diff { changes }
}
