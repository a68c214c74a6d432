//! Spans for `tracing`, where the feature of that name is on; else nothing, at no cost.

#[cfg(not(feature = "tracing"))]
pub(crate) use without::{AttemptSpan, CallSpan};

#[cfg(feature = "tracing")]
pub(crate) use with::{AttemptSpan, CallSpan};

#[cfg(feature = "tracing")]
mod with {
    use std::future::Future;
    use std::time::Duration;

    use tracing::field::{Empty, display};
    use tracing::{Instrument, Span, debug, debug_span, info_span};

    use crate::{Error, Finished, Operation, RawResponse};

    /// The span of a call.
    #[derive(Clone)]
    pub(crate) struct CallSpan(Span);

    impl CallSpan {
        pub(crate) fn new(service: &'static str, operation: &Operation) -> Self {
            Self(info_span!(
                target: "kcrs",
                "call",
                service,
                action = operation.action(),
                attempts = Empty,
                status = Empty,
                request_id = Empty,
                duration_ms = Empty,
                error = Empty,
            ))
        }

        pub(crate) fn instrument<F: Future>(self, future: F) -> impl Future<Output = F::Output> {
            future.instrument(self.0)
        }

        pub(crate) fn is_on(&self) -> bool {
            !self.0.is_disabled()
        }

        pub(crate) fn waits(&self, wait: Duration, error: &Error) {
            debug!(target: "kcrs", parent: &self.0, wait_ms = millis(wait), %error, "waiting for the next attempt");
        }

        pub(crate) fn end(&self, call: &Finished<'_>) {
            self.0.record("attempts", call.attempts());
            self.0.record("duration_ms", millis(call.duration()));
            record_response(&self.0, call.status(), call.request_id());
            if let Some(error) = call.error() {
                self.0.record("error", display(error));
            }
        }
    }

    /// The span of an attempt.
    pub(crate) struct AttemptSpan(Span);

    impl AttemptSpan {
        pub(crate) fn new(call: &CallSpan, number: u32) -> Self {
            Self(debug_span!(
                target: "kcrs",
                parent: &call.0,
                "attempt",
                attempt = number,
                status = Empty,
                request_id = Empty,
                error = Empty,
            ))
        }

        pub(crate) fn instrument<F: Future>(&self, future: F) -> impl Future<Output = F::Output> {
            future.instrument(self.0.clone())
        }

        pub(crate) fn end(&self, result: &Result<RawResponse, Error>) {
            if self.0.is_disabled() {
                return;
            }
            match result {
                Ok(response) => {
                    let status = Some(response.status().as_u16());
                    record_response(&self.0, status, response.request_id());
                }
                Err(error) => {
                    record_response(&self.0, error.status(), error.request_id());
                    self.0.record("error", display(error));
                }
            }
        }
    }

    fn record_response(span: &Span, status: Option<u16>, request_id: Option<&str>) {
        if let Some(status) = status {
            span.record("status", status);
        }
        if let Some(request_id) = request_id {
            span.record("request_id", request_id);
        }
    }

    fn millis(duration: Duration) -> u64 {
        u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(not(feature = "tracing"))]
mod without {
    use std::time::Duration;

    use crate::{Error, Finished, Operation, RawResponse};

    #[derive(Clone)]
    pub(crate) struct CallSpan;

    impl CallSpan {
        pub(crate) fn new(_service: &'static str, _operation: &Operation) -> Self {
            Self
        }

        pub(crate) fn instrument<F: Future>(self, future: F) -> F {
            future
        }

        pub(crate) fn is_on(&self) -> bool {
            false
        }

        pub(crate) fn waits(&self, _wait: Duration, _error: &Error) {}

        pub(crate) fn end(&self, _call: &Finished<'_>) {}
    }

    pub(crate) struct AttemptSpan;

    impl AttemptSpan {
        pub(crate) fn new(_call: &CallSpan, _number: u32) -> Self {
            Self
        }

        pub(crate) fn instrument<F: Future>(&self, future: F) -> F {
            future
        }

        pub(crate) fn end(&self, _result: &Result<RawResponse, Error>) {}
    }
}
