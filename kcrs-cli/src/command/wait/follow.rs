//! Waiting, with its progress on stderr.

use std::sync::{Mutex, PoisonError};

use kcrs_generated::{Params, WaitError, WaitOptions};

use super::known::Known;
use crate::duration;
use crate::failure::{Exit, Failure};
use crate::interrupt::unless_interrupted;
use crate::session::Session;
use crate::terminal::Progress;

/// Waits, and says on stderr what came of it.
pub(super) fn follow(
    session: &Session,
    known: &Known,
    params: Params,
    options: WaitOptions,
) -> Result<(), Failure> {
    let name = known.command_name();
    let mut progress = Progress::new(&name);
    progress.begin("asking");
    let progress = Mutex::new(progress);
    let last = Mutex::new(None::<String>);
    let look = |status: Option<&str>| {
        *locked(&last) = status.map(str::to_owned);
        locked(&progress).state(status.unwrap_or("no such thing"));
    };
    let client = session.client.executor();
    let waiting = client.wait_by_schema(known.action, &known.waiter, params, options, look);
    let outcome = session.run(unless_interrupted(waiting));
    let last = locked(&last).take();
    match outcome {
        Some(Ok(waited)) => {
            let state = waited.status().unwrap_or("gone").to_owned();
            let elapsed = duration::told(waited.elapsed());
            locked(&progress).line(&format!("{name}: {state} after {elapsed}"));
            Ok(())
        }
        Some(Err(error)) => Err(failure(&name, &error)),
        None => {
            let state = match last {
                Some(status) => format!("the last status was {status:?}"),
                None => "no status was answered yet".to_owned(),
            };
            Err(Failure::new(
                Exit::Interrupted,
                format!("interrupted while waiting for {name}: {state}"),
            ))
        }
    }
}

/// A call that fails for a reason of its own ends with that reason's code.
fn failure(name: &str, error: &WaitError) -> Failure {
    let exit = match error.error() {
        Some(cause) if !error.is_failure() && !error.is_timeout() => Exit::of(cause),
        _ => Exit::Wait,
    };
    let message = error.to_string();
    let message = message.replacen(error.waiter(), name, 1);
    Failure::new(exit, message)
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
