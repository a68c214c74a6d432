//! Tests of responses, errors, and what is neither.

use bytes::Bytes;

use super::*;
use crate::{ErrorClass, ErrorRow, Signature};

const LIMIT: &str = "Request was rejected because the request speed of this openAPI is beyond the current \
                         flow control limit.";
static ROWS: [&ErrorRow; 5] = [
    &ErrorRow::new(
        "LimitExceeded",
        "LimitExceeded",
        LIMIT,
        409,
        ErrorClass::Throttling,
    )
    .keywords(&["speed", "too many requests", "频率"]),
    &ErrorRow::new(
        "Inner",
        "NoSuchEntity",
        "Request was rejected because it referenced an 'InnerApi' that does not exist.",
        404,
        ErrorClass::Client,
    )
    .gateway(),
    &ErrorRow::new(
        "Exception",
        "ServiceUnavailable",
        "Exception %s",
        500,
        ErrorClass::Transient,
    ),
    &ErrorRow::new(
        "Auth",
        "ServiceUnavailable",
        "Auth Service is down",
        500,
        ErrorClass::Transient,
    ),
    &ErrorRow::new(
        "Expired",
        "SignatureDoesNotMatch",
        "Signature expired:%s.",
        403,
        ErrorClass::ClockSkew,
    ),
];
static SERVICE: Service = Service::new("kcrs", "2021-11-09", "https://kcrs.{region}.api.ksyun.com")
    .default_region("cn-beijing-6")
    .signatures(&[Signature::V4])
    .errors(&ROWS)
    .user_agent("test");

fn read(status: u16, body: impl Into<Bytes>) -> Result<RawResponse, Error> {
    let mut response = http::Response::new(body.into());
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
    SERVICE.read(response)
}

fn error(status: u16, body: impl Into<Bytes>) -> Error {
    read(status, body).unwrap_err()
}

fn coded(status: u16, code: &str, message: &str) -> Error {
    let error = serde_json::json!({ "Type": "Sender", "Code": code, "Message": message });
    let body = serde_json::json!({ "RequestId": "68093a99-2f63", "Error": error });
    self::error(status, body.to_string())
}

#[test]
fn the_documented_error_is_read() {
    let error = coded(
        400,
        "InvalidParameterValue",
        "An invalid value for PathPrefix.",
    );
    assert_eq!(error.code(), Some("InvalidParameterValue"));
    assert_eq!(error.message(), Some("An invalid value for PathPrefix."));
    assert_eq!(error.request_id(), Some("68093a99-2f63"));
    assert_eq!(error.status(), Some(400));
    assert_eq!(error.service().unwrap().kind(), Some("Sender"));
    assert_eq!(error.row(), None);
    assert_eq!(
        error.to_string(),
        "InvalidParameterValue: An invalid value for PathPrefix. (request id 68093a99-2f63, HTTP 400)"
    );
    assert!(!error.is_retryable() && !error.is_throttled() && !error.is_not_found());
}

