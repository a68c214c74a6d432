//! Reads ranges, lengths, patterns, item counts, defaults.

use crate::codes::Code;
use crate::model::{Bounds, Docs, Kind, Length, LengthUnit, Literal, Pattern, Type};
use crate::syntax::{Node, Value};

use super::sink::Diagnostics;
use super::{Draft, Scope, literal};

pub(crate) fn read(scope: &Scope<'_>, types: &[Type], draft: &mut Draft<'_>) {
    if !draft.is_known {
        return;
    }
    check_applicable(scope, draft);
    let diagnostics = scope.diagnostics;
    let ty = draft.member.ty;
    let mut limits = std::mem::take(&mut draft.member.limits);
    limits.range = draft
        .fields
        .get("range")
        .and_then(|node| parse_span(diagnostics, node, "range"));
    limits.length = draft
        .fields
        .get("length")
        .and_then(|node| parse_length(diagnostics, node));
    limits.pattern = read_pattern(scope, draft);
    limits.unique = draft.fields.flag("unique");
    if ty.list {
        limits.items = Some(Bounds {
            min: draft.member.required.then_some(1),
            max: scope.lists.max,
        });
        if let Some(node) = draft.fields.get("items")
            && let Some(bounds) = parse_span(diagnostics, node, "items")
        {
            check_items(scope, node, bounds);
            limits.items = Some(Bounds {
                min: bounds.min.or(draft.member.required.then_some(1)),
                max: bounds.max.or(scope.lists.max),
            });
        }
    }
    draft.member.limits = limits;
    if let Some(node) = draft.fields.get("default") {
        read_default(scope, types, draft, node);
    }
}

/// Reads a range such as `1..99`, `1..` or `..99`.
pub(crate) fn parse_span(diagnostics: &Diagnostics, node: &Node, what: &str) -> Option<Bounds> {
    let text = match &node.value {
        Value::Text(text) => text.trim(),
        _ => "",
    };
    let bound = |text: &str| match text {
        "" => Some(None),
        text => text.parse().ok().map(Some),
    };
    let bounds = text.split_once("..").and_then(|(min, max)| {
        Some(Bounds {
            min: bound(min)?,
            max: bound(max)?,
        })
    });
    let Some(bounds) = bounds.filter(|bounds| bounds.min.is_some() || bounds.max.is_some()) else {
        let message = format!("`{what}` is no range");
        diagnostics
            .error(Code::RANGE, node.span, message)
            .help("write `1..99`, `1..` or `..99`");
        return None;
    };
    if let (Some(min), Some(max)) = (bounds.min, bounds.max)
        && min > max
    {
        let message = format!("`{what}` is an empty range: {min} is more than {max}");
        diagnostics.error(Code::RANGE, node.span, message);
        return None;
    }
    Some(bounds)
}

fn parse_length(diagnostics: &Diagnostics, node: &Node) -> Option<Length> {
    let help = "write `2..30 characters` or `..256 bytes`";
    let parts = match &node.value {
        Value::Text(text) => text.trim().split_once(' '),
        _ => None,
    };
    let unit = match parts.map(|(_, unit)| unit.trim()) {
        Some("characters") => LengthUnit::Characters,
        Some("bytes") => LengthUnit::Bytes,
        _ => {
            diagnostics
                .error(Code::LENGTH, node.span, "`length` is a range and a unit")
                .help(help);
            return None;
        }
    };
    let range = Node {
        span: node.span,
        value: Value::Text(parts.map_or("", |(range, _)| range).to_owned()),
    };
    let bounds = parse_span(diagnostics, &range, "length")?;
    if bounds.min.is_some_and(|min| min < 0) || bounds.max.is_some_and(|max| max < 1) {
        diagnostics
            .error(Code::LENGTH, node.span, "no text has such a length")
            .help(help);
        return None;
    }
    Some(Length { bounds, unit })
}

fn read_pattern(scope: &Scope<'_>, draft: &Draft<'_>) -> Option<Pattern> {
    let says = draft.fields.inner("pattern_says");
    let node = draft.fields.get("pattern");
    if node.is_none() != says.is_none() {
        let (key, other, help) = match node {
            None => ("pattern_says", "pattern", None),
            Some(_) => ("pattern", "pattern_says", Some(SAYS)),
        };
        let (span, message) = (
            draft.fields.span_of(key),
            format!("`{key}` without `{other}`"),
        );
        scope
            .error(Code::PATTERN_WORDS, span, message)
            .maybe_help(help)
            .lacks_key(draft.fields.span, other);
    }
    let (node, regex) = (node?, node?.text()?);
    if let Err(error) = regex_lite::Regex::new(&format!("^(?:{regex})$")) {
        let message = format!("`pattern` is no regular expression: {error}");
        scope.error(Code::PATTERN, node.span, message);
    }
    let says = says.map(|says| {
        let Docs { en, zh } = says.docs();
        Docs {
            en: trimmed(&en),
            zh: trimmed(&zh),
        }
    });
    Some(Pattern {
        regex: regex.to_owned(),
        says,
    })
}

