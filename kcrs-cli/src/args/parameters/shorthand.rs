//! The shorthand for structures and lists.
//!
//! ```text
//! structure = member *("," member)
//! member    = name "=" value
//! value     = text                      of a plain member
//!           / item *("," item)          of a list; ends before ",name="
//!           / "[" [item *("," item)] "]"
//!           / "{" [structure] "}"       of a structure
//! item      = text / "{" [structure] "}"
//! text      = *(char / "\" char)        up to ",", and up to the "]" or "}" that it is within
//!           / "'" *(char / "\" char) "'"
//!           / DQUOTE *(char / "\" char) DQUOTE
//! ```
//!
//! Spaces around names and values do not count, within quotes they do. A backslash takes the
//! character after it as it is.

use kcrs_generated::schema::{Shape, StructureShape};

use super::{Input, Members, name, plain};
use crate::text::Text;

/// Reads a structure.
pub(super) fn structure(shape: &StructureShape, text: &str) -> Result<Members, Text> {
    let mut reader = Reader::new(text);
    let members = reader.structure(shape, None)?;
    reader.end()?;
    Ok(members)
}

/// Reads the items of a list.
pub(super) fn list(shape: &Shape, text: &str) -> Result<Vec<Input>, Text> {
    let mut reader = Reader::new(text);
    let items = reader.list(shape, None)?;
    reader.end()?;
    Ok(items)
}

/// A value in the shorthand, which [`structure`] reads as that value again.
pub(crate) fn write(value: &Input) -> String {
    let mut text = String::new();
    match value {
        Input::Structure(members) => write_members(&mut text, members),
        value => write_value(&mut text, value),
    }
    text
}

fn write_members(text: &mut String, members: &Members) {
    for (index, (name, value)) in members.0.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(name);
        text.push('=');
        write_value(text, value);
    }
}

fn write_value(text: &mut String, value: &Input) {
    match value {
        Input::Plain(plain) => write_text(text, plain),
        Input::List(items) => match items.as_slice() {
            [item @ Input::Plain(_)] => write_value(text, item),
            items => {
                text.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        text.push(',');
                    }
                    write_value(text, item);
                }
                text.push(']');
            }
        },
        Input::Structure(members) => {
            text.push('{');
            write_members(text, members);
            text.push('}');
        }
    }
}

