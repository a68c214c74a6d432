//! When a call is made again, how long is waited, and who pays for it. No time passes in these
//! tests.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::support::{SERVICE, Say};
use bytes::Bytes;
use kcrs_runtime::test_util::TestTime;
use kcrs_runtime::{
    Client, ClientBuilder, Clock, Credentials, ErrorClass, ErrorRow, Limits, Method, Operation,
    Params, Retry, Service, Signature, Transport, TransportError, TransportErrorKind,
    TransportFuture,
};

static EXPIRED: ErrorRow = ErrorRow::new(
    "SignatureExpired",
    "SignatureDoesNotMatch",
    "Signature expired:%s.",
    403,
    ErrorClass::ClockSkew,
);

static SKEWED: Service = Service::new("kcrs", "2021-11-09", "https://kcrs.{region}.api.ksyun.com")
    .default_region("cn-beijing-6")
    .signatures(&[Signature::V4])
    .errors(&[&EXPIRED])
    .user_agent("kcrs-test/1");

const START: Duration = Duration::from_secs(1_440_938_160); // 2015-08-30T12:36:00Z

type Reply = Result<http::Response<Bytes>, TransportErrorKind>;

/// Gives these replies in order, the last one again and again, and keeps the requests.
#[derive(Clone)]
struct Script {
    replies: Arc<Mutex<VecDeque<Reply>>>,
    requests: Arc<Mutex<Vec<http::Request<Bytes>>>>,
}

impl Script {
    fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self {
            replies: Arc::new(Mutex::new(replies.into_iter().collect())),
            requests: Arc::default(),
        }
    }

    fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    fn headers(&self, name: &str) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        let value = |request: &http::Request<Bytes>| {
            let value = request.headers().get(name)?;
            Some(value.to_str().unwrap().to_owned())
        };
        requests.iter().filter_map(value).collect()
    }
}

impl Transport for Script {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> TransportFuture<'_> {
        self.requests.lock().unwrap().push(request);
        let mut replies = self.replies.lock().unwrap();
        let reply = match replies.len() {
            1 => clone(&replies[0]),
            _ => replies.pop_front().unwrap(),
        };
        Box::pin(async { reply.map_err(|kind| TransportError::new(kind, "planned")) })
    }
}

fn clone(reply: &Reply) -> Reply {
    match reply {
        Ok(response) => {
            let mut copy = http::Response::new(response.body().clone());
            *copy.status_mut() = response.status();
            *copy.headers_mut() = response.headers().clone();
            Ok(copy)
        }
        Err(kind) => Err(*kind),
    }
}

