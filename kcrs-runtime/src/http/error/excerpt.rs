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

/// Members whose values an excerpt of an error response shows.
const OF_ERRORS: [&str; 5] = ["RequestId", "Code", "Message", "Type", "Status"];

/// The beginning of a body, without the values in it: a body that was cut off or damaged, or came
/// with a wrong status, can hold the password that it was to bring. With `is_error`, what describes
/// an error is shown. HTML has no secrets, nor has plain text of a status that is an error.
pub(super) fn excerpt(body: &[u8], is_error: bool) -> String {
    // One character is four bytes at most.
    let start = &body[..body.len().min(EXCERPT * 4)];
    let text = String::from_utf8_lossy(start);
    let cut = body.len() > start.len();
    let mut text = if is_html(&text) || is_error && !text.contains('"') {
        bounded(&text, EXCERPT)
    } else {
        bounded(
            &mask(&text, if is_error { &OF_ERRORS } else { &[] }),
            EXCERPT,
        )
    };
    if cut && !text.ends_with('…') {
        text.push('…');
    }
    text
}

/// Leaves quoted text out of a parser's message: it is a piece of the response.
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

fn is_html(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let after = text.strip_prefix('<');
    after.is_some_and(|after| {
        after.starts_with(|c: char| c.is_ascii_alphabetic() || "!/?".contains(c))
    })
}

/// JSON with its member names and structure, but without texts and numbers other than those of the
/// `shown` members.
fn mask(json: &str, shown: &[&str]) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    // The last character that is structure, and the member that a value would be of.
    let (mut before, mut member) = (' ', "");
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let is_shown = before == ':' && shown.iter().any(|name| member.eq_ignore_ascii_case(name));
        if c == '"' {
            let end = string_end(after);
            let text = after[..end].strip_suffix('"');
            let is_name = matches!(before, '{' | ',') && after[end..].trim_start().starts_with(':');
            member = text.filter(|_| is_name).unwrap_or_default();
            out.push('"');
            out.push_str(match text {
                Some(text) if is_name || is_shown => text,
                _ if is_shown => &after[..end],
                _ => "***",
            });
            out.push('"');
            before = c;
            rest = &after[end..];
        } else if c.is_alphanumeric() || matches!(c, '-' | '+') {
            let end = rest.find([',', '}', ']', '"']).unwrap_or(rest.len());
            out.push_str(if is_shown { &rest[..end] } else { "***" });
            before = c;
            rest = &rest[end..];
        } else {
            out.push(c);
            if !c.is_whitespace() {
                before = c;
            }
            rest = after;
        }
    }
    out
}

/// Returns the end of a string that began before `text`; the end of `text` where it is cut off.
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

/// At most `limit` characters of one line: control characters and whitespace become single
/// spaces.
fn bounded(text: &str, limit: usize) -> String {
    let mut out = String::new();
    let mut number = 0;
    let mut space = false;
    for c in text.chars() {
        if c.is_control() || c.is_whitespace() || is_invisible(c) {
            space = !out.is_empty();
            continue;
        }
        if number + usize::from(space) >= limit {
            out.push('…');
            break;
        }
        if std::mem::take(&mut space) {
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
        assert_eq!(excerpt(b"", true), "");
        assert_eq!(
            excerpt(b"<html>\r\n\t<b class=\"x\">Bad\x1b[31m</b>\0", false),
            "<html> <b class=\"x\">Bad [31m</b>"
        );
        assert_eq!(excerpt(b"upstream is down", true), "upstream is down");
        let long = excerpt("长".repeat(5000).as_bytes(), true);
        assert_eq!(long.chars().count(), EXCERPT + 1);
        assert!(long.ends_with('…'));
        assert_eq!(excerpt(b"\xff\xfe", true), "\u{fffd}\u{fffd}");
        assert_eq!(excerpt(&[b' '; 9000], true), "…");
    }

    #[test]
    fn a_success_shows_names_only() {
        let body = br#"{"RequestId": "abc", "Token": "hush \" hush", "N": -12.5e3, "L": [true, null, "x"], "Cut": "hus"#;
        assert_eq!(
            excerpt(body, false),
            r#"{"RequestId": "***", "Token": "***", "N": ***, "L": [***, ***, "***"], "Cut": "***""#
        );
        assert_eq!(
            excerpt("\u{feff} {\"a\":\"hush".as_bytes(), false),
            r#"{"a":"***""#
        );
        assert_eq!(excerpt(b"\"hush", false), r#""***""#);
        assert_eq!(excerpt(b"hush", false), "***");
        assert_eq!(
            excerpt(b")]}'\n{\"a\": \"hush\"}", false),
            r#")]}' {"a": "***"}"#
        );
        assert_eq!(
            excerpt(b"call({\"a\": \"hush\"})", false),
            r#"***"***": "***"})"#
        );
    }

    #[test]
    fn an_error_shows_what_describes_it() {
        let body = br#"{"RequestId": "r", "Token": "hush", "Error": {"Code": 17, "Message": "no", "Key": "hush"}, "code": "A"#;
        assert_eq!(
            excerpt(body, true),
            r#"{"RequestId": "r", "Token": "***", "Error": {"Code": 17, "Message": "no", "Key": "***"}, "code": "A""#
        );
        assert_eq!(excerpt(b"\"hush\"", true), r#""***""#);
    }

    /// One byte that is wrong, a cut or a prefix does not make a secret look like anything else.
    #[test]
    fn a_damaged_body_shows_no_secret() {
        let body =
            br#"{"RequestId":"r","Token":"hush-hush","Set":[{"Key":"hush-hush"}],"Count":1}"#;
        let shows = |body: &[u8], is_error| {
            let text = excerpt(body, is_error);
            ["hush-h", "sh-hush"].iter().any(|part| text.contains(part))
        };
        for is_error in [false, true] {
            for at in 0..body.len() {
                assert!(!shows(&body[at..], is_error), "from {at}");
                assert!(!shows(&body[..at], is_error), "to {at}");
                for byte in [
                    b'"', b',', b':', b'{', b'}', b'[', b'\\', b' ', b'x', b'<', 0xff,
                ] {
                    let mut damaged = body.to_vec();
                    damaged[at] = byte;
                    assert!(!shows(&damaged, is_error), "{:?} at {at}", char::from(byte));
                }
            }
        }
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
