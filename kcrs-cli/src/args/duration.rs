//! Lengths of time, as they are typed in.

use std::time::Duration;

use jiff::{SignedDuration, Span, SpanRelativeTo};

use crate::text::Text;

/// Placeholder of a duration in the help.
pub(crate) const VALUE_NAME: &str = "DURATION";

/// Reads `90`, which is seconds, `500ms`, `90s`, `10m`, `1h` or `30d`.
pub(crate) fn parse(text: &str) -> Result<Duration, Text> {
    let duration = match text.parse::<u64>() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => parse_units(text),
    };
    duration.ok_or_else(|| {
        text!(
            "expected a number of seconds, or a time in ms, s, m, h or d, such as 10m",
            "应为秒数，或以 ms、s、m、h、d 为单位的时长，如 10m"
        )
    })
}

/// Reads a time with units, of which the longest is a week: `2w`, `1h 30m`. A day has 24 hours.
pub(crate) fn parse_units(text: &str) -> Option<Duration> {
    let span: Span = text.parse().ok()?;
    let duration = span.to_duration(SpanRelativeTo::days_are_24_hours()).ok()?;
    let has_unit = text.ends_with(|c: char| c.is_ascii_alphabetic());
    Duration::try_from(duration).ok().filter(|_| has_unit)
}

/// A length of time in words, in whole seconds unless it is shorter: `45s`, `2m 5s`, `20m`.
pub(crate) fn format(duration: Duration) -> String {
    let whole = match duration.as_secs() {
        0 => Duration::from_millis(u64::from(duration.subsec_millis())),
        seconds => Duration::from_secs(seconds),
    };
    format!(
        "{:#}",
        SignedDuration::try_from(whole).unwrap_or(SignedDuration::MAX)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read_and_format() {
        for (text, milliseconds, words) in [
            ("0", 0, "0s"),
            ("90", 90_000, "1m 30s"),
            ("500ms", 500, "500ms"),
            ("20s", 20_000, "20s"),
            ("3725", 3_725_000, "1h 2m 5s"),
            ("10m", 600_000, "10m"),
            ("25h", 90_000_000, "25h"),
            ("2d", 172_800_000, "48h"),
            ("1.5h", 5_400_000, "1h 30m"),
            ("1h 30m", 5_400_000, "1h 30m"),
        ] {
            let duration = parse(text).expect(text);
            assert_eq!(duration, Duration::from_millis(milliseconds));
            assert_eq!(format(duration), words);
        }
        for text in [
            "",
            "m",
            "-1",
            "-1m",
            "1mo",
            "99999999999999999999",
            "18446744073709551615d",
        ] {
            assert!(
                parse(text)
                    .expect_err(text)
                    .as_str()
                    .contains("such as 10m"),
                "{text}"
            );
        }
    }
}
