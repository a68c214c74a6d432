//! Waiting, with its progress on stderr.

use std::pin::pin;
use std::sync::{Mutex, PoisonError};

use futures_util::future::{Either, select};
use kcrs_generated::schema::{Action, Outcome, Waiter};
use kcrs_generated::{Params, WaitError, WaitOptions};
use tokio::sync::Notify;

use super::Session;
use crate::args::duration;
use crate::error::{CliError, ExitCode};
use crate::terminal::{Progress, unless_interrupted};
use crate::text::Text;

/// Number of polls after which a name that was never found is taken for mistyped.
const MAX_UNSEEN: i32 = 8;

/// Waits by a waiter of an action, and prints the outcome on stderr under the waiter's `name`.
pub(crate) fn wait(
    session: &Session,
    name: &str,
    (action, waiter): (&'static Action, &Waiter),
    params: Params,
    options: WaitOptions,
) -> Result<(), CliError> {
    let mut progress = Progress::new(Text::verbatim(name));
    progress.begin(text!("asking", "正在查询"));
    let progress = Mutex::new(progress);
    let last = Mutex::new(None::<String>);
    let is_for_the_end = waiter.not_found == Outcome::Success;
    let (unseen, never_seen) = (Mutex::new(0), Notify::new());
    let look = |status: Option<&str>| {
        *locked(&last) = status.map(str::to_owned);
        let mut unseen = locked(&unseen);
        *unseen = match status {
            Some(_) => i32::MIN,
            None => unseen.saturating_add(1),
        };
        if *unseen == MAX_UNSEEN && !is_for_the_end {
            never_seen.notify_one();
        }
        locked(&progress).state(match status {
            Some(status) => Text::verbatim(status),
            None => text!("does not exist", "不存在"),
        });
    };
    let client = session.client.executor();
    let waiting = client.wait_by_schema(action, waiter, params, options, look);
    let (waiting, unseen) = (pin!(waiting), pin!(never_seen.notified()));
    let outcome = match session.run(unless_interrupted(select(waiting, unseen))) {
        Some(Either::Left((outcome, _))) => Some(outcome),
        Some(Either::Right(_)) => {
            return Err(CliError::not_found(text!(
                "{name}: asked {MAX_UNSEEN} times, and the resource was never there: is its id right?",
                "{name}：已查询 {MAX_UNSEEN} 次，资源从未出现：ID 是否正确？"
            )));
        }
        None => None,
    };
    let last = locked(&last).take();
    match outcome {
        Some(Ok(waited)) => {
            let state = match waited.status() {
                Some(status) => Text::verbatim(status),
                None => text!("gone", "已不存在"),
            };
            let elapsed = duration::format(waited.elapsed());
            locked(&progress).line(&text!(
                "{name}: {state} after {elapsed}",
                "{name}：{state}，用时 {elapsed}"
            ));
            Ok(())
        }
        Some(Err(error)) => Err(failure(name, &error)),
        None => {
            let state = match last {
                Some(status) => text!("the last status was {status:?}", "最后的状态为 {status:?}"),
                None => text!("no status was received yet", "尚未收到状态"),
            };
            Err(CliError::interrupted(text!(
                "interrupted while waiting for {name}: {state}",
                "等待 {name} 时被中断：{state}"
            )))
        }
    }
}

/// The error of a wait, with the exit code of the call that failed, where one did.
fn failure(name: &str, error: &WaitError) -> CliError {
    let exit = match error.error() {
        Some(cause) if !error.is_failure() && !error.is_timeout() => ExitCode::of(cause),
        _ => ExitCode::Wait,
    };
    let message = error.to_string();
    let message = message.replacen(error.waiter(), name, 1);
    CliError::new(exit, Text::verbatim(message))
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
