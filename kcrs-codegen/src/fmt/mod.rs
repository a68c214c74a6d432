//! The canonical form of a spec's files.
//!
//! A file is read into a syntax tree that keeps every comment with its node, brought into order by
//! the table of the format, and printed. Whatever this cannot keep is refused, with its place. The
//! result is read again and compared with what the file said, so that nothing is lost to a mistake
//! here.

mod arrange;
mod parse;
mod print;
mod scalar;
mod tree;
mod verify;

use std::fmt;
use std::path::Path;

use crate::grammar::{CHAPTER, ERRORS, Mapping, SERVICE};

use tree::CommentPlace;

/// What a file of a spec is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// `service.yaml`.
    Service,
    /// `errors.yaml`.
    Errors,
    /// Any other file.
    Chapter,
}

/// Why a file was not formatted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The line, counted from 1. 0 when the file as a whole is meant.
    pub line: usize,
    /// The column, counted in characters from 1. 0 when the file as a whole is meant.
    pub column: usize,
    /// What is in the way.
    pub message: String,
    /// What to do about it.
    pub help: Option<&'static str>,
}

impl FileKind {
    /// The kind that a file of that name has.
    pub fn of_path(path: &Path) -> Self {
        match path.file_stem().and_then(|stem| stem.to_str()) {
            Some("service") => Self::Service,
            Some("errors") => Self::Errors,
            _ => Self::Chapter,
        }
    }

    /// The kind that a file without a name looks like.
    pub fn of_text(text: &str) -> Self {
        let has_key = |key: &str| text.lines().any(|line| line.starts_with(key));
        if has_key("service:") {
            Self::Service
        } else if has_key("errors:") {
            Self::Errors
        } else {
            Self::Chapter
        }
    }

    pub(crate) fn mapping(self) -> &'static Mapping {
        match self {
            Self::Service => &SERVICE,
            Self::Errors => &ERRORS,
            Self::Chapter => &CHAPTER,
        }
    }
}

/// Brings the text of a file into the canonical form.
///
/// # Errors
///
/// Where the text is no YAML, or YAML that has no place in a spec.
pub fn format(kind: FileKind, text: &str) -> Result<String, Refusal> {
    let root = kind.mapping();
    let text = text
        .strip_prefix('\u{feff}')
        .unwrap_or(text)
        .replace("\r\n", "\n");
    let value = read(&text);
    // A parser of the whole language knows best what is wrong, but not where every oddity is.
    if let Err(error) = &value
        && error.location().is_some()
    {
        return Err(Refusal::of_yaml(error));
    }
    let mut document = parse::parse(&text)?;
    let value = value.map_err(|error| Refusal::of_yaml(&error))?;
    arrange::arrange(&mut document, root);
    let comments = document.comments();
    let formatted = print::print(&document, root);
    match verify(&value, &comments, &formatted, root) {
        Ok(()) => Ok(formatted),
        Err(what) => Err(Refusal {
            line: 0,
            column: 0,
            message: format!("a mistake of the formatter, please report it: {what}"),
            help: Some("the file is left as it is"),
        }),
    }
}

/// Reads what was printed and compares it with what the file said.
fn verify(
    value: &serde_yaml::Value,
    comments: &[CommentPlace],
    formatted: &str,
    root: &'static Mapping,
) -> Result<(), String> {
    let again = read(formatted).map_err(|error| error.to_string())?;
    let document = parse::parse(formatted).map_err(|refusal| refusal.to_string())?;
    verify::values(value, &again, root)?;
    verify::comments(comments, &document.comments())
}

fn read(text: &str) -> Result<serde_yaml::Value, serde_yaml::Error> {
    serde_yaml::from_str(text)
}

impl Refusal {
    fn of_yaml(error: &serde_yaml::Error) -> Self {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        let (line, column) = error
            .location()
            .map_or((0, 0), |place| (place.line(), place.column()));
        Self {
            line,
            column,
            message: format!("this is not YAML: {message}"),
            help: None,
        }
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
