//! The output of a wait.

use std::time::Duration;

/// The outcome of a wait that succeeded.
#[derive(Clone, Debug)]
pub struct WaitOutput<O> {
    pub(super) output: Option<O>,
    pub(super) statuses: Vec<String>,
    pub(super) polls: u32,
    pub(super) elapsed: Duration,
}

impl<O> WaitOutput<O> {
    pub(super) fn map<P>(self, read: impl FnOnce(O) -> P) -> WaitOutput<P> {
        WaitOutput {
            output: self.output.map(read),
            statuses: self.statuses,
            polls: self.polls,
            elapsed: self.elapsed,
        }
    }

    /// The last output. `None` where the last call failed, as it does when what should disappear is
    /// no longer found.
    pub fn output(&self) -> Option<&O> {
        self.output.as_ref()
    }

    /// The last output, to be kept.
    pub fn into_output(self) -> Option<O> {
        self.output
    }

    /// The status in the last response; where it has several, the first.
    pub fn status(&self) -> Option<&str> {
        self.statuses.first().map(String::as_str)
    }

    /// Returns the number of calls of the action.
    pub fn polls(&self) -> u32 {
        self.polls
    }

    /// Returns the duration of the wait, with the settling time.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}
