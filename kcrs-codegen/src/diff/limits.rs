//! What a value must obey: whether more or less is allowed.

use crate::model::{Bounds, Docs, Length, LengthUnit, Limits, Pattern};

use super::{ChangeKind, Log, yes_or_no};

pub(super) fn compare(log: &mut Log, place: &str, old: &Limits, new: &Limits) {
    let Limits {
        range,
        length,
        pattern,
        items,
        unique,
    } = old;
    for (key, old, new) in [("range", *range, new.range), ("items", *items, new.items)] {
        let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
        let kind = loosened_if(allows(new, old));
        log.compare(kind, &format!("{place}.{key}"), &old, &new, |bounds| {
            shown(*bounds)
        });
    }
    let kind = loosened_if(allows_lengths(new.length, *length));
    let key = format!("{place}.length");
    log.compare(kind, &key, length, &new.length, |length| {
        length.map(length_text)
    });
    compare_patterns(log, place, pattern.as_ref(), new.pattern.as_ref());
    let kind = loosened_if(*unique);
    log.compare(
        kind,
        &format!("{place}.unique"),
        unique,
        &new.unique,
        yes_or_no,
    );
}

pub(super) fn bounds_text(bounds: Bounds) -> String {
    let Bounds { min, max } = bounds;
    let end = |end: Option<i64>| end.map(|end| end.to_string()).unwrap_or_default();
    format!("{}..{}", end(min), end(max))
}

fn shown(bounds: Bounds) -> Option<String> {
    (bounds != Bounds::default()).then(|| bounds_text(bounds))
}

fn length_text(length: Length) -> String {
    let Length { bounds, unit } = length;
    format!("{} {}", bounds_text(bounds), unit.name())
}

fn loosened_if(is_loosened: bool) -> ChangeKind {
    match is_loosened {
        true => ChangeKind::LimitLoosened,
        false => ChangeKind::LimitTightened,
    }
}

/// Whether `outer` allows whatever `inner` allows.
fn allows(outer: Bounds, inner: Bounds) -> bool {
    let is_below = outer
        .min
        .is_none_or(|min| inner.min.is_some_and(|inner| min <= inner));
    let is_above = outer
        .max
        .is_none_or(|max| inner.max.is_some_and(|inner| max >= inner));
    is_below && is_above
}

/// Whether `outer` allows texts of whatever length `inner` allows.
fn allows_lengths(outer: Option<Length>, inner: Option<Length>) -> bool {
    let Some(outer) = outer else { return true };
    let Some(inner) = inner else {
        // No text is shorter than nothing.
        return outer.bounds.max.is_none() && outer.bounds.min.is_none_or(|min| min <= 0);
    };
    let min = Some(inner.bounds.min.unwrap_or_default());
    let in_units = match (inner.unit, outer.unit) {
        (LengthUnit::Characters, LengthUnit::Bytes) => Bounds {
            min,
            max: inner
                .bounds
                .max
                .map(|max| max.saturating_mul(MAX_CHARACTER_BYTES)),
        },
        (LengthUnit::Bytes, LengthUnit::Characters) => Bounds {
            min: min.map(|min| (min + MAX_CHARACTER_BYTES - 1) / MAX_CHARACTER_BYTES),
            max: inner.bounds.max,
        },
        _ => Bounds {
            min,
            ..inner.bounds
        },
    };
    allows(outer.bounds, in_units)
}

/// Bytes of the longest character.
const MAX_CHARACTER_BYTES: i64 = 4;

fn compare_patterns(log: &mut Log, place: &str, old: Option<&Pattern>, new: Option<&Pattern>) {
    let regex = |pattern: Option<&Pattern>| pattern.map(|pattern| pattern.regex.clone());
    // Which of two patterns allows more cannot be told in general.
    let kind = match (old, new) {
        (None, _) => ChangeKind::LimitTightened,
        (_, None) => ChangeKind::LimitLoosened,
        _ => ChangeKind::PatternChanged,
    };
    let place = format!("{place}.pattern");
    log.compare(kind, &place, &regex(old), &regex(new), Clone::clone);
    if let (Some(old), Some(new)) = (old, new) {
        let Pattern { regex: _, says } = old;
        let text =
            |says: &Option<Docs>, pick: fn(&Docs) -> &String| says.as_ref().map(pick).cloned();
        for (language, pick) in [
            ("en", (|docs| &docs.en) as fn(&Docs) -> &String),
            ("zh", |docs| &docs.zh),
        ] {
            let kind = ChangeKind::NoteChanged;
            let (old, new) = (text(says, pick), text(&new.says, pick));
            log.compare(
                kind,
                &format!("{place}_says.{language}"),
                &old,
                &new,
                Clone::clone,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(text: &str) -> Bounds {
        let (min, max) = text.split_once("..").unwrap();
        Bounds {
            min: min.parse().ok(),
            max: max.parse().ok(),
        }
    }

    fn length(text: &str) -> Option<Length> {
        let (range, unit) = text.split_once(' ')?;
        let unit = [LengthUnit::Characters, LengthUnit::Bytes]
            .into_iter()
            .find(|known| known.name() == unit);
        Some(Length {
            bounds: bounds(range),
            unit: unit.unwrap(),
        })
    }

    #[test]
    fn a_span_allows_what_lies_within() {
        for (outer, inner, expected) in [
            ("1..9", "1..9", true),
            ("1..9", "2..8", true),
            ("1..9", "0..8", false),
            ("1..9", "2..10", false),
            ("1..9", "2..", false),
            ("..9", "..9", true),
            ("..", "1..9", true),
            ("1..", "..", false),
        ] {
            assert_eq!(
                allows(bounds(outer), bounds(inner)),
                expected,
                "{outer} {inner}"
            );
        }
    }

    #[test]
    fn characters_have_up_to_four_bytes() {
        for (outer, inner, expected) in [
            ("2..8 bytes", "2..2 characters", true),
            ("2..8 bytes", "2..3 characters", false),
            ("3..8 bytes", "2..2 characters", false),
            ("1..8 characters", "4..8 bytes", true),
            ("1..8 characters", "..8 bytes", false),
            ("2..8 characters", "4..8 bytes", false),
            ("2..8 characters", "5..8 bytes", true),
            ("2..7 characters", "5..8 bytes", false),
            ("0.. characters", "..8 bytes", true),
            ("0.. characters", "", true),
            ("0..8 characters", "", false),
            ("1.. characters", "", false),
            ("", "1..8 bytes", true),
        ] {
            let (outer, inner) = (length(outer), length(inner));
            assert_eq!(
                allows_lengths(outer, inner),
                expected,
                "{outer:?} {inner:?}"
            );
        }
    }
}
