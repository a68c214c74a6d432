//! Converts bytes to lines and columns.

use std::ops::Range;

use super::Location;

/// The lines of a text, by YAML's line breaks.
#[derive(Debug)]
pub(crate) struct LineIndex {
    /// Byte ranges without line breaks.
    lines: Vec<Range<usize>>,
}

impl LineIndex {
    pub(crate) fn new(text: &str) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        for (at, c) in text.char_indices() {
            let is_break = matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
            // `\r\n` is one line break.
            if is_break && !text[at..].starts_with("\r\n") {
                let end = at - usize::from(c == '\n' && text[..at].ends_with('\r'));
                lines.push(start..end);
                start = at + c.len_utf8();
            }
        }
        lines.push(start..text.len());
        Self { lines }
    }

    /// Returns a line, counted from 0, without its indentation and white space at its end.
    pub(crate) fn trimmed(&self, text: &str, line: usize) -> Option<Range<usize>> {
        let Range { start, end } = self.lines.get(line)?.clone();
        let body = text[start..end].trim_start();
        let start = end - body.len();
        Some(start..start + body.trim_end().len())
    }

    /// Returns the location of a byte range, cut off at the end of its first line.
    pub(crate) fn location(&self, file: &str, text: &str, bytes: Range<usize>) -> Location {
        let line = self.lines.partition_point(|line| line.start <= bytes.start) - 1;
        let Range { start, end } = self.lines[line].clone();
        let excerpt = &text[start..end];
        let first = bytes.start.min(end) - start;
        let mut last = (bytes.end.min(end) - start).max(first);
        if bytes.end > end {
            last = excerpt.trim_end().len().max(first);
        }
        let column = 1 + excerpt[..first].chars().count();
        let next = self.lines.get(line + 1);
        Location {
            file: file.to_owned(),
            line: line + 1,
            column,
            end_column: column + excerpt[first..last].chars().count(),
            excerpt: excerpt.to_owned(),
            next: next.map_or_else(String::new, |next| text[next.clone()].to_owned()),
            bytes: (first, last),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_yaml() {
        for (text, expected) in [
            ("a\r\nb\rc\nd\u{2028}e", &["a", "b", "c", "d", "e"][..]),
            ("", &[""]),
            ("a\n", &["a", ""]),
            ("\r\n\r\n", &["", "", ""]),
        ] {
            let lines = LineIndex::new(text).lines;
            let lines: Vec<&str> = lines.into_iter().map(|line| &text[line]).collect();
            assert_eq!(lines, expected);
        }
    }

    #[test]
    fn columns_count_characters_and_end_with_the_line() {
        let text = "中: a  \nb";
        let index = LineIndex::new(text);
        let location = |bytes| {
            let location = index.location("", text, bytes);
            (location.line, location.column, location.end_column)
        };
        assert_eq!(location(5..6), (1, 4, 5));
        assert_eq!(location(5..10), (1, 4, 5));
        assert_eq!(location(9..10), (2, 1, 2));
        assert_eq!(location(10..10), (2, 2, 2));
    }
}
