//! The syntax tree: what a file says, with every comment at its node.

/// A file.
#[derive(Debug)]
pub(crate) struct Document {
    /// Comments about the file as a whole.
    pub(crate) header: Vec<Comment>,
    /// Whether an empty line sets the header apart.
    pub(crate) is_header_detached: bool,
    pub(crate) root: Collection,
}

/// A comment on a line of its own, from its `#` on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Comment {
    pub(crate) text: String,
    /// Whether an empty line is above it.
    pub(crate) is_after_blank: bool,
}

#[derive(Debug)]
pub(crate) enum Node {
    Scalar(Scalar),
    Collection(Collection),
}

/// A mapping or a list.
#[derive(Debug)]
pub(crate) struct Collection {
    /// Whether it is a mapping: all entries have keys, or none has.
    pub(crate) is_mapping: bool,
    pub(crate) entries: Vec<Entry>,
    /// Comments below the last entry.
    pub(crate) end: Vec<Comment>,
}

/// An entry of a mapping, or an item of a list.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Comments above it.
    pub(crate) above: Vec<Comment>,
    /// Whether an empty line is between them and the entry.
    pub(crate) is_detached: bool,
    pub(crate) key: Option<Scalar>,
    pub(crate) value: Node,
    /// The comment behind it: behind its value, or behind the key of a block.
    pub(crate) behind: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Scalar {
    Text(String),
    /// A number, a Boolean or null, as it is written.
    Other(String),
    /// Nothing is written, which is null.
    Missing,
    Block(BlockText),
}

/// A text over several lines: `|` or `>`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct BlockText {
    pub(crate) is_folded: bool,
    /// Whether the last line ends with a line break.
    pub(crate) is_terminated: bool,
    /// The lines without their indentation; the last is not empty.
    pub(crate) lines: Vec<String>,
}

impl Entry {
    /// The key of an entry of a mapping.
    pub(crate) fn name(&self) -> Option<&str> {
        match &self.key {
            Some(Scalar::Text(text)) => Some(text),
            _ => None,
        }
    }
}

/// Where a comment is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CommentPlace {
    /// The keys and indices that lead to its node.
    pub(crate) path: String,
    /// On which side of the node.
    pub(crate) side: &'static str,
    /// Its number there.
    number: usize,
    pub(crate) text: String,
}

impl Document {
    pub(crate) fn new(root: Collection) -> Self {
        let mut document = Self {
            header: Vec::new(),
            is_header_detached: false,
            root,
        };
        document.part_header();
        document
    }

    /// Parts what is about the file from what is about its first entry, which may be another than
    /// before.
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

    /// Every comment with its place, sorted by that.
    pub(crate) fn comments(&self) -> Vec<CommentPlace> {
        let mut places = Places::default();
        places.add(
            "",
            "header of",
            self.header.iter().map(|comment| &comment.text),
        );
        places.collect(&self.root, "");
        places.found.sort();
        places.found
    }
}

#[derive(Default)]
struct Places {
    found: Vec<CommentPlace>,
}

impl Places {
    fn collect(&mut self, collection: &Collection, path: &str) {
        for (index, entry) in collection.entries.iter().enumerate() {
            let path = match &entry.key {
                Some(Scalar::Text(name)) => format!("{path}/{name}"),
                Some(key) => format!("{path}/{key:?}"),
                None => format!("{path}/{index}"),
            };
            self.add(
                &path,
                "above",
                entry.above.iter().map(|comment| &comment.text),
            );
            self.add(&path, "behind", entry.behind.iter());
            if let Node::Collection(inner) = &entry.value {
                self.collect(inner, &path);
            }
        }
        self.add(
            path,
            "at the end of",
            collection.end.iter().map(|comment| &comment.text),
        );
    }

    fn add<'d>(&mut self, path: &str, side: &'static str, texts: impl Iterator<Item = &'d String>) {
        self.found
            .extend(texts.enumerate().map(|(number, text)| CommentPlace {
                path: path.to_owned(),
                side,
                number,
                text: text.clone(),
            }));
    }
}

/// Takes the paragraphs that an empty line sets apart, or else the line that names the schema, and
/// says which it was.
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
