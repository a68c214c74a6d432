//! The likely cause of a syntax error, and where it is. serde_yaml has no error kinds, so its
//! messages are matched, and the text is searched for what people mistype.

use super::yaml;

/// A likely cause.
#[derive(Debug)]
pub(crate) struct Cause {
    /// The byte offset, if it is not where the parser stopped.
    pub(super) at: Option<usize>,
    pub(crate) help: &'static str,
}

/// Looks for the cause of an error with a message that stopped the parser at a byte offset.
pub(super) fn find(message: &str, text: &str, at: Option<usize>) -> Option<Cause> {
    if message.contains(DOCUMENTS) {
        return Some(Cause {
            at: second_document(text),
            help: "a file is one document: take the line `---` out, or make a file of what follows",
        });
    }
    if message.contains(CONTROL) {
        return Some(Cause {
            at: text.find(|c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}')),
            help: "take the character out, or write it as an escape in double quotes: `\\0`",
        });
    }
    let stop = at?;
    if let Some(at) = merge_marker(text) {
        return Some(Cause {
            at: Some(at),
            help: "a merge left both versions here: keep one, and take out the lines that begin \
                   with `<<<<<<<`, `=======` and `>>>>>>>`",
        });
    }
    let start = text[..stop].rfind('\n').map_or(0, |at| at + 1);
    if let Some(at) = open_quote(message, &text[..start]) {
        return Some(Cause {
            at: Some(at),
            help: "this quote is not closed on its line: close it, or take it out",
        });
    }
    // The parser reads a key without its colon as a text that goes on, and stops behind it.
    if message.contains("expected ':'") || message.contains("mapping values") {
        let above = text[..start].trim_end();
        let above_start = above.rfind('\n').map_or(0, |at| at + 1);
        if let Some((at, help)) = colon(&above[above_start..]) {
            return Some(Cause {
                at: Some(above_start + at),
                help,
            });
        }
    }
    let line = text[start..].lines().next().unwrap_or_default();
    let (_, _, help) = CAUSES
        .iter()
        .find(|(part, applies, _)| message.contains(part) && applies(line))?;
    Some(Cause { at: None, help })
}

/// Finds a colon that was meant to end the key at the start of a text and does not: its offset, and
/// what to do.
pub(crate) fn colon(text: &str) -> Option<(usize, &'static str)> {
    let at = text.find([':', '：'])?;
    if text[..at].trim_start().contains([' ', '"', '\'']) {
        return None;
    }
    let (_, rest) = text.split_at(at);
    if rest.starts_with('：') {
        return Some((at, "this is a full-width colon: a key ends in `: `"));
    }
    let is_joined = rest.len() > 1 && !rest[1..].starts_with([' ', '/']);
    is_joined.then_some((
        at,
        "a space is missing behind the colon: a key ends in `: `",
    ))
}

/// The start of serde_yaml's message about a second document.
const DOCUMENTS: &str = "more than one document";
/// The start of its message about a character.
const CONTROL: &str = "control characters are not allowed";

/// A part of serde_yaml's message, a condition on the line, and the likely cause. The first row
/// that matches decides.
type Row = (&'static str, fn(&str) -> bool, &'static str);

const CAUSES: [Row; 6] = [
    (
        "",
        |line| line.trim_start_matches(' ').starts_with('\t'),
        "YAML is indented with spaces: there is a tab here",
    ),
    (
        "",
        is_pattern_bare,
        "a regular expression needs quotes: `pattern: \"…\"`",
    ),
    (
        "expected ',' or",
        |line| line.contains(": "),
        "a text with `: ` in it needs quotes in a `{…}`; or a `}` or `]` is missing",
    ),
    (
        "mapping values are not allowed",
        |_| true,
        "a text with `: ` in it needs quotes; or this line is indented too far",
    ),
    ("did not find expected key", |_| true, INDENTATION),
    ("expected <block end>", |_| true, INDENTATION),
];

const INDENTATION: &str =
    "this line, or the one before, is not indented like its neighbours: two spaces a level";

/// Returns whether a line has a `pattern` without quotes.
fn is_pattern_bare(line: &str) -> bool {
    line.split_once("pattern: ")
        .is_some_and(|(_, value)| !value.trim_start().starts_with(['"', '\'', '|', '>']))
}

fn second_document(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut has_content = false;
    for line in text.split_inclusive('\n') {
        let is_mark = line.trim_end() == "---" || line.starts_with("--- ");
        if is_mark && has_content {
            return Some(at);
        }
        has_content |= !is_mark && !yaml::is_empty(line);
        at += line.len();
    }
    None
}

fn merge_marker(text: &str) -> Option<usize> {
    match text.starts_with("<<<<<<<") {
        true => Some(0),
        false => text.find("\n<<<<<<<").map(|at| at + 1),
    }
}

/// Returns where a quoted text begins that goes on beyond the text, or that the message names.
fn open_quote(message: &str, text: &str) -> Option<usize> {
    let quote = |message: &str| -> Option<(usize, usize)> {
        let (_, place) = message.split_once("while scanning a quoted scalar at line ")?;
        let (line, column) = place.split_once(" column ")?;
        Some((line.parse().ok()?, column.parse().ok()?))
    };
    let (line, column) = match quote(message) {
        Some(place) => place,
        None => quote(&yaml::message_of(text)?)?,
    };
    let start = match line {
        1 => 0,
        line => text.match_indices('\n').nth(line - 2)?.0 + 1,
    };
    let column = text[start..].char_indices().nth(column - 1)?.0;
    Some(start + column)
}

#[cfg(test)]
mod tests {
    use crate::syntax::SyntaxError;

    #[test]
    fn a_syntax_error_has_a_likely_cause() {
        // Where the cause is, what it is about.
        let cases = [
            ("a:\n  b: 1\n^\tc: 2\n", "tab"),
            ("a: {en: A remark^: yes.}\n", "quotes in a `{…}`"),
            ("a: A remark^: yes.\n", "quotes; or"),
            ("a:\n  b: 1\n ^c: 2\n", "indented"),
            ("a:\n  b: {c: 1}\n   ^d: {e: 2}\n", "indented"),
            ("a:\n  method^:POST\n  b: 1\n", "space is missing"),
            ("a:\n  method^：POST\n  b: 1\n", "full-width"),
            (
                "a: 1\n^<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n",
                "merge",
            ),
            ("a: ^\"one\nb: {c: \"two\"}\n", "not closed"),
            (
                "a: {b: ^\"one, c: 2}\nd: 2\ne: {f: \"two\"}\n",
                "not closed",
            ),
            ("甲: ^'one\nb: 1\n", "not closed"),
            ("a: {pattern: [a-z]^{2}, b: 1}\n", "regular expression"),
            ("a: 1\n^---\nb: 1\n", "one document"),
            ("---\na: 1\n^--- # more\nb: 1\n", "one document"),
            ("a: x^\0y\n", "escape"),
        ];
        for (marked, part) in cases {
            let (text, at) = (marked.replace('^', ""), marked.find('^').unwrap());
            let error: serde_yaml::Error =
                serde_yaml::from_str::<serde_yaml::Value>(&text).expect_err(marked);
            let error = SyntaxError::new(&error, &text);
            let help = error.help.unwrap_or_default();
            assert!(help.contains(part), "{marked:?}: {error:?}");
            assert_eq!(error.at, Some(at), "{marked:?}: {error:?}");
        }
    }
}
