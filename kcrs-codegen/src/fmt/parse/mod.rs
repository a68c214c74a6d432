//! From text to the syntax tree. It takes the YAML that specs use and refuses the rest by name.

mod flow;
mod lines;
mod quoted;

use std::collections::HashSet;

use super::Refusal;
use super::scalar::plain;
use super::tree::{Collection, Comment, Document, Entry, Node, Scalar};

/// Reads a file. The text is YAML: a parser of the whole language has read it.
pub(crate) fn parse(text: &str) -> Result<Document, Refusal> {
    let mut parser = Parser::new(text)?;
    match parser.next_content()? {
        None => return Err(parser.refuse("the file is empty", None)),
        Some(_) if parser.is_at_dash() || !parser.is_at_key() => {
            return Err(parser.refuse("a file of a spec is a mapping", None));
        }
        Some(_) => {}
    }
    let column = parser.column();
    let root = parser.mapping(column)?;
    if parser.next_content()?.is_some() {
        return Err(parser.refuse("this line is indented less than the first one", None));
    }
    Ok(Document::new(root))
}

/// How deep collections may be nested.
const DEPTH: usize = 64;

struct Parser<'t> {
    text: &'t str,
    at: usize,
    /// The line, counted from 1, and where it begins.
    line: usize,
    line_start: usize,
    /// Comments on lines of their own that are not at a node yet.
    pending: Vec<Pending>,
    /// Whether an empty line is above.
    is_after_blank: bool,
    depth: usize,
}

struct Pending {
    comment: Comment,
    column: usize,
}

impl<'t> Parser<'t> {
    fn mapping(&mut self, column: usize) -> Result<Collection, Refusal> {
        self.enter()?;
        let mut keys = HashSet::new();
        let mut entries = Vec::new();
        loop {
            let next = self.next_content()?;
            if next != Some(column) {
                self.refuse_deeper(next, column)?;
                break;
            }
            if self.is_at_dash() {
                return Err(self.refuse("an item of a list among the keys of a mapping", None));
            }
            let (above, is_detached) = self.take_above();
            let key = self.key(&mut keys)?;
            let (value, behind) = self.value(column, true)?;
            entries.push(Entry {
                above,
                is_detached,
                key: Some(key),
                value,
                behind,
            });
        }
        self.leave();
        Ok(Collection {
            is_mapping: true,
            entries,
            end: self.take_end(column),
        })
    }

    /// A list of which each item begins with a dash. `shares_column` says that the mapping around
    /// it has the same column.
    fn list(&mut self, column: usize, shares_column: bool) -> Result<Collection, Refusal> {
        self.enter()?;
        let mut entries = Vec::new();
        loop {
            let next = self.next_content()?;
            if next != Some(column) || !self.is_at_dash() {
                self.refuse_deeper(next, column)?;
                if next == Some(column) && !shares_column {
                    return Err(self.refuse("a key among the items of a list", None));
                }
                break;
            }
            let (above, is_detached) = self.take_above();
            self.at += 1;
            self.skip_blanks();
            let (value, behind) = if self.is_at_dash() || self.is_at_key() {
                (self.block(false)?, None)
            } else {
                self.value(column, false)?
            };
            entries.push(Entry {
                above,
                is_detached,
                key: None,
                value,
                behind,
            });
        }
        self.leave();
        Ok(Collection {
            is_mapping: false,
            entries,
            // A comment that is level with the key of the list is not in the list.
            end: self.take_end(column + usize::from(shares_column)),
        })
    }

    /// A mapping or a list that begins here.
    fn block(&mut self, shares_column: bool) -> Result<Node, Refusal> {
        let column = self.column();
        let collection = if self.is_at_dash() {
            self.list(column, shares_column)?
        } else {
            self.mapping(column)?
        };
        Ok(Node::Collection(collection))
    }

    /// A key and its colon.
    fn key(&mut self, keys: &mut HashSet<Scalar>) -> Result<Scalar, Refusal> {
        self.refuse_odd()?;
        let start = self.at;
        let key = match self.peek() {
            Some('"' | '\'') => Scalar::Text(self.quoted()?),
            _ => {
                let end = self.plain_end(false);
                let text = &self.text[start..end];
                self.at = end;
                if text == "<<" {
                    self.at = start;
                    return Err(self.refuse("merge keys (`<<`) are not part of the format", None));
                }
                plain(text.to_owned())
            }
        };
        self.skip_blanks();
        if self.peek() != Some(':')
            || matches!(&key, Scalar::Text(text) if text.is_empty() && self.at == start)
        {
            self.at = start;
            return Err(self.refuse("expected a key", None));
        }
        if !keys.insert(key.clone()) {
            let name = self.text[start..self.at].trim_end().to_owned();
            self.at = start;
            return Err(self.refuse(format!("the key {name} occurs twice"), None));
        }
        self.at += 1;
        self.is_after_blank = false;
        Ok(key)
    }

