//! Collects what the files of a spec define.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::fields::Fields;
use super::sink::Diagnostics;
use crate::codes::{Code, Level};
use crate::grammar::FileKind;
use crate::model::Chapter;
use crate::syntax::{Entry, Node, Sources, Span, Value};

/// The definitions of a spec, not resolved yet.
#[derive(Debug, Default)]
pub(crate) struct Symbols<'a> {
    pub(crate) service: Option<Fields<'a>>,
    /// The names that paged lists share.
    pub(crate) paging: Option<Fields<'a>>,
    /// The levels that the spec sets.
    pub(crate) lints: BTreeMap<Code, Level>,
    pub(crate) parameters: Shared<'a>,
    pub(crate) fields: Shared<'a>,
    pub(crate) types: Vec<Entry<'a>>,
    pub(crate) chapters: Vec<ChapterDraft>,
    /// The actions, each with the index of its chapter.
    pub(crate) actions: Vec<(usize, Entry<'a>)>,
    pub(crate) errors: Option<&'a Node>,
}

/// A chapter and its place in the order.
#[derive(Debug)]
pub(crate) struct ChapterDraft {
    pub(crate) chapter: Chapter,
    order: i64,
}

/// Definitions that actions use by name.
#[derive(Debug, Default)]
pub(crate) struct Shared<'a> {
    definitions: BTreeMap<&'a str, (Entry<'a>, Cell<bool>)>,
}

impl<'a> Symbols<'a> {
    pub(crate) fn new(sources: &'a Sources, diagnostics: &Diagnostics) -> Self {
        let mut symbols = Self::default();
        let mut chapters = Vec::new();
        for (file, source) in sources.files.iter().enumerate() {
            let Some(root) = &source.root else { continue };
            let fields = Fields::new(root, Span::whole_file(file));
            match source.kind {
                FileKind::Service => symbols.read_service(fields, diagnostics),
                FileKind::Errors => symbols.errors = fields.get("errors"),
                FileKind::Chapter => {
                    let (chapter, span) = chapter(&source.stem, &fields);
                    chapters.push((chapter, span, fields));
                }
            }
        }
        symbols.read_chapters(chapters, diagnostics);
        symbols.drop_repetitions(diagnostics);
        symbols
    }

    fn read_service(&mut self, service: Fields<'a>, diagnostics: &Diagnostics) {
        self.paging = service.inner("paging");
        if let Some(node) = service.get("lints") {
            self.lints = read_lints(node, diagnostics);
        }
        if let Some(node) = service.get("parameters") {
            self.parameters = Shared::new(node);
        }
        if let Some(node) = service.get("fields") {
            self.fields = Shared::new(node);
        }
        if let Some(node) = service.get("types") {
            self.types = node.entries();
        }
        self.service = Some(service);
    }

    fn read_chapters(
        &mut self,
        mut chapters: Vec<(ChapterDraft, Span, Fields<'a>)>,
        diagnostics: &Diagnostics,
    ) {
        chapters.sort_by(|(a, _, _), (b, _, _)| {
            (a.order, &a.chapter.id).cmp(&(b.order, &b.chapter.id))
        });
        for pair in chapters.windows(2) {
            if let [(first, first_span, _), (second, span, _)] = pair
                && first.order == second.order
            {
                let message = format!(
                    "order {} is that of `{}` too",
                    second.order, first.chapter.id
                );
                diagnostics
                    .error(Code::CHAPTER_ORDER, *span, message)
                    .label(*first_span, "the same order");
            }
        }
        for (index, (chapter, _, fields)) in chapters.into_iter().enumerate() {
            self.chapters.push(chapter);
            if let Some(node) = fields.get("types") {
                self.types.extend(node.entries());
            }
            if let Some(node) = fields.get("actions") {
                let actions = node.entries();
                if matches!(&node.value, Value::Null | Value::Map(_)) && actions.is_empty() {
                    diagnostics.error(
                        Code::EMPTY,
                        fields.span_of("actions"),
                        "a chapter has at least one action",
                    );
                }
                self.actions
                    .extend(actions.into_iter().map(|entry| (index, entry)));
            }
        }
    }

    /// Refuses names that are defined in two files, and keeps the first.
    fn drop_repetitions(&mut self, diagnostics: &Diagnostics) {
        let mut types = BTreeMap::new();
        let help = "names of types are unique over all files";
        self.types.retain(|Entry { name, span, .. }| {
            is_first(&mut types, (name, *span), "type", help, diagnostics)
        });
        let mut actions = BTreeMap::new();
        let help = "names of actions are unique over all files";
        self.actions.retain(|(_, Entry { name, span, .. })| {
            is_first(&mut actions, (name, *span), "action", help, diagnostics)
        });
    }
}

impl<'a> Shared<'a> {
    fn new(node: &'a Node) -> Self {
        let entries = node.entries().into_iter();
        Self {
            definitions: entries
                .map(|entry| (entry.name, (entry, Cell::new(false))))
                .collect(),
        }
    }

    /// Returns a definition and marks it as used.
    pub(crate) fn take(&self, name: &str) -> Option<Entry<'a>> {
        let (entry, used) = self.definitions.get(name)?;
        used.set(true);
        Some(*entry)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> + Clone + '_ {
        self.definitions.keys().copied()
    }

    /// Iterates over the unused definitions.
    pub(crate) fn unused(&self) -> impl Iterator<Item = Entry<'a>> + '_ {
        self.definitions
            .values()
            .filter(|(_, used)| !used.get())
            .map(|(entry, _)| *entry)
    }
}

fn read_lints(node: &Node, diagnostics: &Diagnostics) -> BTreeMap<Code, Level> {
    let lints: BTreeMap<&str, Code> = Code::all()
        .filter(|code| code.default_level().is_some())
        .map(|code| (code.name(), code))
        .collect();
    let fields = Fields::new(node, node.span);
    let mut levels = BTreeMap::new();
    for entry in node.entries() {
        match lints.get(entry.name) {
            Some(lint) => {
                let level = fields.choice(entry.name, &Level::NAMES);
                levels.extend(level.map(|level| (*lint, level)));
            }
            None => {
                let known = lints.keys().copied();
                diagnostics.unknown_key(&entry, (node.span, "`lints`"), known);
            }
        }
    }
    levels
}

fn chapter(stem: &str, fields: &Fields<'_>) -> (ChapterDraft, Span) {
    let head = fields.inner("chapter");
    let order = head.as_ref().and_then(|head| head.integer("order"));
    let span = head.as_ref().and_then(|head| head.get("order"));
    let chapter = Chapter {
        id: stem.to_owned(),
        docs: head.map(|head| head.docs()).unwrap_or_default(),
    };
    let order = order.unwrap_or(i64::MAX);
    let span = span.map_or(fields.span, |node| node.span);
    (ChapterDraft { chapter, order }, span)
}

/// Reports a name that is defined already.
pub(super) fn is_first<'a>(
    seen: &mut BTreeMap<&'a str, Span>,
    (name, span): (&'a str, Span),
    what: &str,
    help: &str,
    diagnostics: &Diagnostics,
) -> bool {
    let first = *seen.entry(name).or_insert(span);
    if first != span {
        let message = format!("the {what} `{name}` is defined twice");
        diagnostics
            .error(Code::DEFINED_TWICE, span, message)
            .help(help)
            .label(first, "first here");
    }
    first == span
}
