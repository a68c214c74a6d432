//! Waiting, with its progress on stderr.

use std::sync::{Mutex, PoisonError};

use kcrs_generated::schema::{Action, Waiter};
use kcrs_generated::{Params, WaitError, WaitOptions};

use super::Session;
use crate::args::duration;
use crate::error::{CliError, ExitCode};
use crate::terminal::{Progress, unless_interrupted};

/// Waits by a waiter of an action, and prints the outcome on stderr under the waiter's `name`.
pub(crate) fn wait(
    session: &Session,
    name: &str,
    (action, waiter): (&'static Action, &Waiter),
    params: Params,
    options: WaitOptions,
) -> Result<(), CliError> {
    let mut progress = Progress::new(name);
    progress.begin("asking");
    let progress = Mutex::new(progress);
    let last = Mutex::new(None::<String>);
    let look = |status: Option<&str>| {
        *locked(&last) = status.map(str::to_owned);
        locked(&progress).state(status.unwrap_or("does not exist"));
    };
    let client = session.client.executor();
    let waiting = client.wait_by_schema(action, waiter, params, options, look);
    let outcome = session.run(unless_interrupted(waiting));
    let last = locked(&last).take();
    match outcome {
        Some(Ok(waited)) => {
            let state = waited.status().unwrap_or("gone").to_owned();
            let elapsed = duration::format(waited.elapsed());
            locked(&progress).line(&format!("{name}: {state} after {elapsed}"));
            Ok(())
        }
        Some(Err(error)) => Err(failure(name, &error)),
        None => {
            let state = match last {
                Some(status) => format!("the last status was {status:?}"),
                None => "no status was received yet".to_owned(),
            };
            Err(CliError::interrupted(format!(
                "interrupted while waiting for {name}: {state}"
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
    CliError::new(exit, message)
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
