//! Descriptions that state a limit which the keys lack or contradict.

use std::ops::Range;

use regex_lite::Regex;

use crate::codes::Code;
use crate::model::{Bounds, Kind, Limits, Shape};
use crate::syntax::Span;

use super::super::Draft;
use super::Lints;

pub(super) fn run(lints: &Lints<'_, '_>) {
    if !lints.is_on(Code::DESCRIBED_LIMIT) {
        return;
    }
    let patterns = Patterns::new();
    let structures = lints
        .shapes
        .types
        .iter()
        .zip(lints.shapes.members)
        .filter(|(ty, _)| matches!(&ty.shape, Shape::Structure(structure) if structure.input))
        .map(|(_, members)| members);
    let requests = lints.actions.iter().map(|action| &action.request);
    for draft in structures.chain(requests).flatten() {
        for (key, text) in [("en", &draft.member.docs.en), ("zh", &draft.member.docs.zh)] {
            check(lints, &patterns, draft, key, text);
        }
    }
}

fn check(lints: &Lints<'_, '_>, patterns: &Patterns, draft: &Draft<'_>, key: &str, text: &str) {
    let member = &draft.member;
    let kind = member.ty.kind;
    if matches!(kind, Kind::Boolean | Kind::Timestamp | Kind::Filter) {
        return;
    }
    for (words, numbers) in patterns.limits(text) {
        let stated = stated(&member.limits);
        if numbers.iter().all(|number| stated.contains(number)) {
            continue;
        }
        let (which, label) = limit_key(draft);
        let message = match label {
            Some(_) => format!("`{words}` contradicts the limit of `{}`", member.wire),
            None => format!("`{words}` is a limit that `{}` does not have", member.wire),
        };
        let span = draft.fields.value_span(key);
        let reported = lints.warn(Code::DESCRIBED_LIMIT, span.word(words), message);
        reported.help(format!(
            "say it as `{which}`, which is checked and adds it to the docs, and not in the \
             description"
        ));
        if let Some(span) = label {
            reported.label(span, "the limit");
        }
    }
}

/// Returns the key for the limit, and the span of its value if it is present.
fn limit_key(draft: &Draft<'_>) -> (&'static str, Option<Span>) {
    let key = match draft.member.ty {
        ty if ty.list => "items",
        ty if ty.kind == Kind::Integer => "range",
        _ => "length",
    };
    (key, draft.fields.get(key).map(|node| node.span))
}

/// Returns the numbers in all limits.
fn stated(limits: &Limits) -> Vec<i64> {
    let spans: [Option<Bounds>; 3] = [
        limits.range,
        limits.length.map(|length| length.bounds),
        limits.items,
    ];
    spans
        .into_iter()
        .flatten()
        .flat_map(|bounds| [bounds.min, bounds.max])
        .flatten()
        .collect()
}

/// Phrases that state limits.
struct Patterns(Vec<Regex>);

impl Patterns {
    fn new() -> Self {
        Self(
            PATTERNS
                .iter()
                .filter_map(|pattern| Regex::new(pattern).ok())
                .collect(),
        )
    }

    /// Returns the limits that a text states, with their numbers. They do not overlap.
    fn limits<'t>(&self, text: &'t str) -> Vec<(&'t str, Vec<i64>)> {
        let mut limits: Vec<(Range<usize>, &str, Vec<i64>)> = Vec::new();
        // Most texts have no number, and searching them would be half the work of all checks.
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return Vec::new();
        }
        for captures in self.0.iter().flat_map(|regex| regex.captures_iter(text)) {
            let whole = captures.get(0).map(|whole| (whole.range(), whole.as_str()));
            let Some((range, words)) = whole else {
                continue;
            };
            let overlaps = limits
                .iter()
                .any(|(other, _, _)| other.start < range.end && range.start < other.end);
            if !overlaps {
                let numbers = captures
                    .iter()
                    .skip(1)
                    .flatten()
                    .filter_map(|number| number.as_str().parse().ok())
                    .collect();
                limits.push((range, words.trim(), numbers));
            }
        }
        limits
            .into_iter()
            .map(|(_, words, numbers)| (words, numbers))
            .collect()
    }
}

/// Each with one or two numbers.
const PATTERNS: [&str; 6] = [
    r"(?i)\b(?:between|from)\s+(\d+)\s+(?:and|to)\s+(\d+)",
    r"(?i)\b(\d+)\s*(?:to|-|–|~)\s*(\d+)\s+(?:characters?|bytes?|items?|entries|letters|digits)",
    r"(?i)\b(?:at most|at least|up to|no more than|not more than|no less than|no fewer than|a maximum of|a minimum of|maximum|minimum|max\.?|min\.?)\s+(\d+)\b",
    r"(?i)\b(\d+)\s+(?:characters?|bytes?|items|entries)\b(?:\s+(?:at most|or (?:fewer|less|more)|long))?",
    r"(?:不超过|不多于|不大于|不少于|不小于|最多|最少|至多|至少|最大|最小|最长|最短)(?:为|是)?\s*(\d+)",
    r"(\d+)\s*(?:~|～|-|—|到|至)\s*(\d+)\s*(?:个|字|位|条|之间)",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_found_in_words() {
        let patterns = Patterns::new();
        type Limit<'t> = (&'t str, &'t [i64]);
        let cases: [(&str, &[Limit<'_>]); 9] = [
            ("At most 30 characters.", &[("At most 30", &[30])]),
            ("Up to 5 of them.", &[("Up to 5", &[5])]),
            ("Between 2 and 30.", &[("Between 2 and 30", &[2, 30])]),
            ("2 to 30 characters.", &[("2 to 30 characters", &[2, 30])]),
            ("64 bytes or fewer.", &[("64 bytes or fewer", &[64])]),
            ("不超过 30 个字符。", &[("不超过 30", &[30])]),
            ("2～30 个字符。", &[("2～30 个", &[2, 30])]),
            ("To pay by the year give a multiple of 12.", &[]),
            ("0 once everything was returned.", &[]),
        ];
        for (text, expected) in cases {
            let found = patterns.limits(text);
            let found: Vec<Limit<'_>> = found
                .iter()
                .map(|(words, numbers)| (*words, numbers.as_slice()))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(patterns.0.len(), PATTERNS.len());
    }
}
