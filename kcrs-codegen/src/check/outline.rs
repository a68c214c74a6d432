//! The first look at the files: which things are defined, and where.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::load::{Node, Place, Value};
use crate::model::Chapter;
use crate::sources::Sources;
use crate::walk::{Entry, Fields, Problems};

use super::Scope;
use super::member::MEMBER_KEYS;

/// What a spec defines, unread.
#[derive(Debug, Default)]
pub(crate) struct Outline<'a> {
    pub(crate) service: Option<Fields<'a>>,
    /// The names that paged lists share.
    pub(crate) paging: Option<Fields<'a>>,
    pub(crate) parameters: Shared<'a>,
    pub(crate) fields: Shared<'a>,
    pub(crate) types: Vec<Entry<'a>>,
    pub(crate) chapters: Vec<ChapterOutline>,
    /// The actions, each with the index of its chapter.
    pub(crate) actions: Vec<(usize, Entry<'a>)>,
    pub(crate) errors: Option<&'a Node>,
}

/// A chapter and its place in the order.
#[derive(Debug)]
pub(crate) struct ChapterOutline {
    pub(crate) chapter: Chapter,
    order: i64,
}

/// Definitions that actions use by name.
#[derive(Debug, Default)]
pub(crate) struct Shared<'a> {
    definitions: BTreeMap<&'a str, (Entry<'a>, Cell<bool>)>,
}

impl<'a> Outline<'a> {
    pub(crate) fn new(sources: &'a Sources, problems: &Problems) -> Self {
        let mut outline = Self::default();
        for (file, source) in sources.files.iter().enumerate() {
            let Some(root) = &source.root else { continue };
            let place = Place::whole_file(file);
            match source.stem.as_str() {
                "service" => outline.read_service(
                    problems.fields(root, place, "service.yaml", &SERVICE_KEYS),
                    problems,
                ),
                "errors" => {
                    outline.errors = problems
                        .fields(root, place, "errors.yaml", &["errors"])
                        .required(problems, "errors");
                }
                _ => {}
            }
        }
        outline.read_chapters(sources, problems);
        outline.drop_repetitions(problems);
        outline
    }

    fn read_service(&mut self, service: Fields<'a>, problems: &Problems) {
        if let Some(node) = service.get("paging") {
            let place = service.place_of("paging");
            self.paging =
                Some(problems.fields(node, place, "`paging`", &["marker", "page_size", "total"]));
        }
        if let Some(node) = service.get("parameters") {
            self.parameters = Shared::new(node, problems, "shared parameter");
        }
        if let Some(node) = service.get("fields") {
            self.fields = Shared::new(node, problems, "shared field");
        }
        if let Some(node) = service.get("types") {
            self.types = problems.entries(node, "`types`");
        }
        self.service = Some(service);
    }

    fn read_chapters(&mut self, sources: &'a Sources, problems: &Problems) {
        let mut chapters: Vec<(ChapterOutline, Place, Fields<'a>)> = Vec::new();
        for (file, source) in sources.files.iter().enumerate() {
            let Some(root) = &source.root else { continue };
            if matches!(source.stem.as_str(), "service" | "errors") {
                continue;
            }
            let fields = problems.fields(root, Place::whole_file(file), "a chapter", &CHAPTER_KEYS);
            let (chapter, place) = chapter(&source.stem, &fields, problems);
            chapters.push((chapter, place, fields));
        }
        chapters.sort_by(|(a, _, _), (b, _, _)| {
            (a.order, &a.chapter.id).cmp(&(b.order, &b.chapter.id))
        });
        for pair in chapters.windows(2) {
            if let [(first, _, _), (second, place, _)] = pair
                && first.order == second.order
            {
                let message = format!(
                    "order {} is that of `{}` too",
                    second.order, first.chapter.id
                );
                problems.error(*place, message);
            }
        }
        for (index, (chapter, _, fields)) in chapters.into_iter().enumerate() {
            self.chapters.push(chapter);
            if let Some(node) = fields.get("types") {
                self.types.extend(problems.entries(node, "`types`"));
            }
            if let Some(node) = fields.required(problems, "actions") {
                let actions = problems.entries(node, "`actions`");
                if matches!(&node.value, Value::Null | Value::Map(_)) && actions.is_empty() {
                    problems.error(
                        fields.place_of("actions"),
                        "a chapter has at least one action",
                    );
                }
                self.actions
                    .extend(actions.into_iter().map(|entry| (index, entry)));
            }
        }
    }

    /// Names are unique over all files; the first one stays.
    fn drop_repetitions(&mut self, problems: &Problems) {
        let mut seen = BTreeMap::new();
        self.types
            .retain(|entry| first(&mut seen, *entry, "type", problems));
        seen.clear();
        self.actions
            .retain(|(_, entry)| first(&mut seen, *entry, "action", problems));
    }
}

impl<'a> Shared<'a> {
    fn new(node: &'a Node, problems: &Problems, what: &str) -> Self {
        let mut definitions = BTreeMap::new();
        for entry in problems.entries(node, &format!("the {what}s")) {
            problems.fields(entry.value, entry.place, &format!("a {what}"), &MEMBER_KEYS);
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

    pub(crate) fn report_unused(&self, scope: &Scope<'_>, what: &str) {
        if !scope.complete {
            return;
        }
        for (name, (entry, used)) in &self.definitions {
            if !used.get() {
                scope.problems.error(
                    entry.place,
                    format!("the shared {what} `{name}` is not used"),
                );
            }
        }
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

fn chapter(stem: &str, fields: &Fields<'_>, problems: &Problems) -> (ChapterOutline, Place) {
    let mut chapter = Chapter {
        id: stem.to_owned(),
        docs: Default::default(),
    };
    let mut order = i64::MAX;
    let mut place = fields.place;
    if let Some(node) = fields.required(problems, "chapter") {
        let head = problems.fields(
            node,
            fields.place_of("chapter"),
            "`chapter`",
            &["order", "en", "zh"],
        );
        chapter.docs = super::docs(&head, problems);
        if let Some(number) = head.required(problems, "order") {
            place = number.place;
            match number.value {
                Value::Integer(value) => order = value,
                _ => problems.error(
                    number.place,
                    format!("`order` must be a number, not {}", number.kind()),
                ),
            }
        }
    }
    (ChapterOutline { chapter, order }, place)
}

fn first<'a>(
    seen: &mut BTreeMap<&'a str, Place>,
    entry: Entry<'a>,
    what: &str,
    problems: &Problems,
) -> bool {
    let is_first = seen.insert(entry.name, entry.place).is_none();
    if !is_first {
        problems.error_with(
            entry.place,
            format!("the {what} `{}` is defined twice", entry.name),
            format!("names of {what}s are unique over all files"),
        );
    }
    is_first
}
