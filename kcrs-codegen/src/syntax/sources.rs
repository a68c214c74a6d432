//! The files of a spec.

use std::path::Path;

use crate::codes::Code;
use crate::diagnostics::{Diagnostic, Location};

use super::extent::{extent, lines};
use super::node::{Highlight, Node, Part, Span};
use super::yaml::{self, SyntaxError, locate, parse};

/// The files of a spec, read.
#[derive(Debug)]
pub struct Sources {
    pub(crate) files: Vec<Source>,
    /// What kept files from being read.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Whether a file that may define names is not there or could not be read.
    is_partial: bool,
    label: String,
}

/// One file.
#[derive(Debug)]
pub(crate) struct Source {
    /// The name in its folder, without `.yaml`.
    pub(crate) stem: String,
    /// The name for reports.
    pub(crate) path: String,
    pub(crate) text: String,
    /// Absent when the file could not be read.
    pub(crate) root: Option<Node>,
}

impl Source {
    fn location(&self, highlight: &Highlight) -> Location {
        let lines = self.lines();
        let place = locate(&self.text, highlight.span).and_then(|at| {
            let node = self.root.as_ref()?.find(highlight.span);
            extent(&lines, at, node, &highlight.part)
        });
        match place {
            Some((line, bytes)) => Location::in_line(&self.path, &lines, line, &bytes),
            None => Location::of_file(&self.path),
        }
    }

    /// The line, counted from 0, in which a span begins.
    pub(crate) fn line_of(&self, span: Span) -> Option<usize> {
        Some(locate(&self.text, span)?.0)
    }

    pub(crate) fn lines(&self) -> Vec<&str> {
        lines(&self.text)
    }
}

impl Sources {
    /// Reads the `*.yaml` files of a folder. [`check`](crate::check) reports what cannot be
    /// read, with all else.
    pub fn read(folder: impl AsRef<Path>) -> Self {
        let folder = folder.as_ref();
        let mut sources = Self::empty(folder.to_string_lossy().trim_end_matches('/'));
        let names = match file_names(folder) {
            Ok(names) => names,
            Err(error) => {
                let message = format!("the spec folder cannot be read: {error}");
                let diagnostic =
                    of_file(Code::UNREADABLE, &sources.label, message).help(FOLDER_PURPOSE);
                sources.diagnostics.push(diagnostic);
                return sources;
            }
        };
        for name in names {
            let path = format!("{}/{name}", sources.label);
            if name.ends_with(".yml") {
                sources.diagnostics.push(
                    of_file(Code::FILE_ENDING, path, "a file of a spec ends in `.yaml`")
                        .help("rename it, or take it out of the folder"),
                );
                continue;
            }
            match std::fs::read(folder.join(&name)) {
                Ok(bytes) => sources.add_bytes(path, bytes),
                Err(error) => {
                    let message = format!("the file cannot be read: {error}");
                    sources.hide(of_file(Code::UNREADABLE, path, message));
                }
            }
        }
        sources.require_files();
        sources
    }

    /// Takes files that are in memory, each with the path that reports show.
    pub fn from_texts<P: Into<String>, T: Into<String>>(
        files: impl IntoIterator<Item = (P, T)>,
    ) -> Self {
        Self::from_bytes(
            files
                .into_iter()
                .map(|(path, text)| (path, text.into().into_bytes())),
        )
    }

    /// Takes files that are in memory and may be no text, each with the path that reports show.
    pub fn from_bytes<P: Into<String>>(files: impl IntoIterator<Item = (P, Vec<u8>)>) -> Self {
        let mut files: Vec<(String, Vec<u8>)> = files
            .into_iter()
            .map(|(path, bytes)| (path.into(), bytes))
            .collect();
        files.sort();
        let label = files
            .first()
            .and_then(|(path, _)| path.rsplit_once('/'))
            .map_or("spec", |(folder, _)| folder);
        let mut sources = Self::empty(label);
        for (path, bytes) in files {
            sources.add_bytes(path, bytes);
        }
        sources.require_files();
        sources
    }

    /// Whether every file could be read, so that a name that is not there is nowhere.
    pub(crate) fn are_complete(&self) -> bool {
        !self.is_partial
    }

