//! Starting and stopping from Rust.

use std::time::Duration;

use kcrs_emulator::{Emulator, ExampleResponses, Fault};
use kcrs_generated::actions::{DescribeInstance, DescribeInstanceOutput};
use kcrs_generated::server::{Context, Kcrs, ServerError};
use kcrs_generated::{Credentials, error_rows};

use crate::support::{ACCESS_KEY, Caller, Connection, SECRET_KEY, exchange};

/// An emulator and a connection to it that was used and is still open.
fn with_idle_connection() -> (Emulator, Connection) {
    let emulator = Emulator::builder()
        .request_timeout(Duration::from_secs(3600))
        .start()
        .expect("an emulator");
    let mut idle = Connection::open(emulator.address());
    assert!(idle.send(b"GET /_kcrs/health HTTP/1.1\r\n\r\n"));
    assert_eq!(idle.receive().expect("a response").status, 200);
    (emulator, idle)
}

#[test]
fn after_a_drop_connections_are_closed_and_the_port_is_free_again() {
    let (emulator, mut idle) = with_idle_connection();
    let port = emulator.address().port();
    drop(emulator);
    assert!(idle.receive().is_none());
    Emulator::builder().port(port).start().expect("the port");
}

/// A drop is a stop that has a second.
#[test]
fn a_stop_does_not_wait_for_idle_connections() {
    let (emulator, mut idle) = with_idle_connection();
    // If it did, this would not come to an end.
    assert!(emulator.stop(Duration::from_secs(3600)));
    assert!(idle.receive().is_none());
}

#[test]
fn a_stop_says_whether_all_was_finished() {
    for (latency, grace, finished) in [
        (Duration::from_millis(500), Duration::from_secs(3600), true),
        (Duration::from_secs(60), Duration::from_millis(20), false),
    ] {
        let emulator = Emulator::builder()
            .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
            .start()
            .expect("an emulator");
        let caller = Caller::new(emulator.address());
        emulator.inject(Fault::latency(latency));
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
    let known = Emulator::start().expect("an emulator").credentials();
    let refused = Emulator::builder()
        .listen(([0, 0, 0, 0], 0))
        .credentials(known);
    assert!(refused.start().is_err());
    let own = Credentials::new(ACCESS_KEY, SECRET_KEY);
    let emulator = Emulator::builder()
        .listen(([0, 0, 0, 0], 0))
        .credentials(own);
    emulator.start().expect("an emulator");
}

/// Never responds.
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
fn an_implementation_that_never_responds_is_given_up() {
    let emulator = Emulator::builder()
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .request_timeout(Duration::from_millis(100))
        .service(Stuck)
        .start()
        .expect("an emulator");
    let caller = Caller::new(emulator.address());
    let response = exchange(emulator.address(), &caller.get("DescribeInstance", &[]));
    let response = response.expect("a response");
    let row = &error_rows::SERVICE_TIMEOUT;
    assert_eq!(
        (response.status, response.error().0.as_str()),
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
        .service(ExampleResponses)
        .start()
        .expect("an emulator");
    let caller = Caller::new(emulator.address());
    let response = exchange(emulator.address(), &caller.get("DescribeInstance", &[]));
    assert_eq!(response.expect("a response").json()["TotalCount"], 2);
    let dry = exchange(
        emulator.address(),
        &caller.get("DescribeInstance", &[("DryRun", "True")]),
    );
    assert_eq!(dry.expect("a response").status, 412);
}
