//! Reads the files of a spec, and locates diagnostics in them.

use std::borrow::Cow;
use std::path::Path;
use std::sync::OnceLock;

use crate::codes::Code;
use crate::diagnostics::{Diagnostic, LineIndex, Location};
use crate::grammar::FileKind;

use super::folder;
use super::node::{Highlight, Node, Span};
use super::parse;
use super::tree::Tree;
use super::yaml::{self, SyntaxError};

/// The files of a spec, read.
#[derive(Debug)]
pub struct Sources {
    pub(crate) files: Vec<Source>,
    /// Diagnostics of files that could not be read.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Whether a file that may define names is missing or could not be read.
    is_partial: bool,
    label: String,
}

/// One file.
#[derive(Debug)]
pub(crate) struct Source {
    /// The name in its folder, without `.yaml`.
    pub(crate) stem: String,
    pub(crate) kind: FileKind,
    /// The path that diagnostics show.
    path: String,
    text: String,
    /// Absent when the file could not be read.
    pub(crate) root: Option<Node>,
    positions: OnceLock<Positions>,
}

/// The spans of a file's nodes and lines, computed for the first diagnostic.
#[derive(Debug)]
struct Positions {
    tree: Tree,
    lines: LineIndex,
}

impl Source {
    fn new(path: String, text: String, root: Option<Node>) -> Self {
        let name = path.rsplit_once('/').map_or(&*path, |(_, name)| name);
        let stem = name.strip_suffix(".yaml").unwrap_or(name);
        Self {
            kind: FileKind::of_stem(Some(stem)),
            stem: stem.to_owned(),
            path,
            text,
            root,
            positions: OnceLock::new(),
        }
    }

    pub(super) fn location(&self, highlight: &Highlight) -> Location {
        let (Some(root), Some(number)) = (&self.root, highlight.span.node) else {
            return Location::of_file(&self.path);
        };
        let Positions { tree, lines } = self.positions();
        let (node, _) = tree.find(root, number);
        let bytes = highlight.within(&self.text, node.span.clone());
        lines.location(&self.path, &self.text, bytes)
    }

    /// Returns whether a comment stands above or behind the entry to which a key or value belongs.
    pub(crate) fn is_commented(&self, span: Span) -> bool {
        let (Some(root), Some(number)) = (&self.root, span.node) else {
            return false;
        };
        let (_, entry) = self.positions().tree.find(root, number);
        entry.is_some_and(|entry| !entry.above.is_empty() || entry.behind.is_some())
    }

    /// Refuses syntax that serde_yaml reads in silence.
    fn other_syntax(&self) -> impl Iterator<Item = Diagnostic> + '_ {
        let problems = self.positions().tree.problems.iter();
        let other = problems.filter(|problem| problem.code.is_some());
        other.map(|problem| problem.diagnostic(&self.path, &self.text))
    }

    fn positions(&self) -> &Positions {
        self.positions.get_or_init(|| Positions {
            tree: parse::parse(&with_plain_breaks(&self.text)),
            lines: LineIndex::new(&self.text),
        })
    }
}

/// Replaces every other line break of YAML by `\n`. Spaces fill up, so that offsets stay the same.
pub(super) fn with_plain_breaks(text: &str) -> Cow<'_, str> {
    const BREAKS: [(&str, &str); 5] = [
        ("\r\n", " \n"),
        ("\r", "\n"),
        ("\u{85}", " \n"),
        ("\u{2028}", "  \n"),
        ("\u{2029}", "  \n"),
    ];
    let mut text = Cow::Borrowed(text);
    for (odd, plain) in BREAKS {
        if text.contains(odd) {
            text = Cow::Owned(text.replace(odd, plain));
        }
    }
    text
}

