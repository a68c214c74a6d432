//! Points in time, as the service writes them.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::wire::calendar::UtcTime;
use crate::wire::validate::{Validate, Validator};

/// A point in time as the service writes it, such as `2022-06-20 16:02:09`.
///
/// The text is kept as it came: the service does not say which time zone it means. It is ordered as
/// text, which for texts of one form is the order of time.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(String);

impl Timestamp {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The moment, where the text is a date and a time such as `2022-06-20 16:02:09` or
    /// `2022-06-20T16:02:09Z`.
    ///
    /// `utc_offset`, such as `+08:00`, is what the time is local to; one that the text itself has
    /// goes before it.
    ///
    /// ```
    /// use std::time::{Duration, UNIX_EPOCH};
    /// use kcrs_runtime::Timestamp;
    ///
    /// let time = Timestamp::from("1970-01-01 08:00:30").to_system_time("+08:00");
    /// assert_eq!(time, Some(UNIX_EPOCH + Duration::from_secs(30)));
    /// ```
    pub fn to_system_time(&self, utc_offset: &str) -> Option<SystemTime> {
        let (local, own) = self.0.trim().split_at_checked(LOCAL.len())?;
        let time = UtcTime::parse_extended(&format!("{}Z", local.replacen(' ', "T", 1)))?;
        let offset = if own.is_empty() { utc_offset } else { own };
        let (is_east, distance) = parse_offset(offset)?;
        match is_east {
            true => time.system_time().checked_sub(distance),
            false => time.system_time().checked_add(distance),
        }
    }

    /// Returns the time from it to `now`; zero for a moment to come. [`Self::to_system_time`] says
    /// what is read, and what `utc_offset` is.
    pub fn age(&self, utc_offset: &str, now: SystemTime) -> Option<Duration> {
        let time = self.to_system_time(utc_offset)?;
        Some(now.duration_since(time).unwrap_or_default())
    }
}

const LOCAL: &str = "YYYY-MM-DD hh:mm:ss";

/// Reads `Z`, `+08:00` and `-0330`: whether it is east of UTC, and how far.
fn parse_offset(text: &str) -> Option<(bool, Duration)> {
    if text == "Z" {
        return Some((true, Duration::ZERO));
    }
    let (sign, distance) = text.split_at_checked(1)?;
    let digits: String = distance.split(':').collect();
    let is_number = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: u64 = digits.parse().ok().filter(|_| is_number)?;
    let distance = Duration::from_secs((number / 100 * 60 + number % 100) * 60);
    match sign {
        "+" => Some((true, distance)),
        "-" => Some((false, distance)),
        _ => None,
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

crate::text_value!(Timestamp);

impl Validate for Timestamp {
    fn validate_into(&self, validator: &mut Validator<'_>) {
        validator.text(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    #[test]
    fn a_text_of_a_known_form_is_a_moment() {
        let seconds = |text: &str, offset: &str| {
            let time = Timestamp::from(text).to_system_time(offset)?;
            Some(time.duration_since(UNIX_EPOCH).unwrap().as_secs())
        };
        for (text, offset, expected) in [
            ("1970-01-02 00:00:00", "+08:00", Some(57_600)),
            ("1970-01-02T00:00:00Z", "+08:00", Some(86_400)),
            ("1970-01-02T00:00:00-0130", "+08:00", Some(91_800)),
            (" 1970-01-02 00:00:00 ", "Z", Some(86_400)),
            ("1970-01-02", "Z", None),
            ("1970-02-30 00:00:00", "Z", None),
            ("1970-01-02 00:00:00", "CST", None),
            ("1970-01-02 00:00:00 or so", "Z", None),
            ("", "Z", None),
        ] {
            assert_eq!(seconds(text, offset), expected, "{text} {offset}");
        }
    }

    #[test]
    fn times_have_an_order_and_an_age() {
        let [early, late] = ["2022-06-20 16:02:09", "2022-06-20 16:03:09"].map(Timestamp::from);
        assert!(early < late);
        let now = late.to_system_time("Z").unwrap();
        assert_eq!(early.age("Z", now), Some(Duration::from_secs(60)));
        assert_eq!(late.age("-01:00", now), Some(Duration::ZERO));
        assert_eq!(Timestamp::from("soon").age("Z", now), None);
    }
}
