//! The limit of calls per second.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

/// Rate limit: for each action a bucket that holds as many calls as a second may bring, and fills
/// up at that speed.
#[derive(Debug)]
pub(crate) struct RateLimit {
    calls_per_second: f64,
    buckets: Mutex<HashMap<&'static str, Bucket>>,
}

#[derive(Debug)]
struct Bucket {
    calls: f64,
    at: SystemTime,
}

impl RateLimit {
    pub(crate) fn new(calls_per_second: u32) -> Self {
        Self {
            calls_per_second: f64::from(calls_per_second),
            buckets: Mutex::default(),
        }
    }

    /// Returns whether a call of the action may pass; if so, it is counted.
    pub(crate) fn allows(&self, action: &'static str, now: SystemTime) -> bool {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.entry(action).or_insert(Bucket {
            calls: self.calls_per_second,
            at: now,
        });
        // A clock that was moved back fills nothing and starts anew from there.
        let passed = now.duration_since(bucket.at).unwrap_or_default();
        let filled = bucket.calls + passed.as_secs_f64() * self.calls_per_second;
        bucket.calls = filled.min(self.calls_per_second);
        bucket.at = now;
        let allowed = bucket.calls >= 1.0;
        if allowed {
            bucket.calls -= 1.0;
        }
        allowed
    }

    pub(crate) fn reset(&self) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    #[test]
    fn each_action_has_its_own_allowance_that_fills_with_time() {
        let limit = RateLimit::new(2);
        let at = |milliseconds| UNIX_EPOCH + Duration::from_millis(milliseconds);
        assert!(limit.allows("A", at(0)) && limit.allows("A", at(0)));
        assert!(!limit.allows("A", at(0)));
        assert!(limit.allows("B", at(0)));
        assert!(!limit.allows("A", at(400)));
        assert!(limit.allows("A", at(500)));
        assert!(
            !limit.allows("A", at(0)),
            "a clock moved back fills nothing"
        );
        limit.reset();
        assert!(limit.allows("A", at(0)));
    }
}