#[test]
fn other_spellings_are_read() {
    for body in [
        r#"{"requestId": "r-1", "Error": {"Code": "A.B", "Message": "m"}}"#,
        r#"{"RequestId": "r-1", "Code": "A.B", "Message": "m"}"#,
        r#"{"requestId": "r-1", "code": "A.B", "message": "m"}"#,
        r#"{"Error": {"RequestId": "r-1", "Code": "A.B", "Message": "m"}}"#,
        "\u{feff}{\"RequestId\": \"r-1\", \"Error\": {\"Code\": \"A.B\", \"Message\": \"m\"}}",
    ] {
        assert_eq!(
            error(400, body).to_string(),
            "A.B: m (request id r-1, HTTP 400)",
            "{body}"
        );
    }
    assert_eq!(error(400, r#"{"Code": 17}"#).to_string(), "17 (HTTP 400)");
    assert_eq!(
        coded(400, "A", "line\nbreak\u{1b}[31m").to_string(),
        "A: line break [31m (request id 68093a99-2f63, HTTP 400)"
    );
}

#[test]
fn a_success_with_an_error_in_it_is_an_error() {
    let inner = error(
        200,
        r#"{"RequestId": "r", "Error": {"Code": "C", "Message": "m"}}"#,
    );
    assert_eq!(inner.to_string(), "C: m (request id r, HTTP 200)");
    for (body, text) in [
        (r#"{"requestId": "r", "error": {"code": "C"}}"#, "C"),
        (
            r#"{"RequestId": "r", "Error": "AccessDenied"}"#,
            "AccessDenied",
        ),
        (r#"{"RequestId": "r", "Error": "it failed"}"#, "it failed"),
        (
            r#"{"RequestId": "r", "Error": [{"Code": "C", "Message": "m"}]}"#,
            "C: m",
        ),
        (r#"{"RequestId": "r", "Code": "C", "Message": "m"}"#, "C: m"),
        (
            r#"{"RequestId": "r", "code": "C", "message": "m", "data": null, "Set": []}"#,
            "C: m",
        ),
    ] {
        let expected = format!("{text} (request id r, HTTP 200)");
        assert_eq!(error(200, body).to_string(), expected, "{body}");
    }
    for body in [
        r#"{"RequestId": "r", "Error": null}"#,
        r#"{"RequestId": "r", "Error": {}}"#,
        r#"{"RequestId": "r", "Status": "Error"}"#,
        r#"{"RequestId": "r", "Set": [{"Error": {"Code": "C"}}]}"#,
        r#"{"RequestId": "r", "Error": ""}"#,
        r#"{"RequestId": "r", "Error": []}"#,
        r#"{"RequestId": "r", "Code": "a code of its own", "Message": "m", "Set": [1]}"#,
        r#"{"RequestId": "r", "Code": "a code of its own"}"#,
        r#"{"RequestId": "r", "code": "OK", "message": "done"}"#,
        r#"{"RequestId": "r", "Code": 200, "Message": "done"}"#,
    ] {
        assert_eq!(read(200, body).unwrap().request_id(), Some("r"), "{body}");
    }
}

#[test]
fn bodies_that_tell_nothing_keep_status_and_excerpt() {
    for (status, body, message) in [
        (
            502,
            "<html>\r\n<b>Bad Gateway</b>",
            "it is not JSON (expected value at line 1 column 1) (HTTP 502): <html> <b>Bad Gateway</b>",
        ),
        (500, "", "it is empty (HTTP 500)"),
        (500, " \r\n", "it is empty (HTTP 500)"),
        (
            500,
            r#"{"RequestId": "r", "Error": {"Co"#,
            "it is cut off (EOF while parsing a string at line 1 column 32) (request id r, HTTP 500): {\"RequestId\": \"r\", \"Error\": {\"***\"",
        ),
        (
            400,
            r#"{"RequestId": "r"}"#,
            "the body has no error code (request id r, HTTP 400): {\"RequestId\": \"r\"}",
        ),
        (400, "[1]", "it is not a JSON object (HTTP 400): [1]"),
        (302, "{}", "the body has no error code (HTTP 302): {}"),
    ] {
        let error = error(status, body);
        assert_eq!(
            error.to_string(),
            format!("the response cannot be read: {message}")
        );
        assert_eq!(error.status(), Some(status));
        assert!(!error.is_not_found() && error.code().is_none());
    }
    let mut redirect = http::Response::new(Bytes::from_static(b"moved"));
    *redirect.status_mut() = http::StatusCode::FOUND;
    let target = http::HeaderValue::from_static("https://example.com/login?token=hush");
    redirect.headers_mut().insert("location", target);
    let error_of_redirect = SERVICE.read(redirect).unwrap_err().to_string();
    assert_eq!(
        error_of_redirect,
        "the response cannot be read: it is a redirect to https://example.com/login, which a signed request \
         does not follow (HTTP 302): moved"
    );
    assert!(error(502, "<html>").is_retryable());
    assert!(error(429, "").is_throttled());
    assert!(!error(404, "<html>not found</html>").is_not_found());
}

#[test]
fn a_success_that_cannot_be_decoded_shows_no_text_of_it() {
    let body = r#"{"RequestId": "r", "Token": "hush", "Count": "#;
    let error = read(200, body).unwrap().decode::<Value>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the response cannot be read: it is cut off (EOF while parsing a value at line 1 column 45) \
             (request id r, HTTP 200): {\"RequestId\": \"***\", \"Token\": \"***\", \"Count\":"
    );
    let wrong = read(200, r#"{"RequestId": "r", "Token": "hush"}"#).unwrap();
    let error = wrong
        .decode::<std::collections::BTreeMap<String, u8>>()
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("invalid type: string \"***\", expected u8"),
        "{error}"
    );
    let response = read(200, body).unwrap();
    for shown in [format!("{error:?}"), format!("{response:?}")] {
        assert!(!shown.contains("hush"), "{shown}");
    }
}

#[test]
fn rows_tell_what_an_error_means() {
    let limit = coded(409, "LimitExceeded", LIMIT);
    assert_eq!(limit.row().unwrap().name, "LimitExceeded");
    assert!(limit.is_throttled() && limit.is_retryable());
    let reworded = coded(409, "LimitExceeded", "too fast");
    assert!(reworded.row().is_none() && reworded.is_throttled() && reworded.is_retryable());
    let quota = coded(400, "LimitExceeded", "no more instances");
    assert!(!quota.is_throttled() && !quota.is_retryable());
    // With 400 the row's keywords decide: a word in any case, or a phrase.
    for (message, is_about_rate) in [
        ("Speed limit", true),
        ("speeding", false),
        ("Too many requests.", true),
        ("请求频率过高", true),
        ("", false),
    ] {
        let error = coded(400, "LimitExceeded", message);
        assert_eq!(error.is_throttled(), is_about_rate, "{message}");
    }
    // A code decides where the table does not have its status.
    for status in [200, 400, 412, 503] {
        let limit = coded(status, "LimitExceeded", LIMIT);
        assert!(limit.is_throttled() && limit.is_retryable(), "{status}");
        let unavailable = coded(status, "ServiceUnavailable", "reworded");
        assert!(
            unavailable.is_retryable() && !unavailable.is_throttled(),
            "{status}"
        );
    }
    for status in [401, 403, 404] {
        assert!(
            !coded(status, "LimitExceeded", LIMIT).is_retryable(),
            "{status}"
        );
        assert!(
            !coded(status, "ServiceUnavailable", "x").is_retryable(),
            "{status}"
        );
    }
    assert!(coded(408, "Anything", "x").is_retryable());

    let exception = coded(500, "Kcrs.ServiceUnavailable", "Exception 17");
    assert_eq!(exception.row().unwrap().name, "Exception");
    assert!(exception.is_retryable() && !exception.is_throttled());
    assert!(coded(500, "ServiceUnavailable", "reworded").is_retryable());
    assert!(coded(500, "InternalError", "x").is_retryable());
    assert!(!coded(501, "InternalError", "x").is_retryable());
    assert!(coded(503, "InternalError", "x").is_retryable());

    let expired = coded(
        403,
        "SignatureDoesNotMatch",
        "Signature expired:20150830T123600Z.",
    );
    assert_eq!(
        expired.service().unwrap().class(),
        Some(ErrorClass::ClockSkew)
    );
    assert!(!expired.is_retryable());
}

#[test]
fn not_found_is_about_things_not_about_the_api() {
    assert!(coded(404, "InstanceMissing", "no").is_not_found());
    assert!(coded(400, "InstanceNotFound", "no").is_not_found());
    assert!(coded(400, "Instance.NotFound", "no").is_not_found());
    assert!(coded(409, "InvalidInstance", "instance x does not exist").is_not_found());
    assert!(coded(200, "InstanceNotFound", "no").is_not_found());
    for (status, code, message) in [
        (
            503,
            "ServiceUnavailable",
            "backend for instance i-1 not found, try again",
        ),
        (500, "InternalError", "shard of instances not found"),
        (500, "InstanceNotFound", "no"),
        (403, "AccessDenied", "policy for instance does not exist"),
        (401, "Unauthorized", "the key does not exist"),
        (429, "Throttling", "quota of instance not found"),
        (409, "LimitExceeded", "too fast: bucket not found"),
        (400, "SignatureDoesNotMatch", "the key does not exist"),
        (404, "SignatureDoesNotMatch", "not found"),
        (200, "Failed", "instance not found"),
    ] {
        assert!(
            !coded(status, code, message).is_not_found(),
            "{status} {code}: {message}"
        );
    }
    assert!(coded(404, "NoSuchEntity", "The instance is gone.").is_not_found());
    let gateway = "Request was rejected because it referenced an 'InnerApi' that does not exist.";
    assert!(!coded(404, "NoSuchEntity", gateway).is_not_found());
    assert!(!coded(400, "InvalidNotation", "a notable foundation").is_not_found());
}

#[test]
fn conflicts_are_about_things_too() {
    let kind = |status, code, message| {
        let error = coded(status, code, message);
        (error.is_already_exists(), error.is_conflict())
    };
    assert_eq!(kind(409, "NamespaceAlreadyExists", "x"), (true, true));
    assert_eq!(
        kind(400, "InvalidNamespace", "it already exists"),
        (true, true)
    );
    assert_eq!(kind(409, "InstanceNotReady", "creating"), (false, true));
    assert_eq!(kind(400, "InstanceNotReady", "creating"), (false, false));
    assert_eq!(
        kind(409, "InvalidInstance", "it does not exist"),
        (false, false)
    );
    assert_eq!(
        kind(409, "LimitExceeded", "it already exists"),
        (false, false)
    );
    assert_eq!(
        kind(403, "AccessDenied", "it already exists"),
        (false, false)
    );
    assert_eq!(kind(500, "AlreadyExists", "x"), (false, false));
}

#[test]
fn request_ids_are_those_of_the_response_itself() {
    let id = |body: &str| request_id_of(body.as_bytes());
    assert_eq!(
        id(r#"{"Set": [{"RequestId": "inner"}], "RequestId": "outer"}"#).as_deref(),
        Some("outer")
    );
    assert_eq!(id(r#"{"requestId": 17, "Cut": "#).as_deref(), Some("17"));
    for body in [
        "",
        "[]",
        "<html>",
        r#"{"RequestId": null}"#,
        r#"{"RequestId": "a\nb"}"#,
        r#"{"RequestId": ""}"#,
    ] {
        assert_eq!(id(body), None, "{body}");
    }
}
