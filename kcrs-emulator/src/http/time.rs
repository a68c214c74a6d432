//! Points in time as text: `2026-11-24T04:30:00Z`, always in UTC.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kcrs_generated::__private::tools::UtcTime;

/// The last second that has a year of four digits.
const LAST_SECOND: u64 = 253_402_300_799;

/// The time as text, to the millisecond; what lies outside the years 1970 to 9999 is cut to them.
pub(crate) fn format(time: SystemTime) -> String {
    let time = within_years(time);
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    let mut text = UtcTime::new(time).to_string();
    text.insert_str(text.len() - 1, &format!(".{:03}", since.subsec_millis()));
    text
}

/// Reads `2026-11-24T04:30:00Z`, also with a fraction of up to nine digits.
pub(crate) fn parse(text: &str) -> Option<SystemTime> {
    let text = text.strip_suffix('Z')?;
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=9).contains(&fraction.len()) || !is_digits {
        return None;
    }
    let nanoseconds: u64 = format!("{fraction:0<9}").parse().ok()?;
    let time = UtcTime::parse_extended(&format!("{seconds}Z"))?.system_time();
    (time >= UNIX_EPOCH).then(|| time + Duration::from_nanos(nanoseconds))
}

/// The time, cut to the years that have a text.
pub(crate) fn within_years(time: SystemTime) -> SystemTime {
    time.clamp(UNIX_EPOCH, last())
}

/// The last second of the year 9999.
pub(crate) fn last() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(LAST_SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_and_read() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400, "2000-02-29T00:00:00.000Z"),
            (1_795_494_600, "2026-11-24T04:30:00.000Z"),
            (4_107_542_399, "2100-02-28T23:59:59.000Z"),
            (LAST_SECOND, "9999-12-31T23:59:59.000Z"),
        ] {
            let time = UNIX_EPOCH + Duration::from_secs(seconds);
            assert_eq!(format(time), text);
            assert_eq!(parse(text), Some(time));
            assert_eq!(parse(&text.replace(".000", "")), Some(time));
        }
        let fraction = parse("1970-01-01T00:00:01.5Z").map(format);
        assert_eq!(fraction.as_deref(), Some("1970-01-01T00:00:01.500Z"));
    }

    #[test]
    fn what_is_no_time_is_not_read() {
        for text in [
            "",
            "Z",
            "2026-11-24",
            "2026-11-24T04:30:00",
            "2026-11-24T04:30:00+08:00",
            "2026-11-31T04:30:00Z",
            "2026-02-29T04:30:00Z",
            "2026-13-01T04:30:00Z",
            "1969-12-31T23:59:59Z",
            "2026-11-24T24:00:00Z",
            "2026-11-24T04:60:00Z",
            "2026-11-24T04:30:00.Z",
            "2026-11-24T04:30:00.0000000001Z",
            "+026-11-24T04:30:00Z",
            "2026-1-24T04:30:00Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn far_times_are_cut() {
        let far = UNIX_EPOCH + Duration::from_secs(1 << 50);
        assert_eq!(format(within_years(far)), "9999-12-31T23:59:59.000Z");
        let before = UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(within_years(before), UNIX_EPOCH);
    }
}
