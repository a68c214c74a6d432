//! Texts of the spec as Markdown.

use crate::model::Docs;

/// Note on items that the document does not have.
pub(crate) fn observed() -> Docs {
    Docs::new(
        "Observed, not in the vendor's document.",
        "文档未载，实测可见。",
    )
}

/// Note on a type that the document calls something else.
pub(crate) fn documented_as(other: &str) -> Docs {
    let other = code(other);
    Docs::new(
        format!("The vendor's document calls it {other}."),
        format!("官方文档中称为 {other}。"),
    )
}

/// Words of the spec as Markdown sentences.
pub(crate) fn prose(docs: &Docs) -> Docs {
    Docs::new(english(&docs.en), chinese(&docs.zh))
}

/// The words of something that the document may not have.
pub(crate) fn prose_of(docs: &Docs, is_observed: bool) -> Docs {
    prose(docs).with(is_observed.then(observed))
}

/// English words as a Markdown sentence.
fn english(text: &str) -> String {
    let mut text = escape(text);
    if !text.ends_with(['.', '!', '?', '…', ':']) {
        text.push('.');
    }
    text
}

/// Chinese words as a Markdown sentence.
fn chinese(text: &str) -> String {
    let mut text = escape(text);
    if !text.ends_with(['。', '！', '？', '…', '：']) {
        text.push('。');
    }
    text
}

/// Plain text as Markdown on one line. What stands between backticks is code already.
pub(crate) fn escape(text: &str) -> String {
    let text = text.trim();
    let mut out = String::with_capacity(text.len() + 8);
    let mut in_code = false;
    let even = text.matches('`').count().is_multiple_of(2);
    let mut before: Option<char> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let next = chars.peek().copied();
        let is_markup = match c {
            '`' if even => {
                in_code = !in_code;
                false
            }
            _ if in_code => false,
            '`' | '\\' | '*' | '[' | ']' | '<' | '>' | '~' => true,
            // Within a word it is not emphasis.
            '_' => !(is_word(before) && is_word(next)),
            // An entity, such as `&amp;`.
            '&' => is_word(next) || next == Some('#'),
            // A heading, a list, a rule.
            '#' | '+' | '-' | '=' => before.is_none(),
            '.' | ')' => {
                let is_number = !out.is_empty() && out.bytes().all(|byte| byte.is_ascii_digit());
                is_number && next.is_none_or(char::is_whitespace)
            }
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(if matches!(c, '\n' | '\r' | '\t') {
            ' '
        } else {
            c
        });
        before = Some(c);
    }
    out
}

/// A value as code, whatever is in it.
pub(crate) fn code(text: &str) -> String {
    let runs = text.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or_default() + 1);
    match text.is_empty() || text.contains('`') {
        true => format!("{fence} {text} {fence}"),
        false => format!("{fence}{text}{fence}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_around_code_are_longer_than_those_in_it() {
        for (text, expected) in [
            ("a", "`a`"),
            ("", "`  `"),
            ("a`b", "`` a`b ``"),
            ("``", "``` `` ```"),
        ] {
            assert_eq!(code(text), expected);
        }
    }

    #[test]
    fn markdown_is_escaped_outside_code() {
        assert_eq!(english("a [b] <c> `[d]`"), "a \\[b\\] \\<c\\> `[d]`.");
        assert_eq!(english("Done? "), "Done?");
        assert_eq!(english("a ` b\nc"), "a \\` b c.");
        assert_eq!(chinese("名称"), "名称。");
        for (text, expected) in [
            ("a_b", "a_b"),
            ("_a_", "\\_a\\_"),
            ("a & b &amp; &#1;", "a & b \\&amp; \\&#1;"),
            ("# a # b", "\\# a # b"),
            ("- a - b", "\\- a - b"),
            ("1. a 1. b", "1\\. a 1. b"),
            ("1.5", "1.5"),
            ("~~a~~", "\\~\\~a\\~\\~"),
            ("`a_ & *b*`", "`a_ & *b*`"),
        ] {
            assert_eq!(escape(text), expected, "{text}");
        }
    }
}
