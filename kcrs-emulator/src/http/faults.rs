//! Faults on demand.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use kcrs_generated::{ErrorRow, error_rows};

/// The longest latency that is injected; a longer one is cut to it.
const MAX_LATENCY: Duration = Duration::from_secs(60);

/// Maximum number of faults that wait for their calls.
const MAX_FAULTS: usize = 1000;

/// Something that goes wrong with the next calls.
///
/// ```
/// # use kcrs_emulator::{Emulator, Fault};
/// use kcrs_generated::error_rows;
///
/// let emulator = Emulator::start()?;
/// emulator.inject(Fault::error(&error_rows::LIMIT_EXCEEDED).on("CreateInstance").times(2));
/// assert_eq!(emulator.faults().len(), 1);
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// A fault applies only to a call with a valid signature and an action that exists. A latency
/// applies beside another fault; of the others only one applies to a call, the one injected first.
#[derive(Clone, Debug, PartialEq)]
#[must_use = "it does nothing until it is injected"]
pub struct Fault {
    kind: FaultKind,
    action: Option<String>,
    times: u32,
    retry_after: Option<Duration>,
}

/// Kind of the fault.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum FaultKind {
    /// The call waits so long before it is looked at.
    Latency(Duration),
    /// The call is refused with this row of the error table and changes nothing.
    Error(&'static ErrorRow),
    /// A proxy before the service responds with an HTML page of this status; the call changes
    /// nothing.
    Page(u16),
    /// The connection is closed without a response; the call changes nothing.
    Closed,
    /// The connection is reset without a response; the call changes nothing.
    Reset,
    /// The call is done, but the connection ends in the middle of the response.
    Truncated,
    /// The call is done, and the response comes piece by piece, so long until its end.
    Drip(Duration),
}

impl Fault {
    /// The call waits so long, at most a minute, before it is looked at.
    pub fn latency(latency: Duration) -> Self {
        Self::new(FaultKind::Latency(latency.min(MAX_LATENCY)))
    }

    /// The call is refused with this row of the [error table](error_rows) and changes nothing.
    pub fn error(row: &'static ErrorRow) -> Self {
        Self::new(FaultKind::Error(row))
    }

    /// The service fails: HTTP 500, `ServiceUnavailable`.
    pub fn unavailable() -> Self {
        Self::error(&error_rows::SERVICE_UNAVAILABLE)
    }

    /// Too many calls: HTTP 409, `LimitExceeded`.
    pub fn limit_exceeded() -> Self {
        Self::error(&error_rows::LIMIT_EXCEEDED)
    }

    /// A proxy before the service responds with an HTML page of this status, such as 502; the call
    /// changes nothing.
    pub fn page(status: u16) -> Self {
        Self::new(FaultKind::Page(status))
    }

    /// The connection is reset without a response; the call changes nothing.
    pub fn reset() -> Self {
        Self::new(FaultKind::Reset)
    }

    /// The call is done, and the response comes piece by piece, so long until its end, at most a
    /// minute.
    pub fn drip(time: Duration) -> Self {
        Self::new(FaultKind::Drip(time.min(MAX_LATENCY)))
    }

    /// The connection is closed without a response; the call changes nothing.
    pub fn closed() -> Self {
        Self::new(FaultKind::Closed)
    }

    /// The call is done, but the connection ends in the middle of the response.
    pub fn truncated() -> Self {
        Self::new(FaultKind::Truncated)
    }

    /// Limits it to calls of this action. Default: all.
    pub fn on(mut self, action: impl Into<String>) -> Self {
        self.action = Some(action.into());
        self
    }

    /// Sets how many calls it applies to. Default: one.
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// Lets an error or a page say by `Retry-After` when to try again.
    pub fn retry_after(mut self, time: Duration) -> Self {
        self.retry_after = Some(time);
        self
    }

    /// Kind of the fault.
    #[must_use]
    pub fn kind(&self) -> FaultKind {
        self.kind
    }

    /// The action to whose calls it applies; `None` means all.
    #[must_use]
    pub fn action(&self) -> Option<&str> {
        self.action.as_deref()
    }

