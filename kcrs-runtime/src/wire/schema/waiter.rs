//! Waiting for a state, as data.

use std::time::Duration;

use super::docs::Docs;
use super::shape::{Member, Reflect, StructureShape};

/// Rules of a wait for a state of a resource: poll the action that this belongs to, and judge the
/// status in its output.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Waiter {
    /// The name, such as `instance_running`.
    pub name: &'static str,
    /// Description of the state that is waited for.
    pub docs: Docs,
    /// Arguments of the caller, the required ones first. Each is a parameter of the action, or a
    /// member of the list items that is compared.
    pub parameters: &'static [Member],
    /// The parameters that say what to wait for.
    pub with: &'static [&'static str],
    /// The list items' members that must equal what the caller gives, where the list holds more
    /// than is waited for.
    pub matching: &'static [&'static str],
    /// Path of the status in the output, without the numbers of list items, such as
    /// `InstanceSet.InstanceStatus`.
    pub path: &'static str,
    /// Statuses that end the wait with success.
    pub success: &'static [&'static str],
    /// Statuses that end the wait with failure.
    pub failure: &'static [&'static str],
    /// Statuses that are known to change by themselves.
    pub retry: &'static [&'static str],
    /// Outcome of an output without a status, such as an empty list.
    pub empty: Outcome,
    /// Outcome of a not-found error of the resource.
    pub not_found: Outcome,
    /// Interval between two polls.
    pub interval: Duration,
    /// After how long to give up.
    pub limit: Duration,
    /// Additional wait after success, where the service reports it too early.
    pub settle: Duration,
}

/// Outcome of an output for the wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The wait goes on.
    Retry,
    /// The wait ends with success.
    Success,
    /// The wait ends with failure.
    Failure,
}

impl Waiter {
    /// A waiter that polls every five seconds for twenty minutes, goes on after an empty output and
    /// fails where the resource is not found.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            docs: Docs::NONE,
            parameters: &[],
            with: &[],
            matching: &[],
            path: "",
            success: &[],
            failure: &[],
            retry: &[],
            empty: Outcome::Retry,
            not_found: Outcome::Failure,
            interval: Duration::from_secs(5),
            limit: Duration::from_secs(20 * 60),
            settle: Duration::ZERO,
        }
    }

    /// Sets what is waited for, and what a caller gives, as the waiter's struct has them.
    pub const fn described_by<T: Reflect>(mut self) -> Self {
        let structure = StructureShape::of::<T>();
        self.docs = structure.docs;
        self.parameters = structure.members;
        self
    }

    /// The statuses of an output that has a single one; none where it is left out.
    pub fn single(status: String) -> Vec<String> {
        if status.is_empty() {
            Vec::new()
        } else {
            vec![status]
        }
    }

    /// Returns the outcome of a status. The wait goes on after one that is not named: the service
    /// may have more states than the description.
    pub fn judge(&self, status: &str) -> Outcome {
        if self.success.contains(&status) {
            Outcome::Success
        } else if self.failure.contains(&status) {
            Outcome::Failure
        } else {
            Outcome::Retry
        }
    }
}

setters!(Waiter {
    /// Sets the parameters that say what to wait for.
    with: &'static [&'static str],
    /// Sets the list items' members that must equal what the caller gives.
    matching: &'static [&'static str],
    /// Sets where the status is.
    path: &'static str,
    /// Sets the statuses that end the wait with success.
    success: &'static [&'static str],
    /// Sets the statuses that end the wait with failure.
    failure: &'static [&'static str],
    /// Sets the statuses that are known to change by themselves.
    retry: &'static [&'static str],
    /// Sets what an empty output means.
    empty: Outcome,
    /// Sets what a not-found error means.
    not_found: Outcome,
    /// Sets how long to wait between two polls.
    interval: Duration,
    /// Sets after how long to give up.
    limit: Duration,
    /// Sets how long to wait further after success.
    settle: Duration,
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_that_is_not_named_goes_on() {
        const WAITER: Waiter = Waiter::new("running")
            .success(&["Running"])
            .failure(&["Error"])
            .retry(&["Creating"]);
        let judged = ["Running", "Error", "Creating", "Upgrading", "running", ""]
            .map(|status| WAITER.judge(status));
        use Outcome::{Failure, Retry, Success};
        assert_eq!(judged, [Success, Failure, Retry, Retry, Retry, Retry]);
    }
}