    /// What stands behind a key or a dash, on its line or below, and the comment behind it.
    /// `parent` is the column of the key or the dash.
    fn value(
        &mut self,
        parent: usize,
        may_share_column: bool,
    ) -> Result<(Node, Option<String>), Refusal> {
        self.is_after_blank = false;
        self.skip_blanks();
        match self.peek() {
            None | Some('\n' | '#') => {}
            Some('|' | '>') => {
                let (scalar, behind) = self.block_text(parent)?;
                return Ok((Node::Scalar(scalar), behind));
            }
            Some(_) if self.is_at_dash() => {
                return Err(self.refuse("a list begins on the line of its key", None));
            }
            Some(_) => return self.inline(parent),
        }
        let behind = self.end_of_line()?;
        let Some(next) = self.next_content()? else {
            return Ok((Node::Scalar(Scalar::Missing), behind));
        };
        let shares_column = may_share_column && next == parent && self.is_at_dash();
        if next <= parent && !shares_column {
            return Ok((Node::Scalar(Scalar::Missing), behind));
        }
        if self.is_at_dash() || self.is_at_key() {
            return Ok((self.block(shares_column)?, behind));
        }
        let between = !self.pending.is_empty();
        let (value, own) = match self.peek() {
            Some('|' | '>') => {
                let (scalar, behind) = self.block_text(parent)?;
                (Node::Scalar(scalar), behind)
            }
            _ => self.inline(parent)?,
        };
        if between || (behind.is_some() && own.is_some()) {
            return Err(self.refuse(
                "a comment between a key and its value, above this line",
                Some("put it above the key"),
            ));
        }
        Ok((value, behind.or(own)))
    }

    /// A value that begins here, and what ends its last line.
    fn inline(&mut self, parent: usize) -> Result<(Node, Option<String>), Refusal> {
        self.refuse_odd()?;
        let node = match self.peek() {
            Some('[' | '{') => Node::Collection(self.flow()?),
            Some('"' | '\'') => Node::Scalar(Scalar::Text(self.quoted()?)),
            _ => Node::Scalar(plain(self.plain_lines(Some(parent))?)),
        };
        Ok((node, self.end_of_line()?))
    }

    /// Whether a dash of a list is here.
    fn is_at_dash(&self) -> bool {
        let mut chars = self.text[self.at..].chars();
        chars.next() == Some('-') && chars.next().is_none_or(|c| matches!(c, ' ' | '\t' | '\n'))
    }

    /// Whether a key of a mapping is here.
    fn is_at_key(&mut self) -> bool {
        let end = match self.peek() {
            None | Some('\n' | '#' | '[' | '{' | '|' | '>') => return false,
            // Both are refused where a key is read.
            Some('?') if self.is_odd_question() => return true,
            Some('"' | '\'') => match self.quoted_end() {
                Some(end) => end,
                None => return false,
            },
            Some(_) => self.plain_end(false),
        };
        let rest = self.text[end..].trim_start_matches([' ', '\t']);
        rest.starts_with(':')
            && rest[1..]
                .chars()
                .next()
                .is_none_or(|c| matches!(c, ' ' | '\t' | '\n'))
    }

    fn is_odd_question(&self) -> bool {
        let next = self.text[self.at + 1..].chars().next();
        self.peek() == Some('?') && next.is_none_or(|c| matches!(c, ' ' | '\t' | '\n'))
    }

    /// Refuses what the format has no use for, by its name.
    fn refuse_odd(&self) -> Result<(), Refusal> {
        let name = match self.peek() {
            Some('&') => "anchors (`&name`) are not part of the format",
            Some('*') => "aliases (`*name`) are not part of the format",
            Some('!') => "tags (`!name`) are not part of the format",
            Some('?') if self.is_odd_question() => {
                "keys that begin with `?` are not part of the format"
            }
            Some('@' | '`' | '%') => "a text that begins so needs quotes",
            _ => return Ok(()),
        };
        Err(self.refuse(name, None))
    }

    fn refuse_deeper(&self, next: Option<usize>, column: usize) -> Result<(), Refusal> {
        match next {
            Some(next) if next > column => {
                Err(self.refuse("this line is indented further than its neighbours", None))
            }
            _ => Ok(()),
        }
    }

    fn enter(&mut self) -> Result<(), Refusal> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.refuse(format!("more than {DEPTH} collections in each other"), None));
        }
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }
}