    /// Looks up the lines and columns of a diagnostic.
    pub(crate) fn locate(&self, diagnostic: Diagnostic<Highlight>) -> Diagnostic {
        diagnostic.locate(|highlight| {
            let source = self.files.get(highlight.span.file as usize);
            source.map_or_else(
                || Location::of_file(&self.label),
                |source| source.location(highlight),
            )
        })
    }

    fn empty(label: &str) -> Self {
        Self {
            files: Vec::new(),
            diagnostics: Vec::new(),
            is_partial: false,
            label: label.to_owned(),
        }
    }

    fn require_files(&mut self) {
        for (stem, purpose) in [("service", SERVICE_PURPOSE), ("errors", ERRORS_PURPOSE)] {
            if self.files.iter().all(|source| source.stem != stem) {
                let path = format!("{}/{stem}.yaml", self.label);
                self.diagnostics
                    .push(of_file(Code::MISSING_FILE, path, "the file is missing").help(purpose));
                self.is_partial |= stem == "service";
            }
        }
        if self
            .files
            .iter()
            .all(|source| matches!(source.stem.as_str(), "service" | "errors"))
        {
            self.diagnostics.push(
                of_file(Code::NO_CHAPTER, &self.label, "the spec has no chapter")
                    .help(CHAPTER_PURPOSE),
            );
            self.is_partial = true;
        }
    }

    fn add_bytes(&mut self, path: String, bytes: Vec<u8>) {
        match String::from_utf8(bytes) {
            Ok(text) => self.add(path, text),
            Err(error) => {
                // The line as far as it can be read.
                let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                let valid = String::from_utf8_lossy(valid);
                let lines = lines(&valid);
                let last = lines.len() - 1;
                let end = lines[last].len();
                let location = Location::in_line(&path, &lines, last, &(end..end));
                self.hide(
                    Diagnostic::new(Code::NOT_UTF8, location, "the file is not UTF-8")
                        .help("save it as UTF-8"),
                );
            }
        }
    }

    fn add(&mut self, path: String, text: String) {
        let file = self.files.len() as u32;
        let root = match parse(&text, file) {
            _ if yaml::is_empty(&text) => {
                Err(of_file(Code::EMPTY_FILE, &path, "the file is empty"))
            }
            root => root.map_err(|error| error.diagnostic(&path, &lines(&text))),
        };
        let stem = stem_of(&path);
        self.is_partial |= root.is_err();
        let root = root
            .map_err(|diagnostic| self.diagnostics.push(diagnostic))
            .ok();
        self.files.push(Source {
            stem,
            path,
            text,
            root,
        });
    }

    /// Takes the name of a file that cannot be read, and why it cannot.
    fn hide(&mut self, diagnostic: Diagnostic) {
        self.is_partial = true;
        let path = diagnostic.primary.file.clone();
        self.diagnostics.push(diagnostic);
        self.files.push(Source {
            stem: stem_of(&path),
            path,
            text: String::new(),
            root: None,
        });
    }
}

impl SyntaxError {
    fn diagnostic(&self, path: &str, lines: &[&str]) -> Diagnostic {
        let place = self.at.and_then(|at| extent(lines, at, None, &Part::Whole));
        let message = format!("this is not YAML: {}", self.message);
        let Some((line, bytes)) = place else {
            return of_file(Code::SYNTAX, path, message);
        };
        let location = Location::in_line(path, lines, line, &bytes);
        let diagnostic = Diagnostic::new(Code::SYNTAX, location, message);
        match self.likely_cause(lines[line]) {
            Some(cause) => diagnostic.help(cause),
            None => diagnostic,
        }
    }
}

fn of_file(code: Code, path: impl Into<String>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, Location::of_file(path), message)
}

const FOLDER_PURPOSE: &str =
    "expected the folder that holds service.yaml, errors.yaml and the chapters";
const SERVICE_PURPOSE: &str =
    "it names the service, its version and its addresses, and holds what chapters share";
const ERRORS_PURPOSE: &str = "it holds the table of errors that all actions share";
const CHAPTER_PURPOSE: &str = "any other `*.yaml` in the folder is a chapter: a group of actions";

fn file_names(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && (name.ends_with(".yaml") || name.ends_with(".yml")) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn stem_of(path: &str) -> String {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.strip_suffix(".yaml").unwrap_or(name).to_owned()
}
