//! The canonical form of a spec's files.
//!
//! A file is read into the syntax tree, which keeps every comment with its node, brought into
//! order by the table of the format, and printed. Whatever this cannot keep is refused, with its
//! location. The result is read again and compared with what the file said, so that nothing is lost
//! to a mistake here.

mod arrange;
mod document;
mod print;
mod scalar;
mod verify;

use std::fmt;

use crate::diagnostics::LineIndex;
use crate::grammar::Mapping;
use crate::syntax::SyntaxError;
use crate::syntax::tree::Problem;

use document::{CommentPlace, Document};

pub use crate::grammar::FileKind;

/// Why a file was not formatted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The line, counted from 1. 0 when the file as a whole is meant.
    pub line: usize,
    /// The column, counted in characters from 1. 0 when the file as a whole is meant.
    pub column: usize,
    /// What prevents formatting.
    pub message: String,
    /// What to do about it.
    pub help: Option<&'static str>,
}

/// Formats the text of a file.
///
/// # Errors
///
/// If the text is not YAML, or uses syntax that the format does not allow.
pub fn format(kind: FileKind, text: &str) -> Result<String, Refusal> {
    let root = kind.mapping();
    let text = text
        .strip_prefix('\u{feff}')
        .unwrap_or(text)
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let value = read(&text);
    // The complete parser has the best messages, but some of its errors have no location.
    if let Err(error) = &value
        && error.location().is_some()
    {
        return Err(Refusal::of_yaml(&text, error));
    }
    let document = Document::read(&text);
    let mut document = document.map_err(|problem| Refusal::of_problem(&text, problem))?;
    let value = value.map_err(|error| Refusal::of_yaml(&text, &error))?;
    arrange::arrange(&mut document, root);
    let comments = document.comments();
    let formatted = print::print(&document, root);
    match verify(&value, &comments, &formatted, root) {
        Ok(()) => Ok(formatted),
        Err(what) => {
            let message = format!("a mistake of the formatter, please report it: {what}");
            let help = Some("the file is left as it is");
            Err(Refusal::new(&text, None, message, help))
        }
    }
}

/// Parses the output and compares it with the input.
fn verify(
    value: &serde_yaml::Value,
    comments: &[CommentPlace],
    formatted: &str,
    root: &'static Mapping,
) -> Result<(), String> {
    let again = read(formatted).map_err(|error| error.to_string())?;
    let document = Document::read(formatted).map_err(|problem| problem.message)?;
    verify::values(value, &again, root)?;
    verify::comments(comments, &document.comments())
}

fn read(text: &str) -> Result<serde_yaml::Value, serde_yaml::Error> {
    serde_yaml::from_str(text)
}

impl Refusal {
    fn new(text: &str, at: Option<usize>, message: String, help: Option<&'static str>) -> Self {
        let location = at.map(|at| LineIndex::new(text).location("", text, at..at));
        let (line, column) = location.map_or((0, 0), |location| (location.line, location.column));
        Self {
            line,
            column,
            message,
            help,
        }
    }

    fn of_problem(text: &str, problem: Problem) -> Self {
        Self::new(text, Some(problem.at), problem.message, problem.help)
    }

    fn of_yaml(text: &str, error: &serde_yaml::Error) -> Self {
        let error = SyntaxError::new(error, text);
        let message = format!("this is not YAML: {}", error.message);
        Self::new(text, error.at, message, error.help)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "{}:{}: ", self.line, self.column)?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}
