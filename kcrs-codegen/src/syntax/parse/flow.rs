//! Flow collections: `{…}` and `[…]`.

use std::collections::HashSet;

use crate::syntax::tree::{Collection, Comment, Content, Entry, Node, Scalar};

use super::Parser;

/// The state between two entries.
#[derive(Default)]
struct Between {
    /// Comments above the next entry.
    above: Vec<Comment>,
    /// Whether an empty line is above.
    is_after_blank: bool,
    /// End of the last entry.
    last_end: usize,
}

impl Parser<'_> {
    /// Reads a flow collection.
    pub(super) fn flow(&mut self) -> Node {
        let start = self.at;
        let is_mapping = self.peek() == Some('{');
        let close = if is_mapping { '}' } else { ']' };
        self.enter();
        self.at = self.text.len().min(self.at + 1);
        let mut keys = HashSet::new();
        let mut entries: Vec<Entry> = Vec::new();
        let mut between = Between::default();
        loop {
            self.skip_between(&mut between, entries.last_mut());
            if self.peek() == Some(close) {
                self.at += 1;
                break;
            }
            let above = std::mem::take(&mut between.above);
            let is_detached = std::mem::take(&mut between.is_after_blank) && !above.is_empty();
            let (key, value) = match is_mapping {
                true => self.pair(&mut keys),
                false => (None, self.flow_item()),
            };
            entries.push(Entry {
                above,
                is_detached,
                key,
                value,
                behind: None,
            });
            between.last_end = self.at;
            self.skip_between(&mut between, entries.last_mut());
            match self.peek() {
                Some(',') => self.at += 1,
                Some(c) if c == close => {}
                _ => {
                    self.stop(format!("expected `,` or `{close}`"), None);
                    break;
                }
            }
        }
        self.depth -= 1;
        if entries.is_empty() && !between.above.is_empty() {
            self.problem("a comment in brackets that hold nothing else", None);
        }
        Node {
            span: start..self.at,
            content: Content::Collection(Collection {
                is_mapping,
                entries,
                end: between.above,
            }),
        }
    }

    fn pair(&mut self, keys: &mut HashSet<Scalar>) -> (Option<Node>, Node) {
        let key = self.flow_node("expected a key");
        self.check_key(&key, keys);
        let end = self.at;
        self.skip_space();
        if self.peek() != Some(':') {
            // A comment behind the key belongs to the entry.
            self.at = end;
            return (Some(key), Node::missing(end));
        }
        if self.text[key.span.clone()].contains('\n') {
            self.problem_at(key.span.start, "a key over several lines", None);
        }
        self.at += 1;
        let colon = self.at;
        self.skip_space();
        if matches!(self.peek(), Some(',' | '}' | '#')) {
            self.at = colon;
            return (Some(key), Node::missing(colon));
        }
        (Some(key), self.flow_node("expected a value"))
    }

    fn flow_item(&mut self) -> Node {
        let node = self.flow_node("expected a value");
        if self.text[self.at..].trim_start().starts_with(':') {
            let help = "put it in `{…}`, or in quotes";
            self.stop("a key among the items of a list", Some(help));
        }
        node
    }

    fn flow_node(&mut self, expected: &str) -> Node {
        let start = self.at;
        self.skip_odd();
        let is_odd = self.at > start;
        let mut node = match self.peek() {
            Some('[' | '{') => self.flow(),
            Some('"' | '\'') => self.quoted(),
            _ => self.plain(None),
        };
        if is_odd {
            node.span.start = start;
        } else if node.span.is_empty() {
            self.stop(expected, None);
        }
        node
    }

    /// Skips white space inside an entry. A comment is allowed only at the end of the entry.
    fn skip_space(&mut self) {
        loop {
            self.skip_blanks();
            match self.peek() {
                Some('\n') => self.newline(),
                Some('#') => {
                    let mut lines = self.text[self.at..].lines().map(str::trim_start);
                    let next = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
                    if next.is_some_and(|line| line.starts_with([',', '}', ']'])) {
                        return;
                    }
                    let help = "put it above the key";
                    self.problem("a comment between a key and its value", Some(help));
                    self.comment();
                }
                _ => return,
            }
        }
    }

    /// Skips white space between entries and attaches comments to their entries.
    fn skip_between(&mut self, between: &mut Between, mut last: Option<&mut Entry>) {
        let mut breaks = 0;
        loop {
            self.skip_blanks();
            match self.peek() {
                Some('\n') => {
                    breaks += 1;
                    between.is_after_blank |= breaks > 1;
                    self.newline();
                }
                Some('#') => {
                    let is_behind = !self.text[between.last_end..self.at].contains('\n')
                        && between.above.is_empty();
                    let text = self.comment();
                    self.newline();
                    breaks = 1;
                    let is_after_blank = std::mem::take(&mut between.is_after_blank);
                    match &mut last {
                        Some(entry) if is_behind && entry.behind.is_none() => {
                            entry.behind = Some(text);
                        }
                        _ => between.above.push(Comment {
                            text,
                            is_after_blank,
                        }),
                    }
                }
                _ => return,
            }
        }
    }
}