const SAYS: &str = "say it in words, which messages and docs quote: `pattern_says: {en: …, zh: …}`";

/// Removes the full stop, since the words are quoted inside sentences.
fn trimmed(text: &str) -> String {
    text.trim().trim_end_matches(['.', '。']).to_owned()
}

fn check_items(scope: &Scope<'_>, node: &Node, bounds: Bounds) {
    let largest = bounds.max.or(bounds.min).unwrap_or_default();
    if bounds.min.is_some_and(|min| min < 0) || largest < 1 {
        scope.error(
            Code::ITEM_COUNT,
            node.span,
            "no list has such a number of items",
        );
    } else if let Some(limit) = scope.lists.max
        && largest > limit
    {
        let help = "`lists` of service.yaml says how far items are numbered";
        let message = format!("a list has at most {limit} items, not {largest}");
        scope.error(Code::ITEM_COUNT, node.span, message).help(help);
    }
}

/// Refuses limits that do not apply to the type.
fn check_applicable(scope: &Scope<'_>, draft: &Draft<'_>) {
    let ty = draft.member.ty;
    for (key, fits, of) in [
        ("range", ty.kind == Kind::Integer, "an Integer"),
        (
            "length",
            matches!(ty.kind, Kind::Text | Kind::Secret),
            "a String or Secret",
        ),
        (
            "pattern",
            matches!(ty.kind, Kind::Text | Kind::Secret),
            "a String or Secret",
        ),
        ("items", ty.list, "a list"),
        ("unique", ty.list, "a list"),
    ] {
        if let Some(entry) = draft.fields.entry(key)
            && !fits
        {
            let message = format!(
                "`{key}` is a limit of {of}, which `{}` is not",
                draft.member.wire
            );
            scope
                .error(Code::LIMIT_OF_ANOTHER_TYPE, entry.span, message)
                .label(draft.fields.value_span("type"), "its type");
        }
    }
}

fn read_default(scope: &Scope<'_>, types: &[Type], draft: &mut Draft<'_>, node: &Node) {
    let diagnostics = scope.diagnostics;
    let wire = &draft.member.wire;
    if draft.member.ty.list {
        let message = format!("`{wire}` is a list, which has no default");
        diagnostics.error(Code::DEFAULT_NOT_POSSIBLE, node.span, message);
        return;
    }
    if draft.member.required {
        let help = "what must be given has no default";
        let message = format!("`{wire}` is required and has a default");
        diagnostics
            .error(
                Code::DEFAULT_NOT_POSSIBLE,
                draft.fields.span_of("default"),
                message,
            )
            .help(help)
            .label(draft.fields.span_of("required"), "required here");
    }
    let Some(value) = literal::read(
        scope,
        types,
        draft.member.ty.kind,
        node,
        &format!("the default of `{wire}`"),
    ) else {
        return;
    };
    if let Some(broken) = broken_limit(draft, &value) {
        let message = format!("the default of `{wire}` breaks its {broken}");
        diagnostics
            .error(Code::DEFAULT_OUTSIDE_LIMITS, node.span, message)
            .label(draft.fields.value_span(broken), format!("the {broken}"));
    }
    draft.member.default = Some(value);
}

/// Returns the key of the limit that a value violates.
pub(crate) fn broken_limit(draft: &Draft<'_>, value: &Literal) -> Option<&'static str> {
    let limits = &draft.member.limits;
    match value {
        Literal::Integer(value) if limits.range.is_some_and(|range| !range.contains(*value)) => {
            Some("range")
        }
        Literal::Text(text) => {
            let length_of = |length: Length| match length.unit {
                LengthUnit::Characters => text.chars().count(),
                LengthUnit::Bytes => text.len(),
            };
            if limits
                .length
                .is_some_and(|length| !length.bounds.contains(length_of(length) as i64))
            {
                return Some("length");
            }
            let pattern = limits.pattern.as_ref()?;
            let regex = regex_lite::Regex::new(&format!("^(?:{})$", pattern.regex)).ok()?;
            (!regex.is_match(text)).then_some("pattern")
        }
        _ => None,
    }
}
