//! Parses text into the syntax tree. The parser supports the subset of YAML that specs use and
//! records the rest as problems. It skips what it can, and stops at what it cannot read.

mod flow;
mod lines;
pub(super) mod plain;
mod quoted;

use std::collections::HashSet;

use crate::codes::Code;

use super::tree::{Collection, Comment, Content, Entry, Node, Problem, Scalar, Tree};

use plain::plain;

/// Parses a file. The text is valid YAML: a complete parser has accepted it.
pub(crate) fn parse(text: &str) -> Tree {
    let mut parser = Parser::new(text);
    let root = parser.root();
    Tree {
        root,
        end: parser.end,
        problems: parser.problems,
    }
}

/// Returns whether a text may have syntax that serde_yaml reads and the format does not have, which
/// `parse` then finds: anchors, tags, marks of documents, keys behind `?`.
pub(super) fn may_have_other_syntax(text: &str) -> bool {
    // Most `&` are in calls.
    let has_word = text.match_indices(['&', '*', '!']).any(|(at, _)| {
        text[at + 1..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '!' | '<'))
            && text[..at].ends_with([' ', '[', '{', ',', '\n'])
            && (text[at..].starts_with('!') || !text[..at].trim_end_matches(' ').ends_with('\n'))
    });
    let is_mark = |line: &str| {
        line.starts_with("---")
            || line.starts_with("...")
            || line.starts_with('%')
            || line
                .trim_start_matches([' ', '-', '{', '['])
                .starts_with("? ")
    };
    has_word || text.lines().any(is_mark) || text.contains("{? ")
}

/// Maximum depth of nested collections.
const MAX_DEPTH: usize = 64;

struct Parser<'t> {
    text: &'t str,
    at: usize,
    /// The byte up to which the text could be parsed.
    end: usize,
    /// Comments on their own lines that are not attached to a node yet.
    pending: Vec<Pending>,
    /// Whether an empty line is above.
    is_after_blank: bool,
    depth: usize,
    problems: Vec<Problem>,
}

struct Pending {
    comment: Comment,
    column: usize,
}

