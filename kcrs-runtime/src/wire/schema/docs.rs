//! Texts in both languages.

use std::fmt;

/// A text of paragraphs, some in English and some in Chinese.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Docs {
    text: &'static str,
}

impl Docs {
    /// No text.
    pub const NONE: Self = Self::new("");

    /// A text as it stands in a doc comment: paragraphs are separated by empty lines, a line may
    /// begin with a space.
    pub const fn new(text: &'static str) -> Self {
        Self { text }
    }

    /// The paragraphs without Chinese characters.
    pub fn en(&self) -> String {
        self.paragraphs(|paragraph| !paragraph.chars().any(is_han))
    }

    /// The paragraphs with Chinese characters.
    pub fn zh(&self) -> String {
        self.paragraphs(|paragraph| paragraph.chars().any(is_han))
    }

    /// The whole text as it was given.
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// Returns whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn paragraphs(&self, belongs: impl Fn(&str) -> bool) -> String {
        let mut kept: Vec<String> = Vec::new();
        let mut lines: Vec<&str> = Vec::new();
        for line in self.text.lines().chain([""]) {
            let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
            if !line.is_empty() {
                lines.push(line);
            } else if !lines.is_empty() {
                kept.push(lines.join("\n"));
                lines.clear();
            }
        }
        kept.retain(|paragraph| belongs(paragraph));
        kept.join("\n\n")
    }
}

impl fmt::Debug for Docs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

/// Returns whether a character is a Chinese one: the unified ideographs, their extensions and
/// compatibility forms.
fn is_han(character: char) -> bool {
    matches!(
        character,
        '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_told_apart_by_their_characters() {
        for (text, en, zh) in [
            ("", "", ""),
            ("Size.", "Size.", ""),
            ("规格。", "", "规格。"),
            (" Size.\n\n 规格。\n", "Size.", "规格。"),
            (
                " Size –\n of it.\n\n 规格\n basic\n\n\n  - `a`\n\n末",
                "Size –\nof it.\n\n - `a`",
                "规格\nbasic\n\n末",
            ),
        ] {
            let docs = Docs::new(text);
            assert_eq!(
                (docs.en().as_str(), docs.zh().as_str()),
                (en, zh),
                "{text:?}"
            );
        }
        assert!(Docs::NONE.is_empty() && Docs::new(" \n").is_empty());
    }
}
