//! Retries of a call.

use std::time::Duration;

/// Retry policy: the number of attempts, and the pauses between them.
///
/// The standard is three attempts. Before the second there is a random wait of up to 1 second,
/// before the third of up to 2 seconds ("full jitter"); with more attempts the limit doubles up to
/// 20 seconds. A `Retry-After` of the service is a lower limit. A
/// wait that would not end within the call's time limit is not begun: the call fails with the error
/// of its last attempt.
///
/// What is attempted again:
///
/// | what happened | idempotent action | other action |
/// |---|---|---|
/// | nothing was sent: no connection came about | yes | yes |
/// | the server refused the request unprocessed (HTTP/2: `REFUSED_STREAM`, or `GOAWAY` with a lower last stream) | yes | yes |
/// | the service was called too fast (429, 509, `LimitExceeded` …) | yes | yes |
/// | the service refused the date of the signature | once, with its own time | once, with its own time |
/// | the connection broke, or the attempt took too long | yes | **no** |
/// | 408, 500, 502, 503, 504, or a code that the service documents as transient | yes | **no** |
/// | a response that is cut off, empty or no JSON | yes | **no** |
/// | anything else | no | no |
///
/// An action that is not idempotent may have been carried out although no response came, so it is
/// not sent twice unless you say so with
/// [`CallOptions::idempotent`](crate::CallOptions::idempotent).
///
/// All clones of a client share a bucket of 500 tokens. An attempt after the first takes 5 of them,
/// 10 after a time-out, and gives them back when it succeeds; where there are too few, a call fails
/// with the error of its last attempt. So a service that is down is not sent three times the calls.
///
/// ```
/// use std::time::Duration;
/// use kcrs_runtime::Retry;
///
/// let patient = Retry::standard().max_attempts(6).max_backoff(Duration::from_secs(60));
/// assert_ne!(patient, Retry::default());
/// assert_eq!(Retry::never(), Retry::standard().max_attempts(1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "it does nothing unless it is given to a call or a client"]
pub struct Retry {
    pub(crate) max_attempts: u32,
    pub(crate) initial_backoff: Duration,
    pub(crate) max_backoff: Duration,
}

impl Retry {
    /// Three attempts.
    pub const fn standard() -> Self {
        Self {
            max_attempts: 3,
            initial_backoff: Duration::from_secs(1),
            max_backoff: Duration::from_secs(20),
        }
    }

    /// One attempt.
    pub const fn never() -> Self {
        Self::standard().max_attempts(1)
    }

    /// Sets how many attempts there are at most, with the first: 3 unless set; 0 counts as 1.
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = if attempts == 0 { 1 } else { attempts };
        self
    }

    /// The longest wait after this many attempts.
    pub(crate) fn limit_after(&self, attempts: u32) -> Duration {
        let doublings = attempts.saturating_sub(1).min(31);
        self.initial_backoff
            .saturating_mul(1 << doublings)
            .min(self.max_backoff)
    }
}

setters!(Retry {
    /// Sets the longest wait before the second attempt, which doubles before each further one: 1
    /// second unless set.
    initial_backoff: Duration,
    /// Sets what the longest wait never grows beyond: 20 seconds unless set. A longer `Retry-After`
    /// is honoured all the same.
    max_backoff: Duration,
});

impl Default for Retry {
    fn default() -> Self {
        Self::standard()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_wait_doubles_up_to_a_limit() {
        let limits: Vec<u64> = (1..=7)
            .map(|attempts| Retry::standard().limit_after(attempts).as_secs())
            .collect();
        assert_eq!(limits, [1, 2, 4, 8, 16, 20, 20]);
        assert_eq!(
            Retry::standard().limit_after(u32::MAX),
            Duration::from_secs(20)
        );
        let eager = Retry::standard().initial_backoff(Duration::ZERO);
        assert_eq!(eager.limit_after(9), Duration::ZERO);
    }
}