fn status(status: u16, headers: &[(&'static str, &str)]) -> Reply {
    let body = r#"{"RequestId": "r", "Error": {"Code": "Some", "Message": "x"}}"#;
    with_body(status, headers, body)
}

fn with_body(status: u16, headers: &[(&'static str, &str)], body: &'static str) -> Reply {
    let mut response = http::Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = status.try_into().unwrap();
    for (name, value) in headers {
        response.headers_mut().insert(*name, value.parse().unwrap());
    }
    Ok(response)
}

fn good() -> Reply {
    with_body(200, &[], r#"{"RequestId": "r"}"#)
}

fn builder(script: &Script, time: &TestTime) -> ClientBuilder {
    ClientBuilder::new(&SERVICE)
        .credentials(Credentials::new("AK", "SK"))
        .region("r")
        .clock(time.clone())
        .timer(time.clone())
        .transport(script.clone())
}

fn setup(replies: impl IntoIterator<Item = Reply>) -> (Client, Script, TestTime) {
    let (script, time) = (
        Script::new(replies),
        TestTime::starting_at(UNIX_EPOCH + START),
    );
    (builder(&script, &time).build().unwrap(), script, time)
}

fn idempotent() -> Operation {
    unsafe_to_repeat().with_idempotent(true)
}

fn unsafe_to_repeat() -> Operation {
    Operation::new("Do", "1", Method::Get, Params::new())
}

/// How often each is sent where it always fails so: an idempotent call, and one that is not.
async fn sent(reply: impl Fn() -> Reply) -> (usize, usize) {
    let mut counts = [0; 2];
    for (count, operation) in counts.iter_mut().zip([idempotent(), unsafe_to_repeat()]) {
        let (client, script, _) = setup([reply()]);
        client.call(operation).await.unwrap_err();
        *count = script.count();
    }
    (counts[0], counts[1])
}

#[tokio::test]
async fn what_is_made_again_follows_what_may_have_happened() {
    for (kind, expected) in [
        (TransportErrorKind::Connect, (3, 3)),
        (TransportErrorKind::Refused, (3, 3)),
        (TransportErrorKind::Timeout, (3, 1)),
        (TransportErrorKind::Broken, (3, 1)),
        (TransportErrorKind::TooLong, (1, 1)),
        (TransportErrorKind::Other, (1, 1)),
    ] {
        assert_eq!(sent(|| Err(kind)).await, expected, "{kind:?}");
    }
    for (code, expected) in [
        (302, (1, 1)),
        (400, (1, 1)),
        (403, (1, 1)),
        (404, (1, 1)),
        (409, (1, 1)),
        (429, (3, 3)),
        (500, (3, 1)),
        (501, (1, 1)),
        (502, (3, 1)),
        (503, (3, 1)),
        (504, (3, 1)),
        (509, (3, 3)),
    ] {
        assert_eq!(sent(|| status(code, &[])).await, expected, "{code}");
    }
}

/// A response is read only where its type is known, which is outside the loop of the attempts.
#[tokio::test]
async fn a_response_that_is_cut_off_is_requested_again() {
    for (cut, count) in [
        (r#"{"Requ"#, 2),
        ("", 2),
        ("[1]", 1),
        (r#"{"RequestId": 1}"#, 1),
    ] {
        let (client, script, _) = setup([with_body(200, &[], cut), good()]);
        let result = client.send(Say::<false>("x")).idempotent(true).await;
        assert_eq!(script.count(), count, "{cut}");
        assert_eq!(result.is_ok(), count == 2, "{cut}");

        let (client, script, _) = setup([with_body(200, &[], cut), good()]);
        client.send(Say::<false>("x")).await.unwrap_err();
        assert_eq!(script.count(), 1, "{cut}");
    }
}

#[tokio::test]
async fn each_attempt_has_a_date_and_a_signature_of_its_own() {
    let (client, script, time) = setup([status(503, &[("retry-after", "2")]), good()]);
    client.call(idempotent()).await.unwrap();
    assert!(time.elapsed() >= Duration::from_secs(2));
    assert_eq!(
        script.headers("x-amz-date"),
        ["20150830T123600Z", "20150830T123602Z"]
    );
    let signatures = script.headers("authorization");
    assert_ne!(signatures[0], signatures[1]);
}

#[tokio::test]
async fn waits_are_random_below_a_limit_that_doubles() {
    let mut longest = [Duration::ZERO; 4];
    for _ in 0..200 {
        let (client, _, time) = setup([status(503, &[])]);
        let call = client
            .call(idempotent())
            .retry(Retry::standard().max_attempts(5));
        call.timeout(None).await.unwrap_err();
        let waits = time.slept();
        assert_eq!(waits.len(), 4);
        for ((wait, longest), limit) in waits.iter().zip(&mut longest).zip([1, 2, 4, 8]) {
            assert!(*wait < Duration::from_secs(limit));
            *longest = (*longest).max(*wait);
        }
    }
    for (longest, limit) in longest.iter().zip([1.0, 2.0, 4.0, 8.0]) {
        assert!(longest.as_secs_f64() > limit * 0.8, "{longest:?}");
    }
}

#[tokio::test]
async fn retry_after_is_honoured_as_seconds_and_as_a_date() {
    let date = ("date", "Sun, 30 Aug 2015 12:36:00 GMT");
    for headers in [
        vec![("retry-after", "7")],
        vec![date, ("retry-after", "Sun, 30 Aug 2015 12:36:07 GMT")],
    ] {
        let (client, _, time) = setup([status(429, &headers), good()]);
        client.call(unsafe_to_repeat()).await.unwrap();
        assert_eq!(time.slept(), [Duration::from_secs(7)], "{headers:?}");
    }
    // A date that cannot be compared with anything, or lies in the past, asks for nothing.
    for headers in [
        vec![("retry-after", "Sun, 30 Aug 2015 12:36:07 GMT")],
        vec![date, ("retry-after", "Sun, 30 Aug 2015 12:35:00 GMT")],
        vec![("retry-after", "soon")],
    ] {
        let (client, _, time) = setup([status(429, &headers), good()]);
        client.call(unsafe_to_repeat()).await.unwrap();
        assert!(time.elapsed() < Duration::from_secs(1), "{headers:?}");
    }
}

#[tokio::test]
async fn a_wait_that_ends_too_late_is_not_begun() {
    let (client, script, time) = setup([status(429, &[("retry-after", "60")])]);
    let error = client.call(idempotent()).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(60)));
    assert_eq!((script.count(), time.elapsed()), (1, Duration::ZERO));
    client
        .call(idempotent())
        .timeout(Duration::from_secs(200))
        .await
        .unwrap_err();
    assert_eq!((script.count(), time.elapsed().as_secs()), (4, 120));
}

#[tokio::test]
async fn all_clones_pay_from_one_bucket() {
    let (client, script, _) = setup([status(503, &[])]);
    for _ in 0..50 {
        client.clone().call(idempotent()).await.unwrap_err();
    }
    assert_eq!(script.count(), 150, "50 calls of three attempts");
    client.call(idempotent()).await.unwrap_err();
    assert_eq!(script.count(), 151, "500 tokens are gone");

    script.replies.lock().unwrap().push_back(good());
    script.replies.lock().unwrap().pop_front();
    for _ in 0..5 {
        client.call(idempotent()).await.unwrap();
    }
    *script.replies.lock().unwrap() = [status(503, &[]), good()].into();
    client.call(idempotent()).await.unwrap();
}

const SKEW_RESPONSE: &str = r#"{"RequestId": "r", "Error": {"Code": "SignatureDoesNotMatch", "Message": "Signature expired:20150830T123600Z."}}"#;

#[tokio::test]
async fn a_clock_that_is_off_is_corrected_once() {
    let refused = |date| with_body(403, &[("date", date)], SKEW_RESPONSE);
    let script = Script::new([
        refused("Sun, 30 Aug 2015 13:06:00 GMT"),
        good(),
        good(),
        refused("Sun, 30 Aug 2015 12:06:00 GMT"),
        refused("Sun, 30 Aug 2015 14:06:00 GMT"),
        good(),
    ]);
    let time = TestTime::starting_at(UNIX_EPOCH + START);
    let client = Client::builder(&SKEWED)
        .credentials(Credentials::new("AK", "SK"))
        .clock(time.clone())
        .timer(time.clone())
        .transport(script.clone())
        .build()
        .unwrap();
    // Not even a create has been carried out then.
    client.call(unsafe_to_repeat()).await.unwrap();
    client.call(unsafe_to_repeat()).await.unwrap();
    let error = client.call(unsafe_to_repeat()).await.unwrap_err();
    assert_eq!(error.status(), Some(403));
    client.call(unsafe_to_repeat()).await.unwrap();
    assert_eq!(
        script.headers("x-amz-date"),
        [
            "20150830T123600Z",
            "20150830T130600Z",
            "20150830T130600Z",
            "20150830T130600Z",
            "20150830T120600Z",
            "20150830T140600Z",
        ]
    );
    assert_eq!(time.elapsed(), Duration::ZERO);
}

#[tokio::test]
async fn a_clock_that_is_right_is_not_corrected() {
    for headers in [&[][..], &[("date", "Sun, 30 Aug 2015 12:36:30 GMT")]] {
        let script = Script::new([with_body(403, headers, SKEW_RESPONSE)]);
        let time = TestTime::starting_at(UNIX_EPOCH + START);
        let client = Client::builder(&SKEWED)
            .credentials(Credentials::new("AK", "SK"))
            .clock(time.clone())
            .timer(time)
            .transport(script.clone())
            .build()
            .unwrap();
        client.call(idempotent()).await.unwrap_err();
        assert_eq!(script.count(), 1);
    }
}

/// Never responds.
struct Silent;

impl Transport for Silent {
    fn send(&self, _: http::Request<Bytes>, _: Limits) -> TransportFuture<'_> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn time_limits_end_what_does_not_end() {
    let start = tokio::time::Instant::now();
    let client = Client::builder(&SERVICE)
        .credentials(Credentials::new("AK", "SK"))
        .transport(Silent)
        .retry(Retry::standard().initial_backoff(Duration::ZERO))
        .build()
        .unwrap();
    let error = client.call(unsafe_to_repeat()).await.unwrap_err();
    assert_eq!(start.elapsed().as_secs(), 60);
    assert_eq!(
        error.to_string(),
        "no response in time: the call's time limit of 60s is over"
    );

    let start = tokio::time::Instant::now();
    let call = client
        .call(idempotent())
        .attempt_timeout(Duration::from_secs(5));
    let error = call.await.unwrap_err();
    assert_eq!(start.elapsed().as_secs(), 15);
    assert_eq!(
        error.to_string(),
        "no response in time: the attempt's time limit of 5s is over"
    );

    let start = tokio::time::Instant::now();
    let call = client
        .call(idempotent())
        .attempt_timeout(Duration::from_secs(5));
    call.timeout(Duration::from_secs(12)).await.unwrap_err();
    assert_eq!(start.elapsed().as_secs(), 12);

    let endless = client.call(idempotent()).timeout(None);
    let hour = tokio::time::timeout(Duration::from_secs(3600), endless);
    hour.await.unwrap_err();
}

#[tokio::test]
async fn retries_can_be_set_for_a_client_and_for_a_call() {
    let script = Script::new([status(503, &[])]);
    let client = builder(&script, &TestTime::new()).retry(Retry::never());
    let client = client.build().unwrap();
    client.call(idempotent()).await.unwrap_err();
    assert_eq!(script.count(), 1);
    let call = client
        .call(idempotent())
        .retry(Retry::standard().max_attempts(2));
    call.await.unwrap_err();
    assert_eq!(script.count(), 3);
    let twice_is_fine = client.call(unsafe_to_repeat()).idempotent(true);
    twice_is_fine.retry(Retry::standard()).await.unwrap_err();
    assert_eq!(script.count(), 6);
    let once = client.call(idempotent()).idempotent(false);
    once.retry(Retry::standard()).await.unwrap_err();
    assert_eq!(script.count(), 7);
}

#[test]
fn the_test_time_is_clock_and_timer() {
    let time = TestTime::starting_at(SystemTime::UNIX_EPOCH);
    time.advance(Duration::from_secs(3));
    assert_eq!(Clock::now(&time), UNIX_EPOCH + Duration::from_secs(3));
}