impl Sources {
    /// Reads the `*.yaml` files of a folder. [`check`](crate::check) reports what cannot be
    /// read, with all else.
    pub fn read(folder: impl AsRef<Path>) -> Self {
        let folder = folder.as_ref();
        let mut sources = Self::empty(folder.to_string_lossy().trim_end_matches('/'));
        let files = match folder::read(folder, &sources.label) {
            Ok(files) => files,
            Err(error) => {
                let message = format!("the spec folder cannot be read: {error}");
                let diagnostic =
                    of_file(Code::UNREADABLE, &sources.label, message).help(FOLDER_PURPOSE);
                sources.diagnostics.push(diagnostic);
                return sources;
            }
        };
        for (path, bytes) in files {
            match bytes {
                Ok(bytes) => sources.add_bytes(path, bytes),
                Err(diagnostic) => sources.hide(*diagnostic),
            }
        }
        sources.require_files();
        sources
    }

    /// Uses files in memory, each with the path that reports show.
    pub fn from_texts<P: Into<String>, T: Into<String>>(
        files: impl IntoIterator<Item = (P, T)>,
    ) -> Self {
        Self::from_bytes(
            files
                .into_iter()
                .map(|(path, text)| (path, text.into().into_bytes())),
        )
    }

    /// Uses files in memory that may not be UTF-8, each with the path that reports show.
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

    /// Returns whether every file could be read, so that a name that was not found does not exist.
    pub(crate) fn are_complete(&self) -> bool {
        !self.is_partial
    }

    /// Turns the highlights of a diagnostic into lines and columns.
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
        let lacks = |kind| self.files.iter().all(|source| source.kind != kind);
        let missing = [
            (FileKind::Service, "service", SERVICE_PURPOSE),
            (FileKind::Errors, "errors", ERRORS_PURPOSE),
        ];
        for (_, stem, purpose) in missing.into_iter().filter(|(kind, _, _)| lacks(*kind)) {
            let path = format!("{}/{stem}.yaml", self.label);
            self.diagnostics
                .push(of_file(Code::MISSING_FILE, path, "the file is missing").help(purpose));
        }
        if lacks(FileKind::Chapter) {
            self.diagnostics.push(
                of_file(Code::NO_CHAPTER, &self.label, "the spec has no chapter")
                    .help(CHAPTER_PURPOSE),
            );
        }
        self.is_partial |= lacks(FileKind::Service) || lacks(FileKind::Chapter);
    }

    fn add_bytes(&mut self, path: String, bytes: Vec<u8>) {
        match String::from_utf8(bytes) {
            Ok(text) => self.add(path, &text),
            Err(error) => {
                // The line up to the first byte that is invalid.
                let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                let valid = String::from_utf8_lossy(valid);
                let end = valid.len();
                let location = LineIndex::new(&valid).location(&path, &valid, end..end);
                self.hide(
                    Diagnostic::new(Code::NOT_UTF8, location, "the file is not UTF-8")
                        .help("save it as UTF-8"),
                );
            }
        }
    }

    fn add(&mut self, path: String, text: &str) {
        // A byte order mark is not part of the first line.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let root = match yaml::is_empty(text) {
            true => Err(of_file(Code::EMPTY_FILE, &path, "the file is empty")),
            false => yaml::parse(text, self.files.len() as u32)
                .map_err(|error| error.diagnostic(&path, text)),
        };
        self.is_partial |= root.is_err();
        let root = root
            .map_err(|diagnostic| self.diagnostics.push(diagnostic))
            .ok();
        let source = Source::new(path, text.to_owned(), root);
        if source.root.is_some() && parse::may_have_other_syntax(text) {
            self.diagnostics.extend(source.other_syntax());
        }
        self.files.push(source);
    }

    /// Adds a file that cannot be read, with the diagnostic that says why.
    fn hide(&mut self, diagnostic: Diagnostic) {
        self.is_partial = true;
        let path = diagnostic.primary.file.clone();
        self.diagnostics.push(diagnostic);
        self.files.push(Source::new(path, String::new(), None));
    }
}

impl SyntaxError {
    pub(crate) fn diagnostic(&self, path: &str, text: &str) -> Diagnostic {
        let message = format!("this is not YAML: {}", self.message);
        let Some(at) = self.at else {
            return of_file(Code::SYNTAX, path, message);
        };
        let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
        let location = LineIndex::new(text).location(path, text, at..end);
        let mut diagnostic = Diagnostic::new(Code::SYNTAX, location, message);
        diagnostic.help = self.help.map(str::to_owned);
        diagnostic
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
