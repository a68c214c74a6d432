//! The files of a spec.

use std::path::Path;

use crate::load::{Node, Place, locate, parse};
use crate::report::Problem;

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

impl Sources {
    /// Reads the `*.yaml` files of a folder. What cannot be read is told by [`check`](crate::check), with all else.
    pub fn read(folder: impl AsRef<Path>) -> Self {
        let folder = folder.as_ref();
        let mut sources = Self::empty(folder.to_string_lossy().trim_end_matches('/'));
        let names = match file_names(folder) {
            Ok(names) => names,
            Err(error) => {
                let help =
                    "expected the folder that holds service.yaml, errors.yaml and the chapters";
                let message = format!("the spec folder cannot be read: {error}");
                sources
                    .problems
                    .push(Problem::of_file(sources.label.clone(), message).with_help(help));
                return sources;
            }
        };
        for name in names {
            let path = format!("{}/{name}", sources.label);
            if name.ends_with(".yml") {
                let problem = Problem::of_file(path, "a file of a spec ends in `.yaml`");
                sources
                    .problems
                    .push(problem.with_help("rename it, or take it out of the folder"));
                continue;
            }
            match std::fs::read(folder.join(&name)).map(String::from_utf8) {
                Ok(Ok(text)) => sources.add(path, text),
                Ok(Err(error)) => {
                    let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                    let line = 1 + valid.iter().filter(|byte| **byte == b'\n').count();
                    let column = 1 + String::from_utf8_lossy(valid)
                        .chars()
                        .rev()
                        .take_while(|c| *c != '\n')
                        .count();
                    let problem = Problem::of_file(path.clone(), "the file is not UTF-8");
                    sources.problems.push(Problem {
                        line,
                        column,
                        ..problem
                    });
                    sources.hide(path);
                }
                Err(error) => {
                    sources.problems.push(Problem::of_file(
                        path.clone(),
                        format!("the file cannot be read: {error}"),
                    ));
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
        let mut files: Vec<(String, String)> = files
            .into_iter()
            .map(|(path, text)| (path.into(), text.into()))
            .collect();
        files.sort();
        let label = files
            .first()
            .and_then(|(path, _)| path.rsplit_once('/'))
            .map_or("spec", |(folder, _)| folder);
        let mut sources = Self::empty(label);
        for (path, text) in files {
            sources.add(path, text);
        }
        sources.require_files();
        sources
    }

    /// Whether every file could be read, so that a name that is not there is nowhere.
    pub(crate) fn are_complete(&self) -> bool {
        !self.is_partial
    }

    /// Turns what a check found into a problem with line and column.
    pub(crate) fn problem(&self, place: Place, message: String, help: Option<String>) -> Problem {
        let Some(source) = self.files.get(place.file as usize) else {
            return Problem {
                help,
                ..Problem::of_file(self.label.clone(), message)
            };
        };
        let (line, column) = locate(&source.text, place).unwrap_or((0, 0));
        let excerpt = line
            .checked_sub(1)
            .and_then(|line| source.text.lines().nth(line))
            .map(str::to_owned);
        Problem {
            line,
            column,
            help,
            excerpt,
            ..Problem::of_file(source.path.clone(), message)
        }
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
                self.problems
                    .push(Problem::of_file(path, "the file is missing").with_help(purpose));
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
                    .with_help(CHAPTER_PURPOSE),
            );
            self.is_partial = true;
        }
    }

    fn add(&mut self, path: String, text: String) {
        let file = self.files.len() as u32;
        let root = match parse(&text, file) {
            Ok(root) => Some(root),
            Err(problem) => {
                self.problems.push(Problem {
                    file: path.clone(),
                    ..problem
                });
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
