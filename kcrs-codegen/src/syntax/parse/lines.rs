//! Indentation, comments, plain scalars and block scalars.

use crate::codes::Code;
use crate::syntax::tree::{BlockText, Comment, Node, Scalar};

use super::{Parser, Pending};

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut parser = Self {
            text,
            at: 0,
            end: text.len(),
            pending: Vec::new(),
            is_after_blank: false,
            depth: 0,
            problems: Vec::new(),
        };
        let odd = text.char_indices().find(|(_, c)| {
            matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
                || (c.is_control() && !matches!(c, '\n' | '\t'))
        });
        if let Some((at, c)) = odd {
            let code = u32::from(c);
            let message = format!("the character U+{code:04X} cannot stand here as it is");
            let help = "write it as an escape in double quotes";
            parser.problem_at(at, message, Some(help));
        }
        parser
    }

    /// Advances to the next content and returns its column. Comments on the way become pending.
    pub(super) fn next_content(&mut self) -> Option<usize> {
        loop {
            let rest = &self.text[self.at..];
            let body = rest.trim_start_matches(' ');
            let column = rest.len() - body.len() + self.column();
            let behind_tabs = body.trim_start_matches([' ', '\t']);
            self.at = self.text.len() - behind_tabs.len();
            match behind_tabs.chars().next()? {
                '\n' => {
                    self.newline();
                    self.is_after_blank = true;
                }
                '#' => {
                    let text = self.comment();
                    self.newline();
                    let is_after_blank = std::mem::take(&mut self.is_after_blank);
                    self.pending.push(Pending {
                        comment: Comment {
                            text,
                            is_after_blank,
                        },
                        column,
                    });
                }
                _ => {
                    self.at = self.text.len() - body.len();
                    if body.starts_with('\t') {
                        self.stop("YAML is indented with spaces: there is a tab here", None);
                        return None;
                    }
                    if column > 0 || !(is_marker(body) || body.starts_with('%')) {
                        return Some(column);
                    }
                    self.refuse(
                        Code::OTHER_SYNTAX,
                        "marks of documents (`---`, `...`, `%`) are not part of the format",
                        "a file is one document: take the line out",
                    );
                    self.at += match body.starts_with('%') {
                        true => self.rest_of_line().len(),
                        false => "---".len(),
                    };
                }
            }
        }
    }

    /// Advances to the next line and returns the comment that ends this one.
    pub(super) fn end_of_line(&mut self) -> Option<String> {
        self.skip_blanks();
        let is_apart = self.text[..self.at].ends_with([' ', '\t']);
        let behind = match self.peek() {
            None | Some('\n') => None,
            Some('#') if is_apart => Some(self.comment()),
            Some(_) => {
                self.stop("expected the end of the line", None);
                None
            }
        };
        self.newline();
        behind
    }

    /// Takes the pending comments for the entry that begins here, and whether an empty line
    /// separates them from it.
    pub(super) fn take_above(&mut self) -> (Vec<Comment>, bool) {
        let pending = self.pending.drain(..);
        let above: Vec<Comment> = pending.map(|pending| pending.comment).collect();
        let is_detached = std::mem::take(&mut self.is_after_blank) && !above.is_empty();
        (above, is_detached)
    }

    /// Takes the pending comments that belong to the end of a collection in a column.
    pub(super) fn take_end(&mut self, column: usize) -> Vec<Comment> {
        let inside = self
            .pending
            .iter()
            .take_while(|pending| pending.column >= column);
        let pending = self.pending.drain(..inside.count());
        pending.map(|pending| pending.comment).collect()
    }

    /// Reads a plain scalar, which continues in lines that are indented further than the parent.
    /// Without a parent it is in a flow collection, where it continues in any line.
    pub(super) fn plain_lines(&mut self, parent: Option<usize>) -> String {
        let is_flow = parent.is_none();
        let mut text = String::new();
        loop {
            let end = self.plain_end(self.at, is_flow);
            text.push_str(&self.text[self.at..end]);
            self.at = end;
            let rest = self.text[end..].trim_start_matches([' ', '\t']);
            if !is_flow && rest.starts_with(':') {
                let help = "a text with `: ` in it needs quotes; or this line is indented too far";
                self.stop("a key inside a text", Some(help));
            }
            if !rest.starts_with('\n') {
                return text;
            }
            let body = rest.trim_start_matches(['\n', ' ', '\t']);
            let between = &rest[..rest.len() - body.len()];
            let column = between.len() - between.rfind('\n').map_or(0, |at| at + 1);
            let goes_on = match parent {
                Some(parent) => column > parent,
                None => !body.starts_with([',', '[', ']', '{', '}', ':']),
            };
            if body.is_empty()
                || body.starts_with('#')
                || !goes_on
                || (column == 0 && is_marker(body))
            {
                return text;
            }
            text.push_str(&folded(between.matches('\n').count()));
            self.at = self.text.len() - body.len();
        }
    }

    /// Returns where a plain scalar that begins at a byte ends in its line.
    pub(super) fn plain_end(&self, start: usize, is_flow: bool) -> usize {
        let line = line_at(self.text, start);
        let mut end = 0;
        let mut previous = None;
        for (at, c) in line.char_indices() {
            let next = line[at + c.len_utf8()..].chars().next();
            let is_end = match c {
                ':' => next.is_none_or(|c| matches!(c, ' ' | '\t') || (is_flow && is_flow_mark(c))),
                '#' => matches!(previous, Some(' ' | '\t')),
                c => is_flow && is_flow_mark(c),
            };
            if is_end {
                break;
            }
            if !matches!(c, ' ' | '\t') {
                end = at + c.len_utf8();
            }
            previous = Some(c);
        }
        start + end
    }

    /// Reads a block scalar and the comment in its header.
    pub(super) fn block_text(&mut self, parent: usize) -> (Node, Option<String>) {
        let start = self.at;
        let is_folded = self.peek() == Some('>');
        self.at += 1;
        let header = self.rest_of_line();
        let header = header.split([' ', '\t']).next().unwrap_or_default();
        self.at += header.len();
        let header_end = self.at;
        let (strips, keeps) = (header.contains('-'), header.contains('+'));
        let behind = self.end_of_line();
        let indent = match header.chars().find_map(|c| c.to_digit(10)) {
            Some(digit) => parent + digit as usize,
            None => self.detect_indent(parent),
        };
        let first = self.at;
        let (lines, empty, ends_with_break) = self.indented_lines(indent);
        self.is_after_blank = empty > 0;
        let scalar = if lines.is_empty() || (keeps && empty > 0) {
            if is_folded && !lines.is_empty() {
                let message = "a folded text (`>+`) that keeps empty lines at its end";
                self.problem_at(start, message, None);
            }
            let breaks = match keeps {
                true => empty + usize::from(!lines.is_empty()),
                false => 0,
            };
            Scalar::Text(lines.join("\n") + &"\n".repeat(breaks))
        } else {
            Scalar::Block(BlockText {
                is_folded,
                is_terminated: !strips && ends_with_break,
                lines,
            })
        };
        let own = self.text[first.min(self.at)..self.at].trim_end();
        let end = match own {
            "" => header_end,
            own => first + own.len(),
        };
        (Node::scalar(start..end, scalar), behind)
    }

    /// Reads the indented lines from here on. Also returns how many empty ones follow, and whether
    /// the last one ends with a line break.
    fn indented_lines(&mut self, indent: usize) -> (Vec<String>, usize, bool) {
        let mut lines: Vec<String> = Vec::new();
        let mut ends_with_break = true;
        while self.at < self.text.len() {
            let line = self.rest_of_line();
            let spaces = line.len() - line.trim_start_matches(' ').len();
            if spaces < indent && spaces < line.len() {
                if line[spaces..].trim_start_matches([' ', '\t']).is_empty() {
                    self.stop("a tab in an empty line of a text", None);
                }
                break;
            }
            let content = line.get(indent..).unwrap_or_default();
            self.at += line.len();
            // White space at the end of a file is not a line.
            if self.at < self.text.len() || !content.is_empty() {
                lines.push(content.to_owned());
                ends_with_break = self.peek() == Some('\n');
            }
            self.newline();
        }
        let count = lines.len();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        let empty = count - lines.len();
        (lines, empty, ends_with_break)
    }

    /// Returns the indentation of the first line with content, or of a longer empty line above it.
    fn detect_indent(&self, parent: usize) -> usize {
        let mut indent = parent + 1;
        for line in self.text[self.at..].lines() {
            let body = line.trim_start_matches(' ');
            indent = indent.max(line.len() - body.len());
            if !body.is_empty() {
                break;
            }
        }
        indent
    }

    /// Reads a comment, without white space at its end.
    pub(super) fn comment(&mut self) -> String {
        let line = self.rest_of_line();
        self.at += line.len();
        line.trim_end().to_owned()
    }

    /// Skips a line break, if there is one.
    pub(super) fn newline(&mut self) {
        if self.peek() == Some('\n') {
            self.at += 1;
        }
    }

    /// Skips spaces and tabs.
    pub(super) fn skip_blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    pub(super) fn column(&self) -> usize {
        let before = &self.text[..self.at];
        before.len() - before.rfind('\n').map_or(0, |at| at + 1)
    }

    fn rest_of_line(&self) -> &'t str {
        line_at(self.text, self.at)
    }
}

/// Returns the rest of the line from a byte on.
fn line_at(text: &str, start: usize) -> &str {
    let rest = &text[start..];
    &rest[..rest.find('\n').unwrap_or(rest.len())]
}

/// Folds line breaks: one becomes a space, each further one a line break.
pub(super) fn folded(breaks: usize) -> String {
    match breaks {
        1 => " ".to_owned(),
        breaks => "\n".repeat(breaks - 1),
    }
}

fn is_marker(line: &str) -> bool {
    let rest = line
        .strip_prefix("---")
        .or_else(|| line.strip_prefix("..."));
    rest.is_some_and(|rest| rest.chars().next().is_none_or(char::is_whitespace))
}

fn is_flow_mark(c: char) -> bool {
    matches!(c, ',' | '[' | ']' | '{' | '}')
}
