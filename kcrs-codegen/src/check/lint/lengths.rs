//! Lengths that no text has which matches the pattern.

use crate::codes::Code;
use crate::model::{Bounds, LengthUnit};

use super::Lints;

pub(super) fn run(lints: &Lints<'_, '_>) {
    for draft in lints.lists().flatten() {
        let limits = &draft.member.limits;
        let (Some(length), Some(pattern)) = (limits.length, &limits.pattern) else {
            continue;
        };
        let (least, most) = lengths(&pattern.regex);
        let most = match length.unit {
            LengthUnit::Characters => most,
            LengthUnit::Bytes => most.map(|most| most.saturating_mul(MAX_BYTES)),
        };
        let Bounds { min, max } = length.bounds;
        let is_too_long = max.is_some_and(|max| max < least);
        let is_too_short = min.zip(most).is_some_and(|(min, most)| most < min);
        if is_too_long || is_too_short {
            let message = "no text that the pattern matches has such a length";
            let unit = length.unit.name();
            let lengths = match most {
                Some(most) if most == least => least.to_string(),
                Some(most) => format!("{least} to {most}"),
                None => format!("{least} or more"),
            };
            lints
                .warn(
                    Code::IMPOSSIBLE_LENGTH,
                    draft.fields.value_span("length"),
                    message,
                )
                .help(format!("the pattern matches {lengths} {unit}"))
                .label(draft.fields.value_span("pattern"), "the pattern");
        }
    }
}

/// The most bytes that a character has in UTF-8.
const MAX_BYTES: i64 = 4;

/// The least and the most characters of a text that a part of a pattern matches.
type Lengths = (i64, Option<i64>);

/// Returns the lengths that texts may have which a valid pattern matches, or wider bounds.
fn lengths(pattern: &str) -> Lengths {
    let mut reader = Reader {
        rest: pattern,
        has_free_spaces: false,
    };
    let lengths = reader.alternatives();
    match reader.has_free_spaces {
        true => (0, None),
        false => lengths,
    }
}

struct Reader<'p> {
    rest: &'p str,
    /// Whether spaces somewhere match nothing.
    has_free_spaces: bool,
}

impl Reader<'_> {
    /// Reads up to the end or a closing bracket.
    fn alternatives(&mut self) -> Lengths {
        let mut all = self.sequence();
        while self.take("|") {
            let (least, most) = self.sequence();
            let longer = all.1.zip(most).map(|(one, other)| one.max(other));
            all = (all.0.min(least), longer);
        }
        all
    }

    fn sequence(&mut self) -> Lengths {
        let mut all = (0_i64, Some(0_i64));
        while !self.rest.is_empty() && !self.rest.starts_with(['|', ')']) {
            let mut part = self.atom();
            while let Some((min, max)) = self.repetition() {
                part.0 = part.0.saturating_mul(min);
                part.1 = match (part.1, max) {
                    (Some(0), _) | (_, Some(0)) => Some(0),
                    (most, max) => most.zip(max).map(|(most, max)| most.saturating_mul(max)),
                };
            }
            let most = all.1.zip(part.1);
            all.0 = all.0.saturating_add(part.0);
            all.1 = most.map(|(one, other)| one.saturating_add(other));
        }
        all
    }

    /// Reads a group, a class, an escape or a character.
    fn atom(&mut self) -> Lengths {
        const ONE: Lengths = (1, Some(1));
        const NONE: Lengths = (0, Some(0));
        match self.next() {
            Some('^' | '$') => NONE,
            Some('[') => {
                self.class();
                ONE
            }
            Some('(') => {
                if self.take("?") {
                    // Flags or a name. Flags alone match nothing.
                    let end = self.rest.find([':', '>', ')']).unwrap_or(self.rest.len());
                    let (flags, rest) = self.rest.split_at(end);
                    self.has_free_spaces |= flags.contains('x') && !flags.contains('<');
                    self.rest = rest;
                    if self.next() == Some(')') {
                        return NONE;
                    }
                }
                let inner = self.alternatives();
                self.take(")");
                inner
            }
            Some('\\') => match self.next() {
                Some('b' | 'B' | 'A' | 'z' | '<' | '>') => {
                    if self.rest.starts_with("{start") || self.rest.starts_with("{end") {
                        self.skip_behind('}');
                    }
                    NONE
                }
                Some(c @ ('x' | 'u' | 'U')) => {
                    let digits = match c {
                        'x' => 2,
                        'u' => 4,
                        _ => 8,
                    };
                    match self.rest.starts_with('{') {
                        true => self.skip_behind('}'),
                        false => self.rest = self.rest.get(digits..).unwrap_or_default(),
                    }
                    ONE
                }
                _ => ONE,
            },
            _ => ONE,
        }
    }

    /// Reads how often what is before may be repeated, if that is said.
    fn repetition(&mut self) -> Option<(i64, Option<i64>)> {
        let bounds = match self.rest.chars().next() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                let counts = self.rest[1..].split('}').next().unwrap_or_default();
                let (min, max) = counts.split_once(',').unwrap_or((counts, counts));
                let count = |text: &str| text.trim().parse().ok();
                let bounds = (count(min).unwrap_or(0), count(max));
                self.rest = &self.rest[counts.len() + 1..];
                bounds
            }
            _ => return None,
        };
        self.next();
        self.take("?");
        Some(bounds)
    }

    /// Reads a class up to its end.
    fn class(&mut self) {
        self.take("^");
        self.take("]");
        while let Some(c) = self.next() {
            match c {
                ']' => return,
                '\\' => drop(self.next()),
                '[' if self.rest.starts_with(':') => self.skip_behind(']'),
                _ => {}
            }
        }
    }

    fn skip_behind(&mut self, end: char) {
        self.rest = self.rest.split_once(end).map_or("", |(_, rest)| rest);
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next();
        self.rest = chars.as_str();
        c
    }

    fn take(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

#[cfg(test)]
mod tests {
    use regex_lite::Regex;

    use super::lengths;

    #[test]
    fn a_pattern_has_lengths() {
        for (pattern, least, most) in [
            ("", 0, Some(0)),
            ("abc", 3, Some(3)),
            ("a|bcd|", 0, Some(3)),
            ("[a-z][a-z0-9]*", 1, None),
            (r"\d{13}", 13, Some(13)),
            (r"\d{2,}", 2, None),
            (r"\d{2,5}?x+?", 3, None),
            ("(?:ab)?(c|de){2}", 2, Some(6)),
            ("(?P<name>a)(?<other>b)", 2, Some(2)),
            ("(?i)a(?i:b)", 2, Some(2)),
            (r"^\ba$\b{start}", 1, Some(1)),
            (r"[]\]a][^]x][[:alpha:]]", 3, Some(3)),
            (r"\x41\x{1F600}\u00e9\U0001F600\.", 5, Some(5)),
            ("名.", 2, Some(2)),
            ("(a*){3}", 0, None),
            ("(){2,}a", 1, Some(1)),
            ("a**b{2}{3}", 6, None),
            ("(?x) a b | c", 0, None),
            ("(?<x>ab)", 2, Some(2)),
        ] {
            assert!(Regex::new(pattern).is_ok(), "{pattern}");
            assert_eq!(lengths(pattern), (least, most), "{pattern}");
        }
    }
}
