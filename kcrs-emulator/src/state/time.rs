//! Points in time: milliseconds that can be kept, added to, and written as the service writes them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kcrs_generated::__private::tools::{UtcTime, civil_from_days, days_from_civil};
use kcrs_generated::Timestamp;
use serde::{Deserialize, Serialize};

/// The zone in which the service writes times, as the spec has it (`utc_offset`).
const ZONE_SECONDS: i64 = 8 * 3600;
const DAY_SECONDS: i64 = 24 * 3600;
/// The end of the year 9999: times after it do not fit `YYYY-MM-DD hh:mm:ss`.
const LAST_MILLIS: i64 = 253_402_300_799_999;

/// A point in time, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Moment(i64);

impl Moment {
    /// This much later; the far end of the calendar where the sum lies beyond it.
    pub(crate) fn after(self, time: Duration) -> Self {
        let millis = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        Self(self.0.saturating_add(millis).min(LAST_MILLIS))
    }

    /// This many units later, or nothing beyond the year 9999.
    pub(crate) fn checked_after(self, count: i64, unit: Duration) -> Option<Self> {
        let millis = i64::try_from(unit.as_millis()).ok()?.checked_mul(count)?;
        let sum = self.0.checked_add(millis)?;
        (0..=LAST_MILLIS).contains(&sum).then_some(Self(sum))
    }

    /// The same day and time of day that many months later (the last day of a month that is too
    /// short), or nothing beyond the year 9999.
    pub(crate) fn months_after(self, months: i64) -> Option<Self> {
        let local = self.0 + ZONE_SECONDS * 1000;
        let (days, rest) = (
            local.div_euclid(DAY_SECONDS * 1000),
            local.rem_euclid(DAY_SECONDS * 1000),
        );
        let (year, month, day) = civil_from_days(days);
        let total = (year * 12 + month - 1).checked_add(months)?;
        let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
        if !(1970..=9999).contains(&year) {
            return None;
        }
        let (next_year, next_month) = (year + month / 12, month % 12 + 1);
        let last = days_from_civil(next_year, next_month, 1) - days_from_civil(year, month, 1);
        let days = days_from_civil(year, month, day.min(last));
        let sum = days * DAY_SECONDS * 1000 + rest - ZONE_SECONDS * 1000;
        (0..=LAST_MILLIS).contains(&sum).then_some(Self(sum))
    }

    /// As the service writes it: `YYYY-MM-DD hh:mm:ss` at +08:00.
    pub(crate) fn timestamp(self) -> Timestamp {
        let local = UtcTime::from_unix(self.0.div_euclid(1000) + ZONE_SECONDS).to_string();
        Timestamp::from(local.replace('T', " ").replace('Z', ""))
    }
}

impl From<SystemTime> for Moment {
    /// A time before 1970 counts as 1970.
    fn from(time: SystemTime) -> Self {
        Self(0).after(time.duration_since(UNIX_EPOCH).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2022-06-20 16:02:09 at +08:00.
    const SAMPLE: Moment = Moment(1_655_712_129_000);
    const HOUR: Duration = Duration::from_secs(3600);

    #[test]
    fn times_are_written_at_plus_eight() {
        assert_eq!(Moment(0).timestamp().as_str(), "1970-01-01 08:00:00");
        assert_eq!(SAMPLE.timestamp().as_str(), "2022-06-20 16:02:09");
        // 2024-02-29 23:59:59 at +08:00.
        assert_eq!(
            Moment(1_709_222_399_999).timestamp().as_str(),
            "2024-02-29 23:59:59"
        );
        assert_eq!(
            Moment(1_709_222_400_000).timestamp().as_str(),
            "2024-03-01 00:00:00"
        );
    }

    #[test]
    fn months_keep_the_day_where_they_can() {
        let after = |start: Moment, months| {
            start
                .months_after(months)
                .map(|end| end.timestamp().to_string())
        };
        assert_eq!(after(SAMPLE, 1).unwrap(), "2022-07-20 16:02:09");
        assert_eq!(after(SAMPLE, 12).unwrap(), "2023-06-20 16:02:09");
        let end_of_january = Moment(1_706_709_600_000);
        assert_eq!(end_of_january.timestamp().as_str(), "2024-01-31 22:00:00");
        assert_eq!(after(end_of_january, 1).unwrap(), "2024-02-29 22:00:00");
        assert_eq!(after(end_of_january, 11).unwrap(), "2024-12-31 22:00:00");
        assert_eq!(after(SAMPLE, i64::MAX), None);
        assert_eq!(after(SAMPLE, 12 * 8_000), None);
    }

    #[test]
    fn sums_do_not_overflow() {
        assert_eq!(
            SAMPLE
                .checked_after(24, HOUR)
                .map(|end| end.timestamp().to_string()),
            Some("2022-06-21 16:02:09".to_owned())
        );
        assert_eq!(SAMPLE.checked_after(i64::MAX, HOUR), None);
        assert_eq!(SAMPLE.checked_after(i64::MIN, HOUR), None);
        assert_eq!(SAMPLE.after(Duration::MAX), Moment(LAST_MILLIS));
    }
}