impl Parser<'_> {
    fn root(&mut self) -> Node {
        if self.next_content().is_none() {
            self.problem("the file is empty", None);
            return Node::missing(self.at);
        }
        let is_list = self.is_at_dash();
        let is_block = is_list || self.is_at_key();
        if is_list || !is_block {
            self.problem("a file of a spec is a mapping", None);
        }
        let root = match is_block {
            true => self.block(false),
            false => self.value(0, false).0,
        };
        if self.next_content().is_some() {
            self.problem("this line is indented less than the first one", None);
        }
        root
    }

    /// Reads a block mapping or a block list. `shares_column`: the list is in the column of the
    /// mapping around it.
    fn block(&mut self, shares_column: bool) -> Node {
        let start = self.at;
        let column = self.column();
        let is_mapping = !self.is_at_dash();
        self.enter();
        let entries = self.entries(column, is_mapping, shares_column);
        self.depth -= 1;
        let collection = Collection {
            is_mapping,
            // A comment in the column of a list's key does not belong to the list.
            end: self.take_end(column + usize::from(shares_column)),
            entries,
        };
        let last = collection.entries.last();
        Node {
            span: start..last.map_or(start, |entry| entry.value.span.end),
            content: Content::Collection(collection),
        }
    }

    fn entries(&mut self, column: usize, is_mapping: bool, shares_column: bool) -> Vec<Entry> {
        let mut keys = HashSet::new();
        let mut entries = Vec::new();
        while self.goes_on(column) {
            match (is_mapping, self.is_at_dash()) {
                (true, true) => {
                    self.stop("an item of a list among the keys of a mapping", None);
                    break;
                }
                (false, false) if shares_column => break,
                (false, false) => {
                    self.stop("a key among the items of a list", None);
                    break;
                }
                _ => {}
            }
            let (above, is_detached) = self.take_above();
            let key = is_mapping.then(|| self.key(&mut keys));
            let (value, behind) = match is_mapping {
                true => self.value(column, true),
                false => self.item(column),
            };
            entries.push(Entry {
                above,
                is_detached,
                key,
                value,
                behind,
            });
        }
        entries
    }

    /// Reads an item of a block list with its dash, and the comment behind it.
    fn item(&mut self, column: usize) -> (Node, Option<String>) {
        self.at += 1;
        let dash = self.at;
        self.skip_blanks();
        if self.is_at_dash() || self.is_at_key() {
            return (self.block(false), None);
        }
        self.at = dash;
        self.value(column, false)
    }

    /// Advances to the next entry of a block in a column. False if there is none.
    fn goes_on(&mut self, column: usize) -> bool {
        let next = self.next_content();
        if next.is_some_and(|next| next > column) {
            self.stop("this line is indented further than its neighbours", None);
            return false;
        }
        next == Some(column)
    }

    /// Reads a key and its colon.
    fn key(&mut self, keys: &mut HashSet<Scalar>) -> Node {
        self.skip_odd();
        let start = self.at;
        let key = match self.peek() {
            Some('"' | '\'') => self.quoted(),
            Some('[' | '{') => self.flow(),
            _ => {
                self.at = self.plain_end(start, false);
                let text = self.text[start..self.at].to_owned();
                Node::scalar(start..self.at, plain(text))
            }
        };
        self.skip_blanks();
        if self.peek() != Some(':') {
            self.at = start;
            self.stop("expected a key", None);
            return key;
        }
        self.check_key(&key, keys);
        self.at += 1;
        key
    }

    fn check_key(&mut self, key: &Node, keys: &mut HashSet<Scalar>) {
        let written = &self.text[key.span.clone()];
        let message = match &key.content {
            Content::Collection(_) => "a collection cannot be a key".to_owned(),
            _ if written == "<<" => "merge keys (`<<`) are not part of the format".to_owned(),
            Content::Scalar(key) if !keys.insert(key.clone()) => {
                format!("the key {written} occurs twice")
            }
            Content::Scalar(_) => return,
        };
        self.problem_at(key.span.start, message, None);
    }

    /// Reads the value behind a key or a dash, on its line or below, and the comment behind it.
    /// `parent` is the column of the key or the dash.
    fn value(&mut self, parent: usize, may_share_column: bool) -> (Node, Option<String>) {
        let missing = Node::missing(self.at);
        self.is_after_blank = false;
        self.skip_blanks();
        let start = self.at;
        self.skip_odd();
        let is_odd = self.at > start;
        let (mut node, behind) = match self.peek() {
            None | Some('\n' | '#') => self.value_below(missing, parent, may_share_column),
            Some(_) if self.is_at_dash() => {
                self.stop("a list begins on the line of its key", None);
                (missing, None)
            }
            Some(_) => self.inline(parent),
        };
        if is_odd {
            node.span = start..node.span.end.max(start);
        }
        (node, behind)
    }

    /// Reads the value below a key or a dash; `missing` if there is none.
    fn value_below(
        &mut self,
        missing: Node,
        parent: usize,
        may_share_column: bool,
    ) -> (Node, Option<String>) {
        let behind = self.end_of_line();
        let next = self.next_content();
        let shares_column = may_share_column && next == Some(parent) && self.is_at_dash();
        if next.is_none_or(|next| next <= parent) && !shares_column {
            return (missing, behind);
        }
        if self.is_at_dash() || self.is_at_key() {
            return (self.block(shares_column), behind);
        }
        let between = !self.pending.is_empty();
        let (value, own) = self.inline(parent);
        if between || (behind.is_some() && own.is_some()) {
            self.problem(
                "a comment between a key and its value, above this line",
                Some("put it above the key"),
            );
        }
        (value, behind.or(own))
    }

    /// Reads a scalar or a flow collection, and the comment that ends its last line.
    fn inline(&mut self, parent: usize) -> (Node, Option<String>) {
        self.skip_odd();
        let node = match self.peek() {
            Some('|' | '>') => return self.block_text(parent),
            Some('[' | '{') => self.flow(),
            Some('"' | '\'') => self.quoted(),
            _ => self.plain(Some(parent)),
        };
        (node, self.end_of_line())
    }

    fn plain(&mut self, parent: Option<usize>) -> Node {
        let start = self.at;
        let text = self.plain_lines(parent);
        Node::scalar(start..self.at, plain(text))
    }

    /// Returns whether a dash of a list is here.
    fn is_at_dash(&self) -> bool {
        is_mark(&self.text[self.at..], '-')
    }

    /// Returns whether a key of a mapping is here.
    fn is_at_key(&self) -> bool {
        let mut rest = &self.text[self.at..];
        while rest.starts_with(['&', '!']) {
            rest = rest[odd_word(rest)..].trim_start_matches([' ', '\t']);
        }
        let at = self.text.len() - rest.len();
        let end = match rest.chars().next() {
            None | Some('\n' | '#' | '[' | '{' | '|' | '>') => return false,
            // Reading the key records it as a problem.
            Some('?') if is_mark(rest, '?') => return true,
            Some('"' | '\'') => match self.quoted_end(at) {
                Some(end) => end,
                None => return false,
            },
            Some(_) => self.plain_end(at, false),
        };
        is_mark(self.text[end..].trim_start_matches([' ', '\t']), ':')
    }

    /// Records and skips anchors, tags and other syntax that the format does not have.
    fn skip_odd(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            let (message, help) = match self.peek() {
                Some('&') => ("anchors (`&name`) are not part of the format", SHARE),
                Some('!') => (
                    "tags (`!name`) are not part of the format",
                    "take it out: the key says of what type its value is",
                ),
                Some('?') if is_mark(rest, '?') => (
                    "keys that begin with `?` are not part of the format",
                    "write `key: value`",
                ),
                Some('*') => {
                    let message = "aliases (`*name`) are not part of the format";
                    return self.refuse(Code::ANCHOR, message, SHARE);
                }
                Some('@' | '`' | '%') => {
                    return self.problem("a text that begins so needs quotes", None);
                }
                _ => return,
            };
            let code = match rest.starts_with('&') {
                true => Code::ANCHOR,
                false => Code::OTHER_SYNTAX,
            };
            self.refuse(code, message, help);
            self.at += odd_word(rest);
            self.skip_blanks();
        }
    }

    /// Records syntax that serde_yaml reads in silence.
    fn refuse(&mut self, code: Code, message: &str, help: &'static str) {
        self.problem(message, Some(help));
        if let Some(problem) = self.problems.last_mut() {
            problem.code = Some(code);
        }
    }

    fn enter(&mut self) {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.stop(
                format!("more than {MAX_DEPTH} collections in each other"),
                None,
            );
        }
    }

    /// Records a problem at the current position.
    fn problem(&mut self, message: impl Into<String>, help: Option<&'static str>) {
        self.problem_at(self.at, message, help);
    }

    fn problem_at(&mut self, at: usize, message: impl Into<String>, help: Option<&'static str>) {
        self.problems.push(Problem {
            at,
            message: message.into(),
            help,
            code: None,
        });
    }

    /// Records a problem and skips the rest of the text.
    fn stop(&mut self, message: impl Into<String>, help: Option<&'static str>) {
        self.problem(message, help);
        self.end = self.end.min(self.at);
        self.at = self.text.len();
    }
}

/// Returns whether a text begins with an indicator that is followed by white space.
fn is_mark(text: &str, mark: char) -> bool {
    let rest = text.strip_prefix(mark);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n']))
}

/// Returns the length of the anchor or tag at the start of a text.
fn odd_word(text: &str) -> usize {
    text.find([' ', '\t', '\n', ',', '[', ']', '{', '}'])
        .unwrap_or(text.len())
}

const SHARE: &str = "write the text again, or share a definition by name";
