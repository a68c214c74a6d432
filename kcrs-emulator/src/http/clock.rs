//! A clock that can be moved.

use std::sync::{Arc, Mutex, PoisonError};
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
    moved: Mutex<Moved>,
}

/// That it was `to` when the base was `from`.
#[derive(Clone, Copy, Debug)]
struct Moved {
    from: SystemTime,
    to: SystemTime,
}

const NOT_MOVED: Moved = Moved {
    from: UNIX_EPOCH,
    to: UNIX_EPOCH,
};

impl MovableClock {
    pub(crate) fn new(base: Arc<dyn Clock>) -> Self {
        let moved = Mutex::new(NOT_MOVED);
        Self(Arc::new(Shared { base, moved }))
    }

    /// The time that signatures are judged by.
    pub(crate) fn base(&self) -> SystemTime {
        self.0.base.now()
    }

    /// The time of the emulated service.
    pub(crate) fn now(&self) -> SystemTime {
        moved(self.base(), *self.lock())
    }

    /// Goes on by `by`.
    pub(crate) fn advance(&self, by: Duration) {
        // The lock is held, so that two moves at once both count.
        let mut offset = self.lock();
        let from = self.base();
        let target = moved(from, *offset).checked_add(by);
        let to = time::within_years(target.unwrap_or(from + by.min(MAX)));
        *offset = Moved { from, to };
    }

    /// Makes it `now`, from where it goes on.
    pub(crate) fn set(&self, now: SystemTime) {
        let mut offset = self.lock();
        let (from, to) = (self.base(), time::within_years(now));
        *offset = Moved { from, to };
    }

    /// Takes back all moves.
    pub(crate) fn reset(&self) {
        *self.lock() = NOT_MOVED;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Moved> {
        // Plain numbers cannot be left half changed.
        self.0.moved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// About ten thousand years, which any system can add.
const MAX: Duration = Duration::from_secs(253_402_300_799);

fn moved(base: SystemTime, Moved { from, to }: Moved) -> SystemTime {
    let moved = match base.duration_since(from) {
        Ok(since) => to.checked_add(since),
        Err(before) => to.checked_sub(before.duration()),
    };
    time::within_years(moved.unwrap_or(base))
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
