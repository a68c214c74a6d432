//! Waiting for states. The time is moved, nobody sleeps.

use std::time::{Duration, SystemTime};

use kcrs_emulator::Emulator;
use kcrs_generated::actions::{DescribeInstance, DescribeInstanceOutput};
use kcrs_generated::server::{Context, Kcrs, ServerError};
use kcrs_generated::test_util::{TestResponse, TestTime, TestTransport};
use kcrs_generated::types::{Instance, InstanceStatus, InternalEndpointDomain};
use kcrs_generated::{Clock, Error, TransportErrorKind, WaitOptions};

use super::{Setting, both};

const SECOND: Duration = Duration::from_secs(1);

fn instance(status: &str) -> TestResponse {
    TestResponse::json(format!(
        r#"{{"RequestId": "r", "Marker": 0, "InstanceSet": [{{"InstanceId": "i-1", "InstanceStatus": "{status}"}}]}}"#
    ))
}

fn no_instance() -> TestResponse {
    TestResponse::json(r#"{"RequestId": "r", "Marker": 0, "InstanceSet": []}"#)
}

fn scan(status: &str) -> TestResponse {
    TestResponse::json(format!(r#"{{"RequestId": "r", "Status": "{status}"}}"#))
}

macro_rules! scan {
    ($client:expr) => {
        $client
            .wait_until_image_scan_finished()
            .instance_id("i-1")
            .namespace("n")
            .repo_name("r")
            .image_id("sha256:1")
    };
}

both! {
    fn an_instance_is_running_and_has_settled() {
        let setting = Setting::replay([
            no_instance(),
            instance("Creating"),
            TestResponse::error(429, "Throttling", "Too fast."),
            instance("Running"),
        ]);
        let waited = wait!(client(&setting).wait_until_instance_running().instance_id("i-1").wait()).expect("success");
        assert_eq!(waited.status(), Some("Running"));
        assert_eq!(waited.polls(), 3);
        assert_eq!(waited.elapsed(), setting.time.elapsed());
        let output = waited.into_output().expect("the last response");
        assert_eq!(output.instance_set[0].instance_id, "i-1");
        let slept = setting.time.slept();
        // Two intervals, the wait before the attempt after the throttling, and the settling time.
        assert_eq!(slept.len(), 4);
        assert_eq!(slept[0], 5 * SECOND);
        assert!((5 * SECOND..=8 * SECOND).contains(&slept[1]), "{slept:?}");
        assert_eq!(slept[3], 10 * SECOND);
        for request in setting.transport.requests() {
            assert_eq!((request.action(), request.param("InstanceId.1")), ("DescribeInstance", Some("i-1")));
        }
    }

    fn a_state_of_failure_ends_the_waiting() {
        let setting = Setting::replay([instance("Creating"), instance("Error")]);
        let error = wait!(client(&setting).wait_until_instance_running().instance_id("i-1").wait()).expect_err("a failure");
        assert!(error.is_failure() && !error.is_timeout());
        assert_eq!(error.status(), Some("Error"));
        assert_eq!(error.to_string(), "waiting for instance_running: it failed: the status is \"Error\" (asked 2 times)");
        let response = error.last_response().expect("the last response");
        let output: kcrs_generated::actions::DescribeInstanceOutput = response.decode().expect("an output");
        assert_eq!(output.instance_set.len(), 1);
        let error: Error = error.into();
        assert!(matches!(error, Error::Wait(_)));
    }

    fn the_limit_ends_the_waiting_with_the_last_status() {
        let setting = Setting::new(TestTransport::always(instance("Creating")));
        let error = wait!(client(&setting).wait_until_instance_running().instance_id("i-1").wait()).expect_err("a timeout");
        assert!(error.is_timeout() && !error.is_failure());
        assert_eq!(error.elapsed(), 20 * 60 * SECOND);
        assert_eq!(error.status(), Some("Creating"));
        assert_eq!(error.polls() as usize, setting.transport.requests().len());
        assert!((60..=150).contains(&error.polls()), "{}", error.polls());
        assert_eq!(
            error.to_string(),
            format!("waiting for instance_running: not within 1200s: the last status is \"Creating\" (asked {} times)", error.polls())
        );
        let slept = setting.time.slept();
        assert!(slept[..slept.len() - 1].iter().all(|pause| (5 * SECOND..=20 * SECOND).contains(pause)));
        assert!(slept[10..].iter().any(|pause| *pause > 10 * SECOND));
    }

    fn times_can_be_set() {
        let setting = Setting::replay([instance("Creating"), instance("Creating"), instance("Running")]);
        let options = WaitOptions::new().interval(SECOND).max_interval(SECOND).limit(60 * SECOND).settle(Duration::ZERO);
        let wait = client(&setting).wait_until_instance_running().instance_id("i-1").wait_with(options);
        wait!(wait).expect("success");
        assert_eq!(setting.time.slept(), [SECOND, SECOND]);
    }

    fn deleted_is_the_empty_list() {
        let setting = Setting::replay([instance("Deleting"), no_instance()]);
        let waited = wait!(client(&setting).wait_until_instance_deleted().instance_id("i-1").wait()).expect("success");
        assert_eq!((waited.status(), waited.polls()), (None, 2));
        assert!(waited.output().is_some());
    }

    fn an_outage_or_a_denial_that_speaks_of_the_instance_is_no_deletion() {
        for (status, code, message) in [
            (503, "ServiceUnavailable", "backend for instance i-1 not found, try again"),
            (500, "InternalError", "shard of instance i-1 not found"),
        ] {
            let setting = Setting::new(TestTransport::always(TestResponse::error(status, code, message)));
            let error = wait!(client(&setting).wait_until_instance_deleted().instance_id("i-1").wait()).expect_err("an outage");
            assert!(error.is_timeout(), "{error}");
            let error = Error::from(error);
            assert_eq!((error.status(), error.code()), (Some(status), Some(code)));
            assert_eq!(error.request_id(), Some("test-request"));
            assert!(error.is_retryable() && !error.is_throttled() && !error.is_not_found());
        }
        let denial = TestResponse::error(403, "AccessDenied", "policy for instance i-1 does not exist");
        let setting = Setting::replay([denial]);
        let error = wait!(client(&setting).wait_until_instance_deleted().instance_id("i-1").wait()).expect_err("a denial");
        assert!(!error.is_failure() && !error.is_timeout(), "{error}");
        assert_eq!(Error::from(error).status(), Some(403));
    }

    fn a_maintenance_page_does_not_end_the_waiting() {
        let page = http::Response::new("<html>We are back at noon.</html>".into());
        let setting = Setting::replay([
            TestResponse::response(page.clone()),
            TestResponse::response(page.clone()),
            TestResponse::response(page),
            instance("Running"),
        ]);
        let waited = wait!(client(&setting).wait_until_instance_running().instance_id("i-1").wait()).expect("success");
        assert_eq!(waited.polls(), 2);
    }

    fn deleted_is_a_not_found_that_names_the_instance() {
        for (code, message) in [
            ("InstanceNotFound", "Gone."),
            ("NotFound", "The instance does not exist."),
            ("NotFound", "i-1 was not found"),
            ("Kcrs.InstanceNotFound", ""),
        ] {
            let setting = Setting::replay([TestResponse::error(404, code, message)]);
            let waited = wait!(client(&setting).wait_until_instance_deleted().instance_id("i-1").wait());
            let waited = waited.unwrap_or_else(|error| panic!("{code} {message}: {error}"));
            assert!(waited.output().is_none());
        }
    }

    fn deleted_is_no_error_of_routing() {
        for (code, message) in [
            ("NotFound", "Not found."),
            ("ServiceNotFound", "The service kcrs does not exist."),
            ("ActionNotFound", "The action DescribeInstance is not found."),
            ("NoSuchEntity", "The request API does not exist."),
            ("NotFound", "i-12 was not found"),
            ("", ""),
        ] {
            let setting = Setting::new(TestTransport::always(TestResponse::error(404, code, message)));
            let result = wait!(client(&setting).wait_until_instance_deleted().instance_id("i-1").wait());
            let error = result.expect_err(code);
            assert!(!error.is_failure() && !error.is_timeout(), "{error}");
            assert_eq!(error.error().and_then(Error::status), Some(404));
        }
        let mut page = http::Response::new(bytes::Bytes::from_static(b"<html>404 Not Found</html>"));
        *page.status_mut() = http::StatusCode::NOT_FOUND;
        let setting = Setting::new(TestTransport::always(TestResponse::response(page)));
        wait!(client(&setting).wait_until_instance_deleted().instance_id("i-1").wait()).expect_err("an error");
    }

    fn an_instance_without_a_status_is_not_deleted() {
        let setting = Setting::replay([instance(""), no_instance()]);
        let waited = wait!(client(&setting).wait_until_instance_deleted().instance_id("i-1").wait()).expect("success");
        assert_eq!(waited.polls(), 2);
    }

    fn a_missing_instance_will_not_run() {
        let setting = Setting::replay([TestResponse::error(404, "InstanceNotFound", "Gone.")]);
        let error = wait!(client(&setting).wait_until_instance_running().instance_id("i-1").wait()).expect_err("a failure");
        assert!(error.is_failure());
        assert_eq!(
            error.to_string(),
            "waiting for instance_running: it failed: the resource does not exist: InstanceNotFound: Gone. \
             (request id test-request, HTTP 404) (asked 1 time)"
        );
    }

    fn errors_that_do_not_pass_end_the_waiting() {
        let setting = Setting::replay([instance("Creating"), TestResponse::error(403, "AccessDenied", "No.")]);
        let error = wait!(client(&setting).wait_until_instance_running().instance_id("i-1").wait()).expect_err("an error");
        assert_eq!(error.status(), Some("Creating"));
        assert!(error.last_response().is_some());
        assert_eq!(
            error.to_string(),
            "waiting for instance_running: the call failed: AccessDenied: No. (request id test-request, HTTP 403)"
        );
        assert_eq!(Error::from(error).code(), Some("AccessDenied"));
    }

    fn an_outage_does_not_end_the_waiting() {
        let outage = || TestResponse::failure(TransportErrorKind::Connect);
        let setting = Setting::replay([outage(), outage(), outage(), outage(), outage(), outage(), instance("Running")]);
        let waited = wait!(client(&setting).wait_until_instance_running().instance_id("i-1").wait()).expect("success");
        // Three attempts a question.
        assert_eq!(waited.polls(), 3);

        let setting = Setting::new(TestTransport::failing(TransportErrorKind::Connect));
        let error = wait!(client(&setting).wait_until_instance_running().instance_id("i-1").wait()).expect_err("a timeout");
        assert!(error.is_timeout());
        assert!(matches!(error.error(), Some(Error::Transport(_))));
        assert!(error.to_string().contains("no status was received: cannot connect"), "{error}");
    }

    fn silence_ends_with_the_limit() {
        let setting = Setting::new(TestTransport::silent());
        let options = WaitOptions::new().limit(90 * SECOND);
        let wait = client(&setting).wait_until_instance_running().instance_id("i-1").wait_with(options);
        let error = wait!(wait).expect_err("a timeout");
        assert!(error.is_timeout());
        assert!(error.elapsed() < 110 * SECOND, "{:?}", error.elapsed());
    }

    fn invalid_parameters_are_told_at_once() {
        let setting = Setting::replay([]);
        let wait = client(&setting).wait_until_instance_running().instance_id("i-1");
        let error = wait!(wait.project_id(vec!["p"; 200]).wait()).expect_err("a refusal");
        assert!(matches!(error.error(), Some(Error::Invalid(_))), "{error}");
        assert!(setting.transport.requests().is_empty());
    }

    fn an_internal_endpoint_is_found_by_its_vpc() {
        let links = |status: &str| {
            TestResponse::json(format!(
                r#"{{"RequestId": "r", "AccessVpcSet": [{{"VpcId": "v-1", "Status": "Error"}}, {{"VpcId": "v-2", "Status": "{status}"}}]}}"#
            ))
        };
        let none = TestResponse::json(r#"{"RequestId": "r", "AccessVpcSet": [{"VpcId": "v-1", "Status": "Running"}]}"#);
        let setting = Setting::replay([none, links("Creating"), links("Running")]);
        let wait = client(&setting).wait_until_internal_endpoint_running().instance_id("i-1").vpc_id("v-2");
        let waited = wait!(wait.wait()).expect("success");
        assert_eq!((waited.polls(), waited.status()), (3, Some("Running")));
        assert_eq!(setting.transport.requests()[0].param("VpcId"), None);
    }

    fn private_dns_is_running_when_all_entries_are() {
        let entries = |status: &str| {
            TestResponse::json(format!(
                r#"{{"RequestId": "r", "InternalEndpointDnsSet": [{{"Status": "Running"}}, {{"Status": "{status}"}}]}}"#
            ))
        };
        let setting = Setting::replay([entries("Closed"), entries("Opening"), entries("Running")]);
        let client = client(&setting);
        let wait = client
            .wait_until_internal_endpoint_dns_running()
            .instance_id("i-1")
            .vpc_id("v-1")
            .eni_lb_ip("10.0.0.1")
            .internal_endpoint_dns(InternalEndpointDomain::from("PublicDomain"));
        assert_eq!(wait!(wait.wait()).expect("success").polls(), 3);
        assert_eq!(setting.transport.requests()[0].param("EniLBIp"), Some("10.0.0.1"));
    }

    fn a_scan_succeeds_and_fails() {
        let setting = Setting::replay([scan(""), scan("Pending"), scan("Checking"), scan("Success")]);
        assert_eq!(wait!(scan!(client(&setting)).wait()).expect("success").polls(), 4);
        for status in ["Failed", "Error"] {
            let setting = Setting::replay([scan("Running"), scan(status)]);
            let error = wait!(scan!(client(&setting)).wait()).expect_err("a failure");
            assert!(error.is_failure());
            assert_eq!(error.status(), Some(status));
        }
    }

    fn a_scan_in_an_unknown_state_is_waited_for_to_the_limit() {
        let setting = Setting::new(TestTransport::always(scan("Checking")));
        let error = wait!(scan!(client(&setting)).wait()).expect_err("a timeout");
        assert!(error.is_timeout());
        assert_eq!(error.status(), Some("Checking"));
    }
}

#[tokio::test]
async fn nothing_is_asked_before_it_is_awaited_nor_after_it_is_dropped() {
    let setting = Setting::replay([instance("Running")]);
    let client = super::asynchronous::client(&setting);
    let wait = client
        .wait_until_instance_running()
        .instance_id("i-1")
        .wait();
    assert_eq!(format!("{wait:?}"), "Wait(\"instance_running\")");
    drop(wait);
    assert!(setting.transport.requests().is_empty());
}

/// A service whose instance takes a minute of the test's time.
struct Slow {
    time: TestTime,
    ready: SystemTime,
}

impl Kcrs for Slow {
    async fn describe_instance(
        &self,
        _: &Context,
        request: DescribeInstance,
    ) -> Result<DescribeInstanceOutput, ServerError> {
        let status = match Clock::now(&self.time) < self.ready {
            true => InstanceStatus::Creating,
            false => InstanceStatus::Running,
        };
        let instance = Instance::builder()
            .instance_id(request.instance_id[0].as_str())
            .instance_status(status)
            .build();
        Ok(DescribeInstanceOutput::builder()
            .instance_set([instance])
            .marker(0)
            .build())
    }
}

#[test]
fn time_is_moved_over_a_real_socket_too() {
    let time = TestTime::new();
    let ready = Clock::now(&time) + 60 * SECOND;
    let service = Slow {
        time: time.clone(),
        ready,
    };
    let emulator = Emulator::builder()
        .clock(time.clone())
        .service(service)
        .start()
        .expect("an emulator");
    let client = kcrs_generated::Client::builder()
        .endpoint(emulator.endpoint())
        .credentials(emulator.credentials())
        .clock(time.clone())
        .timer(time.clone())
        // A limit would be over before the response is there: this time does not wait.
        .timeout(None)
        .build_blocking()
        .expect("a client");
    let waited = client
        .wait_until_instance_running()
        .instance_id("i-1")
        .wait()
        .expect("success");
    assert_eq!(waited.status(), Some("Running"));
    assert!(
        (70 * SECOND..=90 * SECOND).contains(&waited.elapsed()),
        "{:?}",
        waited.elapsed()
    );
}
