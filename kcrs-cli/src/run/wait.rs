//! Waiting, with its progress on stderr.

use std::sync::{Mutex, PoisonError};

use kcrs_generated::schema::{Action, Waiter};
use kcrs_generated::{Params, WaitError, WaitOptions};

use super::Session;
use crate::args::duration;
use crate::error::{CliError, ExitCode};
use crate::terminal::{Progress, unless_interrupted};
use crate::text::Text;

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
    let look = |status: Option<&str>| {
        *locked(&last) = status.map(str::to_owned);
        locked(&progress).state(match status {
            Some(status) => Text::verbatim(status),
            None => text!("does not exist", "不存在"),
        });
    };
    let client = session.client.executor();
    let waiting = client.wait_by_schema(action, waiter, params, options, look);
    let outcome = session.run(unless_interrupted(waiting));
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
