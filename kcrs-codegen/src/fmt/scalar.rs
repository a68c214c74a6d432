//! Writes texts as scalars.

use crate::syntax::may_be_other;

/// The context of a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Context {
    Block,
    /// Inside `{…}` or `[…]`.
    Flow,
}

/// Writes a text: plain where that is safe, else in double quotes.
pub(crate) fn write_text(text: &str, context: Context) -> String {
    if is_plain(text, context) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Writes a text in double quotes.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_printable(c) => out.push(c),
            c if u32::from(c) <= 0xff => out.push_str(&format!("\\x{:02X}", u32::from(c))),
            c if u32::from(c) <= 0xffff => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

/// Returns whether a character needs no escape and is not a line break in any version of YAML.
pub(crate) fn is_printable(c: char) -> bool {
    match c {
        '\t' | '\n' => true,
        '\u{85}' | '\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => false,
        '\u{fffe}' | '\u{ffff}' => false,
        c => !c.is_control(),
    }
}

fn is_plain(text: &str, context: Context) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else {
        return false;
    };
    let second = chars.next();
    let begins_well = match first {
        '-' => second.is_some_and(|c| !c.is_whitespace() && !is_flow_indicator(c)),
        '?' | ':' | ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '\''
        | '"' | '%' | '@' | '`' => false,
        _ => true,
    };
    begins_well
        && !text.starts_with("---")
        && !text.starts_with("...")
        && !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace)
        && !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(['\n', '\t'])
        && text.chars().all(is_printable)
        && !(context == Context::Flow && (text.contains(is_flow_indicator) || text.contains(":?")))
        && !may_be_other(text)
}

fn is_flow_indicator(c: char) -> bool {
    matches!(c, ',' | '[' | ']' | '{' | '}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_quoted_where_it_could_be_read_otherwise() {
        for text in [
            "",
            " a",
            "a ",
            "~",
            "null",
            "Null",
            "true",
            "FALSE",
            "yes",
            "Off",
            "1",
            "-1",
            "+1",
            "1.5",
            ".5",
            "1e3",
            "1_000",
            "0x1F",
            "0o7",
            "0b1",
            ".inf",
            "-.INF",
            ".nan",
            "12:30",
            "+08:00",
            "2024-02-01",
            "2024-02-01T12:30:45Z",
            "2024-02-01 12:30:45",
            "0123",
            "a: b",
            "a:",
            "a #b",
            "#a",
            "- a",
            "-",
            "? a",
            "?a",
            ":a",
            ": a",
            "[a",
            "{a",
            "&a",
            "*a",
            "!a",
            "|a",
            ">a",
            "'a",
            "\"a",
            "%a",
            "@a",
            "`a",
            "---",
            "--- a",
            "...",
            "a\nb",
            "a\tb",
            "\u{feff}a",
            "a\u{85}b",
            "a\u{2028}",
            "<<",
            "=",
            "]",
            "}",
            ",a",
            "\u{7}",
        ] {
            assert_eq!(write_text(text, Context::Block), quoted(text), "{text:?}");
        }
        for text in [
            "a",
            "a, b",
            "a[1]",
            "a {b}",
            "1..99",
            "..99",
            "-500..2100",
            "1..",
            "5s",
            "2..30 characters",
            "sha256:x",
            "http://a?b=c&d",
            "it's",
            "say \"a\"",
            "-a",
            "中文",
            "a#b",
            "y",
            "N",
            "1.2.3",
            "v1",
            "a\\b",
            "e-book",
            "nullable",
            "x1e3",
            "１",
        ] {
            assert_eq!(write_text(text, Context::Block), text);
        }
    }

    #[test]
    fn brackets_and_commas_need_quotes_in_one_line() {
        for text in ["a, b", "a:?", "a,b", "a [b]", "a]", "{b}", "a}"] {
            assert_eq!(write_text(text, Context::Flow), quoted(text));
        }
        for text in ["a", "a: b"[..1].as_ref(), "http://a", "sha256:x…", "1..2"] {
            assert_eq!(write_text(text, Context::Flow), text);
        }
    }

    #[test]
    fn whatever_is_written_is_read_back() {
        let odd = "a \"b\" \\ \n \t \r \0 \u{7f} \u{85} \u{a0} \u{2028} \u{feff} \u{1f600} 中";
        let read: String = serde_yaml::from_str(&quoted(odd)).unwrap();
        assert_eq!(read, odd);
    }
}
