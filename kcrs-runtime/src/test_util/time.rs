//! A clock and timer that a test moves.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use crate::{Clock, Sleep, Timer};

/// A [`Clock`] and [`Timer`] that stand still unless a test moves them.
///
/// A sleep ends at once and moves the time by its length, so that a test of minutes of waiting
/// takes none. The sleeps are [recorded](Self::slept). Clones share their time.
///
/// A time limit of a call is a sleep too: with this timer it is over as soon as a response does not
/// come at once.
#[derive(Clone, Debug)]
pub struct TestTime(Arc<Mutex<State>>);

/// 1,000 years.
const MAX_PASSED: Duration = Duration::from_secs(1000 * 365 * 24 * 3600);

#[derive(Debug)]
struct State {
    base: Instant,
    start: SystemTime,
    passed: Duration,
    slept: Vec<Duration>,
}

impl TestTime {
    /// A time that begins now.
    pub fn new() -> Self {
        Self::starting_at(SystemTime::now())
    }

    /// A time that begins at `start`.
    pub fn starting_at(start: SystemTime) -> Self {
        Self(Arc::new(Mutex::new(State {
            base: Instant::now(),
            start,
            passed: Duration::ZERO,
            slept: Vec::new(),
        })))
    }

    /// Moves the time, to 1,000 years after the beginning at most.
    pub fn advance(&self, by: Duration) {
        let mut state = self.lock();
        // A clock that cannot show the time would panic.
        state.passed = state.passed.saturating_add(by).min(MAX_PASSED);
    }

    /// Returns the time that has passed since the beginning.
    pub fn elapsed(&self) -> Duration {
        self.lock().passed
    }

    /// The lengths of all sleeps, in order.
    pub fn slept(&self) -> Vec<Duration> {
        self.lock().slept.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for TestTime {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for TestTime {
    fn now(&self) -> SystemTime {
        let state = self.lock();
        state.start + state.passed
    }
}

impl Timer for TestTime {
    fn now(&self) -> Instant {
        let state = self.lock();
        state.base + state.passed
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let time = self.clone();
        Box::pin(async move {
            time.advance(duration);
            time.lock().slept.push(duration);
        })
    }
}
