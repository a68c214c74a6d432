//! What a change of the spec does to programs that use the generated crate.
//!
//! [`diff`] compares two APIs and lists every change, each with a [`Verdict`] by the rules of
//! semantic versioning: may a program that compiled against the old crate no longer compile, or get
//! another response? The rules follow from what is generated: structs are `#[non_exhaustive]` and
//! made by builders, enums bear unknown values, server traits have default methods. So a parameter
//! that may be left out is an addition, and one that must be set breaks programs.
//!
//! A change that compiles can still break a program: a tighter limit, another address, another HTTP
//! method. [`Breakage`] tells the two apart.
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

mod action;
mod errors;
mod kind;
mod limits;
mod member;
mod pair;
mod render;
mod service;
mod types;
mod waiter;

pub use kind::{Breakage, ChangeKind};

use crate::model::{Api, Docs, ErrorClass, Kind, Signature, TypeRef};

/// How grave a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Verdict {
    /// Only what is said about the API is another.
    Documentation,
    /// Something came to it, or became allowed.
    Additive,
    /// A program may no longer compile, or gets another response.
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

    /// Which part of a version from 1.0.0 on it raises.
    pub fn bump(self) -> &'static str {
        match self {
            Self::Documentation => "patch",
            Self::Additive => "minor",
            Self::Breaking => "major",
        }
    }

    /// Which part of a version before 1.0.0 it raises, as Cargo reads such versions.
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
    /// What kind it is, and so how grave.
    pub kind: ChangeKind,
    /// What changed: the names on the wire that lead to it, such as
    /// `actions.AddBook.request.Fine.range`.
    pub place: String,
    /// What it was. Absent where there was nothing.
    pub old: Option<String>,
    /// What it is. Absent where there is nothing.
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

    /// The verdict on all changes together: that of the gravest. `None` where nothing changed.
    pub fn worst(&self) -> Option<Verdict> {
        self.changes
            .iter()
            .map(|change| change.kind.verdict())
            .max()
    }

    /// How many changes have a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        let with_it = |change: &&Change| change.kind.verdict() == verdict;
        self.changes.iter().filter(with_it).count()
    }
}

/// Lists every change from `old` to `new`.
pub fn diff(old: &Api, new: &Api) -> Diff {
    let Api {
        service,
        chapters,
        actions,
        types,
        errors,
    } = old;
    let mut log = Log::default();
    service::compare(&mut log, service, &new.service);
    service::compare_chapters(&mut log, chapters, &new.chapters);
    action::compare(&mut log, Sides { old, new }, actions, &new.actions);
    waiter::compare(&mut log, Sides { old, new });
    types::compare(&mut log, Sides { old, new }, types, &new.types);
    errors::compare(&mut log, errors, &new.errors);
    log.finish()
}

/// The APIs that are compared: types are indices into them.
#[derive(Clone, Copy)]
struct Sides<'a> {
    old: &'a Api,
    new: &'a Api,
}

/// Takes down changes.
#[derive(Default)]
struct Log {
    changes: Vec<Change>,
}

impl Log {
    fn add(
        &mut self,
        kind: ChangeKind,
        place: impl Into<String>,
        old: Option<String>,
        new: Option<String>,
    ) {
        self.changes.push(Change {
            kind,
            place: place.into(),
            old,
            new,
        });
    }

    /// A value that may have changed.
    fn compare<T: PartialEq>(
        &mut self,
        kind: ChangeKind,
        place: &str,
        old: &T,
        new: &T,
        show: impl Fn(&T) -> Option<String>,
    ) {
        if old != new {
            self.add(kind, place, show(old), show(new));
        }
    }

    /// A text that may have changed.
    fn text(&mut self, kind: ChangeKind, place: String, old: &str, new: &str) {
        if old != new {
            let shown = |text: &str| Some(text.to_owned());
            self.add(kind, place, shown(old), shown(new));
        }
    }

    fn docs(&mut self, place: &str, old: &Docs, new: &Docs) {
        let Docs { en, zh } = old;
        self.text(
            ChangeKind::DescriptionChanged,
            format!("{place}.en"),
            en,
            &new.en,
        );
        self.text(
            ChangeKind::DescriptionChanged,
            format!("{place}.zh"),
            zh,
            &new.zh,
        );
    }

    fn observed(&mut self, place: &str, old: bool, new: bool) {
        let shown = |observed: &bool| {
            let source = if *observed { "observed" } else { "documented" };
            Some(source.to_owned())
        };
        let place = format!("{place}.source");
        self.compare(ChangeKind::SourceChanged, &place, &old, &new, shown);
    }

    fn order(&mut self, place: &str, is_reordered: bool) {
        if is_reordered {
            self.add(ChangeKind::OrderChanged, place, None, None);
        }
    }

    fn finish(mut self) -> Diff {
        self.changes.sort_by(|a, b| {
            let rank = |change: &Change| std::cmp::Reverse(change.kind.verdict());
            let rest = |change: &Change| (change.place.clone(), change.kind);
            rank(a).cmp(&rank(b)).then_with(|| rest(a).cmp(&rest(b)))
        });
        Diff {
            changes: self.changes,
        }
    }
}

/// A type as the spec writes it.
fn type_text(api: &Api, ty: TypeRef) -> String {
    let TypeRef { list, kind } = ty;
    let name = type_name(api, kind);
    match list {
        true => format!("[{name}]"),
        false => name.to_owned(),
    }
}

fn yes_or_no(value: &bool) -> Option<String> {
    Some(if *value { "yes" } else { "no" }.to_owned())
}

fn listed(items: &[String]) -> Option<String> {
    (!items.is_empty()).then(|| items.join(", "))
}

fn class_name(class: ErrorClass) -> &'static str {
    match class {
        ErrorClass::Client => "client",
        ErrorClass::Throttling => "throttling",
        ErrorClass::Transient => "transient",
        ErrorClass::ClockSkew => "clock_skew",
        ErrorClass::DryRun => "dry_run",
    }
}

fn signature_name(signature: Signature) -> &'static str {
    match signature {
        Signature::V4 => "v4",
        Signature::V4Query => "v4_query",
        Signature::Simplified => "simplified",
    }
}

fn type_name(api: &Api, kind: Kind) -> &str {
    match kind {
        Kind::Text => "String",
        Kind::Integer => "Integer",
        Kind::Boolean => "Boolean",
        Kind::Timestamp => "Timestamp",
        Kind::Secret => "Secret",
        Kind::Filter => "Filter",
        Kind::Named(index) => api.types.get(index).map_or("", |ty| &ty.name),
    }
}
