//! Waiting for a state, as data.

use std::time::Duration;

use super::docs::Docs;

/// How to wait until something is in a state: ask the action that it belongs to again and again,
/// and judge the status that it answers.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Waiter {
    /// The name, such as `instance_running`.
    pub name: &'static str,
    /// What is waited for.
    pub docs: Docs,
    /// The parameters that say what to wait for.
    pub with: &'static [&'static str],
    /// The list items' members that must equal what the caller gives, where the list holds more
    /// than is waited for.
    pub matching: &'static [&'static str],
    /// Where the status is in the answer, without the numbers of list items, such as
    /// `InstanceSet.InstanceStatus`.
    pub path: &'static str,
    /// Statuses that end the waiting well.
    pub success: &'static [&'static str],
    /// Statuses that end the waiting badly.
    pub failure: &'static [&'static str],
    /// Statuses that are known to change by themselves.
    pub retry: &'static [&'static str],
    /// What an answer without any status, so an empty list, means.
    pub empty: Outcome,
    /// What the error that there is no such thing means.
    pub not_found: Outcome,
    /// How long to wait between two questions.
    pub interval: Duration,
    /// After how long to give up.
    pub limit: Duration,
    /// How long to wait further after success, for what the service says too early.
    pub settle: Duration,
}

/// What an answer means for the waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It goes on.
    Retry,
    /// It ends well.
    Success,
    /// It ends badly.
    Failure,
}

impl Waiter {
    /// A waiter that asks every five seconds for twenty minutes, and for which an empty answer goes
    /// on and a missing thing fails.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            docs: Docs::NONE,
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

    /// Sets what is waited for.
    pub const fn docs(mut self, docs: Docs) -> Self {
        self.docs = docs;
        self
    }

    /// Sets the parameters that say what to wait for.
    pub const fn with(mut self, parameters: &'static [&'static str]) -> Self {
        self.with = parameters;
        self
    }

    /// Sets the list items' members that must equal what the caller gives.
    pub const fn matching(mut self, members: &'static [&'static str]) -> Self {
        self.matching = members;
        self
    }

    /// Sets where the status is.
    pub const fn path(mut self, path: &'static str) -> Self {
        self.path = path;
        self
    }

    /// Sets the statuses that end the waiting well.
    pub const fn success(mut self, statuses: &'static [&'static str]) -> Self {
        self.success = statuses;
        self
    }

    /// Sets the statuses that end the waiting badly.
    pub const fn failure(mut self, statuses: &'static [&'static str]) -> Self {
        self.failure = statuses;
        self
    }

    /// Sets the statuses that are known to change by themselves.
    pub const fn retry(mut self, statuses: &'static [&'static str]) -> Self {
        self.retry = statuses;
        self
    }

    /// Sets what an empty answer means.
    pub const fn empty(mut self, outcome: Outcome) -> Self {
        self.empty = outcome;
        self
    }

    /// Sets what a missing thing means.
    pub const fn not_found(mut self, outcome: Outcome) -> Self {
        self.not_found = outcome;
        self
    }

    /// Sets how long to wait between two questions.
    pub const fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// Sets after how long to give up.
    pub const fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Sets how long to wait further after success.
    pub const fn settle(mut self, settle: Duration) -> Self {
        self.settle = settle;
        self
    }

    /// The statuses of an answer that has a single one; none where it is left out.
    pub fn single(status: String) -> Vec<String> {
        if status.is_empty() {
            Vec::new()
        } else {
            vec![status]
        }
    }

    /// What an answered status means. One that is not named goes on: the service may know more
    /// states than the description.
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
