//! Sends a call: signs it, attempts it until it succeeds or may not be repeated, and reports the
//! end.

mod bucket;
mod decision;
mod limit;

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use http::Request;

use self::bucket::RetryPermit;
use self::decision::RetryDecision;
use self::limit::{Limit, within};
use crate::call::client::{Shared, check_signature};
use crate::call::presign::PresignedUrl;
use crate::call::trace::{AttemptSpan, CallSpan};
use crate::{
    Attempt, BuildError, Client, Endpoint, Error, Finished, Limits, Method, Operation, RawResponse,
    Signature,
};

pub(crate) use self::bucket::TokenBucket;
pub(crate) use self::decision::random_fraction;

/// A session under way. It returns the session with the response, since the session may have to go
/// on: whether the response can be decoded is known only where its type is.
pub(crate) type SessionFuture =
    Pin<Box<dyn Future<Output = (Session, Result<RawResponse, Error>)> + Send>>;

/// A call from its first attempt to its end.
pub(crate) struct Session {
    client: Client,
    operation: Operation,
    /// Endpoint, where it differs from the client's.
    endpoint: Option<Endpoint>,
    started: Instant,
    attempts: u32,
    /// Tokens that the running attempt took from the bucket.
    permit: Option<RetryPermit>,
    skew_corrected: bool,
    /// Status and request id of the response, where a hook or a span takes them.
    received: Option<(u16, Option<String>)>,
    span: CallSpan,
}

impl Session {
    /// Puts a call together with the options of its client. Fails where they do not fit.
    pub(crate) fn new(client: Client, mut operation: Operation) -> Result<Self, Error> {
        let shared = &client.shared;
        let options = &client.options;
        options.check()?;
        if let Some(method) = options.method {
            operation.set_method(method);
        }
        if let Some(idempotent) = options.idempotent {
            operation = operation.with_idempotent(idempotent);
        }
        for param in &options.params {
            operation.params_mut().set(param.clone());
        }
        let mut endpoint = None;
        if options.endpoint.is_some() || options.region.is_some() {
            let template = options.endpoint.as_ref().unwrap_or(&shared.template);
            let region = options.region.as_ref().unwrap_or(&shared.region);
            let other = Endpoint::for_region(template, region).map_err(BuildError::from)?;
            if shared.plain_only && other.is_secure() {
                return Err(BuildError::PlainClient.into());
            }
            endpoint = Some(other);
        }
        if let Some(scheme) = options.signature {
            check_signature(shared.service, scheme)?;
        }
        for hook in &shared.hooks {
            hook.on_call(&mut operation);
        }
        if shared.validates {
            shared.service.check_empty(operation.params())?;
        }
        let span = CallSpan::new(shared.service.name, &operation);
        Ok(Self {
            started: shared.timer.now(),
            operation,
            endpoint,
            attempts: 0,
            permit: None,
            skew_corrected: false,
            received: None,
            span,
            client,
        })
    }

    /// Begins with the first attempt.
    pub(crate) fn start(mut self) -> SessionFuture {
        let span = self.span.clone();
        Box::pin(span.instrument(async move {
            let result = self.run().await;
            (self, result)
        }))
    }

    /// Goes on after a response that cannot be decoded.
    pub(crate) fn retry_after_decode_error(mut self, error: Error) -> SessionFuture {
        let span = self.span.clone();
        Box::pin(span.instrument(async move {
            let result = match self.wait_for_next(error).await {
                Ok(()) => self.run().await,
                Err(error) => Err(error),
            };
            (self, result)
        }))
    }

    /// Ends with a response that could be decoded.
    pub(crate) fn succeed(mut self) {
        match self.permit.take() {
            // Dropping it puts it back.
            Some(_) => {}
            None => self.client.shared.retry_bucket.refill(),
        }
        self.report_end(None);
    }

    /// The signed request, unsent.
    pub(crate) async fn signed(self) -> Result<Request<Bytes>, Error> {
        let scheme = self.scheme();
        Ok(self.sign(scheme).await?.0)
    }

