//! A call under way.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::client::Inner;
use crate::{Error, Limits, Operation, RawResponse};

type Running = Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send>>;

/// A call: a future of its output.
///
/// The request is signed and sent when the call is first polled. A request that was refused before (it is not valid) is a
/// call that fails at once. It is `Send` and `'static`, so it can be spawned.
#[must_use = "a call does nothing unless it is awaited"]
pub struct Call<T> {
    state: State,
    decode: fn(RawResponse) -> Result<T, Error>,
}

enum State {
    Failed(Error),
    Ready(Ready),
    Running(Running),
    Done,
}

/// What a call needs to start.
struct Ready {
    client: Inner,
    operation: Operation,
    limits: Limits,
}

impl<T> Call<T> {
    pub(crate) fn new(
        client: Inner,
        operation: Result<Operation, Error>,
        decode: fn(RawResponse) -> Result<T, Error>,
    ) -> Self {
        let state = match operation {
            Ok(operation) => {
                let limits = client.limits();
                State::Ready(Ready {
                    client,
                    operation,
                    limits,
                })
            }
            Err(error) => State::Failed(error),
        };
        Self { state, decode }
    }

    /// Gives this call another time limit than the client's.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        if let State::Ready(ready) = &mut self.state {
            ready.limits.timeout = timeout.into();
        }
        self
    }
}

impl<T> Future for Call<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut running = match std::mem::replace(&mut self.state, State::Done) {
            State::Failed(error) => return Poll::Ready(Err(error)),
            State::Ready(ready) => start(ready),
            State::Running(running) => running,
            State::Done => panic!("a call was polled again after it had ended"),
        };
        match running.as_mut().poll(context) {
            Poll::Ready(answer) => Poll::Ready(answer.and_then(self.decode)),
            Poll::Pending => {
                self.state = State::Running(running);
                Poll::Pending
            }
        }
    }
}

/// The one path that all calls take, whatever they ask for.
fn start(ready: Ready) -> Running {
    Box::pin(async move {
        let Ready {
            client,
            operation,
            limits,
        } = ready;
        client.exchange(&operation, limits).await
    })
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.state {
            State::Failed(error) => f.debug_tuple("Call").field(error).finish(),
            State::Ready(ready) => f.debug_tuple("Call").field(&ready.operation).finish(),
            State::Running(_) => f.write_str("Call(running)"),
            State::Done => f.write_str("Call(done)"),
        }
    }
}
