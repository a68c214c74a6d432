//! The reference of the API as Markdown, for readers on the web: an index, a page per action, a
//! page of types and one of errors, in each language.

mod action;
mod errors;
mod folder;
mod index;
mod markdown;
mod members;
mod shell;
mod types;

pub use folder::{Difference, Written, compare, write};

use std::collections::HashMap;

use heck::ToKebabCase;

use crate::language::Language;
use crate::markdown::prose_of;
use crate::model::{Action, Api, Docs, Kind};
use crate::naming::snake;

use markdown::Slugs;

/// Options of a reference.
#[derive(Clone, Debug)]
pub struct Options {
    languages: Vec<Language>,
    crate_name: String,
    program: String,
}

impl Options {
    /// A reference in all languages, whose examples use a crate and a command line that are named
    /// after the service: `kcrs` has `kcrs_generated` and `kcrs`.
    #[must_use]
    pub fn new(api: &Api) -> Self {
        let name = &api.service.name;
        Self {
            languages: Language::ALL.to_vec(),
            crate_name: crate_name(name),
            program: name.clone(),
        }
    }

    /// The languages to write.
    #[must_use]
    pub fn languages(mut self, languages: &[Language]) -> Self {
        self.languages = languages.to_vec();
        self
    }

    /// The crate that Rust examples use, as `use` names it.
    #[must_use]
    pub fn crate_name(mut self, name: impl Into<String>) -> Self {
        self.crate_name = name.into().replace('-', "_");
        self
    }

    /// The program that examples of the command line use.
    #[must_use]
    pub fn program(mut self, name: impl Into<String>) -> Self {
        self.program = name.into();
        self
    }
}

/// The crate that a service's client is taken to be in.
#[must_use]
pub fn crate_name(service: &str) -> String {
    format!("{}_generated", snake(service))
}

/// A page of the reference.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page {
    /// Its path within the reference, with `/`: `en/actions/create-instance.md`.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The pages, in a fixed order.
#[must_use]
pub fn pages(api: &Api, options: &Options) -> Vec<Page> {
    let languages = options.languages.iter();
    languages
        .flat_map(|language| {
            let reference = Reference::new(api, options, *language);
            let mut pages = vec![
                reference.page("README.md", index::write),
                reference.page("types.md", types::write),
                reference.page("errors.md", errors::write),
            ];
            pages.extend(api.actions.iter().map(|action| {
                reference.page(&action_path(action), |reference| {
                    action::write(reference, action)
                })
            }));
            pages
        })
        .collect()
}

/// The first line of each page, by which a later run recognises pages of the reference.
const MARK: &str = "<!-- Written by kcrs-codegen docs. Do not edit: edit the spec. -->";

/// The reference in one language.
struct Reference<'a> {
    api: &'a Api,
    options: &'a Options,
    language: Language,
    /// By type, on the page of types.
    type_slugs: Vec<String>,
    /// By chapter, in the index.
    chapter_slugs: Vec<String>,
    /// By type: the actions that reach it.
    users: Vec<Vec<&'a Action>>,
    actions: HashMap<&'a str, &'a Action>,
}

impl<'a> Reference<'a> {
    fn new(api: &'a Api, options: &'a Options, language: Language) -> Self {
        let mut slugs = Slugs::default();
        slugs.next(types::title(language));
        let type_slugs = api.types.iter().map(|ty| slugs.next(&ty.name)).collect();
        let mut slugs = Slugs::default();
        slugs.next(language.of(&api.service.title));
        slugs.next(index::actions_title(language));
        let chapters = api.chapters.iter();
        let chapter_slugs = chapters
            .map(|chapter| slugs.next(language.of(&chapter.docs)))
            .collect();
        Self {
            api,
            options,
            language,
            type_slugs,
            chapter_slugs,
            users: types::users(api),
            actions: api
                .actions
                .iter()
                .map(|action| (action.wire.as_str(), action))
                .collect(),
        }
    }

    fn page(&self, path: &str, write: impl FnOnce(&Self) -> String) -> Page {
        let text = write(self);
        let path = format!("{}/{path}", self.language.code());
        Page {
            text: format!("{MARK}\n\n{}\n", text.trim_end()),
            path,
        }
    }

    /// The text in the language of the reference.
    fn pick(&self, english: &'static str, chinese: &'static str) -> &'static str {
        self.language.pick(english, chinese)
    }

    /// The same page in the other languages, as links.
    fn translations(&self, path: &str) -> String {
        let up = "../".repeat(1 + path.matches('/').count());
        let others = self.options.languages.iter();
        let links = others
            .filter(|other| **other != self.language)
            .map(|other| format!("[{}]({up}{}/{path})", other.name(), other.code()));
        links.collect::<Vec<_>>().join(" · ")
    }

    /// A type as a link; `up` leads from the page to the folder of the language.
    fn type_link(&self, kind: Kind, up: &str) -> String {
        match kind {
            Kind::Text => "String".to_owned(),
            Kind::Integer => "Integer".to_owned(),
            Kind::Boolean => "Boolean".to_owned(),
            Kind::Timestamp => "Timestamp".to_owned(),
            Kind::Secret => "Secret".to_owned(),
            Kind::Filter => "Filter".to_owned(),
            Kind::Named(index) => {
                let name = self.api.types.get(index).map_or("", |ty| &ty.name);
                let slug = self.type_slugs.get(index).map_or("", String::as_str);
                match up {
                    ON_TYPES_PAGE => format!("[{name}](#{slug})"),
                    up => format!("[{name}]({up}types.md#{slug})"),
                }
            }
        }
    }

    /// The words of something that the document may not have.
    fn prose_of(&self, docs: &Docs, is_observed: bool) -> String {
        self.language.of(&prose_of(docs, is_observed)).to_owned()
    }
}

/// Relative path from the page of types to its folder.
const ON_TYPES_PAGE: &str = "";

fn action_path(action: &Action) -> String {
    format!("actions/{}.md", kebab(&action.method_name))
}

/// A name as file names and the command line have it.
fn kebab(name: &str) -> String {
    name.to_kebab_case()
}