    /// The signed request as a URL.
    pub(crate) async fn presigned(mut self) -> Result<PresignedUrl, Error> {
        check_signature(self.client.shared.service, Signature::V4Query)?;
        self.operation.set_method(Method::Get);
        let (request, date) = self.sign(Signature::V4Query).await?;
        Ok(PresignedUrl::new(request.uri(), date))
    }

    /// Attempts until one succeeds or there is to be no other.
    async fn run(&mut self) -> Result<RawResponse, Error> {
        loop {
            match self.attempt().await {
                Ok(response) => {
                    if self.is_observed() {
                        let request_id = response.request_id().map(str::to_owned);
                        self.received = Some((response.status().as_u16(), request_id));
                    }
                    return Ok(response);
                }
                Err(error) => self.wait_for_next(error).await?,
            }
        }
    }

    /// Signs, sends, and reads the response or the error in it.
    async fn attempt(&mut self) -> Result<RawResponse, Error> {
        let (mut request, _) = self.sign(self.scheme()).await?;
        self.attempts += 1;
        let shared = &self.client.shared;
        let begun = shared.timer.now();
        let mut attempt = Attempt {
            operation: &self.operation,
            number: self.attempts,
            duration: Duration::ZERO,
        };
        for hook in &shared.hooks {
            hook.on_request(&attempt, &mut request);
        }
        let limit = self.limit(begun);
        let max_bytes = self.client.options.max_response_bytes;
        let limits = Limits {
            max_response_bytes: max_bytes.unwrap_or(Limits::default().max_response_bytes),
            timeout: limit.map(|limit| limit.left),
        };
        let span = AttemptSpan::new(&self.span, self.attempts);
        let sending = within(&shared.timer, limit, shared.transport.send(request, limits));
        let mut response = match span.instrument(sending).await {
            Ok(response) => response,
            Err(limit) => Err(limit.error()),
        };
        if !shared.hooks.is_empty() {
            attempt.duration = shared.timer.now().saturating_duration_since(begun);
            for hook in &shared.hooks {
                hook.on_response(&attempt, &mut response);
            }
        }
        let result = match response {
            Ok(response) => shared.service.read(response),
            Err(error) => Err(Error::Transport(error)),
        };
        span.end(&result);
        result
    }

    /// Signs with what the client and the options have, now. Returns the date of the signature too.
    async fn sign(&self, scheme: Signature) -> Result<(Request<Bytes>, SystemTime), Error> {
        let shared = &self.client.shared;
        let options = &self.client.options;
        let own = options.credentials.clone();
        let credentials = match own.or_else(|| shared.credentials.fresh(shared.clock.now())) {
            Some(credentials) => credentials,
            None => {
                let limit = self.limit(shared.timer.now());
                let fetching = Box::pin(shared.credentials.get(&shared.clock));
                let fetched = within(&shared.timer, limit, fetching).await;
                fetched.map_err(|limit| limit.error())??
            }
        };
        let region = options.region.as_ref().unwrap_or(&shared.region);
        let endpoint = self.endpoint.as_ref().unwrap_or(&shared.endpoint);
        let signer = shared
            .signers
            .get(scheme, credentials, region, shared.service)?;
        let now = shared.service_time();
        let mut request = signer.sign(&self.operation, endpoint, now)?;
        for (name, value) in &options.headers {
            request.headers_mut().insert(name.clone(), value.clone());
        }
        Ok((request, now))
    }

    fn scheme(&self) -> Signature {
        let own = self.client.options.signature;
        own.unwrap_or(self.client.shared.signature)
    }

    /// Returns the nearest time limit of what begins now.
    fn limit(&self, now: Instant) -> Option<Limit> {
        let options = &self.client.options;
        let passed = now.saturating_duration_since(self.started);
        let call = options.timeout_or_default().map(|limit| Limit {
            of: "call",
            whole: limit,
            left: limit.saturating_sub(passed),
        });
        let attempt = options.attempt_timeout.flatten().map(|limit| Limit {
            of: "attempt",
            whole: limit,
            left: limit,
        });
        match (call, attempt) {
            (Some(call), Some(attempt)) if attempt.left < call.left => Some(attempt),
            (None, attempt) => attempt,
            (call, _) => call,
        }
    }

