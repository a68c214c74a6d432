//! The generated client against the emulator over real sockets: all 33 actions in all three
//! signature forms.

use std::fmt::Debug;
use std::time::{Duration, SystemTime};

use kcrs_emulator::{Emulator, ExampleResponses};
use kcrs_generated::actions::*;
use kcrs_generated::schema::ACTIONS;
use kcrs_generated::server::{Context, Kcrs, ServerError};
use kcrs_generated::types::InstanceType;
use kcrs_generated::{
    Client, Clock, Credentials, Error, ErrorCode, FromParams, Method, Operation, Params, Request,
    Signature,
};
use kcrs_test_support::for_each_action;

const SIGNATURES: [Signature; 3] = [Signature::V4, Signature::V4Query, Signature::Simplified];

fn client(emulator: &Emulator, signature: Signature) -> Client {
    Client::builder()
        .endpoint(emulator.endpoint())
        .credentials(emulator.credentials())
        .signature(signature)
        .build()
        .expect("a client")
}

/// The example request over the wire gets the example response.
async fn call<R>(client: &Client)
where
    R: Request + FromParams,
    R::Output: PartialEq + Debug,
{
    let action = ACTIONS
        .iter()
        .find(|action| action.name == R::ACTION)
        .expect("an action");
    let example = action.example.expect("an example");
    let query: String = example.request.lines().collect();
    let params =
        Params::from_form(query.split_once('?').expect("a query").1.as_bytes()).expect("a form");
    let request = R::from_params(&params).expect("a valid example");
    let response = client
        .send_response(request)
        .await
        .unwrap_or_else(|error| panic!("{}: {error}", R::ACTION));
    assert_eq!(response.status(), 200);
    assert_eq!(
        response.output(),
        &serde_json::from_str::<R::Output>(example.response).expect("a response")
    );
}

#[tokio::test]
async fn every_action_is_called_in_every_signature_form() {
    let emulator = Emulator::builder()
        .service(ExampleResponses)
        .start()
        .expect("an emulator");
    for signature in SIGNATURES {
        let client = client(&emulator, signature);
        macro_rules! call_all {
            ($($action:ident),* $(,)?) => { $(call::<$action>(&client).await;)* };
        }
        for_each_action!(call_all);
    }
}

#[tokio::test]
async fn temporary_credentials_are_taken_with_their_token() {
    let credentials = Credentials::with_token("AK", "SK", "session-token+/=&%");
    let emulator = Emulator::builder()
        .credentials(credentials)
        .start()
        .expect("an emulator");
    for signature in SIGNATURES {
        client(&emulator, signature)
            .describe_instance()
            .send()
            .await
            .expect("a response");
        let without = Client::builder()
            .endpoint(emulator.endpoint())
            .credentials(Credentials::new("AK", "SK"))
            .signature(signature)
            .build()
            .expect("a client");
        let error = without
            .describe_instance()
            .send()
            .await
            .expect_err("a refusal");
        assert_eq!(
            ErrorCode::of(&error),
            Some(ErrorCode::InvalidClientTokenId),
            "{error}"
        );
    }
}

#[tokio::test]
async fn wrong_secrets_and_unknown_keys_are_told_apart() {
    let emulator = Emulator::start().expect("an emulator");
    let known = emulator.credentials().access_key().to_owned();
    for (access_key, code) in [
        (known.as_str(), ErrorCode::SignatureDoesNotMatch),
        ("stranger", ErrorCode::InvalidClientTokenId),
    ] {
        for signature in SIGNATURES {
            let client = Client::builder()
                .endpoint(emulator.endpoint())
                .credentials(Credentials::new(access_key, "wrong"))
                .signature(signature)
                .build()
                .expect("a client");
            let error = client
                .describe_instance()
                .send()
                .await
                .expect_err("a refusal");
            assert_eq!(ErrorCode::of(&error), Some(code.clone()), "{error}");
            assert_eq!(error.status(), Some(403));
            assert!(error.request_id().is_some());
        }
    }
}

/// Ahead of the system's clock, or behind it, by whole minutes.
struct Off(i64);

impl Clock for Off {
    fn now(&self) -> SystemTime {
        let by = Duration::from_secs(self.0.unsigned_abs() * 60);
        if self.0 < 0 {
            SystemTime::now() - by
        } else {
            SystemTime::now() + by
        }
    }
}

