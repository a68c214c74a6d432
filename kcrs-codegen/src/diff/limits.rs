//! Whether more or less is allowed than before.

use serde_json::Value as Json;

use crate::model::{Bounds, Length, LengthUnit};

use super::compare::Pair;

pub(super) fn has_looser_bounds(pair: Pair<'_>) -> bool {
    allows(bounds(pair.new), bounds(pair.old))
}

pub(super) fn has_looser_length(pair: Pair<'_>) -> bool {
    allows_lengths(length(pair.new), length(pair.old))
}

fn bounds(json: &Json) -> Bounds {
    Bounds {
        min: json["min"].as_i64(),
        max: json["max"].as_i64(),
    }
}

fn length(json: &Json) -> Option<Length> {
    let units = [LengthUnit::Characters, LengthUnit::Bytes];
    let name = json["unit"].as_str()?;
    Some(Length {
        bounds: bounds(&json["bounds"]),
        unit: units.into_iter().find(|unit| unit.name() == name)?,
    })
}

/// Returns whether `outer` allows whatever `inner` allows.
fn allows(outer: Bounds, inner: Bounds) -> bool {
    let is_below = outer
        .min
        .is_none_or(|min| inner.min.is_some_and(|inner| min <= inner));
    let is_above = outer
        .max
        .is_none_or(|max| inner.max.is_some_and(|inner| max >= inner));
    is_below && is_above
}

/// Returns whether `outer` allows texts of whatever length `inner` allows.
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
