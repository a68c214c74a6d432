//! From YAML trees to the resolved API: looks every name up and checks every rule, collecting all
//! problems.

mod action;
mod completion;
mod condition;
mod errors;
mod example;
mod field_names;
mod json;
mod limits;
mod lint;
mod literal;
mod member;
mod names;
mod outline;
mod paging;
mod presence;
mod service;
mod types;
mod usage;
mod waiter;

use std::collections::BTreeMap;

use crate::codes::{Code, Levels};
use crate::load::Place;
use crate::model::{Api, Docs, Kind, Member, Shape, Span, Type};
use crate::report::{Report, Severity};
use crate::sources::Sources;
use crate::walk::{Fields, Problems};

use action::ActionDraft;
#[cfg(feature = "cli")]
pub(crate) use action::COMMON;
use member::Draft;
use outline::{Outline, Shared};

/// A spec that is right.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Checked {
    /// The API that it describes.
    pub api: Api,
    /// What is right and probably not meant: lints at level [`Warn`](crate::Level::Warn).
    pub warnings: Report,
}

/// Checks a spec and resolves it. Lints have the levels that the spec sets; warnings are not told.
///
/// # Errors
///
/// Everything that is wrong with the spec, each with its place.
pub fn check(sources: &Sources) -> Result<Api, Report> {
    check_with(sources, &Levels::new()).map(|checked| checked.api)
}

/// Checks a spec and resolves it. Where nothing is wrong with it, lints look for what is probably
/// not meant.
///
/// # Errors
///
/// Everything that is wrong with the spec, each with its place; or where that is nothing, what the
/// lints found, if one of them is at level [`Deny`](crate::Level::Deny).
pub fn check_with(sources: &Sources, levels: &Levels) -> Result<Checked, Report> {
    let problems = Problems::default();
    let api = resolve(sources, levels, &problems);
    let mut all = sources.problems.clone();
    all.extend(
        problems
            .into_found()
            .into_iter()
            .map(|found| sources.problem(found)),
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

/// What the checks look things up in.
pub(crate) struct Scope<'a> {
    problems: &'a Problems,
    /// Whether all files could be read. If not, a name that is not found may be in one that could
    /// not.
    complete: bool,
    parameters: Shared<'a>,
    fields: Shared<'a>,
    /// The types' names and indices.
    types: BTreeMap<&'a str, usize>,
    /// How the items of a list are numbered.
    lists: Span,
    version: String,
}

/// The members of structures, by the index of the type; empty for enums.
pub(crate) type Members<'a> = Vec<Vec<Draft<'a>>>;

fn resolve<'a>(sources: &'a Sources, levels: &Levels, problems: &'a Problems) -> Api {
    let mut outline = Outline::new(sources, problems);
    let service = service::read(&outline, problems);
    let errors = errors::read(&outline, problems);
    let scope = Scope {
        problems,
        complete: sources.are_complete(),
        parameters: std::mem::take(&mut outline.parameters),
        fields: std::mem::take(&mut outline.fields),
        types: outline
            .types
            .iter()
            .enumerate()
            .map(|(index, entry)| (entry.name, index))
            .collect(),
        lists: service.lists,
        version: service.version.clone(),
    };

    let (mut types, mut members) = types::read(&scope, &outline.types);
    let mut actions: Vec<ActionDraft<'_>> = outline
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

    usage::mark(&scope, &mut types, &members, &actions);
    presence::check(&scope, &types, &members, &actions);
    for draft in members
        .iter_mut()
        .flatten()
        .chain(actions.iter_mut().flat_map(|action| &mut action.request))
    {
        completion::read(&scope, draft);
    }
    if scope.complete {
        completion::check(&scope, &types, &members, &actions);
        for action in &mut actions {
            paging::read(&scope, &types, &members, outline.paging.as_ref(), action);
            waiter::read(&scope, &types, &members, action);
            example::read(&scope, &types, &members, action);
        }
    }
    names::check(&scope, &types, &actions, &outline, &service.name);
    if problems.is_empty() && sources.problems.is_empty() {
        lint::run(
            &lint::Spec {
                sources,
                scope: &scope,
                outline: &outline,
                types: &types,
                members: &members,
                actions: &actions,
            },
            levels,
        );
    }

    for (ty, drafts) in types.iter_mut().zip(members) {
        if let Shape::Structure(structure) = &mut ty.shape {
            structure.members = finish(drafts);
        }
    }
    Api {
        service,
        chapters: outline
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
    /// The description in both languages, which everything must have.
    fn docs(&self, fields: &Fields<'a>) -> Docs {
        docs(fields, self.problems)
    }

    /// Reports a name that is nowhere, unless it may be in a file that could not be read.
    fn unknown<'n>(
        &self,
        code: Code,
        place: Place,
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'n str> + Clone,
    ) {
        if self.complete {
            self.problems.unknown(code, place, what, name, known);
        }
    }

    /// Whether something is known from observation only.
    fn observed(&self, fields: &Fields<'a>) -> bool {
        observed(fields, self.problems)
    }
}

fn docs(fields: &Fields<'_>, problems: &Problems) -> Docs {
    let text = |key| {
        fields
            .required_text(problems, key)
            .map(str::trim)
            .unwrap_or_default()
            .to_owned()
    };
    Docs {
        en: text("en"),
        zh: text("zh"),
    }
}

fn observed(fields: &Fields<'_>, problems: &Problems) -> bool {
    fields
        .choice(problems, "source", &[("observed", true)])
        .unwrap_or_default()
}

/// The draft with a wire name.
fn find<'d, 'a>(drafts: &'d [Draft<'a>], wire: &str) -> Option<&'d Draft<'a>> {
    drafts.iter().find(|draft| draft.member.wire == wire)
}

fn wire_names<'d>(drafts: &'d [Draft<'_>]) -> impl Iterator<Item = &'d str> + Clone {
    drafts.iter().map(|draft| draft.member.wire.as_str())
}

/// The members of the structure that a member is, or is a list of.
fn members_of<'m, 'a>(
    types: &[Type],
    members: &'m Members<'a>,
    draft: &Draft<'a>,
) -> Option<&'m [Draft<'a>]> {
    match draft.member.ty.kind {
        Kind::Named(index) => match types[index].shape {
            Shape::Structure(_) => Some(&members[index]),
            Shape::Enum(_) => None,
        },
        _ => None,
    }
}
