//! Showing what a server sent: bounded, without control characters, without secrets.

use std::borrow::Cow;

/// Characters of a body that an error shows.
const EXCERPT: usize = 200;
/// Characters of a message that an error shows.
const MESSAGE: usize = 1000;

/// A text of the service in one line, for `Display`; the error itself keeps it as it was.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().any(char::is_control) || text.len() > MESSAGE {
        Cow::Owned(bounded(text, MESSAGE))
    } else {
        Cow::Borrowed(text)
    }
}

/// The beginning of a body. With `masked`, texts are left out of what looks like JSON: an answer
/// that was cut off can hold the password that it was to bring.
pub(super) fn excerpt(body: &[u8], masked: bool) -> String {
    // One character is four bytes at most.
    let start = &body[..body.len().min(EXCERPT * 4)];
    let text = String::from_utf8_lossy(start);
    let cut = body.len() > start.len();
    let mut text = if masked && looks_like_json(&text) {
        bounded(&mask(&text), EXCERPT)
    } else {
        bounded(&text, EXCERPT)
    };
    if cut && !text.ends_with('…') {
        text.push('…');
    }
    text
}

/// Leaves quoted text out of a parser's message: it is a piece of the answer.
pub(super) fn without_quoted(message: &str) -> String {
    let mut text = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, quoted)) = rest.split_once('"') {
        text.push_str(before);
        text.push_str("\"***\"");
        rest = quoted.get(string_end(quoted)..).unwrap_or_default();
    }
    text.push_str(rest);
    bounded(&text, EXCERPT)
}

fn looks_like_json(text: &str) -> bool {
    text.trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with(['{', '[', '"'])
}

/// JSON with its member names and structure, but without its texts and numbers.
fn mask(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if c == '"' {
            let end = string_end(after);
            let is_name = after[end..].trim_start().starts_with(':');
            let name = after[..end].strip_suffix('"').unwrap_or_default();
            out.push('"');
            out.push_str(if is_name { name } else { "***" });
            out.push('"');
            rest = &after[end..];
        } else if c.is_alphanumeric() || matches!(c, '-' | '+') {
            let end = rest.find([',', '}', ']', '"']).unwrap_or(rest.len());
            out.push_str("***");
            rest = &rest[end..];
        } else {
            out.push(c);
            rest = after;
        }
    }
    out
}

/// Where a string, begun before `text`, has ended; the end of `text` where it is cut off.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' if !escaped => return at + 1,
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

/// At most `limit` characters of one line: control characters become blanks, blanks are run
/// together.
fn bounded(text: &str, limit: usize) -> String {
    let mut out = String::new();
    let mut number = 0;
    let mut blank = false;
    for c in text.chars() {
        if c.is_control() || c.is_whitespace() || is_invisible(c) {
            blank = !out.is_empty();
            continue;
        }
        if number + usize::from(blank) >= limit {
            out.push('…');
            break;
        }
        if std::mem::take(&mut blank) {
            out.push(' ');
            number += 1;
        }
        out.push(c);
        number += 1;
    }
    out
}

/// Marks that turn the direction of text around, and the byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_bounded_line() {
        assert_eq!(excerpt(b"", false), "");
        assert_eq!(
            excerpt(b"<html>\r\n\t<b>Bad\x1b[31m</b>\0", false),
            "<html> <b>Bad [31m</b>"
        );
        let long = excerpt("长".repeat(5000).as_bytes(), false);
        assert_eq!(long.chars().count(), EXCERPT + 1);
        assert!(long.ends_with('…'));
        assert_eq!(excerpt(b"\xff\xfe", false), "\u{fffd}\u{fffd}");
        assert_eq!(excerpt(&[b' '; 9000], false), "…");
    }

    #[test]
    fn a_masked_excerpt_keeps_names_only() {
        let body = br#"{"RequestId": "abc", "Token": "hush \" hush", "N": -12.5e3, "L": [true, null, "x"], "Cut": "hus"#;
        assert_eq!(
            excerpt(body, true),
            r#"{"RequestId": "***", "Token": "***", "N": ***, "L": [***, ***, "***"], "Cut": "***""#
        );
        assert_eq!(
            excerpt("\u{feff} {\"a\":\"hush".as_bytes(), true),
            r#"{"a":"***""#
        );
        assert_eq!(excerpt(b"\"hush", true), r#""***""#);
        assert_eq!(excerpt(b"<html>", true), "<html>");
    }

    #[test]
    fn quoted_text_is_left_out_of_messages() {
        assert_eq!(
            without_quoted(r#"invalid type: string "hu\"sh", expected i64 at line 1 column 9"#),
            r#"invalid type: string "***", expected i64 at line 1 column 9"#
        );
        assert_eq!(without_quoted(r#"cut "hush"#), r#"cut "***""#);
        assert_eq!(without_quoted("missing field `a`"), "missing field `a`");
    }
}