    /// Waits until it is time for another attempt. Where there is to be none, the error is that of
    /// the call.
    async fn wait_for_next(&mut self, error: Error) -> Result<(), Error> {
        let Some(wait) = self.next_wait(&error) else {
            self.report_end(Some(&error));
            return Err(error);
        };
        self.span.waits(wait, &error);
        if !wait.is_zero() {
            self.client.shared.timer.sleep(wait).await;
        }
        Ok(())
    }

    /// Returns the pause before another attempt after this error; `None` where there is no further
    /// attempt.
    fn next_wait(&mut self, error: &Error) -> Option<Duration> {
        if let Some(spent) = self.permit.take() {
            spent.spend();
        }
        let shared = &self.client.shared;
        let options = &self.client.options;
        let retry = options.retry.unwrap_or_default();
        let may_repeat = self.attempts < retry.max_attempts;
        if let Some(date) = error.skewed_from() {
            let corrected = shared.correct_skew(date) && !self.skew_corrected;
            self.skew_corrected = true;
            return (corrected && may_repeat).then_some(Duration::ZERO);
        }
        let repeats = match RetryDecision::after(error) {
            RetryDecision::Never => false,
            RetryDecision::IfIdempotent => self.operation.is_idempotent(),
            RetryDecision::Always => true,
        };
        if !(repeats && may_repeat) {
            return None;
        }
        let backoff = retry.limit_after(self.attempts);
        let wait = backoff.mul_f64(random_fraction());
        let wait = wait.max(error.retry_after().unwrap_or_default());
        if let Some(limit) = options.timeout_or_default() {
            let passed = shared.timer.now().saturating_duration_since(self.started);
            if passed.saturating_add(wait) >= limit {
                return None;
            }
        }
        self.permit = Some(shared.retry_bucket.withdraw(decision::is_timeout(error))?);
        Some(wait)
    }

    fn is_observed(&self) -> bool {
        !self.client.shared.hooks.is_empty() || self.span.is_on()
    }

    fn report_end(&self, error: Option<&Error>) {
        if !self.is_observed() {
            return;
        }
        let shared = &self.client.shared;
        let (status, request_id) = match (error, &self.received) {
            (Some(error), _) => (error.status(), error.request_id()),
            (None, Some((status, request_id))) => (Some(*status), request_id.as_deref()),
            (None, None) => (None, None),
        };
        let finished = Finished {
            operation: &self.operation,
            attempts: self.attempts,
            duration: shared.timer.now().saturating_duration_since(self.started),
            status,
            request_id,
            error,
        };
        for hook in &shared.hooks {
            hook.on_end(&finished);
        }
        self.span.end(&finished);
    }
}

impl Shared {
    /// The time of the service, as far as it is known.
    fn service_time(&self) -> SystemTime {
        let now = self.clock.now();
        let skew = self.skew.load(Ordering::Relaxed);
        let distance = Duration::from_secs(skew.unsigned_abs());
        let shifted = if skew < 0 {
            now.checked_sub(distance)
        } else {
            now.checked_add(distance)
        };
        shifted.unwrap_or(now)
    }

    /// Keeps the time of the service. Returns whether that changes the next signature.
    fn correct_skew(&self, date: SystemTime) -> bool {
        /// Less than this is not what a service refuses a date for.
        const NOTABLE: i64 = 60;
        let seconds = |later: SystemTime, earlier| {
            let distance = later.duration_since(earlier).ok()?.as_secs();
            i64::try_from(distance).ok()
        };
        let now = self.clock.now();
        let ahead = seconds(date, now);
        let behind = || seconds(now, date).map(|seconds| -seconds);
        let Some(skew) = ahead.or_else(behind) else {
            return false;
        };
        let before = self.skew.swap(skew, Ordering::Relaxed);
        skew.abs_diff(before) >= NOTABLE.unsigned_abs()
    }
}
