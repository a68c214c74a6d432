//! Quoted scalars.

use crate::syntax::tree::{Node, Scalar};

use super::Parser;
use super::lines::folded;

impl Parser<'_> {
    /// Reads a quoted scalar, which may span lines.
    pub(super) fn quoted(&mut self) -> Node {
        let start = self.at;
        let text = self.quoted_text();
        Node::scalar(start..self.at, Scalar::Text(text))
    }

    fn quoted_text(&mut self) -> String {
        let (start, quote) = (self.at, self.peek());
        self.at += 1;
        let mut text = String::new();
        // Line folding does not strip white space up to here, which was written as an escape.
        let mut kept = 0;
        while let Some(c) = self.peek() {
            match c {
                '\n' => {
                    let length = text.trim_end_matches([' ', '\t']).len().max(kept);
                    text.truncate(length);
                    text.push_str(&folded(self.breaks()));
                    kept = text.len();
                    continue;
                }
                '\\' if quote == Some('"') => {
                    self.escape(&mut text);
                    kept = text.len();
                    continue;
                }
                c if Some(c) == quote => {
                    self.at += 1;
                    if c == '"' || self.peek() != Some('\'') {
                        return text;
                    }
                    text.push(c);
                }
                c => text.push(c),
            }
            self.at += c.len_utf8();
        }
        self.problem_at(start, "the quote is not closed", None);
        text
    }

    /// Returns the end of a quoted scalar that begins at a byte, if it ends in the same line.
    pub(super) fn quoted_end(&self, start: usize) -> Option<usize> {
        let text = &self.text[start..];
        let quote = text.chars().next()?;
        let mut chars = text.char_indices().skip(1).peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '\n' => return None,
                '\\' if quote == '"' => drop(chars.next()),
                c if c == quote => match chars.peek() {
                    Some((_, '\'')) if c == '\'' => drop(chars.next()),
                    _ => return Some(start + at + 1),
                },
                _ => {}
            }
        }
        None
    }

    /// Skips line breaks and the white space after each, and counts them.
    fn breaks(&mut self) -> usize {
        let mut breaks = 0;
        while self.peek() == Some('\n') {
            self.newline();
            breaks += 1;
            self.skip_blanks();
        }
        breaks
    }

    fn escape(&mut self, text: &mut String) {
        let rest = &self.text[self.at + 1..];
        let Some(c) = rest.chars().next() else {
            self.at += 1;
            return;
        };
        let digits = match c {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let char = match c {
            '\n' => {
                self.at += 1;
                let breaks = self.breaks();
                text.push_str(&"\n".repeat(breaks - 1));
                return;
            }
            '0' => Some('\0'),
            'a' => Some('\u{7}'),
            'b' => Some('\u{8}'),
            't' | '\t' => Some('\t'),
            'n' => Some('\n'),
            'v' => Some('\u{b}'),
            'f' => Some('\u{c}'),
            'r' => Some('\r'),
            'e' => Some('\u{1b}'),
            ' ' | '"' | '\'' | '/' | '\\' => Some(c),
            'N' => Some('\u{85}'),
            '_' => Some('\u{a0}'),
            'L' => Some('\u{2028}'),
            'P' => Some('\u{2029}'),
            _ => rest
                .get(1..1 + digits)
                .filter(|_| digits > 0)
                .and_then(|digits| u32::from_str_radix(digits, 16).ok())
                .and_then(char::from_u32),
        };
        let Some(char) = char else {
            return self.stop("no such escape", None);
        };
        text.push(char);
        self.at += 1 + c.len_utf8() + digits;
    }
}
