//! Calls.

use std::time::Duration;

use kcrs_generated::actions::{CreateInstanceOutput, DescribeInstance};
use kcrs_generated::test_util::{TestResponse, TestTransport};
use kcrs_generated::types::InstanceType;
use kcrs_generated::{
    CallOptions, Error, ErrorCode, Method, Operation, Params, Retry, TransportErrorKind,
};

use super::{Setting, both};

const EMPTY: &str = r#"{"RequestId": "r-1", "TotalCount": 0, "InstanceSet": [], "Marker": 0}"#;

both! {
    fn an_output_comes_back() {
        let output = CreateInstanceOutput::builder().request_id("r").instance_id("i-1").build();
        let setting = Setting::replay([TestResponse::output(&output)]);
        let client = client(&setting);
        let create = client.create_instance().instance_name("demo").instance_type(InstanceType::Basic);
        assert_eq!(wait!(create.send()).expect("an output"), output);
        let [request] = &setting.transport.requests()[..] else {
            panic!("one request");
        };
        assert_eq!((request.action(), request.param("InstanceName")), ("CreateInstance", Some("demo")));
    }

    fn values_and_raw_calls_are_sent() {
        let setting = Setting::new(TestTransport::always(TestResponse::json(EMPTY)));
        let client = client(&setting);
        let output = wait!(client.send(DescribeInstance::builder().build())).expect("an output");
        assert!(output.instance_set.is_empty());
        let response = wait!(client.describe_instance().send_response()).expect("a response");
        assert_eq!(response.request_id(), Some("r-1"));
        let operation = Operation::new("New", "2021-11-09", Method::Get, Params::new());
        let raw = wait!(client.call(operation)).expect("a response");
        assert_eq!(raw.body(), EMPTY.as_bytes());
    }

    fn invalid_requests_are_not_sent() {
        let setting = Setting::replay([]);
        let client = client(&setting);
        let create = client.create_instance().instance_name("1x").instance_type(InstanceType::Basic);
        let error = wait!(create.send()).expect_err("a refusal");
        assert_eq!(error.violations().expect("violations").len(), 1);
        assert!(setting.transport.requests().is_empty());
    }

    fn an_empty_id_is_not_sent() {
        let setting = Setting::replay([]);
        let client = client(&setting);
        let error = wait!(client.delete_instance().instance_id("").send()).expect_err("a refusal");
        assert_eq!(error.to_string(), "the request is not valid:\nInstanceId: must not be empty");
        let listing = client.describe_instance().instance_id(["i-1", ""]);
        let error = wait!(listing.send()).expect_err("a refusal");
        let paths: Vec<_> = error.violations().expect("violations").iter().map(|v| v.path()).collect();
        assert_eq!(paths, ["InstanceId.2"]);
        let params = Params::from_iter([("Namespace", "n"), ("RepoName", "")]);
        let raw = Operation::new("DeleteRepository", "2021-11-09", Method::Post, params);
        assert!(wait!(client.call(raw)).is_err());
        assert!(setting.transport.requests().is_empty());
    }

    fn an_empty_description_is_sent() {
        let setting = Setting::new(TestTransport::always(TestResponse::json(r#"{"RequestId": "r"}"#)));
        let change = client(&setting).modify_repo_desc();
        let change = change.instance_id("i").namespace("n").repo_name("r").desc("");
        wait!(change.send()).expect("an output");
        assert_eq!(setting.transport.requests()[0].param("Desc"), Some(""));
    }

    fn a_client_says_where_it_calls() {
        let client = client(&Setting::replay([]));
        assert_eq!(client.region(), "cn-beijing-6");
        assert_eq!(client.endpoint().to_string(), "http://test.example");
    }

    fn a_builder_is_the_template_of_several_calls() {
        let setting = Setting::new(TestTransport::always(TestResponse::json(r#"{"RequestId": "r"}"#)));
        let delete = client(&setting).delete_repository().instance_id("i").namespace("n");
        for name in ["a", "b"] {
            wait!(delete.clone().repo_name(name).send()).expect("an output");
        }
        let names: Vec<_> = setting.transport.requests().iter().map(|request| request.param("RepoName").map(str::to_owned)).collect();
        assert_eq!(names, [Some("a".to_owned()), Some("b".to_owned())]);
    }

    fn errors_of_the_service_are_told() {
        let setting = Setting::replay([TestResponse::error(403, "AccessDenied", "No.")]);
        let error = wait!(client(&setting).describe_instance().send()).expect_err("an error");
        assert_eq!(ErrorCode::of(&error), Some(ErrorCode::AccessDenied));
        assert_eq!(error.to_string(), "AccessDenied: No. (request id test-request, HTTP 403)");
    }

    fn what_may_pass_is_tried_again() {
        let setting = Setting::replay([
            TestResponse::failure(TransportErrorKind::Broken),
            TestResponse::error(429, "Throttling", "Too fast."),
            TestResponse::json(EMPTY),
        ]);
        wait!(client(&setting).describe_instance().send()).expect("an output");
        assert_eq!(setting.transport.requests().len(), 3);
        assert_eq!(setting.time.slept().len(), 2);
    }

    fn a_create_that_may_have_arrived_is_sent_once() {
        let setting = Setting::new(TestTransport::failing(TransportErrorKind::Broken));
        let client = client(&setting);
        let create = client.create_instance().instance_name("demo").instance_type(InstanceType::Basic);
        wait!(create.send()).expect_err("no response");
        assert_eq!(setting.transport.requests().len(), 1);
    }

    fn no_response_ends_by_the_time_limit() {
        let setting = Setting::new(TestTransport::silent());
        let options = CallOptions::new().timeout(Duration::from_secs(7)).retry(Retry::never());
        let call = client(&setting).describe_instance().with_options(options);
        let error = wait!(call.send()).expect_err("no response");
        let Error::Transport(error) = error else {
            panic!("{error}");
        };
        assert_eq!(error.kind(), TransportErrorKind::Timeout);
        assert_eq!(setting.time.slept(), [Duration::from_secs(7)]);
    }

    fn options_of_a_client_are_those_of_its_calls() {
        let setting = Setting::new(TestTransport::always(TestResponse::json(EMPTY)));
        let options = CallOptions::new().header("x-request-source", "nightly").param("New", "1");
        let client = client(&setting).with_options(options);
        wait!(client.describe_instance().send()).expect("an output");
        let request = &setting.transport.requests()[0];
        assert_eq!(request.http().headers()["x-request-source"], "nightly");
        assert_eq!(request.param("New"), Some("1"));
    }
}
