//! Bounds of the work on a request whose signature is not verified yet.

use http::{HeaderValue, Request};

use super::{signed, verifier, verify};
use crate::Signature;
use crate::auth::sign::verify::params::Gathered;
use crate::server::{IncomingRequest, VerifyError};
use crate::{Method as CallMethod, Params};

fn too_large() -> VerifyError {
    VerifyError::MalformedParameter("(JSON body, too large as a form)".into())
}

fn refusal(body: String) -> VerifyError {
    let request = Request::post("/")
        .header("host", "h")
        .header("content-type", "application/json")
        .body(body)
        .unwrap();
    verifier().verify(&(&request).into()).unwrap_err()
}

fn list(name: usize, item: &str, items: usize) -> String {
    let items = vec![item; items].join(",");
    format!("{{\"{}\":[{items}]}}", "k".repeat(name))
}

#[test]
fn names_of_json_are_written_out_up_to_a_bound() {
    // Names and values multiply.
    assert_eq!(refusal(list(4000, "1", 1000)), VerifyError::MissingToken);
    assert_eq!(refusal(list(5000, "1", 1000)), too_large());
    assert_eq!(refusal(list(500_000, "1", 250_000)), too_large());
    // So do levels.
    let deep = |values: usize| {
        let (open, close) = ("[".repeat(110), "]".repeat(110));
        format!("{{\"a\":{open}{}1{close}}}", "1,".repeat(values - 1))
    };
    assert_eq!(refusal(deep(10_000)), VerifyError::MissingToken);
    assert_eq!(refusal(deep(20_000)), too_large());
    // What becomes no parameter has no name to write.
    for nothing in ["null", "[]", "{}", "[null]"] {
        let body = list(100_000, nothing, 100_000);
        assert_eq!(refusal(body), VerifyError::MissingToken, "{nothing}");
    }
}

#[test]
fn json_has_so_many_parameters_at_most() {
    assert_eq!(refusal(list(1, "1", 20_000)), VerifyError::MissingToken);
    assert_eq!(refusal(list(1, "1", 20_001)), too_large());
    let members: Vec<_> = (0..20_001).map(|at| format!("\"{at}\":true")).collect();
    assert_eq!(refusal(format!("{{{}}}", members.join(","))), too_large());
}

/// Each of the one compared with each of the other, this would not come to an end.
#[test]
fn many_parameters_of_the_query_are_told_from_many_of_the_body() {
    let form = |numbers: std::ops::Range<u32>, value: &str| {
        let pairs: Vec<_> = numbers.map(|at| format!("{at}={value}")).collect();
        pairs.join("&")
    };
    let body = form(0..300_000, "x");
    // Some are in the body, some are there with another value, some are not, and some come twice.
    let query = [
        form(200_000..300_000, "x"),
        form(0..2, "y"),
        form(300_000..300_100, "x"),
        "0=y".to_owned(),
    ]
    .join("&");
    let request = IncomingRequest {
        method: &http::Method::POST,
        path: "/",
        query: &query,
        headers: &http::HeaderMap::new(),
        authority: None,
        body: body.as_bytes(),
    };
    let all = Gathered::read(
        &request,
        crate::auth::sign::verify::params::read_form(request.query.as_bytes()).unwrap(),
    )
    .unwrap()
    .all();
    let rest = ["0=y&1=y", &form(300_000..300_100, "x"), "0=y"].join("&");
    let expected = Params::from_form(format!("{body}&{rest}").as_bytes()).unwrap();
    assert!(all == expected);
}

/// Its value would be copied as often. `host` twice is the Go SDK's form.
#[test]
fn a_header_is_signed_once_and_host_at_most_twice() {
    for (again, error) in [
        ("host;host", VerifyError::Mismatch),
        ("host;host;host", VerifyError::AuthorizationFormat),
        ("host;Host", VerifyError::AuthorizationFormat),
        ("host;x-amz-date;host", VerifyError::AuthorizationFormat),
        (
            "host;x-amz-date;x-amz-date",
            VerifyError::AuthorizationFormat,
        ),
    ] {
        let mut request = signed(Signature::V4, CallMethod::Get, false, &[]);
        let headers = request.headers_mut();
        let text = headers["authorization"].to_str().unwrap();
        let text = text.replace("host;x-amz-date", again);
        headers.insert("authorization", HeaderValue::from_str(&text).unwrap());
        assert_eq!(verify(&request), Err(error), "{again}");
    }
}