    /// Returns the number of calls that it still applies to.
    #[must_use]
    pub fn remaining(&self) -> u32 {
        self.times
    }

    fn new(kind: FaultKind) -> Self {
        Self {
            kind,
            action: None,
            times: 1,
            retry_after: None,
        }
    }
}

impl FaultKind {
    /// A word for it: `latency`, `error`, `page`, `closed`, `reset`, `truncated` or `drip`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Latency(_) => "latency",
            Self::Error(_) => "error",
            Self::Page(_) => "page",
            Self::Closed => "closed",
            Self::Reset => "reset",
            Self::Truncated => "truncated",
            Self::Drip(_) => "drip",
        }
    }
}

/// The faults that apply to a call.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MatchedFaults {
    pub(crate) latency: Option<Duration>,
    pub(crate) other: Option<FaultKind>,
    pub(crate) retry_after: Option<Duration>,
}

impl MatchedFaults {
    /// The word for the record.
    pub(crate) fn name(&self) -> Option<&'static str> {
        match (self.other, self.latency) {
            (Some(kind), _) => Some(kind.name()),
            (None, Some(latency)) => Some(FaultKind::Latency(latency).name()),
            (None, None) => None,
        }
    }
}

/// The faults that wait for their calls.
#[derive(Debug, Default)]
pub(crate) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub(crate) fn inject(&self, fault: Fault) {
        if fault.times > 0 {
            self.lock().push(fault);
        }
    }

    /// Returns whether so many wait already that nobody who is not in this program may add to them.
    pub(crate) fn are_too_many(&self) -> bool {
        self.lock().len() >= MAX_FAULTS
    }

    pub(crate) fn list(&self) -> Vec<Fault> {
        self.lock().clone()
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    /// Returns the faults that apply to the next call of `action`, and counts them as used.
    pub(crate) fn take(&self, action: &str) -> MatchedFaults {
        let mut faults = self.lock();
        let mut matched = MatchedFaults::default();
        for fault in faults.iter_mut() {
            if fault.action().is_some_and(|only| only != action) {
                continue;
            }
            match fault.kind {
                FaultKind::Latency(latency) if matched.latency.is_none() => {
                    matched.latency = Some(latency)
                }
                FaultKind::Latency(_) => continue,
                kind if matched.other.is_none() => {
                    matched.other = Some(kind);
                    matched.retry_after = fault.retry_after;
                }
                _ => continue,
            }
            fault.times -= 1;
        }
        faults.retain(|fault| fault.times > 0);
        matched
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        // Nothing that is done under the lock panics.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_apply_in_order_and_are_counted() {
        let faults = Faults::default();
        faults.inject(Fault::unavailable().times(2));
        faults.inject(Fault::closed().on("CreateInstance"));
        faults.inject(Fault::latency(Duration::from_secs(600)).on("CreateInstance"));
        faults.inject(Fault::truncated().times(0));

        let matched = faults.take("CreateInstance");
        assert_eq!(matched.latency, Some(MAX_LATENCY));
        assert_eq!(
            matched.other,
            Some(FaultKind::Error(&error_rows::SERVICE_UNAVAILABLE))
        );
        assert_eq!(matched.name(), Some("error"));
        let matched = faults.take("DescribeInstance");
        assert_eq!((matched.latency, matched.name()), (None, Some("error")));
        assert_eq!(faults.take("DescribeInstance").name(), None);
        assert_eq!(faults.list(), [Fault::closed().on("CreateInstance")]);
        assert_eq!(faults.take("CreateInstance").name(), Some("closed"));
        assert!(faults.list().is_empty());
    }

    #[test]
    fn so_many_faults_wait_and_no_more() {
        let faults = Faults::default();
        faults.inject(Fault::closed().times(u32::MAX));
        assert!(!faults.are_too_many());
        for _ in 1..MAX_FAULTS {
            faults.inject(Fault::closed());
        }
        assert!(faults.are_too_many());
        faults.clear();
        assert!(!faults.are_too_many());
    }
}
