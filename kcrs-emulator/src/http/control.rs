//! State shared by the server, the admin API and the handle of the emulator.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use kcrs_generated::SecretString;

use super::clock::MovableClock;
use super::faults::Faults;
use super::limit::RateLimit;
use super::record::Records;
use crate::service::Registry;

/// State that can be inspected or changed while the emulator runs.
#[derive(Debug)]
pub(crate) struct Control {
    pub(crate) clock: MovableClock,
    pub(crate) faults: Faults,
    pub(crate) records: Records,
    pub(crate) rate_limit: Option<RateLimit>,
    /// `None` where the emulator has somebody else's implementation.
    pub(crate) registry: Option<Registry>,
    pub(crate) strict: bool,
    /// Secret that opens the admin API to other machines.
    pub(crate) admin_token: Option<SecretString>,
    /// Time limit of an action.
    pub(crate) action_timeout: Duration,
    pub(crate) requests: AtomicU64,
}

impl Control {
    pub(crate) fn now(&self) -> SystemTime {
        self.clock.now()
    }

    /// Makes everything as it was at the start.
    pub(crate) fn reset(&self) -> io::Result<()> {
        self.clock.reset();
        self.faults.clear();
        self.records.clear();
        if let Some(rate_limit) = &self.rate_limit {
            rate_limit.reset();
        }
        match &self.registry {
            Some(registry) => registry.reset(self.now()),
            None => Ok(()),
        }
    }

    /// Unique within this emulator, and in the form of the service's.
    pub(crate) fn next_request_id(&self) -> String {
        let number = self.requests.fetch_add(1, Ordering::Relaxed) + 1;
        format!("00000000-0000-4000-8000-{number:012x}")
    }
}
