//! The one calendar: dates in UTC, to the second. By hand, since a date crate would cost every
//! user more build time than these lines.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

const SECONDS_A_DAY: i64 = 86_400;

/// A moment in UTC with the parts that signatures print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UtcTime {
    seconds: i64,
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
}

impl UtcTime {
    /// The moment, with its fraction of a second dropped. Moments outside the years 0 to 9999 are
    /// moved to their edge.
    pub fn new(time: SystemTime) -> Self {
        let seconds = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
            Err(before) => {
                let before = before.duration();
                let whole = i64::try_from(before.as_secs()).unwrap_or(i64::MAX);
                -whole - i64::from(before.subsec_nanos() > 0)
            }
        };
        Self::from_unix(seconds)
    }

    /// Returns the time that lies this many seconds after 1970; years outside 0 to 9999 are moved
    /// to the edge.
    pub fn from_unix(seconds: i64) -> Self {
        const FIRST: i64 = -62_167_219_200; // 0000-01-01T00:00:00Z
        const LAST: i64 = 253_402_300_799; // 9999-12-31T23:59:59Z
        let seconds = seconds.clamp(FIRST, LAST);
        let (year, month, day) = civil_from_days(seconds.div_euclid(SECONDS_A_DAY));
        let of_day = seconds.rem_euclid(SECONDS_A_DAY);
        // The clamp above keeps every part inside its type.
        Self {
            seconds,
            year: year as u16,
            month: month as u8,
            day: day as u8,
            hour: (of_day / 3600) as u8,
            minute: (of_day / 60 % 60) as u8,
            second: (of_day % 60) as u8,
        }
    }

    /// The number of the day, a key for what is kept for a day.
    pub(crate) fn day_number(&self) -> i64 {
        self.seconds.div_euclid(SECONDS_A_DAY)
    }

    /// `20150830T123600Z`.
    pub(crate) fn basic(&self) -> [u8; 16] {
        let mut text = *b"00000000T000000Z";
        self.write_date(&mut text, [0, 4, 6]);
        self.write_clock(&mut text, [9, 11, 13]);
        text
    }

    /// `2015-08-30T12:36:00Z`.
    pub(crate) fn extended(&self) -> [u8; 20] {
        let mut text = *b"0000-00-00T00:00:00Z";
        self.write_date(&mut text, [0, 5, 8]);
        self.write_clock(&mut text, [11, 14, 17]);
        text
    }

    fn write_date(&self, text: &mut [u8], at: [usize; 3]) {
        write_two(text, at[0], (self.year / 100) as u8);
        write_two(text, at[0] + 2, (self.year % 100) as u8);
        write_two(text, at[1], self.month);
        write_two(text, at[2], self.day);
    }

    fn write_clock(&self, text: &mut [u8], at: [usize; 3]) {
        write_two(text, at[0], self.hour);
        write_two(text, at[1], self.minute);
        write_two(text, at[2], self.second);
    }
}

impl UtcTime {
    /// Reads `20150830T123600Z`.
    #[cfg(feature = "server")]
    pub(crate) fn parse_basic(text: &str) -> Option<Self> {
        let text = text.as_bytes();
        if text.len() != 16 || text[8] != b'T' || text[15] != b'Z' {
            return None;
        }
        Self::parse_parts(text, [0, 4, 6, 9, 11, 13])
    }

    /// Reads `2015-08-30T12:36:00Z`.
    pub fn parse_extended(text: &str) -> Option<Self> {
        let text = text.as_bytes();
        let marks = [
            (4, b'-'),
            (7, b'-'),
            (10, b'T'),
            (13, b':'),
            (16, b':'),
            (19, b'Z'),
        ];
        if text.len() != 20 || marks.iter().any(|&(at, mark)| text[at] != mark) {
            return None;
        }
        Self::parse_parts(text, [0, 5, 8, 11, 14, 17])
    }

    /// Reads `Sun, 30 Aug 2015 12:36:00 GMT`, the form of HTTP's `Date` header.
    pub(crate) fn parse_http(text: &str) -> Option<Self> {
        const MONTHS: [&str; 12] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ];
        let (_, rest) = text.split_once(", ")?;
        let parts: Vec<&str> = rest.split(' ').collect();
        let &[day, month, year, clock, "GMT"] = parts.as_slice() else {
            return None;
        };
        let month = MONTHS.iter().position(|name| *name == month)? + 1;
        Self::parse_extended(&format!("{year}-{month:02}-{day}T{clock}Z"))
    }

    /// The moment as the system has it.
    pub fn system_time(&self) -> SystemTime {
        let distance = Duration::from_secs(self.seconds.unsigned_abs());
        if self.seconds < 0 {
            UNIX_EPOCH - distance
        } else {
            UNIX_EPOCH + distance
        }
    }

    /// Returns the time since `earlier`; zero where it is later.
    pub(crate) fn since(&self, earlier: &Self) -> Duration {
        let seconds = self.seconds.saturating_sub(earlier.seconds);
        Duration::from_secs(seconds.max(0).unsigned_abs())
    }

    fn parse_parts(text: &[u8], at: [usize; 6]) -> Option<Self> {
        let number = |from: usize, digits: usize| {
            text[from..from + digits]
                .iter()
                .try_fold(0_i64, |number, byte| {
                    byte.is_ascii_digit()
                        .then(|| number * 10 + i64::from(byte - b'0'))
                })
        };
        let (year, month, day) = (number(at[0], 4)?, number(at[1], 2)?, number(at[2], 2)?);
        let (hour, minute, second) = (number(at[3], 2)?, number(at[4], 2)?, number(at[5], 2)?);
        if hour > 23 || minute > 59 || second > 59 || !(1..=12).contains(&month) {
            return None;
        }
        let days = days_from_civil(year, month, day);
        // A day that the month does not have would have become one of the next month.
        (civil_from_days(days) == (year, month, day))
            .then(|| Self::from_unix(days * SECONDS_A_DAY + hour * 3600 + minute * 60 + second))
    }
}

