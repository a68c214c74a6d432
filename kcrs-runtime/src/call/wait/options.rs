//! What can be set for a waiter.

use std::time::Duration;

/// When a waiter asks, and when it gives up. What is not set is as the API's description has it.
///
/// ```
/// use std::time::Duration;
/// use kcrs_runtime::WaitOptions;
///
/// let options = WaitOptions::new()
///     .limit(Duration::from_secs(300))
///     .interval(Duration::from_secs(2))
///     .settle(Duration::ZERO);
/// # let _ = options;
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use = "options do nothing unless they are given to a waiter"]
pub struct WaitOptions {
    pub(super) interval: Option<Duration>,
    pub(super) max_interval: Option<Duration>,
    pub(super) limit: Option<Duration>,
    pub(super) settle: Option<Duration>,
}

impl WaitOptions {
    /// Nothing set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how long to wait at least before the action is asked again.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = Some(interval);
        self
    }

    /// Sets how long to wait at most before the action is asked again: four times the interval
    /// unless set.
    pub fn max_interval(mut self, interval: Duration) -> Self {
        self.max_interval = Some(interval);
        self
    }

    /// Sets after how long to give up.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Sets how long to wait further after success.
    pub fn settle(mut self, settle: Duration) -> Self {
        self.settle = Some(settle);
        self
    }
}
