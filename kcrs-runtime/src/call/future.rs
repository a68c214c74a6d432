//! A call under way.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::call::options::{call_options, forward_options};
use crate::call::presign::PresignedUrl;
use crate::call::send::{Session, SessionFuture};
use crate::{
    CallOptions, Client, Credentials, Error, Method, Operation, RawResponse, Retry, Signature,
};

/// A call: a future of its output.
///
/// The request is signed and sent when the call is first polled. A call whose request is not
/// valid fails at once. It is `Send` and `'static`, so it can be
/// spawned. Dropping it ends it: a connection that waits for a response is closed, and no further
/// attempt is made; the service may carry out what it has received.
///
/// Until it is first polled, it can be changed by what [`CallOptions`] can set:
///
/// ```
/// # use std::time::Duration;
/// # use kcrs_runtime::{Call, Error, Retry};
/// # async fn example<T>(call: Call<T>) -> Result<T, Error> {
/// call.timeout(Duration::from_secs(5))
///     .retry(Retry::never())
///     .header("x-request-source", "nightly")
///     .await
/// # }
/// ```
#[must_use = "a call does nothing unless it is awaited"]
pub struct Call<T> {
    state: State,
    decode: fn(RawResponse) -> Result<T, Error>,
}

enum State {
    Failed(Error),
    Ready(Client, Operation),
    Running(SessionFuture),
    Done,
}

impl<T> Call<T> {
    pub(crate) fn new(
        client: Client,
        operation: Result<Operation, Error>,
        decode: fn(RawResponse) -> Result<T, Error>,
    ) -> Self {
        let state = match operation {
            Ok(operation) => State::Ready(client, operation),
            Err(error) => State::Failed(error),
        };
        Self { state, decode }
    }

    /// The signed request, which is not sent: a dry run, or a request for another HTTP client.
    ///
    /// Its `Debug` shows the parameters, among which may be secrets.
    pub async fn signed(self) -> Result<http::Request<bytes::Bytes>, Error> {
        self.into_session()?.signed().await
    }

    /// A URL that does what the call does, for somebody without credentials: a browser, `curl`, a
    /// colleague.
    ///
    /// The service takes it for about 15 minutes. It is a GET, signed by Signature Version 4 in the
    /// query whatever the client's scheme, so the parameters have to fit into a URL. Headers that
    /// were set are not part of it.
    pub async fn presigned(self) -> Result<PresignedUrl, Error> {
        self.into_session()?.presigned().await
    }

    fn change_options(mut self, change: impl FnOnce(CallOptions) -> CallOptions) -> Self {
        if let State::Ready(client, _) = &mut self.state {
            let options = Arc::make_mut(&mut client.options);
            *options = change(std::mem::take(options));
        }
        self
    }

    fn into_session(self) -> Result<Session, Error> {
        match self.state {
            State::Ready(client, operation) => Session::new(client, operation),
            State::Failed(error) => Err(error),
            State::Running(_) | State::Done => panic!("a call was used again after it had begun"),
        }
    }
}

call_options!(forward_options!(impl<T> Call<T>));

impl<T> Future for Call<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut running = match std::mem::replace(&mut self.state, State::Done) {
            State::Failed(error) => return Poll::Ready(Err(error)),
            State::Ready(client, operation) => Session::new(client, operation)?.start(),
            State::Running(running) => running,
            State::Done => panic!("a call was polled again after it had ended"),
        };
        loop {
            let Poll::Ready((session, result)) = running.as_mut().poll(context) else {
                self.state = State::Running(running);
                return Poll::Pending;
            };
            let response = match result {
                Ok(response) => response,
                Err(error) => return Poll::Ready(Err(error)),
            };
            // The type of the output is known only here.
            match (self.decode)(response) {
                Ok(output) => {
                    session.succeed();
                    return Poll::Ready(Ok(output));
                }
                Err(error) => running = session.retry_after_decode_error(error),
            }
        }
    }
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.state {
            State::Failed(error) => f.debug_tuple("Call").field(error).finish(),
            State::Ready(_, operation) => f.debug_tuple("Call").field(operation).finish(),
            State::Running(_) => f.write_str("Call(running)"),
            State::Done => f.write_str("Call(done)"),
        }
    }
}