#[tokio::test]
async fn a_clock_may_be_off_by_less_than_a_quarter_of_an_hour() {
    for signature in SIGNATURES {
        for (minutes, accepted) in [(14, true), (-14, true), (16, false), (-16, false)] {
            let emulator = Emulator::builder()
                .clock(Off(minutes))
                .start()
                .expect("an emulator");
            let result = client(&emulator, signature)
                .describe_instance()
                .send()
                .await;
            match (result, accepted) {
                (Ok(_), true) => {}
                (Err(error), false) => {
                    assert_eq!(
                        error.row().map(|row| row.name),
                        Some("SignatureExpired"),
                        "{error}"
                    );
                }
                (result, _) => panic!("{minutes} minutes: {result:?}"),
            }
        }
    }
}

#[tokio::test]
async fn invalid_requests_are_refused_here_or_there() {
    let emulator = Emulator::start().expect("an emulator");
    let strict = client(&emulator, Signature::V4);
    let error = strict
        .create_instance()
        .instance_name("1x")
        .instance_type(InstanceType::Basic)
        .send()
        .await;
    assert!(matches!(error, Err(Error::Invalid(_))));

    let lax = Client::builder()
        .endpoint(emulator.endpoint())
        .credentials(emulator.credentials())
        .validate(false)
        .build()
        .expect("a client");
    let error = lax
        .create_instance()
        .instance_name("1x")
        .instance_type(InstanceType::Basic)
        .send()
        .await;
    let error = error.expect_err("a refusal");
    assert_eq!(
        error.to_string(),
        format!(
            "InvalidParameterValue: An invalid or out-of-range value was supplied for the input parameter InstanceName. \
             (request id {}, HTTP 400)",
            error.request_id().expect("an id"),
        )
    );
}

#[tokio::test]
async fn what_the_service_lacks_is_said_as_documented() {
    let emulator = Emulator::start().expect("an emulator");
    let client = client(&emulator, Signature::V4);
    let call = |action: &'static str, params: &[(&'static str, &'static str)]| {
        client.call(Operation::new(
            action,
            "2021-11-09",
            Method::Get,
            params.iter().copied().collect(),
        ))
    };
    let unknown = call("DescribeNothing", &[]).await.expect_err("a refusal");
    assert_eq!(unknown.row().map(|row| row.name), Some("NoSuchApi"));
    assert!(
        !unknown.is_not_found(),
        "the API is missing, not a resource"
    );

    let missing = call("DescribeInstanceUsage", &[])
        .await
        .expect_err("a refusal");
    assert_eq!(
        missing.message(),
        Some("An value must be supplied for the input parameter InstanceId.")
    );
}

/// Has one action of its own.
struct Mine;

impl Kcrs for Mine {
    async fn describe_namespace_exist(
        &self,
        context: &Context,
        request: DescribeNamespaceExist,
    ) -> Result<DescribeNamespaceExistOutput, ServerError> {
        Ok(DescribeNamespaceExistOutput::builder()
            .request_id(context.request_id())
            .exist(request.namespace == "mine")
            .build())
    }
}

#[tokio::test]
async fn an_implementation_of_the_server_trait_responds() {
    let emulator = Emulator::builder()
        .service(Mine)
        .start()
        .expect("an emulator");
    let client = client(&emulator, Signature::V4);
    for (name, exist) in [("mine", true), ("other", false)] {
        let response = client
            .describe_namespace_exist()
            .instance_id("i")
            .namespace(name)
            .send()
            .await;
        assert_eq!(response.expect("a response").exist, exist);
    }
    client
        .describe_instance()
        .send()
        .await
        .expect("the documented example");
}

#[tokio::test]
async fn calls_run_on_tasks_of_their_own() {
    let emulator = Emulator::builder()
        .service(ExampleResponses)
        .start()
        .expect("an emulator");
    let client = client(&emulator, Signature::V4);
    let tasks: Vec<_> = (0..32)
        .map(|_| tokio::spawn(client.describe_instance().send()))
        .collect();
    for task in tasks {
        assert_eq!(
            task.await
                .expect("no panic")
                .expect("a response")
                .total_count,
            2
        );
    }
}
