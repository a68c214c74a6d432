//! The bytes that a piece of YAML takes up in its line. serde_yaml gives where one begins; where it
//! ends is read from the text.

use std::ops::Range;

use super::node::{Node, Part, Value};

/// The lines of a file as YAML counts them.
pub(super) fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.find(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
        lines.push(&rest[..end]);
        rest = &rest[end..];
        let line_break = if rest.starts_with("\r\n") {
            2
        } else {
            rest.chars().next().map_or(0, char::len_utf8)
        };
        rest = &rest[line_break..];
    }
    lines.push(rest);
    lines
}

/// The line (counted from 0) and the bytes in it of a part of the node that begins at a line and a
/// character, both counted from 0.
pub(super) fn extent(
    lines: &[&str],
    (line, column): (usize, usize),
    node: Option<&Node>,
    part: &Part,
) -> Option<(usize, Range<usize>)> {
    let text = lines.get(line)?;
    let start = text
        .char_indices()
        .nth(column)
        .map_or(text.len(), |(start, _)| start);
    let whole = start..start + length(&text[start..], node);
    let within = match part {
        Part::Whole => None,
        Part::Word(word) => body(lines, line, &whole)
            .into_iter()
            .find_map(|(line, range)| {
                let found = find_word(&lines[line][range.clone()], word)?;
                Some((line, range.start + found..range.start + found + word.len()))
            }),
        Part::Line(number) => body(lines, line, &whole)
            .into_iter()
            .filter(|(body_line, _)| *body_line > line)
            .nth(number.saturating_sub(1))
            .map(|(line, range)| {
                let text = &lines[line][range.clone()];
                let indent = text.len() - text.trim_start().len();
                (
                    line,
                    range.start + indent..range.start + text.trim_end().len().max(indent),
                )
            }),
    };
    Some(within.unwrap_or((line, whole)))
}

/// The length of the node that begins a text, as far as it stands in this line.
fn length(text: &str, node: Option<&Node>) -> usize {
    if let Some(Node {
        value: Value::Text(value),
        ..
    }) = node
        && !value.is_empty()
        && text.starts_with(value.as_str())
        && !value.contains('\n')
    {
        return value.len();
    }
    let to_the_end = text.trim_end().len();
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => quoted(text, quote).unwrap_or(to_the_end),
        Some('{' | '[') => bracketed(text).unwrap_or(to_the_end),
        _ if matches!(
            node.map(|node| &node.value),
            Some(Value::Text(_) | Value::List(_) | Value::Map(_))
        ) =>
        {
            to_the_end
        }
        _ => text
            .find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}'))
            .unwrap_or(text.len()),
    }
}

/// The length of a quoted text with its quotes.
fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && quote == '"' {
            chars.next();
        } else if c == quote {
            if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == quote) {
                chars.next();
                continue;
            }
            return Some(at + 1);
        }
    }
    None
}

/// The length of a `{…}` or `[…]`.
fn bracketed(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    let mut before = ' ';
    while let Some(c) = text[at..].chars().next() {
        match c {
            '"' | '\'' if matches!(before, '{' | '[' | ',' | ':') => {
                at += quoted(&text[at..], c)?;
                before = c;
                continue;
            }
            '{' | '[' => depth += 1,
            '}' | ']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        if !c.is_whitespace() {
            before = c;
        }
        at += c.len_utf8();
    }
    None
}

/// The lines that a text takes: the rest of its own, and those that are indented below it.
fn body(lines: &[&str], line: usize, whole: &Range<usize>) -> Vec<(usize, Range<usize>)> {
    let first = lines[line];
    let mut body = vec![(line, whole.clone())];
    if first[whole.start..].starts_with(['|', '>']) {
        let indent = |text: &str| text.len() - text.trim_start_matches(' ').len();
        let own = indent(first);
        for (number, text) in lines.iter().enumerate().skip(line + 1) {
            if !text.trim().is_empty() && indent(text) <= own {
                break;
            }
            body.push((number, 0..text.len()));
        }
    }
    body
}

/// Where a word begins that is not a part of a longer one.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let is_part =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_'));
    text.match_indices(word)
        .map(|(at, _)| at)
        .find(|at| {
            !is_part(text[..*at].chars().next_back())
                && !is_part(text[at + word.len()..].chars().next())
        })
        .or_else(|| text.find(word))
        .filter(|_| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::node::Span;
    use crate::syntax::yaml::{locate, parse};

    /// The part of a text that is the node with a number.
    fn shown(text: &str, number: u32, part: Part) -> String {
        let root = parse(text, 0).unwrap();
        let span = Span {
            file: 0,
            node: Some(number),
        };
        let lines = lines(text);
        let at = locate(text, span).unwrap();
        let (line, range) = extent(&lines, at, root.find(span), &part).unwrap();
        lines[line][range].to_owned()
    }

    #[test]
    fn a_value_reaches_to_its_end() {
        for (text, expected) in [
            ("a: plain text # remark", "plain text"),
            ("a: 12 # remark", "12"),
            ("{a: true, b: 1}", "true"),
            ("{a: two words, b: 1}", "two words"),
            ("a: \"quoted \\\" text\" # x", "\"quoted \\\" text\""),
            ("a: 'it''s' # x", "'it''s'"),
            ("a: [x, \"]\", {b: c}] # x", "[x, \"]\", {b: c}]"),
            ("a: {b: it's} # x", "{b: it's}"),
            ("a: ~", "~"),
            ("a:", ""),
            ("a: 中文。 # 注", "中文。"),
            ("a: [x,\n  y]", "[x,"),
            ("a: one\n  two", "one"),
            ("a:\n  b: c", "b: c"),
            ("a: |\n  text", "|"),
            ("\u{feff}a: b", "b"),
        ] {
            assert_eq!(shown(text, 2, Part::Whole), expected, "{text}");
        }
        assert_eq!(shown("a: {b: c, d}", 0, Part::Whole), "a: {b: c, d}");
    }

    #[test]
    fn a_word_and_a_line_of_a_text_are_found() {
        let text = "a: |\n  http://x?Action=A\n  &BookId=1&Id=2\nb: Id\n";
        assert_eq!(shown(text, 2, Part::Word("Id".into())), "Id");
        assert_eq!(shown(text, 2, Part::Line(2)), "&BookId=1&Id=2");
        // What is not there is the whole.
        assert_eq!(shown(text, 2, Part::Word("Nowhere".into())), "|");
        assert_eq!(shown(text, 2, Part::Line(9)), "|");
        assert_eq!(
            find_word("&BookId=1&Id=2", "Id").unwrap(),
            "&BookId=1&".len()
        );
    }

    #[test]
    fn lines_are_those_of_yaml() {
        assert_eq!(lines("a\r\nb\rc\nd\u{2028}e"), ["a", "b", "c", "d", "e"]);
        assert_eq!(lines(""), [""]);
    }
}
