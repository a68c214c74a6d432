//! Errors of waits.

use std::fmt;
use std::time::Duration;

use crate::{Error, RawResponse};

/// Error of a wait, with the last status and the last response.
///
/// [`Error`] takes it, as [`Error::Wait`], so that `?` works beside that of calls.
#[derive(Debug)]
pub struct WaitError(Box<FailedWait>);

#[derive(Debug)]
pub(crate) struct FailedWait {
    pub(crate) waiter: &'static str,
    pub(crate) problem: WaitProblem,
    pub(crate) statuses: Vec<String>,
    pub(crate) response: Option<RawResponse>,
    pub(crate) error: Option<Error>,
    pub(crate) polls: u32,
    pub(crate) elapsed: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WaitProblem {
    /// The state is one of failure.
    State,
    /// The resource does not exist.
    Missing,
    /// The limit was over.
    Limit(Duration),
    /// The call failed.
    Call,
}

impl WaitError {
    pub(crate) fn new(inner: FailedWait) -> Self {
        Self(Box::new(inner))
    }

    /// The waiter's name, such as `instance_running`.
    pub fn waiter(&self) -> &'static str {
        self.0.waiter
    }

    /// Returns whether waiting longer is of no use: the state is one of failure, or the resource
    /// does not exist.
    pub fn is_failure(&self) -> bool {
        matches!(self.0.problem, WaitProblem::State | WaitProblem::Missing)
    }

    /// Returns whether the limit of the wait was over.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.problem, WaitProblem::Limit(_))
    }

    /// The last status: where a response has several, the one that failed, or else
    /// the first that is not yet what was waited for.
    pub fn status(&self) -> Option<&str> {
        self.0.statuses.first().map(String::as_str)
    }

    /// The last response. It can be read as the output of the action with [`RawResponse::decode`].
    pub fn last_response(&self) -> Option<&RawResponse> {
        self.0.response.as_ref()
    }

    /// The error of the last call, where it had one: what ended the waiting, or an outage that
    /// lasted to its limit.
    pub fn error(&self) -> Option<&Error> {
        self.0.error.as_ref()
    }

    /// Returns the number of calls of the action.
    pub fn polls(&self) -> u32 {
        self.0.polls
    }

    /// Returns the duration of the wait.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }
}

impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        write!(f, "waiting for {}: ", inner.waiter)?;
        match (inner.problem, self.status()) {
            (WaitProblem::State, Some(status)) => write!(f, "it failed: the status is {status:?}")?,
            (WaitProblem::State | WaitProblem::Missing, _) => {
                f.write_str("it failed: the resource does not exist")?
            }
            (WaitProblem::Limit(limit), Some(status)) => {
                write!(f, "not within {limit:?}: the last status is {status:?}")?;
            }
            (WaitProblem::Limit(limit), None) => {
                write!(f, "not within {limit:?}: no status was received")?;
            }
            (WaitProblem::Call, _) => f.write_str("the call failed")?,
        }
        if let Some(error) = &inner.error {
            write!(f, ": {error}")?;
        }
        if inner.problem != WaitProblem::Call {
            let times = if inner.polls == 1 { "time" } else { "times" };
            write!(f, " (asked {} {times})", inner.polls)?;
        }
        Ok(())
    }
}

impl std::error::Error for WaitError {}