fn write_text(text: &mut String, plain: &str) {
    let is_bare = !plain.is_empty()
        && plain.trim() == plain
        && !plain.contains([',', '[', ']', '{', '}', '\'', '"', '\\']);
    if is_bare {
        text.push_str(plain);
        return;
    }
    text.push('"');
    for c in plain.chars() {
        if matches!(c, '"' | '\\') {
            text.push('\\');
        }
        text.push(c);
    }
    text.push('"');
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Members up to the end of the text, or before `close`.
    fn structure(&mut self, shape: &StructureShape, close: Option<char>) -> Result<Members, Text> {
        let mut members = Members::default();
        loop {
            self.skip_blanks();
            if self.is_at_end(close) && members.0.is_empty() {
                return Ok(members);
            }
            let start = self.at;
            let name = self
                .name()
                .ok_or_else(|| self.problem(text!("expected NAME=VALUE", "应为 名称=值")))?;
            let member = name::member(shape, name)
                .map_err(|problem| problem.within(at(self.text, start)))?;
            let value = self.value(member.shape, close)?;
            if self.peek() == Some(',') && !self.is_name_after_comma() {
                let reason = text!(
                    "expected NAME=VALUE; a comma within `{}` has to be quoted or written as `\\,`",
                    "应为 名称=值；`{}` 的值中的逗号须加引号或写作 `\\,`",
                    member.wire_name
                );
                self.next();
                return Err(self.problem(reason));
            }
            members
                .add(member, value)
                .map_err(|problem| problem.within(at(self.text, start)))?;
            if !self.take(',') {
                return Ok(members);
            }
        }
    }

    /// A name and its `=`.
    fn name(&mut self) -> Option<&'a str> {
        let rest = &self.text[self.at..];
        let length = name_length(rest)?;
        let name = &rest[..length];
        self.at += rest.find('=')? + 1;
        Some(name)
    }

    fn is_name_after_comma(&self) -> bool {
        let rest = &self.text[self.at + 1..];
        name_length(rest.trim_start()).is_some()
    }

    fn value(&mut self, shape: &Shape, close: Option<char>) -> Result<Input, Text> {
        self.skip_blanks();
        match shape {
            Shape::List(shape) => Ok(Input::List(self.list(shape, close)?)),
            Shape::Structure(shape) => {
                if !self.take('{') {
                    return Err(
                        self.problem(text!("expected {{NAME=VALUE,…}}", "应为 {{名称=值,…}}"))
                    );
                }
                let members = self.structure(shape, Some('}'))?;
                self.expect('}')?;
                Ok(Input::Structure(members))
            }
            shape => Ok(plain(shape, self.plain(close)?)),
        }
    }

    fn list(&mut self, shape: &Shape, close: Option<char>) -> Result<Vec<Input>, Text> {
        self.skip_blanks();
        let mut items = Vec::new();
        if !self.take('[') {
            loop {
                items.push(self.value(shape, close)?);
                if self.peek() != Some(',') || self.is_name_after_comma() {
                    return Ok(items);
                }
                self.next();
            }
        }
        self.skip_blanks();
        if self.take(']') {
            return Ok(items);
        }
        loop {
            items.push(self.value(shape, Some(']'))?);
            if !self.take(',') {
                self.expect(']')?;
                return Ok(items);
            }
        }
    }

    fn plain(&mut self, close: Option<char>) -> Result<String, Text> {
        let quote = self.peek().filter(|c| matches!(c, '\'' | '"'));
        let text = match quote {
            Some(quote) => self.quoted(quote)?,
            None => self.bare(close)?,
        };
        self.skip_blanks();
        match self.peek() {
            None | Some(',') => Ok(text),
            c if c == close => Ok(text),
            _ => Err(self.problem(text!(
                "expected a comma or the end of the value",
                "此处应为逗号或值的结尾"
            ))),
        }
    }

    fn quoted(&mut self, quote: char) -> Result<String, Text> {
        let opening = self.at;
        self.next();
        let mut text = String::new();
        loop {
            match self.next() {
                None => {
                    self.at = opening;
                    return Err(self.problem(text!(
                        "this {quote} is never closed",
                        "此处的 {quote} 没有闭合"
                    )));
                }
                Some(c) if c == quote => return Ok(text),
                Some('\\') => text.push(self.escaped()?),
                Some(c) => text.push(c),
            }
        }
    }

    fn bare(&mut self, close: Option<char>) -> Result<String, Text> {
        let mut text = String::new();
        // Blanks at the end do not count, unless they were escaped.
        let mut length = 0;
        while let Some(c) = self.peek() {
            if c == ',' || Some(c) == close {
                break;
            }
            self.next();
            if c == '\\' {
                text.push(self.escaped()?);
                length = text.len();
            } else {
                text.push(c);
                if !c.is_whitespace() {
                    length = text.len();
                }
            }
        }
        text.truncate(length);
        Ok(text)
    }

    fn escaped(&mut self) -> Result<char, Text> {
        match self.next() {
            Some(c) => Ok(c),
            None => Err(self.problem(text!(
                "expected a character after the \\",
                "\\ 之后应有字符"
            ))),
        }
    }

    fn end(&mut self) -> Result<(), Text> {
        self.skip_blanks();
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.problem(text!("expected the end", "此处应已结束"))),
        }
    }

    fn expect(&mut self, c: char) -> Result<(), Text> {
        if self.take(c) {
            Ok(())
        } else {
            Err(self.problem(text!("expected a comma or {c}", "应为逗号或 {c}")))
        }
    }

    fn take(&mut self, c: char) -> bool {
        self.skip_blanks();
        let is_there = self.peek() == Some(c);
        if is_there {
            self.next();
        }
        is_there
    }

    fn is_at_end(&self, close: Option<char>) -> bool {
        self.peek().is_none() || self.peek() == close
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.next();
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn problem(&self, text: Text) -> Text {
        text.within(at(self.text, self.at))
    }
}

/// The length of the name at the start of a text that goes on with `=`.
fn name_length(text: &str) -> Option<usize> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let length = text.find(|c: char| !is_part(c))?;
    let begins_well = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_name = begins_well && text[length..].trim_start().starts_with('=');
    is_name.then_some(length)
}

fn at(text: &str, offset: usize) -> Text {
    match text[offset..].chars().next() {
        Some(_) => {
            let number = text[..offset].chars().count() + 1;
            text!("at character {number}", "第 {number} 个字符处")
        }
        None => text!("at the end", "结尾处"),
    }
}

#[cfg(test)]
mod tests;
