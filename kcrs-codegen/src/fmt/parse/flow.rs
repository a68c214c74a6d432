//! `{…}` and `[…]`.

use std::collections::HashSet;

use crate::fmt::Refusal;
use crate::fmt::scalar::plain;
use crate::fmt::tree::{Collection, Comment, Entry, Node, Scalar};

use super::Parser;

/// What is known between two entries.
#[derive(Default)]
struct Between {
    /// Comments that are above the next entry.
    above: Vec<Comment>,
    /// Whether an empty line is above.
    is_after_blank: bool,
    /// The line in which the last entry ended.
    last_line: usize,
}

impl Parser<'_> {
    /// The collection in brackets that begins here.
    pub(super) fn flow(&mut self) -> Result<Collection, Refusal> {
        self.enter()?;
        let is_mapping = self.peek() == Some('{');
        let close = if is_mapping { '}' } else { ']' };
        self.at += 1;
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
                true => self.pair(&mut keys)?,
                false => (None, self.item()?),
            };
            entries.push(Entry {
                above,
                is_detached,
                key,
                value,
                behind: None,
            });
            between.last_line = self.line;
            self.skip_between(&mut between, entries.last_mut());
            match self.peek() {
                Some(',') => self.at += 1,
                Some(c) if c == close => {}
                _ => return Err(self.refuse(format!("expected `,` or `{close}`"), None)),
            }
        }
        self.leave();
        if entries.is_empty() && !between.above.is_empty() {
            return Err(self.refuse("a comment in brackets that hold nothing else", None));
        }
        Ok(Collection {
            is_mapping,
            entries,
            end: between.above,
        })
    }

    fn pair(&mut self, keys: &mut HashSet<Scalar>) -> Result<(Option<Scalar>, Node), Refusal> {
        self.refuse_odd()?;
        let start = (self.at, self.line, self.line_start);
        let is_quoted = matches!(self.peek(), Some('"' | '\''));
        let key = match self.peek() {
            Some('[' | '{') => return Err(self.refuse("a collection cannot be a key", None)),
            _ if is_quoted => Scalar::Text(self.quoted()?),
            _ => plain(self.plain_lines(None)?),
        };
        let end = (self.at, self.line, self.line_start);
        let written = &self.text[start.0..end.0];
        let refuse = |parser: &mut Self, message: String| {
            (parser.at, parser.line, parser.line_start) = start;
            Err(parser.refuse(message, None))
        };
        if written.is_empty() {
            return refuse(self, "expected a key".to_owned());
        }
        if written == "<<" {
            return refuse(
                self,
                "merge keys (`<<`) are not part of the format".to_owned(),
            );
        }
        if !keys.insert(key.clone()) {
            return refuse(self, format!("the key {written} occurs twice"));
        }
        if !self.skip_to_colon()? {
            // A comment behind the key is looked at again.
            (self.at, self.line, self.line_start) = end;
            return Ok((Some(key), Node::Scalar(Scalar::Missing)));
        }
        if end.1 != start.1 {
            return refuse(self, "a key over several lines".to_owned());
        }
        self.at += 1;
        let colon = (self.at, self.line, self.line_start);
        self.skip_space()?;
        if matches!(self.peek(), Some(',' | '}' | '#')) {
            (self.at, self.line, self.line_start) = colon;
            return Ok((Some(key), Node::Scalar(Scalar::Missing)));
        }
        Ok((Some(key), self.flow_node()?))
    }

    /// Goes to the colon behind a key, if it has one.
    fn skip_to_colon(&mut self) -> Result<bool, Refusal> {
        self.skip_space()?;
        Ok(self.peek() == Some(':'))
    }

    fn item(&mut self) -> Result<Node, Refusal> {
        let node = self.flow_node()?;
        if self.text[self.at..].trim_start().starts_with(':') {
            let help = "put it in `{…}`, or in quotes";
            return Err(self.refuse("a key among the items of a list", Some(help)));
        }
        Ok(node)
    }

    fn flow_node(&mut self) -> Result<Node, Refusal> {
        self.refuse_odd()?;
        Ok(match self.peek() {
            Some('[' | '{') => Node::Collection(self.flow()?),
            Some('"' | '\'') => Node::Scalar(Scalar::Text(self.quoted()?)),
            _ => {
                let text = self.plain_lines(None)?;
                if text.is_empty() {
                    return Err(self.refuse("expected a value", None));
                }
                Node::Scalar(plain(text))
            }
        })
    }

    /// Skips white space inside an entry, where no comment can stay but at the end of the entry.
    fn skip_space(&mut self) -> Result<(), Refusal> {
        loop {
            self.skip_blanks();
            match self.peek() {
                Some('\n') => self.newline(),
                Some('#') => {
                    let mut lines = self.text[self.at..].lines().map(str::trim_start);
                    let next = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
                    if next.is_some_and(|line| line.starts_with([',', '}', ']'])) {
                        return Ok(());
                    }
                    let help = "put it above the key";
                    return Err(self.refuse("a comment between a key and its value", Some(help)));
                }
                _ => return Ok(()),
            }
        }
    }

    /// Skips white space between entries, and gives each comment to its entry.
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
                    let is_behind = between.last_line == self.line && between.above.is_empty();
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
