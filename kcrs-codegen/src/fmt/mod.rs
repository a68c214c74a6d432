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

use crate::diagnostics::Diagnostic;
use crate::grammar::Mapping;
use crate::syntax::SyntaxError;

use document::{CommentPlace, Document};

pub use crate::grammar::FileKind;

/// Formats the text of a file.
///
/// # Errors
///
/// If the text is not YAML, or uses syntax that the format does not allow. The file in the location
/// has no name.
pub fn format(kind: FileKind, text: &str) -> Result<String, Box<Diagnostic>> {
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
        return Err(SyntaxError::new(error, &text).diagnostic("", &text).into());
    }
    let document = Document::read(&text);
    let mut document = document.map_err(|problem| problem.diagnostic("", &text))?;
    let value = value.map_err(|error| SyntaxError::new(&error, &text).diagnostic("", &text))?;
    arrange::arrange(&mut document, root);
    let comments = document.comments();
    let formatted = print::print(&document, root);
    match verify(&value, &comments, &formatted, root) {
        Ok(()) => Ok(formatted),
        Err(what) => {
            let message = format!("a mistake of the formatter, please report it: {what}");
            let mistake = Diagnostic::of_file("", message);
            Err(mistake.help("the file is left as it is").into())
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
