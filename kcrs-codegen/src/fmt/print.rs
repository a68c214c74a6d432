//! Prints the syntax tree.

use unicode_width::UnicodeWidthStr;

use crate::grammar::{Layout, Mapping, Place};
use crate::syntax::tree::{BlockText, Collection, Comment, Content, Entry, Scalar};

use super::document::Document;
use super::scalar::{Context, quoted, write_text};

/// The maximum width of a collection on one line, in terminal columns.
pub(crate) const WIDTH: usize = 120;

/// Prints a file.
pub(crate) fn print(document: &Document, root: &'static Mapping) -> String {
    let mut out = String::new();
    comments(&mut out, &document.header, 0);
    if document.is_header_detached {
        out.push('\n');
    }
    block(&mut out, &document.root, Place::Root(root), 0);
    out
}

/// Prints the entries of a collection, one per line.
fn block(out: &mut String, collection: &Collection, place: Place, indent: usize) {
    let is_spaced = place.layout() == Layout::Spaced;
    let mut was_tall = false;
    for (index, entry) in collection.entries.iter().enumerate() {
        let start = out.len();
        comments(out, &entry.above, indent);
        if entry.is_detached {
            out.push('\n');
        }
        self::entry(out, entry, place.under(entry.name()), indent);
        let is_tall = out[start..].matches('\n').nth(1).is_some();
        if is_spaced && index > 0 && (is_tall || was_tall) {
            out.insert(start, '\n');
        }
        was_tall = is_tall;
    }
    if collection
        .end
        .first()
        .is_some_and(|comment| comment.is_after_blank)
    {
        out.push('\n');
    }
    comments(out, &collection.end, indent);
}

/// Prints comments, each on its own line. The caller prints an empty line above the first.
fn comments(out: &mut String, comments: &[Comment], indent: usize) {
    for (index, comment) in comments.iter().enumerate() {
        if index > 0 && comment.is_after_blank {
            out.push('\n');
        }
        push_indent(out, indent);
        out.push_str(&comment.text);
        out.push('\n');
    }
}

fn entry(out: &mut String, entry: &Entry, place: Place, indent: usize) {
    let start = out.len();
    push_indent(out, indent);
    match &entry.key {
        Some(key) => {
            out.push_str(&scalar(&key.content, Place::Unknown, Context::Block));
            out.push(':');
        }
        None => out.push('-'),
    }
    let mut below = None;
    let mut lines = None;
    match &entry.value.content {
        Content::Scalar(Scalar::Missing) => {}
        Content::Scalar(Scalar::Block(text)) => {
            out.push(' ');
            out.push_str(&block_header(text));
            lines = Some(text);
        }
        value @ Content::Scalar(_) => {
            out.push(' ');
            out.push_str(&scalar(value, place, Context::Block));
        }
        Content::Collection(collection) => {
            let used = out[start..].width() + 1;
            match one_line(collection, place, used) {
                Some(line) => {
                    out.push(' ');
                    out.push_str(&line);
                }
                None => below = Some(collection),
            }
        }
    }
    if let Some(comment) = &entry.behind {
        out.push_str("  ");
        out.push_str(comment);
    }
    let begins_beside_dash = below.is_some_and(|collection| {
        entry.key.is_none()
            && entry.behind.is_none()
            && collection
                .entries
                .first()
                .is_some_and(|first| first.above.is_empty())
    });
    if !begins_beside_dash {
        out.push('\n');
    }
    for line in lines.iter().flat_map(|text| &text.lines) {
        if !line.is_empty() {
            push_indent(out, indent + STEP);
            out.push_str(line);
        }
        out.push('\n');
    }
    if let Some(collection) = below {
        let start = out.len();
        block(out, collection, place, indent + STEP);
        if begins_beside_dash {
            // The first entry follows the dash on its line.
            out.replace_range(start..start + indent + STEP, " ");
        }
    }
}

const STEP: usize = 2;

fn push_indent(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// Returns a flow collection if the format allows it and it fits behind the used columns.
fn one_line(collection: &Collection, place: Place, used: usize) -> Option<String> {
    if collection.entries.is_empty() {
        return Some(if collection.is_mapping { "{}" } else { "[]" }.to_owned());
    }
    if place.layout() != Layout::Fit {
        return None;
    }
    let mut line = Line {
        text: String::new(),
        width_left: WIDTH.checked_sub(used)?,
    };
    line.collection(collection, place)?;
    Some(line.text)
}

/// A line of limited width.
struct Line {
    text: String,
    width_left: usize,
}

impl Line {
    fn push(&mut self, text: &str) -> Option<()> {
        self.width_left = self.width_left.checked_sub(text.width())?;
        self.text.push_str(text);
        Some(())
    }

    fn collection(&mut self, collection: &Collection, place: Place) -> Option<()> {
        let (open, close) = if collection.is_mapping {
            ("{", "}")
        } else {
            ("[", "]")
        };
        if !collection.end.is_empty()
            || (place.layout() != Layout::Fit && !collection.entries.is_empty())
        {
            return None;
        }
        self.push(open)?;
        for (index, entry) in collection.entries.iter().enumerate() {
            if !entry.above.is_empty() || entry.behind.is_some() {
                return None;
            }
            if index > 0 {
                self.push(", ")?;
            }
            let is_missing = matches!(entry.value.content, Content::Scalar(Scalar::Missing));
            if let Some(key) = &entry.key {
                self.push(&scalar(&key.content, Place::Unknown, Context::Flow))?;
                if !is_missing {
                    self.push(": ")?;
                }
            }
            let place = place.under(entry.name());
            match &entry.value.content {
                Content::Scalar(Scalar::Block(_)) => return None,
                Content::Scalar(Scalar::Missing) if entry.key.is_none() => self.push("null")?,
                value @ Content::Scalar(_) => self.push(&scalar(value, place, Context::Flow))?,
                Content::Collection(inner) => self.collection(inner, place)?,
            }
        }
        self.push(close)
    }
}

/// Writes a scalar on one line.
fn scalar(content: &Content, place: Place, context: Context) -> String {
    match content {
        Content::Scalar(Scalar::Text(text)) if place.is_verbatim() => quoted(text),
        Content::Scalar(Scalar::Text(text)) => write_text(text, context),
        Content::Scalar(Scalar::Other(text)) => text.clone(),
        _ => String::new(),
    }
}

fn block_header(text: &BlockText) -> String {
    let mut header = String::from(if text.is_folded { ">" } else { "|" });
    let first = text
        .lines
        .iter()
        .position(|line| !line.trim_start_matches(' ').is_empty());
    let leading = &text.lines[..=first.unwrap_or(text.lines.len() - 1)];
    if leading.iter().any(|line| line.starts_with([' ', '\t'])) {
        // The indentation cannot be detected, so the header has to state it.
        header.push_str(&STEP.to_string());
    }
    if !text.is_terminated {
        header.push('-');
    }
    header
}
