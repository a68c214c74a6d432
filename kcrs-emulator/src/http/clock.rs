//! A clock that can be moved.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kcrs_generated::Clock;

use super::time;

/// Two times in one: the one that signatures are judged by, and the one that the state lives in.
///
/// Only the second can be moved. If the first moved with it, every client, which signs with its own
/// clock, would be refused as soon as a test looks an hour ahead.
#[derive(Clone, Debug)]
pub(crate) struct MovableClock(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    base: Arc<dyn Clock>,
    /// Milliseconds by which the second is ahead of the first.
    offset: AtomicI64,
}

impl MovableClock {
    pub(crate) fn new(base: Arc<dyn Clock>) -> Self {
        let offset = AtomicI64::new(0);
        Self(Arc::new(Shared { base, offset }))
    }

    /// The time that signatures are judged by.
    pub(crate) fn base(&self) -> SystemTime {
        self.0.base.now()
    }

    /// The time of the emulated service.
    pub(crate) fn now(&self) -> SystemTime {
        let offset = self.0.offset.load(Ordering::Relaxed);
        let by = Duration::from_millis(offset.unsigned_abs());
        let (base, is_ahead) = (self.base(), offset >= 0);
        let moved = if is_ahead {
            base.checked_add(by)
        } else {
            base.checked_sub(by)
        };
        time::within_years(moved.unwrap_or(base))
    }

    /// Goes on by `by`, not beyond the year 9999.
    pub(crate) fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        let most = milliseconds(time::last()) - milliseconds(self.base());
        let add = |offset: i64| Some(offset.saturating_add(by).min(most));
        // `add` always has a result.
        let _ = self
            .0
            .offset
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }

    /// Makes it `now`, from where it goes on.
    pub(crate) fn set(&self, now: SystemTime) {
        let offset = milliseconds(time::within_years(now)) - milliseconds(self.base());
        self.0.offset.store(offset, Ordering::Relaxed);
    }

    /// Takes back all moves.
    pub(crate) fn reset(&self) {
        self.0.offset.store(0, Ordering::Relaxed);
    }
}

/// Milliseconds since 1970.
fn milliseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn moves_add_up_and_are_taken_back() {
        let clock = MovableClock::new(Arc::new(|| at(1000)));
        clock.advance(Duration::from_secs(60));
        clock.clone().advance(Duration::from_secs(60));
        assert_eq!((clock.base(), clock.now()), (at(1000), at(1120)));
        clock.set(at(10));
        assert_eq!(clock.now(), at(10));
        clock.advance(Duration::from_secs(5));
        assert_eq!(clock.now(), at(15));
        clock.reset();
        assert_eq!(clock.now(), at(1000));
    }

    #[test]
    fn it_stops_at_the_end_of_the_year_9999() {
        let clock = MovableClock::new(Arc::new(|| at(1000)));
        clock.advance(Duration::MAX);
        clock.advance(Duration::MAX);
        assert_eq!(time::format(clock.now()), "9999-12-31T23:59:59.000Z");
    }
}
