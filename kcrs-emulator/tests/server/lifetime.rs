//! Starting and stopping from Rust.

use std::time::{Duration, Instant};

use kcrs_emulator::{Emulator, ExampleAnswers, Fault};
use kcrs_generated::actions::{DescribeInstance, DescribeInstanceOutput};
use kcrs_generated::server::{Context, Kcrs, ServerError};
use kcrs_generated::{Credentials, error_rows};

use crate::support::{ACCESS_KEY, Caller, Connection, SECRET_KEY, exchange};

#[test]
fn a_drop_is_quick_where_nothing_runs_and_the_port_is_free_again() {
    // The machine may be busy with other tests, but not each time.
    let quickest = (0..10)
        .map(|_| {
            let emulator = Emulator::start().expect("an emulator");
            let mut idle = Connection::open(emulator.address());
            assert!(idle.send(b"GET /_kcrs/health HTTP/1.1\r\n\r\n"));
            assert_eq!(idle.receive().expect("an answer").status, 200);
            let port = emulator.address().port();
            let started = Instant::now();
            drop(emulator);
            let took = started.elapsed();
            assert!(idle.receive().is_none());
            Emulator::builder().port(port).start().expect("the port");
            took
        })
        .min();
    assert!(quickest < Some(Duration::from_millis(50)), "{quickest:?}");
}

#[test]
fn a_stop_says_whether_all_was_finished() {
    for (grace, finished) in [
        (Duration::from_secs(5), true),
        (Duration::from_millis(20), false),
    ] {
        let emulator = Emulator::builder()
            .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
            .start()
            .expect("an emulator");
        let caller = Caller::new(emulator.address());
        emulator.inject(Fault::latency(Duration::from_secs(1)));
        let mut running = Connection::open(emulator.address());
        assert!(running.send(&caller.get("DescribeInstance", &[])));
        while !emulator.faults().is_empty() {
            std::thread::yield_now();
        }
        assert_eq!(emulator.stop(grace), finished);
        assert_eq!(running.receive().is_some(), finished);
    }
}

#[test]
fn other_machines_need_credentials() {
    let refused = Emulator::builder().listen(([0, 0, 0, 0], 0)).start();
    let error = refused.expect_err("a refusal");
    assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
    let own = Credentials::new(ACCESS_KEY, SECRET_KEY);
    let emulator = Emulator::builder()
        .listen(([0, 0, 0, 0], 0))
        .credentials(own);
    emulator.start().expect("an emulator");
}

/// Never answers.
struct Stuck;

impl Kcrs for Stuck {
    async fn describe_instance(
        &self,
        _: &Context,
        _: DescribeInstance,
    ) -> Result<DescribeInstanceOutput, ServerError> {
        std::future::pending().await
    }
}

#[test]
fn an_implementation_that_never_answers_is_given_up() {
    let emulator = Emulator::builder()
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .request_timeout(Duration::from_millis(100))
        .service(Stuck)
        .start()
        .expect("an emulator");
    let caller = Caller::new(emulator.address());
    let answer = exchange(emulator.address(), &caller.get("DescribeInstance", &[]));
    let answer = answer.expect("an answer");
    let row = &error_rows::SERVICE_TIMEOUT;
    assert_eq!(
        (answer.status, answer.error().0.as_str()),
        (row.status, row.code)
    );
    assert!(
        emulator
            .push_image(kcrs_emulator::ImagePush::new(
                kcrs_emulator::RepositoryPlace::new("i", "n", "r")
            ))
            .is_err()
    );
}

#[test]
fn the_documented_examples_are_a_service_too() {
    let emulator = Emulator::builder()
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .service(ExampleAnswers)
        .start()
        .expect("an emulator");
    let caller = Caller::new(emulator.address());
    let answer = exchange(emulator.address(), &caller.get("DescribeInstance", &[]));
    assert_eq!(answer.expect("an answer").json()["TotalCount"], 2);
    let dry = exchange(
        emulator.address(),
        &caller.get("DescribeInstance", &[("DryRun", "True")]),
    );
    assert_eq!(dry.expect("an answer").status, 412);
}
