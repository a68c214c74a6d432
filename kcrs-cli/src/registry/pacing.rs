//! Many calls side by side, as fast as the service lets them.

use std::cell::Cell;
use std::future::Future;
use std::time::{Duration, Instant};

use kcrs_generated::Error;
use tokio::sync::Semaphore;

/// Time for which a throttled call is repeated.
const PATIENCE: Duration = Duration::from_secs(120);
/// First and largest gap between two calls, once one was throttled.
const GAPS: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(2));
/// Calls that were under way together are too fast once, not once each.
const BETWEEN_SLOWDOWNS: Duration = Duration::from_millis(500);

/// The pace of calls that are made side by side: so many at the same time, with a gap between their
/// beginnings that doubles when the service says that they are too fast, and shrinks while it does
/// not.
#[derive(Debug)]
pub(crate) struct Pacing {
    permits: Semaphore,
    gap: Cell<Duration>,
    next: Cell<Instant>,
    slowed: Cell<Option<Instant>>,
}

impl Pacing {
    /// The pace of so many calls at the same time.
    pub(crate) fn new(concurrency: usize) -> Self {
        Self {
            permits: Semaphore::new(concurrency),
            gap: Cell::default(),
            next: Cell::new(Instant::now()),
            slowed: Cell::default(),
        }
    }

    /// Makes a call when it is its turn, and again where it was too fast.
    pub(crate) async fn call<T, F>(&self, call: impl Fn() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let permit = self.permits.acquire().await;
        let _permit = permit.expect("the semaphore is never closed");
        let begun = Instant::now();
        loop {
            self.turn().await;
            match call().await {
                Err(error) if error.is_throttled() && begun.elapsed() < PATIENCE => {
                    self.slow_down();
                }
                result => {
                    self.gap.set(self.gap.get().mul_f64(0.98));
                    return result;
                }
            }
        }
    }

    async fn turn(&self) {
        let (now, turn) = (Instant::now(), self.next.get());
        self.next.set(turn.max(now) + self.gap.get());
        if turn > now {
            tokio::time::sleep_until(turn.into()).await;
        }
    }

    fn slow_down(&self) {
        let last = self.slowed.get();
        if last.is_none_or(|last| last.elapsed() >= BETWEEN_SLOWDOWNS) {
            self.slowed.set(Some(Instant::now()));
            self.gap.set((self.gap.get() * 2).clamp(GAPS.0, GAPS.1));
        }
    }
}
