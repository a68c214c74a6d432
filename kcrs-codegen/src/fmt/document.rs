//! A file as the formatter sees it: the comments at its head, and the tree with all others.

use crate::syntax::parse;
use crate::syntax::tree::{Collection, Comment, Content, Entry, Problem};

/// A file.
#[derive(Debug)]
pub(crate) struct Document {
    /// Comments about the file as a whole.
    pub(crate) header: Vec<Comment>,
    /// Whether an empty line follows the header.
    pub(crate) is_header_detached: bool,
    pub(crate) root: Collection,
}

/// The position of a comment, independent of layout.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CommentPlace {
    /// The keys and indices that lead to its node.
    pub(crate) path: String,
    /// On which side of the node.
    pub(crate) side: &'static str,
    /// Its index among the comments there.
    number: usize,
    pub(crate) text: String,
}

impl Document {
    /// Parses a file, or returns its first problem.
    pub(crate) fn read(text: &str) -> Result<Self, Problem> {
        let tree = parse(text);
        if let Some(problem) = tree.problems.into_iter().next() {
            return Err(problem);
        }
        let root = match tree.root.content {
            Content::Collection(root) => root,
            // The parser records a root that is not a mapping as a problem.
            Content::Scalar(_) => Collection::default(),
        };
        let mut document = Self {
            header: Vec::new(),
            is_header_detached: false,
            root,
        };
        document.part_header();
        Ok(document)
    }

    /// Separates the header from the comments of the first entry, which may have changed.
    pub(crate) fn part_header(&mut self) {
        let Some(first) = self.root.entries.first_mut() else {
            return;
        };
        if std::mem::take(&mut self.is_header_detached) {
            match first.above.first_mut() {
                Some(comment) => comment.is_after_blank = true,
                None => first.is_detached = true,
            }
        }
        first.above.splice(..0, self.header.drain(..));
        (self.header, self.is_header_detached) = split_header(first);
    }

    /// Returns every comment with its position, sorted.
    pub(crate) fn comments(&self) -> Vec<CommentPlace> {
        let mut places = Vec::new();
        add(&mut places, "", "header of", texts(&self.header));
        collect(&mut places, "", &self.root);
        places.sort();
        places
    }
}

fn collect(places: &mut Vec<CommentPlace>, path: &str, collection: &Collection) {
    for (index, entry) in collection.entries.iter().enumerate() {
        let path = match (&entry.key, entry.name()) {
            (_, Some(name)) => format!("{path}/{name}"),
            (Some(key), None) => format!("{path}/{:?}", key.content),
            (None, None) => format!("{path}/{index}"),
        };
        add(places, &path, "above", texts(&entry.above));
        add(places, &path, "behind", entry.behind.iter());
        if let Content::Collection(inner) = &entry.value.content {
            collect(places, &path, inner);
        }
    }
    add(places, path, "at the end of", texts(&collection.end));
}

fn add<'d>(
    places: &mut Vec<CommentPlace>,
    path: &str,
    side: &'static str,
    texts: impl Iterator<Item = &'d String>,
) {
    places.extend(texts.enumerate().map(|(number, text)| CommentPlace {
        path: path.to_owned(),
        side,
        number,
        text: text.clone(),
    }));
}

fn texts(comments: &[Comment]) -> impl Iterator<Item = &String> {
    comments.iter().map(|comment| &comment.text)
}

/// Takes the paragraphs before the last empty line, or else the line that names the schema. The
/// flag says whether an empty line follows.
fn split_header(first: &mut Entry) -> (Vec<Comment>, bool) {
    if std::mem::take(&mut first.is_detached) {
        return (std::mem::take(&mut first.above), true);
    }
    let last_paragraph = first
        .above
        .iter()
        .rposition(|comment| comment.is_after_blank);
    match last_paragraph {
        Some(start) if start > 0 => {
            let rest = first.above.split_off(start);
            (std::mem::replace(&mut first.above, rest), true)
        }
        _ => {
            let is_schema = first
                .above
                .first()
                .is_some_and(|comment| comment.text.starts_with("# yaml-language-server:"));
            let rest = first.above.split_off(usize::from(is_schema));
            (std::mem::replace(&mut first.above, rest), false)
        }
    }
}
