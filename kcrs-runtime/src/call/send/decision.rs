//! What is attempted again.

use std::hash::{BuildHasher, RandomState};

use crate::{Error, TransportErrorKind};

/// Whether a call may be attempted again after an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RetryDecision {
    /// It would fail again.
    Never,
    /// It may have been carried out.
    IfIdempotent,
    /// It was not carried out.
    Always,
}

impl RetryDecision {
    pub(super) fn after(error: &Error) -> Self {
        match error {
            Error::Transport(error) if error.kind().is_unprocessed() => Self::Always,
            error if error.is_throttled() => Self::Always,
            error if error.is_retryable() => Self::IfIdempotent,
            _ => Self::Never,
        }
    }
}

pub(super) fn is_timeout(error: &Error) -> bool {
    matches!(error, Error::Transport(error) if error.kind() == TransportErrorKind::Timeout)
}

/// A random number from 0 to 1. Nothing secret hangs on it: the seeds of the standard library's
/// hash maps will do.
pub(crate) fn random_share() -> f64 {
    let random = RandomState::new().hash_one(0_u8) >> 11;
    random as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_spread_from_nothing_to_all() {
        let shares: Vec<f64> = (0..1_000).map(|_| random_share()).collect();
        assert!(shares.iter().all(|share| (0.0..1.0).contains(share)));
        for tenth in 0..10 {
            let within = f64::from(tenth) / 10.0..f64::from(tenth + 1) / 10.0;
            let count = shares.iter().filter(|share| within.contains(share)).count();
            assert!((40..200).contains(&count), "{within:?}: {count}");
        }
    }
}
