//! Clock of signatures.

use std::time::SystemTime;

/// A source of the current time.
///
/// Every signature carries a date that the service compares with its own clock. The system's clock
/// is the default; another one makes tests repeatable or corrects a machine whose clock is off. Any
/// `Fn() -> SystemTime + Send + Sync + 'static` is a clock.
///
/// ```
/// use std::time::{Duration, SystemTime, UNIX_EPOCH};
/// use kcrs_runtime::Clock;
///
/// let fixed = || UNIX_EPOCH + Duration::from_secs(1_440_938_160);
/// assert_eq!(fixed.now(), UNIX_EPOCH + Duration::from_secs(1_440_938_160));
/// ```
pub trait Clock: Send + Sync + 'static {
    /// The current time.
    fn now(&self) -> SystemTime;
}

impl<F> Clock for F
where
    F: Fn() -> SystemTime + Send + Sync + 'static,
{
    fn now(&self) -> SystemTime {
        self()
    }
}

/// The operating system's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

shown_as!(dyn Clock: "Clock");