/// Writes `2026-11-24T04:30:00Z`.
impl fmt::Display for UtcTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.extended()).map_err(|_| fmt::Error)?)
    }
}

/// The date of a number of days since 1970-01-01, by counting in eras of 400 years that begin on
/// March 1.
pub fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

/// The inverse of [`civil_from_days`].
pub fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn write_two(text: &mut [u8], at: usize, number: u8) {
    text[at] = b'0' + number / 10;
    text[at + 1] = b'0' + number % 10;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn basic(seconds: i64) -> String {
        String::from_utf8(UtcTime::from_unix(seconds).basic().to_vec()).unwrap()
    }

    #[test]
    fn known_moments() {
        assert_eq!(basic(0), "19700101T000000Z");
        assert_eq!(basic(-1), "19691231T235959Z");
        assert_eq!(basic(1_440_938_160), "20150830T123600Z");
        assert_eq!(basic(951_782_400), "20000229T000000Z");
        assert_eq!(basic(4_107_542_399), "21000228T235959Z");
        assert_eq!(basic(4_107_542_400), "21000301T000000Z");
        assert_eq!(
            UtcTime::from_unix(1_628_736_456).extended(),
            *b"2021-08-12T02:47:36Z"
        );
    }

    #[test]
    fn days_and_dates_are_inverse() {
        for days in (-1_000..2_932_000).step_by(7) {
            let (year, month, day) = civil_from_days(days);
            assert_eq!(days_from_civil(year, month, day), days);
        }
    }

    #[test]
    fn moments_outside_four_digit_years_are_moved_to_the_edge() {
        assert_eq!(basic(i64::MAX), "99991231T235959Z");
        assert_eq!(basic(i64::MIN), "00000101T000000Z");
    }

    #[test]
    fn fractions_are_dropped_towards_the_past() {
        let half = Duration::from_millis(500);
        assert_eq!(UtcTime::new(UNIX_EPOCH + half), UtcTime::from_unix(0));
        assert_eq!(UtcTime::new(UNIX_EPOCH - half), UtcTime::from_unix(-1));
        assert_eq!(
            UtcTime::new(UNIX_EPOCH - Duration::from_secs(1)),
            UtcTime::from_unix(-1)
        );
    }

    #[cfg(feature = "server")]
    #[test]
    fn every_day_of_eight_centuries_reads_back() {
        for day in -150_000..150_000 {
            let time = UtcTime::from_unix(day * SECONDS_A_DAY + 45_296);
            let basic = time.basic();
            assert_eq!(
                UtcTime::parse_basic(std::str::from_utf8(&basic).unwrap()),
                Some(time)
            );
            let extended = time.extended();
            assert_eq!(
                UtcTime::parse_extended(std::str::from_utf8(&extended).unwrap()),
                Some(time)
            );
        }
    }

    #[cfg(feature = "server")]
    #[test]
    fn dates_that_are_none_are_refused() {
        for text in [
            "",
            "20150830",
            "20150830T123600",
            "20150230T123600Z",
            "20151301T123600Z",
            "20150800T123600Z",
            "20150830T243600Z",
            "20150830T126000Z",
            "2015083OT123600Z",
            "20150830 123600Z",
            "二〇一五〇",
        ] {
            assert_eq!(UtcTime::parse_basic(text), None, "{text}");
        }
        assert_eq!(UtcTime::parse_extended("2015-08-30T12:36:00+"), None);
    }

    #[cfg(feature = "server")]
    #[test]
    fn the_date_of_http_is_read() {
        let time = UtcTime::from_unix(1_440_938_160);
        assert_eq!(
            UtcTime::parse_http("Sun, 30 Aug 2015 12:36:00 GMT"),
            Some(time)
        );
        assert_eq!(UtcTime::parse_http("Sun, 30 Aug 2015 12:36:00 CET"), None);
        assert_eq!(UtcTime::parse_http("30 Aug 2015"), None);
    }
}
