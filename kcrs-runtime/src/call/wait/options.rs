//! Options of a waiter.

use std::time::Duration;

/// The intervals and limits of a wait. What is not set is as the API's description has it.
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
    /// Creates options without any setting.
    pub fn new() -> Self {
        Self::default()
    }
}

setters!(WaitOptions {
    /// Sets the minimum interval between two calls of the action.
    interval: Duration => Some,
    /// Sets the maximum interval between two calls of the action: four times the minimum unless
    /// set.
    max_interval: Duration => Some,
    /// Sets the time limit of the wait.
    limit: Duration => Some,
    /// Sets how long to wait further after success.
    settle: Duration => Some,
});
