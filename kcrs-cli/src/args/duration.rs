//! Lengths of time, as they are typed in.

use std::time::Duration;

/// What a length of time looks like, for the help.
pub(crate) const VALUE_NAME: &str = "DURATION";

/// Reads `90`, which is seconds, `500ms`, `90s`, `10m`, `1h` or `30d`.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let milliseconds: Option<u64> = match unit {
        "ms" => Some(1),
        "" | "s" => Some(1000),
        "m" => Some(60_000),
        "h" => Some(3_600_000),
        "d" => Some(86_400_000),
        _ => None,
    };
    let number: Option<u64> = number.parse().ok();
    number
        .zip(milliseconds)
        .and_then(|(number, unit)| number.checked_mul(unit))
        .map(Duration::from_millis)
        .ok_or_else(|| {
            "expected a whole number of seconds, or one with ms, s, m, h or d, such as 10m"
                .to_owned()
        })
}

/// A length of time in words: `45s`, `2m 5s`, `20m`.
pub(crate) fn format(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds == 0 && !duration.is_zero() {
        return format!("{}ms", duration.as_millis());
    }
    let parts = [
        (seconds / 3600, "h"),
        (seconds / 60 % 60, "m"),
        (seconds % 60, "s"),
    ];
    let parts = parts.into_iter().filter(|(number, _)| *number > 0);
    let words: Vec<String> = parts
        .map(|(number, unit)| format!("{number}{unit}"))
        .collect();
    if words.is_empty() {
        "0s".to_owned()
    } else {
        words.join(" ")
    }
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
        ] {
            let duration = parse(text).expect(text);
            assert_eq!(duration, Duration::from_millis(milliseconds));
            assert_eq!(format(duration), words);
        }
        for text in [
            "",
            "m",
            "1 m",
            "-1",
            "1.5h",
            "99999999999999999999",
            "18446744073709551615d",
        ] {
            assert!(
                parse(text).expect_err(text).contains("such as 10m"),
                "{text}"
            );
        }
    }
}
