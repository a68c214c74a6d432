//! What is wrong with a spec, and where.

mod draw;

use std::fmt;
use std::ops::Range;

use crate::codes::Code;

/// One thing that is wrong with a spec.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Problem {
    /// The file, as the caller named its folder.
    pub file: String,
    /// The line, counted from 1. 0 when the file as a whole is meant.
    pub line: usize,
    /// The column, counted in characters from 1. 0 when the file as a whole is meant.
    pub column: usize,
    /// The column after the last one that is meant.
    pub end_column: usize,
    /// Whether it is an error.
    pub severity: Severity,
    /// The kind of mistake. None where it is none of the spec's: a file that cannot be written.
    pub code: Option<Code>,
    /// What is wrong.
    pub message: String,
    /// What to do about it, or what is allowed.
    pub help: Option<String>,
    /// What a report shows of the files. None when the file as a whole is meant.
    shown: Option<Box<Shown>>,
}

/// What a report shows of the files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Shown {
    /// The text of the line.
    excerpt: String,
    /// Other places that have to do with it.
    labels: Vec<Label>,
    /// Lines, counted from 1, that are alone between a label and the problem.
    between: Vec<(usize, String)>,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The spec is wrong.
    Error,
    /// The spec is right, and probably not what was meant.
    Warning,
}

/// A place that has to do with a problem.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Label {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted in characters from 1.
    pub column: usize,
    /// The column after the last one that is meant.
    pub end_column: usize,
    /// What it has to do with the problem.
    pub message: String,
    /// The text of the line.
    pub excerpt: String,
}

/// Problems of a spec, sorted by file and line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    problems: Vec<Problem>,
}

impl Problem {
    /// A problem of a file as a whole, and of no kind that has a code.
    pub(crate) fn of_file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line: 0,
            column: 0,
            end_column: 0,
            severity: Severity::Error,
            code: None,
            message: message.into(),
            help: None,
            shown: None,
        }
    }

    pub(crate) fn in_file(mut self, file: &str) -> Self {
        self.file = file.to_owned();
        self
    }

    pub(crate) fn with_code(mut self, code: Code) -> Self {
        self.code = Some(code);
        self
    }

    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says which bytes of which line are meant. The line is counted from 0.
    pub(crate) fn at(mut self, line: usize, text: &str, bytes: Range<usize>) -> Self {
        (self.line, self.column, self.end_column) = position(line, text, &bytes);
        self.shown = Some(Box::new(Shown {
            excerpt: text.to_owned(),
            labels: Vec::new(),
            between: Vec::new(),
        }));
        self
    }

    /// Adds another place that has to do with it. `line` gives the text of a line of its file,
    /// counted from 1.
    pub(crate) fn add_label<'t>(&mut self, label: Label, line: impl FnOnce(usize) -> &'t str) {
        let Some(shown) = &mut self.shown else { return };
        if label.file == self.file && label.line.abs_diff(self.line) == 2 {
            let between = label.line.min(self.line) + 1;
            shown.between.push((between, line(between).to_owned()));
        }
        shown.labels.push(label);
    }

    /// Other places that have to do with it.
    pub fn labels(&self) -> &[Label] {
        self.shown.as_ref().map_or(&[], |shown| &shown.labels)
    }

    /// The text of the line. None when the file as a whole is meant.
    pub fn excerpt(&self) -> Option<&str> {
        self.shown.as_ref().map(|shown| shown.excerpt.as_str())
    }

    /// The problem in one line: place, code, message.
    pub fn in_one_line(&self) -> String {
        let place = match self.line {
            0 => self.file.clone(),
            line => format!("{}:{line}:{}", self.file, self.column),
        };
        let code = self.code.map(|code| format!("{code}: "));
        let message = self.message.replace(['\n', '\r'], " ");
        format!("{place}: {}{message}", code.unwrap_or_default())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&draw::problem(self, draw::PLAIN))
    }
}

impl Label {
    /// A label of some bytes of a line. The line is counted from 0.
    pub(crate) fn new(
        file: &str,
        line: usize,
        text: &str,
        bytes: Range<usize>,
        message: String,
    ) -> Self {
        let (line, column, end_column) = position(line, text, &bytes);
        Self {
            file: file.to_owned(),
            line,
            column,
            end_column,
            message,
            excerpt: text.to_owned(),
        }
    }
}

impl Report {
    pub(crate) fn new(mut problems: Vec<Problem>) -> Self {
        problems.sort();
        problems.dedup();
        Self { problems }
    }

    pub(crate) fn one(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
        }
    }

    /// The problems. A report that is an error has at least one that is.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Whether there is no problem.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// How many problems are as bad as that.
    pub fn count(&self, severity: Severity) -> usize {
        self.problems
            .iter()
            .filter(|problem| problem.severity == severity)
            .count()
    }

    /// The text of [`Display`](fmt::Display) with colours for a terminal.
    pub fn colored(&self) -> String {
        self.draw(draw::COLORED)
    }

    fn draw(&self, style: draw::Style) -> String {
        let mut text: String = self
            .problems
            .iter()
            .map(|problem| draw::problem(problem, style) + "\n\n")
            .collect();
        text.push_str(&self.summary());
        text
    }

    /// How many there are, and where to read more.
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
        let code = self.problems.iter().find_map(|problem| problem.code);
        let more = code.map(|code| format!("; `kcrs-codegen explain {code}` tells more"));
        format!("{}{}", counts.join(", "), more.unwrap_or_default())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.draw(draw::PLAIN))
    }
}

impl std::error::Error for Report {}

/// A line counted from 1, and columns counted in characters from 1.
fn position(line: usize, text: &str, bytes: &Range<usize>) -> (usize, usize, usize) {
    let column = 1 + text[..bytes.start].chars().count();
    let width = text[bytes.clone()].chars().count();
    (line + 1, column, column + width)
}
