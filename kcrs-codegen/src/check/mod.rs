//! Translation of YAML trees to the resolved API: looks every name up and checks every rule,
//! collecting all problems.

mod action;
mod completion;
mod condition;
mod errors;
mod example;
mod field_names;
mod fields;
mod json;
mod limits;
mod lint;
mod literal;
mod member;
mod names;
mod paging;
mod presence;
mod reachability;
mod rust_names;
mod service;
mod sink;
mod structure;
mod symbols;
#[cfg(test)]
mod tests;
mod types;
mod waiter;

use std::collections::BTreeMap;

use crate::codes::{Code, Levels};
use crate::diagnostics::{Report, Severity};
use crate::model::{Api, Bounds, Kind, Member, Shape, Type};
use crate::syntax::{Highlight, Sources, Span};

use action::ActionDraft;
use member::Draft;
use sink::{Diagnostics, Reported};
use symbols::{Shared, Symbols};

/// A valid spec.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Checked {
    /// The API that it describes.
    pub api: Api,
    /// Findings of the lints at level [`Warn`](crate::Level::Warn).
    pub warnings: Report,
}

/// Checks a spec and resolves it. Lints have the levels that the spec sets; warnings are dropped.
///
/// # Errors
///
/// All problems of the spec, with their locations.
pub fn check(sources: &Sources) -> Result<Api, Report> {
    check_with(sources, &Levels::new()).map(|checked| checked.api)
}

/// Checks a spec and resolves it. Lints run if there are no errors.
///
/// # Errors
///
/// All problems of the spec, with their locations; or else the findings of the lints, if one of
/// them is at level [`Deny`](crate::Level::Deny).
pub fn check_with(sources: &Sources, levels: &Levels) -> Result<Checked, Report> {
    let diagnostics = Diagnostics::default();
    let api = resolve(sources, levels, &diagnostics);
    let mut all = sources.diagnostics.clone();
    all.extend(
        diagnostics
            .into_causes()
            .into_iter()
            .map(|diagnostic| sources.locate(diagnostic)),
    );
    let report = Report::new(all);
    match report.count(Severity::Error) {
        0 => Ok(Checked {
            api,
            warnings: report,
        }),
        _ => Err(report),
    }
}

/// The context of the checks.
pub(crate) struct Scope<'a> {
    diagnostics: &'a Diagnostics,
    /// Whether all files could be read. If not, a missing name may be defined in an unreadable one.
    complete: bool,
    parameters: Shared<'a>,
    fields: Shared<'a>,
    /// The index of each type, by its name.
    types: BTreeMap<&'a str, usize>,
    /// Bounds of the item numbers of a list.
    lists: Bounds,
    version: String,
}

/// The members of structures, by the index of the type; empty for enums.
pub(crate) type Members<'a> = Vec<Vec<Draft<'a>>>;

/// The types of a spec with the members of structures, for checks of what is made of them.
#[derive(Clone, Copy)]
pub(crate) struct Shapes<'m, 'a> {
    scope: &'m Scope<'a>,
    types: &'m [Type],
    members: &'m Members<'a>,
}

fn resolve<'a>(sources: &'a Sources, levels: &Levels, diagnostics: &'a Diagnostics) -> Api {
    structure::check(sources, diagnostics);
    let mut symbols = Symbols::new(sources, diagnostics);
    let service = service::read(&symbols, diagnostics);
    let errors = errors::read(&symbols, diagnostics);
    let scope = Scope {
        diagnostics,
        complete: sources.are_complete(),
        parameters: std::mem::take(&mut symbols.parameters),
        fields: std::mem::take(&mut symbols.fields),
        types: symbols
            .types
            .iter()
            .enumerate()
            .map(|(index, entry)| (entry.name, index))
            .collect(),
        lists: service.lists,
        version: service.version.clone(),
    };

    let (mut types, mut members) = types::read(&scope, &symbols.types);
    let mut actions: Vec<ActionDraft<'_>> = symbols
        .actions
        .iter()
        .map(|(chapter, entry)| action::read(&scope, *chapter, *entry))
        .collect();
    let mut lists: Vec<&mut Vec<Draft<'_>>> = members.iter_mut().collect();
    lists.extend(
        actions
            .iter_mut()
            .flat_map(|action| [&mut action.request, &mut action.response]),
    );
    for siblings in lists {
        types::forget_unreadable(&types, siblings.iter_mut());
        for draft in siblings.iter_mut() {
            limits::read(&scope, &types, draft);
        }
        condition::read(&scope, &types, siblings);
    }

    reachability::mark(&scope, &mut types, &members, &actions);
    for draft in members
        .iter_mut()
        .flatten()
        .chain(actions.iter_mut().flat_map(|action| &mut action.request))
    {
        completion::read(draft);
    }
    let shapes = Shapes {
        scope: &scope,
        types: &types,
        members: &members,
    };
    presence::check(shapes, &actions);
    if scope.complete {
        completion::check(shapes, &actions);
        for action in &mut actions {
            paging::read(shapes, &symbols, action);
            waiter::read(shapes, action);
            example::read(shapes, action);
        }
    }
    names::check(&scope, &types, &actions, &symbols, &service.name);
    if diagnostics.is_empty() && sources.diagnostics.is_empty() {
        lint::run(&lint::Lints {
            levels,
            sources,
            symbols: &symbols,
            shapes,
            actions: &actions,
        });
    }

    for (ty, drafts) in types.iter_mut().zip(members) {
        if let Shape::Structure(structure) = &mut ty.shape {
            structure.members = finish(drafts);
        }
    }
    Api {
        service,
        chapters: symbols
            .chapters
            .into_iter()
            .map(|chapter| chapter.chapter)
            .collect(),
        actions: actions
            .into_iter()
            .map(|draft| {
                let mut action = draft.action;
                action.request = finish(draft.request);
                action.response = finish(draft.response);
                action
            })
            .collect(),
        types,
        errors,
    }
}

