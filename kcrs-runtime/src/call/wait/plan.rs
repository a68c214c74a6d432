//! The course of a wait, whatever is waited for: what a response means, and when to poll again.

use std::time::{Duration, Instant};

use super::resource::is_missing;
use super::{WaitOptions, WaitOutput};
use crate::call::send::random_fraction;
use crate::http::error::{FailedWait, WaitError, WaitProblem};
use crate::wire::schema::{Outcome, Waiter};
use crate::{Error, Params, RawResponse};

/// Factor by which the pause grows from one poll to the next.
const GROWTH: f64 = 1.5;
/// Default factor between the first interval and the longest.
const MAX_GROWTH: u32 = 4;

pub(super) struct Plan {
    rules: Waiter,
    action: &'static str,
    params: Params,
    started: Instant,
    interval: Duration,
    max_interval: Duration,
    limit: Duration,
    settle: Duration,
    polls: u32,
    statuses: Vec<String>,
    response: Option<RawResponse>,
}

/// Next step of a wait.
pub(super) enum Step {
    /// Poll again after this time.
    Wait(Duration),
    /// Success; the service needs this time to settle.
    Succeed { settle: Duration },
    /// Failure, or the limit is over.
    Fail(WaitError),
}

impl Plan {
    pub(super) fn new(
        rules: &Waiter,
        action: &'static str,
        params: Params,
        options: WaitOptions,
        now: Instant,
    ) -> Self {
        let interval = options.interval.unwrap_or(rules.interval);
        let default_max = interval.saturating_mul(MAX_GROWTH);
        Self {
            rules: *rules,
            action,
            params,
            started: now,
            interval,
            max_interval: options.max_interval.unwrap_or(default_max).max(interval),
            limit: options.limit.unwrap_or(rules.limit),
            settle: options.settle.unwrap_or(rules.settle),
            polls: 0,
            statuses: Vec::new(),
            response: None,
        }
    }

    /// The time limit of the next call, where the usual one would lead beyond that of the whole:
    /// what is left of it, but time enough for a response. Calls without a limit have none here
    /// either.
    pub(super) fn limit_of_call(&self, now: Instant, usual: Option<Duration>) -> Option<Duration> {
        let left = self.limit.saturating_sub(self.elapsed(now));
        let left = left.max(self.interval);
        (left < usual?).then_some(left)
    }

    /// Judges a response by the statuses in it.
    pub(super) fn judge(
        &mut self,
        statuses: Vec<String>,
        response: &RawResponse,
        now: Instant,
    ) -> Step {
        self.polls += 1;
        self.response = Some(response.clone());
        let (outcome, decisive) = self.overall(&statuses);
        self.statuses = statuses;
        if decisive > 0 {
            self.statuses.swap(0, decisive);
        }
        let problem = if self.statuses.is_empty() {
            WaitProblem::Missing
        } else {
            WaitProblem::State
        };
        self.next(outcome, problem, None, now)
    }

    /// Judges an error of the call.
    pub(super) fn judge_error(&mut self, error: Error, now: Instant) -> Step {
        self.polls += 1;
        if error.is_retryable() {
            return self.next(Outcome::Retry, WaitProblem::Call, Some(error), now);
        }
        if is_missing(&error, self.action, self.rules.with, &self.params) {
            self.statuses.clear();
            return self.next(self.rules.not_found, WaitProblem::Missing, Some(error), now);
        }
        self.next(Outcome::Failure, WaitProblem::Call, Some(error), now)
    }

    /// The last status, the decisive one of several.
    pub(super) fn status(&self) -> Option<&str> {
        self.statuses.first().map(String::as_str)
    }

    pub(super) fn waited<O>(self, output: Option<O>, now: Instant) -> WaitOutput<O> {
        let elapsed = self.elapsed(now);
        WaitOutput {
            output,
            statuses: self.statuses,
            polls: self.polls,
            elapsed,
        }
    }

    /// Returns the outcome of all statuses together, and the index of the one that decides.
    fn overall(&self, statuses: &[String]) -> (Outcome, usize) {
        if statuses.is_empty() {
            return (self.rules.empty, 0);
        }
        let place = |outcome| {
            let mut judged = statuses.iter().map(|status| self.rules.judge(status));
            judged.position(|judged| judged == outcome)
        };
        match (place(Outcome::Failure), place(Outcome::Retry)) {
            (Some(at), _) => (Outcome::Failure, at),
            (None, Some(at)) => (Outcome::Retry, at),
            (None, None) => (Outcome::Success, 0),
        }
    }

    fn next(
        &mut self,
        outcome: Outcome,
        problem: WaitProblem,
        error: Option<Error>,
        now: Instant,
    ) -> Step {
        match outcome {
            Outcome::Success => Step::Succeed {
                settle: self.settle,
            },
            Outcome::Failure => Step::Fail(self.fail(problem, error, now)),
            Outcome::Retry => {
                let elapsed = self.elapsed(now);
                let left = self.limit.saturating_sub(elapsed);
                if left.is_zero() {
                    return Step::Fail(self.fail(WaitProblem::Limit(self.limit), error, now));
                }
                let requested = error.as_ref().and_then(Error::retry_after);
                let pause = self.pause().max(requested.unwrap_or_default());
                // The last poll is at the limit.
                Step::Wait(pause.min(left))
            }
        }
    }

    fn fail(&mut self, problem: WaitProblem, error: Option<Error>, now: Instant) -> WaitError {
        WaitError::new(FailedWait {
            waiter: self.rules.name,
            problem,
            statuses: std::mem::take(&mut self.statuses),
            response: self.response.take(),
            error,
            polls: self.polls,
            elapsed: self.elapsed(now),
        })
    }

    /// Returns the pause after the last poll: a random time between the shortest interval and one
    /// that grows.
    fn pause(&self) -> Duration {
        let exponent = i32::try_from(self.polls.saturating_sub(1)).unwrap_or(i32::MAX);
        let grown = self.interval.as_secs_f64() * GROWTH.powi(exponent);
        let grown = grown.min(self.max_interval.as_secs_f64());
        let spread = (grown - self.interval.as_secs_f64()).max(0.0);
        self.interval + Duration::from_secs_f64(spread * random_fraction())
    }

    fn elapsed(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.started)
    }
}
