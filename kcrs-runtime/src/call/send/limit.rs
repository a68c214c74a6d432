//! Time limits.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use crate::{Sleep, Timer, TransportError, TransportErrorKind};

/// A time limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    /// Name of the limit.
    pub(super) of: &'static str,
    pub(super) whole: Duration,
    pub(super) left: Duration,
}

impl Limit {
    /// The error of what took longer.
    pub(super) fn error(&self) -> TransportError {
        let Self { of, whole, .. } = self;
        let problem = format!("the {of}'s time limit of {whole:?} is over");
        TransportError::new(TransportErrorKind::Timeout, problem)
    }
}

/// Runs `future` until the limit is over. The timer is not asked where the future is ready at once.
pub(super) async fn within<T>(
    timer: &Arc<dyn Timer>,
    limit: Option<Limit>,
    mut future: Pin<Box<dyn Future<Output = T> + Send + '_>>,
) -> Result<T, Limit> {
    let mut end: Option<Sleep> = None;
    poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Ok(output));
        }
        let Some(limit) = limit else {
            return Poll::Pending;
        };
        let end = end.get_or_insert_with(|| timer.sleep(limit.left));
        end.as_mut().poll(context).map(|()| Err(limit))
    })
    .await
}
