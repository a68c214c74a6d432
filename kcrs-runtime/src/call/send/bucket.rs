//! The tokens that attempts after the first are paid with.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

const CAPACITY: u32 = 500;
const COST: u32 = 5;
const TIMEOUT_COST: u32 = 10;

/// A bucket of tokens that all calls of a client share.
///
/// While the service is down it empties, and calls fail without further attempts; each success puts
/// something back.
#[derive(Debug)]
pub(crate) struct TokenBucket(AtomicU32);

impl TokenBucket {
    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(CAPACITY))
    }

    /// Takes the price of an attempt out, if there is enough.
    pub(crate) fn withdraw(self: &Arc<Self>, after_timeout: bool) -> Option<RetryPermit> {
        let price = if after_timeout { TIMEOUT_COST } else { COST };
        let take = |left: u32| left.checked_sub(price);
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take)
            .ok()?;
        Some(RetryPermit {
            bucket: Arc::clone(self),
            price,
        })
    }

    /// A first attempt has succeeded.
    pub(crate) fn refill(&self) {
        // Nearly always it is full; a write would then only take the cache line from other cores.
        if self.0.load(Ordering::Relaxed) < CAPACITY {
            self.put_back(1);
        }
    }

    fn put_back(&self, tokens: u32) {
        let put = |left: u32| Some(left.saturating_add(tokens).min(CAPACITY));
        let _ = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, put);
    }

    #[cfg(test)]
    fn left(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The price of an attempt. It goes back unless it is spent: after a success, and where the call is
/// dropped under way.
#[derive(Debug)]
pub(crate) struct RetryPermit {
    bucket: Arc<TokenBucket>,
    price: u32,
}

impl RetryPermit {
    /// The attempt has failed.
    pub(crate) fn spend(mut self) {
        self.price = 0;
    }
}

impl Drop for RetryPermit {
    fn drop(&mut self) {
        if self.price > 0 {
            self.bucket.put_back(self.price);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bucket_empties_and_fills() {
        let bucket = Arc::new(TokenBucket::new());
        bucket.refill();
        assert_eq!(bucket.left(), 500);
        bucket.withdraw(true).unwrap().spend();
        assert_eq!(bucket.left(), 490);
        drop(bucket.withdraw(false).unwrap());
        assert_eq!(bucket.left(), 490);
        for _ in 0..98 {
            bucket.withdraw(false).unwrap().spend();
        }
        assert!(bucket.withdraw(false).is_none());
        for _ in 0..5 {
            bucket.refill();
        }
        assert!(bucket.withdraw(true).is_none());
        let last = bucket.withdraw(false).unwrap();
        assert!(bucket.withdraw(false).is_none());
        drop(last);
        assert_eq!(bucket.left(), 5);
    }
}
