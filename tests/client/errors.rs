//! Tests what callers learn from error responses: every row of the documented table,
//! codes that are not in it, and bodies that are no error responses at all.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use kcrs_generated::actions::DescribeInstance;
use kcrs_generated::server::VerifyError;
use kcrs_generated::test_util::{TestResponse, TestTransport};
use kcrs_generated::types::{Instance, InstanceType};
use kcrs_generated::{
    Client, Credentials, Error, ErrorClass, ErrorCode, Limits, SERVICE, Transport, TransportFuture,
    error_rows,
};

/// Responds to every request alike and counts them.
#[derive(Clone)]
pub(crate) struct Canned {
    status: u16,
    body: Bytes,
    pub(crate) requests: Arc<Mutex<Vec<http::Request<Bytes>>>>,
}

impl Canned {
    pub(crate) fn new(status: u16, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            body: body.into(),
            requests: Arc::default(),
        }
    }

    pub(crate) fn client(&self) -> Client {
        Client::builder()
            .credentials(Credentials::new("AK", "SK"))
            .transport(self.clone())
            .build()
            .expect("a client")
    }

    async fn error(&self) -> Error {
        self.client()
            .describe_instance()
            .send()
            .await
            .expect_err("an error")
    }
}

impl Transport for Canned {
    fn send(&self, request: http::Request<Bytes>, _: Limits) -> TransportFuture<'_> {
        self.requests.lock().expect("no panic").push(request);
        let response = http::Response::builder()
            .status(self.status)
            .body(self.body.clone())
            .expect("a response");
        Box::pin(async { Ok(response) })
    }
}

fn body(code: &str, message: &str) -> String {
    serde_json::json!({
        "RequestId": "68093a99-2f63-4f39-8f70-3047ab8ecb5b",
        "Error": {"Type": "Sender", "Code": code, "Message": message},
    })
    .to_string()
}

#[tokio::test]
async fn every_row_of_the_table_is_recognised() {
    assert_eq!(error_rows::ALL.len(), 33);
    for row in error_rows::ALL.iter().copied() {
        let arguments = ["first", "second"];
        let message = row.message_with(&arguments);
        let error = Canned::new(row.status, body(row.code, &message))
            .error()
            .await;
        assert_eq!(error.row().map(|found| found.name), Some(row.name));
        assert_eq!(error.code(), Some(row.code));
        assert_eq!(
            ErrorCode::of(&error).map(|code| code.is_known()),
            Some(true),
            "{}",
            row.code
        );
        assert_eq!(error.message(), Some(message.as_str()));
        assert_eq!(error.status(), Some(row.status));
        assert_eq!(
            error.request_id(),
            Some("68093a99-2f63-4f39-8f70-3047ab8ecb5b")
        );
        assert_eq!(
            error.to_string(),
            format!(
                "{}: {message} (request id 68093a99-2f63-4f39-8f70-3047ab8ecb5b, HTTP {})",
                row.code, row.status
            )
        );
        assert!(
            !error.is_not_found(),
            "{}: no row is about a resource",
            row.name
        );
        assert_eq!(
            error.is_throttled(),
            row.class == ErrorClass::Throttling,
            "{}",
            row.name
        );
    }
}

#[tokio::test]
async fn the_class_says_what_may_be_tried_again() {
    let cases = [
        (
            500,
            "ServiceTimeout",
            "Internal Service is unavailable because of time out.",
            true,
            false,
        ),
        (
            500,
            "ServiceUnavailable",
            "OpenAPI or Service is unavailable because of an unknown error, exception or failure.",
            true,
            false,
        ),
        (
            409,
            "LimitExceeded",
            "Request was rejected because the request speed of this openAPI is beyond the current flow control limit.",
            true,
            true,
        ),
        (429, "SomethingNew", "slow down", true, true),
        (503, "SomethingNew", "later", true, false),
        (
            400,
            "InvalidParameterValue",
            "An invalid or out-of-range value was supplied for the input parameter x.",
            false,
            false,
        ),
        (
            403,
            "AccessDenied",
            "User: u is not authorized to perform: x.",
            false,
            false,
        ),
    ];
    for (status, code, message, retryable, throttled) in cases {
        let error = Canned::new(status, body(code, message)).error().await;
        assert_eq!(
            (error.is_retryable(), error.is_throttled()),
            (retryable, throttled),
            "{error}"
        );
    }
}

#[tokio::test]
async fn not_found_is_about_a_resource() {
    let cases = [
        (404, "InstanceNotFound", "", true),
        (400, "Instance.NotFound", "no such thing", true),
        (400, "InvalidInstance", "The instance does not exist.", true),
        (400, "InvalidInstance", "instance not found", true),
        (
            404,
            "NoSuchEntity",
            "Request was rejected because it referenced an 'InnerApi' that does not exist.",
            false,
        ),
        (
            400,
            "InvalidParameterValue",
            "An invalid or out-of-range value was supplied for the input parameter x.",
            false,
        ),
    ];
    for (status, code, message, expected) in cases {
        let error = Canned::new(status, body(code, message)).error().await;
        assert_eq!(error.is_not_found(), expected, "{error}");
    }
    let proxy = Canned::new(404, "<html>404 not found</html>").error().await;
    assert!(!proxy.is_not_found(), "{proxy}");
}

