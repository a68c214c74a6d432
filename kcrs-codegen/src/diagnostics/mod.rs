//! Diagnostics of a spec, and reports of them.

mod lines;
mod render;

use std::fmt;

use crate::codes::Code;

pub(crate) use lines::LineIndex;

/// A problem with a spec. In the checks its location is a node (`At` is a highlight), in a report a
/// line and column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Diagnostic<At = Location> {
    /// The location of the problem.
    pub primary: At,
    /// Whether it is an error.
    pub severity: Severity,
    /// The kind of problem. None if it is not in the spec, such as a file that cannot be written.
    pub code: Option<Code>,
    /// Message.
    pub message: String,
    /// Remedy, or what is allowed.
    pub help: Option<String>,
    /// Related locations.
    pub labels: Vec<Label<At>>,
    /// The number of further diagnostics that follow from this one. A report does not list them.
    pub followers: usize,
}

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The spec is wrong.
    Error,
    /// The spec is valid, but probably not what was meant.
    Warning,
}

/// A location that is related to a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Label<At = Location> {
    /// The location.
    pub at: At,
    /// Relation to the diagnostic.
    pub message: String,
}

/// A file, or a range of characters in one of its lines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Location {
    /// The path of the file, which begins with the folder as the caller named it.
    pub file: String,
    /// The line, counted from 1. 0 when the file as a whole is meant.
    pub line: usize,
    /// The column, counted in characters from 1. 0 when the file as a whole is meant.
    pub column: usize,
    /// The column after the last character.
    pub end_column: usize,
    /// The text of the line.
    pub excerpt: String,
    /// The text of the next line, which a report shows if it lies between two lines with labels.
    next: String,
    /// The byte range in `excerpt`.
    bytes: (usize, usize),
}

/// Diagnostics of a spec, sorted by file and line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl<At> Diagnostic<At> {
    pub(crate) fn new(
        code: impl Into<Option<Code>>,
        primary: impl Into<At>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            primary: primary.into(),
            severity: Severity::Error,
            code: code.into(),
            message: message.into(),
            help: None,
            labels: Vec::new(),
            followers: 0,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn add_label(&mut self, at: impl Into<At>, message: impl Into<String>) {
        self.labels.push(Label {
            at: at.into(),
            message: message.into(),
        });
    }

    /// Turns highlights into locations and drops labels without a line.
    pub(crate) fn locate(self, locate: impl Fn(&At) -> Location) -> Diagnostic {
        let labels = self.labels.into_iter().map(|label| Label {
            at: locate(&label.at),
            message: label.message,
        });
        Diagnostic {
            primary: locate(&self.primary),
            severity: self.severity,
            code: self.code,
            message: self.message,
            help: self.help,
            labels: labels.filter(|label| !label.at.is_whole_file()).collect(),
            followers: self.followers,
        }
    }
}

impl Diagnostic {
    /// A diagnostic without a code, of a file as a whole.
    pub(crate) fn of_file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(None, Location::of_file(file), message)
    }

    /// Formats the diagnostic in one line: location, code, message.
    pub fn in_one_line(&self) -> String {
        let Location {
            file, line, column, ..
        } = &self.primary;
        let place = match line {
            0 => file.clone(),
            line => format!("{file}:{line}:{column}"),
        };
        let code = self.code.map(|code| format!("{code}: "));
        let message = self.message.replace(['\n', '\r'], " ");
        format!("{place}: {}{message}", code.unwrap_or_default())
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render::diagnostic(self, render::PLAIN))
    }
}

impl Location {
    /// A file as a whole.
    pub(crate) fn of_file(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line: 0,
            column: 0,
            end_column: 0,
            excerpt: String::new(),
            next: String::new(),
            bytes: (0, 0),
        }
    }

    /// Returns whether the location is a file as a whole.
    pub fn is_whole_file(&self) -> bool {
        self.line == 0
    }
}

impl Report {
    pub(crate) fn new(mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostics.sort();
        diagnostics.dedup();
        Self { diagnostics }
    }

    pub(crate) fn one(diagnostic: Diagnostic) -> Self {
        Self {
            diagnostics: vec![diagnostic],
        }
    }

    /// Returns the diagnostics. A report that is returned as an error has at least one error.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Returns whether there are no diagnostics.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Returns the number of diagnostics of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }

    /// Formats the report like [`Display`](fmt::Display), with colours for a terminal.
    pub fn colored(&self) -> String {
        self.render(render::COLORED)
    }

    fn render(&self, style: render::Style) -> String {
        let mut text: String = self
            .diagnostics
            .iter()
            .map(|diagnostic| render::diagnostic(diagnostic, style) + "\n\n")
            .collect();
        text.push_str(&self.summary());
        text
    }

    /// Formats the counts, and the command that explains a code.
    fn summary(&self) -> String {
        let counted = |severity, name: &str| match self.count(severity) {
            0 => None,
            1 => Some(format!("1 {name}")),
            count => Some(format!("{count} {name}s")),
        };
        let counts: Vec<String> = [
            counted(Severity::Error, "error"),
            counted(Severity::Warning, "warning"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let followers = self.diagnostics.iter().map(|found| found.followers);
        let followers = match followers.sum() {
            0 => String::new(),
            1 => ", and 1 more that follows".to_owned(),
            count => format!(", and {count} more that follow"),
        };
        let code = self
            .diagnostics
            .iter()
            .find_map(|diagnostic| diagnostic.code);
        let more = code.map(|code| format!("; see `kcrs-codegen explain {code}`"));
        let counts = counts.join(", ");
        format!("{counts}{followers}{}", more.unwrap_or_default())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(render::PLAIN))
    }
}

impl std::error::Error for Report {}
