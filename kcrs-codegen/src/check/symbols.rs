//! The first look at the files: which things are defined, and where.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::fields::{Diagnostics, Entry, Fields};
use crate::codes::{Code, Level};
use crate::diagnostics::Diagnostic;
use crate::model::Chapter;
use crate::syntax::{Node, Sources, Span, Value};

use super::member::MEMBER_KEYS;

/// What a spec defines, unread.
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
        for (file, source) in sources.files.iter().enumerate() {
            let Some(root) = &source.root else { continue };
            let span = Span::whole_file(file);
            match source.stem.as_str() {
                "service" => symbols.read_service(
                    diagnostics.fields(root, span, "service.yaml", &SERVICE_KEYS),
                    diagnostics,
                ),
                "errors" => {
                    symbols.errors = diagnostics
                        .fields(root, span, "errors.yaml", &["errors"])
                        .required(diagnostics, "errors");
                }
                _ => {}
            }
        }
        symbols.read_chapters(sources, diagnostics);
        symbols.drop_repetitions(diagnostics);
        symbols
    }

    fn read_service(&mut self, service: Fields<'a>, diagnostics: &Diagnostics) {
        if let Some(node) = service.get("paging") {
            let span = service.span_of("paging");
            self.paging =
                Some(diagnostics.fields(node, span, "`paging`", &["marker", "page_size", "total"]));
        }
        if let Some(node) = service.get("lints") {
            self.lints = read_lints(node, diagnostics);
        }
        if let Some(node) = service.get("parameters") {
            self.parameters = Shared::new(node, diagnostics, "shared parameter");
        }
        if let Some(node) = service.get("fields") {
            self.fields = Shared::new(node, diagnostics, "shared field");
        }
        if let Some(node) = service.get("types") {
            self.types = diagnostics.entries(node, "`types`");
        }
        self.service = Some(service);
    }

    fn read_chapters(&mut self, sources: &'a Sources, diagnostics: &Diagnostics) {
        let mut chapters: Vec<(ChapterDraft, Span, Fields<'a>)> = Vec::new();
        for (file, source) in sources.files.iter().enumerate() {
            let Some(root) = &source.root else { continue };
            if matches!(source.stem.as_str(), "service" | "errors") {
                continue;
            }
            let fields =
                diagnostics.fields(root, Span::whole_file(file), "a chapter", &CHAPTER_KEYS);
            let (chapter, span) = chapter(&source.stem, &fields, diagnostics);
            chapters.push((chapter, span, fields));
        }
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
                diagnostics.report(
                    Diagnostic::new(Code::CHAPTER_ORDER, *span, message)
                        .label(*first_span, "the same order"),
                );
            }
        }
        for (index, (chapter, _, fields)) in chapters.into_iter().enumerate() {
            self.chapters.push(chapter);
            if let Some(node) = fields.get("types") {
                self.types.extend(diagnostics.entries(node, "`types`"));
            }
            if let Some(node) = fields.required(diagnostics, "actions") {
                let actions = diagnostics.entries(node, "`actions`");
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

    /// Names are unique over all files; the first one stays.
    fn drop_repetitions(&mut self, diagnostics: &Diagnostics) {
        let mut seen = BTreeMap::new();
        self.types
            .retain(|entry| first(&mut seen, *entry, "type", diagnostics));
        seen.clear();
        self.actions
            .retain(|(_, entry)| first(&mut seen, *entry, "action", diagnostics));
    }
}

impl<'a> Shared<'a> {
    fn new(node: &'a Node, diagnostics: &Diagnostics, what: &str) -> Self {
        let mut definitions = BTreeMap::new();
        for entry in diagnostics.entries(node, &format!("the {what}s")) {
            diagnostics.fields(entry.value, entry.span, &format!("a {what}"), &MEMBER_KEYS);
            definitions.insert(entry.name, (entry, Cell::new(false)));
        }
        Self { definitions }
    }

    /// The definition of a name, which from now on counts as used.
    pub(crate) fn take(&self, name: &str) -> Option<Entry<'a>> {
        let (entry, used) = self.definitions.get(name)?;
        used.set(true);
        Some(*entry)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> + Clone + '_ {
        self.definitions.keys().copied()
    }

    /// The definitions that nothing took.
    pub(crate) fn unused(&self) -> impl Iterator<Item = Entry<'a>> + '_ {
        self.definitions
            .values()
            .filter(|(_, used)| !used.get())
            .map(|(entry, _)| *entry)
    }
}

const SERVICE_KEYS: [&str; 14] = [
    "service",
    "title",
    "version",
    "endpoint",
    "global_endpoint",
    "regions",
    "signatures",
    "lists",
    "timestamps",
    "paging",
    "lints",
    "parameters",
    "fields",
    "types",
];

const CHAPTER_KEYS: [&str; 3] = ["chapter", "types", "actions"];

fn read_lints(node: &Node, diagnostics: &Diagnostics) -> BTreeMap<Code, Level> {
    let lints: BTreeMap<&str, Code> = Code::all()
        .filter(|code| code.default_level().is_some())
        .map(|code| (code.name(), code))
        .collect();
    let names: Vec<&str> = lints.keys().copied().collect();
    let fields = diagnostics.fields(node, node.span, "`lints`", &names);
    fields
        .entries()
        .iter()
        .filter_map(|entry| {
            let level = fields.choice(diagnostics, entry.name, &Level::NAMES)?;
            Some((*lints.get(entry.name)?, level))
        })
        .collect()
}

fn chapter(stem: &str, fields: &Fields<'_>, diagnostics: &Diagnostics) -> (ChapterDraft, Span) {
    let mut chapter = Chapter {
        id: stem.to_owned(),
        docs: Default::default(),
    };
    let mut order = i64::MAX;
    let mut span = fields.span;
    if let Some(node) = fields.required(diagnostics, "chapter") {
        let head = diagnostics.fields(
            node,
            fields.span_of("chapter"),
            "`chapter`",
            &["order", "en", "zh"],
        );
        chapter.docs = super::docs(&head, diagnostics);
        if let Some(number) = head.required(diagnostics, "order") {
            span = number.span;
            match number.value {
                Value::Integer(value) => order = value,
                _ => diagnostics.error(
                    Code::WRONG_KIND,
                    number.span,
                    format!("`order` must be a number, not {}", number.kind()),
                ),
            }
        }
    }
    (ChapterDraft { chapter, order }, span)
}

fn first<'a>(
    seen: &mut BTreeMap<&'a str, Span>,
    entry: Entry<'a>,
    what: &str,
    diagnostics: &Diagnostics,
) -> bool {
    let Some(first) = seen.get(entry.name) else {
        seen.insert(entry.name, entry.span);
        return true;
    };
    let message = format!("the {what} `{}` is defined twice", entry.name);
    diagnostics.report(
        Diagnostic::new(Code::DEFINED_TWICE, entry.span, message)
            .help(format!("names of {what}s are unique over all files"))
            .label(*first, "first here"),
    );
    false
}
