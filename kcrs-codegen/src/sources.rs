//! The files of a spec.

use std::ops::Range;
use std::path::Path;

use crate::codes::Code;
use crate::extent::{extent, lines};
use crate::found::{Found, Spot};
use crate::load::{Node, Place, locate, parse};
use crate::report::{Label, Problem};

/// The files of a spec, read.
#[derive(Debug)]
pub struct Sources {
    pub(crate) files: Vec<Source>,
    /// What kept files from being read.
    pub(crate) problems: Vec<Problem>,
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
    /// The line, counted from 0, and the bytes in it of a spot. None for a file as a whole.
    fn extent(&self, spot: &Spot) -> Option<(usize, Range<usize>)> {
        let (line, column) = locate(&self.text, spot.place)?;
        let at = (line.checked_sub(1)?, column.checked_sub(1)?);
        let node = self.root.as_ref()?.find(spot.place);
        extent(&lines(&self.text), at, node, &spot.part)
    }

    /// The line, counted from 0, in which a place begins.
    pub(crate) fn line_of(&self, place: Place) -> Option<usize> {
        locate(&self.text, place)?.0.checked_sub(1)
    }

    pub(crate) fn lines(&self) -> Vec<&str> {
        lines(&self.text)
    }

    /// A line, counted from 0.
    fn line(&self, line: usize) -> &str {
        lines(&self.text).get(line).copied().unwrap_or_default()
    }
}

impl Sources {
    /// Reads the `*.yaml` files of a folder. What cannot be read is told by
    /// [`check`](crate::check), with all else.
    pub fn read(folder: impl AsRef<Path>) -> Self {
        let folder = folder.as_ref();
        let mut sources = Self::empty(folder.to_string_lossy().trim_end_matches('/'));
        let names = match file_names(folder) {
            Ok(names) => names,
            Err(error) => {
                let help =
                    "expected the folder that holds service.yaml, errors.yaml and the chapters";
                let message = format!("the spec folder cannot be read: {error}");
                sources.problems.push(
                    Problem::of_file(sources.label.clone(), message)
                        .with_code(Code::UNREADABLE)
                        .with_help(help),
                );
                return sources;
            }
        };
        for name in names {
            let path = format!("{}/{name}", sources.label);
            if name.ends_with(".yml") {
                let problem = Problem::of_file(path, "a file of a spec ends in `.yaml`")
                    .with_code(Code::FILE_ENDING);
                sources
                    .problems
                    .push(problem.with_help("rename it, or take it out of the folder"));
                continue;
            }
            match std::fs::read(folder.join(&name)) {
                Ok(bytes) => sources.add_bytes(path, bytes),
                Err(error) => {
                    let message = format!("the file cannot be read: {error}");
                    sources
                        .problems
                        .push(Problem::of_file(path.clone(), message).with_code(Code::UNREADABLE));
                    sources.hide(path);
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

    /// Turns what a check found into a problem with line and column.
    pub(crate) fn problem(&self, found: Found) -> Problem {
        let source = self.files.get(found.spot.place.file as usize);
        let file = source.map_or(&self.label, |source| &source.path);
        let mut problem = Problem::of_file(file, found.message).with_code(found.code);
        problem.help = found.help;
        problem.severity = found.severity;
        let Some(source) = source else {
            return problem;
        };
        if let Some((line, bytes)) = source.extent(&found.spot) {
            problem = problem.at(line, source.line(line), bytes);
        }
        for (place, message) in found.labels {
            if let Some(label) = self.label_at(place, message) {
                problem.add_label(label, |line| source.line(line - 1));
            }
        }
        problem
    }

    fn label_at(&self, place: Place, message: String) -> Option<Label> {
        let source = self.files.get(place.file as usize)?;
        let (line, bytes) = source.extent(&place.into())?;
        Some(Label::new(
            &source.path,
            line,
            source.line(line),
            bytes,
            message,
        ))
    }

    fn empty(label: &str) -> Self {
        Self {
            files: Vec::new(),
            problems: Vec::new(),
            is_partial: false,
            label: label.to_owned(),
        }
    }

    fn require_files(&mut self) {
        for (stem, purpose) in [("service", SERVICE_PURPOSE), ("errors", ERRORS_PURPOSE)] {
            if self.files.iter().all(|source| source.stem != stem) {
                let path = format!("{}/{stem}.yaml", self.label);
                self.problems.push(
                    Problem::of_file(path, "the file is missing")
                        .with_code(Code::MISSING_FILE)
                        .with_help(purpose),
                );
                self.is_partial |= stem == "service";
            }
        }
        if self
            .files
            .iter()
            .all(|source| matches!(source.stem.as_str(), "service" | "errors"))
        {
            self.problems.push(
                Problem::of_file(self.label.clone(), "the spec has no chapter")
                    .with_code(Code::NO_CHAPTER)
                    .with_help(CHAPTER_PURPOSE),
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
                let problem = Problem::of_file(path.clone(), "the file is not UTF-8")
                    .with_code(Code::NOT_UTF8)
                    .with_help("save it as UTF-8");
                self.problems.push(problem.at(last, lines[last], end..end));
                self.hide(path);
            }
        }
    }

    fn add(&mut self, path: String, text: String) {
        let file = self.files.len() as u32;
        let root = match parse(&text, file) {
            Ok(root) => Some(root),
            Err(problem) => {
                self.problems.push(problem.in_file(&path));
                self.is_partial = true;
                None
            }
        };
        self.files.push(Source {
            stem: stem_of(&path),
            path,
            text,
            root,
        });
    }

    fn hide(&mut self, path: String) {
        self.is_partial = true;
        self.files.push(Source {
            stem: stem_of(&path),
            path,
            text: String::new(),
            root: None,
        });
    }
}

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