fn finish(drafts: Vec<Draft<'_>>) -> Vec<Member> {
    drafts.into_iter().map(|draft| draft.member).collect()
}

impl<'a> Scope<'a> {
    fn error(
        &self,
        code: Code,
        at: impl Into<Highlight>,
        message: impl Into<String>,
    ) -> Reported<'_> {
        self.diagnostics.error(code, at, message)
    }

    /// Reports an undefined name, unless it may be in a file that could not be read.
    fn unknown<'n>(
        &self,
        code: Code,
        span: Span,
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'n str> + Clone,
    ) -> Reported<'_> {
        match self.complete {
            true => self.diagnostics.unknown(code, span, what, name, known),
            false => Reported::NOTHING,
        }
    }

    /// Finds a draft by its wire name, or reports that there is none. `what` says of what it is a
    /// member.
    fn find<'d>(
        &self,
        drafts: &'d [Draft<'a>],
        what: &str,
        (name, span): (&str, Span),
    ) -> Option<&'d Draft<'a>> {
        let found = find(drafts, name);
        if found.is_none() {
            self.unknown(Code::UNKNOWN_NAME, span, what, name, wire_names(drafts))
                .once(&format!("{what} {name}"));
        }
        found
    }
}

impl<'m, 'a> Shapes<'m, 'a> {
    /// Finds a member of a structure, or reports that there is none.
    fn find_member(self, structure: &Draft<'a>, name: (&str, Span)) -> Option<&'m Draft<'a>> {
        let (ty, members) = self.structure(structure)?;
        self.scope
            .find(members, &format!("member of {}", ty.name), name)
    }

    /// Returns the members of the structure that is a member's type or item type.
    fn members_of(self, draft: &Draft<'a>) -> Option<&'m [Draft<'a>]> {
        self.structure(draft).map(|(_, members)| members)
    }

    fn structure(self, draft: &Draft<'a>) -> Option<(&'m Type, &'m [Draft<'a>])> {
        match draft.member.ty.kind {
            Kind::Named(index) if matches!(self.types[index].shape, Shape::Structure(_)) => {
                Some((&self.types[index], &self.members[index]))
            }
            _ => None,
        }
    }
}

impl ActionDraft<'_> {
    /// Returns the name of a parameter of the action in messages.
    fn parameter(&self) -> String {
        format!("parameter of {}", self.action.wire)
    }

    /// Returns the name of a field of its response in messages.
    fn field(&self) -> String {
        format!("response field of {}", self.action.wire)
    }
}

/// Finds a draft by its wire name.
fn find<'d, 'a>(drafts: &'d [Draft<'a>], wire: &str) -> Option<&'d Draft<'a>> {
    drafts.iter().find(|draft| draft.member.wire == wire)
}

/// Finds a list by its wire name, or reports that there is none.
fn find_list<'d, 'a>(
    scope: &Scope<'a>,
    drafts: &'d [Draft<'a>],
    what: &str,
    (name, span): (&str, Span),
) -> Option<&'d Draft<'a>> {
    let draft = scope.find(drafts, what, (name, span))?;
    let is_other = draft.is_known && !draft.member.ty.list;
    if is_other {
        scope
            .error(Code::NOT_A_LIST, span, format!("`{name}` is not a list"))
            .label(draft.fields.value_span("type"), "its type");
    }
    (!is_other).then_some(draft)
}

fn wire_names<'d>(drafts: &'d [Draft<'_>]) -> impl Iterator<Item = &'d str> + Clone {
    drafts.iter().map(|draft| draft.member.wire.as_str())
}
