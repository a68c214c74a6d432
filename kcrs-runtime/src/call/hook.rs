//! Hooks, which see and change requests and responses.

use std::time::Duration;

use bytes::Bytes;

use crate::{Error, Operation, TransportError};

/// Sees and changes requests and responses: for metrics, for headers, for tests.
///
/// Every method does nothing unless it is implemented. They are called in the task of the call, so
/// they should not block. Where a client has several hooks, they are called in the order in which
/// they were set.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use kcrs_runtime::{Finished, Hook};
///
/// #[derive(Default)]
/// struct Failures(AtomicU64);
///
/// impl Hook for Failures {
///     fn on_end(&self, call: &Finished<'_>) {
///         if call.error().is_some() {
///             self.0.fetch_add(1, Ordering::Relaxed);
///         }
///     }
/// }
/// ```
pub trait Hook: Send + Sync + 'static {
    /// Is called before the first attempt is signed: the parameters can be changed.
    fn on_call(&self, operation: &mut Operation) {
        let _ = operation;
    }

    /// Is called before an attempt is sent: headers can be added. What is signed (method, path,
    /// query, body, `Host` and `X-Amz-*`) must stay as it is, or the service refuses it.
    fn on_request(&self, attempt: &Attempt<'_>, request: &mut http::Request<Bytes>) {
        let _ = (attempt, request);
    }

    /// Is called after an attempt: the response can be changed, or replaced by an error and the
    /// other way round. What it is after that decides whether there is another attempt.
    fn on_response(
        &self,
        attempt: &Attempt<'_>,
        response: &mut Result<http::Response<Bytes>, TransportError>,
    ) {
        let _ = (attempt, response);
    }

    /// Is called at the end of a call that was begun and not dropped.
    fn on_end(&self, call: &Finished<'_>) {
        let _ = call;
    }
}

/// An attempt at a call.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    pub(crate) operation: &'a Operation,
    pub(crate) number: u32,
    pub(crate) duration: Duration,
}

impl Attempt<'_> {
    /// Name of the action.
    pub fn action(&self) -> &str {
        self.operation.action()
    }

    /// The call that is attempted.
    pub fn operation(&self) -> &Operation {
        self.operation
    }

    /// Number of the attempt, from 1.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Returns its duration; zero before it is sent.
    pub fn duration(&self) -> Duration {
        self.duration
    }
}

/// A call that has ended.
#[derive(Clone, Copy, Debug)]
pub struct Finished<'a> {
    pub(crate) operation: &'a Operation,
    pub(crate) attempts: u32,
    pub(crate) duration: Duration,
    pub(crate) status: Option<u16>,
    pub(crate) request_id: Option<&'a str>,
    pub(crate) error: Option<&'a Error>,
}

impl<'a> Finished<'a> {
    /// Name of the action.
    pub fn action(&self) -> &'a str {
        self.operation.action()
    }

    /// Returns the number of attempts; zero where the request could not be signed.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns its duration, with all attempts and the waits between them.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// The HTTP status of the last response.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// The id of the last request.
    pub fn request_id(&self) -> Option<&'a str> {
        self.request_id
    }

    /// Returns the error of the call.
    pub fn error(&self) -> Option<&'a Error> {
        self.error
    }
}