#[tokio::test]
async fn unknown_codes_survive() {
    let error = Canned::new(400, body("Brand.NewCode", "never heard of"))
        .error()
        .await;
    assert_eq!(error.code(), Some("Brand.NewCode"));
    let code = ErrorCode::of(&error).expect("a code");
    assert!(!code.is_known());
    assert_eq!(code.as_str(), "Brand.NewCode");
    assert_eq!(error.row(), None);

    let dotted = Canned::new(400, body("AccessDenied.ByPolicy", "no"))
        .error()
        .await;
    assert_eq!(ErrorCode::of(&dotted), Some(ErrorCode::AccessDenied));
}

#[tokio::test]
async fn bodies_that_are_no_response_give_a_clear_error() {
    let long = "<html>".to_owned() + &"x".repeat(100_000);
    let cases: &[(u16, &str, &str)] = &[
        (
            200,
            "",
            "the response cannot be read: it is empty (HTTP 200)",
        ),
        (
            502,
            "",
            "the response cannot be read: it is empty (HTTP 502)",
        ),
        (502, "<html><h1>Bad Gateway</h1></html>", "it is not JSON"),
        (200, "<html>login</html>", "it is not JSON"),
        (200, r#"{"RequestId":"r1","InstanceSet":["#, "it is cut off"),
        (
            500,
            r#"{"RequestId":"r1","Error":{"Code":"#,
            "it is cut off",
        ),
        (
            500,
            r#"{"RequestId":"r1"}"#,
            "the body has no error code (request id r1, HTTP 500)",
        ),
        (500, "[1, 2]", "it is not a JSON object"),
        (200, "[1, 2]", "HTTP 200"),
        (200, r#"{"RequestId":"r1"}"#, "(request id r1, HTTP 200)"),
        (502, &long, "it is not JSON"),
    ];
    for (status, response, expected) in cases {
        let error = Canned::new(*status, (*response).to_owned()).error().await;
        let text = error.to_string();
        assert!(text.contains(expected), "{status} {response:.60}: {text}");
        assert_eq!(error.status(), Some(*status));
        assert!(text.len() < 1_000, "{}", text.len());
    }

    let truncated = Canned::new(500, r#"{"RequestId":"r1","Error":{"Code":"#)
        .error()
        .await;
    assert_eq!(truncated.request_id(), Some("r1"));
}

#[tokio::test]
async fn an_error_object_in_a_success_is_an_error() {
    let error = Canned::new(200, body("InternalError", "it failed"))
        .error()
        .await;
    assert_eq!(
        (error.code(), error.status()),
        (Some("InternalError"), Some(200))
    );
}

/// The verifier knows the vendor's texts of signing errors; they are the spec's.
#[test]
fn every_refusal_of_a_signature_is_a_row_of_the_table() {
    let text = || "text".to_owned();
    let refusals = [
        (VerifyError::MissingHost, "MissingHost"),
        (VerifyError::MissingToken, "MissingAuthenticationToken"),
        (VerifyError::HeaderNotSent(text()), "MissingHeader"),
        (VerifyError::HostNotSigned, "HostNotSigned"),
        (
            VerifyError::Terminator(text()),
            "InvalidCredentialTerminator",
        ),
        (VerifyError::Region(text()), "InvalidCredentialRegion"),
        (VerifyError::Service(text()), "InvalidCredentialService"),
        (VerifyError::Mismatch, "SignatureMismatch"),
        (VerifyError::Expired(text()), "SignatureExpired"),
        (VerifyError::ScopeDate, "CredentialDateMismatch"),
        (VerifyError::UnknownKey, "InvalidClientTokenId"),
        (VerifyError::DateFormat(text()), "InvalidDate"),
        (
            VerifyError::MissingParameters(text()),
            "MissingQuerySignature",
        ),
        (VerifyError::Algorithm(text()), "UnsupportedAlgorithm"),
        (VerifyError::MissingCredential(text()), "MissingCredential"),
        (VerifyError::CredentialFormat(text()), "InvalidCredential"),
        (
            VerifyError::AuthorizationFormat,
            "InvalidAuthorizationHeader",
        ),
        (VerifyError::MissingDate(text()), "MissingDate"),
        (VerifyError::MissingSignature(text()), "MissingSignature"),
        (
            VerifyError::MissingSignedHeaders(text()),
            "MissingSignedHeaders",
        ),
        (
            VerifyError::MalformedParameter(text()),
            "InvalidQueryParameter",
        ),
    ];
    for (refusal, row) in refusals {
        assert_eq!(
            refusal.row(&SERVICE).map(|row| row.name),
            Some(row),
            "{refusal:?}"
        );
    }
}

#[tokio::test]
async fn an_empty_id_is_sent_where_nothing_is_checked() {
    let transport = TestTransport::always(TestResponse::json(r#"{"RequestId": "r"}"#));
    let client = Client::builder()
        .credentials(Credentials::new("AK", "SK"))
        .transport(transport.clone())
        .validate(false)
        .build()
        .expect("a client");
    let call = client.delete_instance().instance_id("");
    call.send().await.expect("an output");
    assert_eq!(transport.requests()[0].param("InstanceId"), Some(""));
}

/// Requests, outputs and open values compare, hash and default as their members do.
#[test]
fn values_are_values() {
    let all = DescribeInstance::default();
    assert_eq!(all, DescribeInstance::builder().build());
    let instance = |id: &str| Instance::builder().instance_id(id).build();
    let distinct = HashSet::from([instance("a"), instance("b"), instance("a")]);
    assert_eq!(distinct.len(), 2);
    let kind: InstanceType = "basic".parse().expect("any text is a value");
    assert!(kind == "basic" && kind == InstanceType::Basic);
}
