//! Decides which calls are attempted again.

use std::hash::{BuildHasher, RandomState};

use crate::{Error, TransportErrorKind};

/// Whether a call may be attempted again after an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RetryDecision {
    /// Do not retry.
    Never,
    /// Retry if the action is idempotent: the call may have been carried out.
    IfIdempotent,
    /// Retry: the call was not carried out.
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

/// A random number from 0 to 1. It need not be unpredictable: the seeds of the standard library's
/// hash maps suffice.
pub(crate) fn random_fraction() -> f64 {
    let random = RandomState::new().hash_one(0_u8) >> 11;
    random as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_fractions_spread_from_0_to_1() {
        let fractions: Vec<f64> = (0..1_000).map(|_| random_fraction()).collect();
        assert!(
            fractions
                .iter()
                .all(|fraction| (0.0..1.0).contains(fraction))
        );
        for tenth in 0..10 {
            let within = f64::from(tenth) / 10.0..f64::from(tenth + 1) / 10.0;
            let count = fractions
                .iter()
                .filter(|fraction| within.contains(fraction))
                .count();
            assert!((40..200).contains(&count), "{within:?}: {count}");
        }
    }
}
