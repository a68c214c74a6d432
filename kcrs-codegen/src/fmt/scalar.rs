//! Scalars: what a plain one is, and how a text is written.

use super::tree::Scalar;

/// What stands around a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Context {
    Block,
    /// Inside `{…}` or `[…]`.
    Flow,
}

/// The scalar that a plain piece of text is.
pub(crate) fn plain(text: String) -> Scalar {
    if !may_be_other(&text) {
        return Scalar::Text(text);
    }
    match serde_yaml::from_str::<serde_yaml::Value>(&text) {
        Ok(serde_yaml::Value::String(_)) | Err(_) => Scalar::Text(text),
        Ok(serde_yaml::Value::Null) => Scalar::Other("null".to_owned()),
        Ok(serde_yaml::Value::Bool(value)) => Scalar::Other(value.to_string()),
        Ok(_) => Scalar::Other(text),
    }
}

/// A text as YAML: plain where that is safe.
pub(crate) fn write_text(text: &str, context: Context) -> String {
    if is_plain(text, context) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// A text in double quotes.
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

/// Whether a character may stand in a file as it is, and is no line break to any reader.
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

/// Whether some reader of YAML, of whatever version, may take a plain text for something else.
fn may_be_other(text: &str) -> bool {
    let Some(first) = text.chars().next() else {
        return true;
    };
    if first.is_ascii_digit() || matches!(first, '+' | '-' | '.') {
        return is_like_number(text);
    }
    const WORDS: [&str; 9] = ["~", "null", "true", "false", "yes", "no", "on", "off", "="];
    text == "<<" || (text.len() <= 5 && WORDS.contains(&text.to_ascii_lowercase().as_str()))
}

/// Whether it looks like an integer, a fraction, a time of day or a date.
fn is_like_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let lower = unsigned.to_ascii_lowercase();
    if matches!(lower.as_str(), ".inf" | ".nan" | "inf" | "nan") {
        return true;
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = lower.strip_prefix(prefix) {
            return !digits.is_empty() && digits.chars().all(|c| c == '_' || c.is_digit(radix));
        }
    }
    if text.contains("..") {
        return false;
    }
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == '_');
    // 1_000, 1.5, 1e3, 1.5e-3
    let (mantissa, exponent) = lower.split_once('e').unwrap_or((&lower, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if digits(whole) && digits(fraction) && digits(exponent) {
        return mantissa.contains(|c: char| c.is_ascii_digit());
    }
    // 12:30, 12:30:45.5, 2024-02-01, 2024-02-01T12:30:45.5+08:00, 2024-02-01 12:30:45 Z
    lower.starts_with(|c: char| c.is_ascii_digit())
        && lower.contains([':', '-'])
        && lower.chars().all(|c| {
            c.is_ascii_digit() || matches!(c, ':' | '-' | '+' | '.' | 't' | 'z' | ' ' | '_')
        })
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

    #[test]
    fn plain_scalars_have_the_type_that_the_reader_gives_them() {
        for (text, other) in [
            ("1", Some("1")),
            ("0x1F", Some("0x1F")),
            ("1.50", Some("1.50")),
            ("True", Some("true")),
            ("~", Some("null")),
            ("NULL", Some("null")),
            ("0123", None),
            ("yes", None),
            ("2024-02-01", None),
            ("1..99", None),
            ("a", None),
        ] {
            let expected = match other {
                Some(other) => Scalar::Other(other.to_owned()),
                None => Scalar::Text(text.to_owned()),
            };
            assert_eq!(plain(text.to_owned()), expected, "{text}");
        }
    }
}
