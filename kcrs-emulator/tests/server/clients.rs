//! Recorded requests of official clients, byte for byte: the Go SDK, and the SDK of the Terraform
//! provider.

use std::time::SystemTime;

use http::{HeaderName, HeaderValue, Request};
use kcrs_emulator::Emulator;
use kcrs_generated::__private::tools::UtcTime;
use kcrs_generated::Credentials;
use kcrs_generated::schema::ACTIONS;
use kcrs_generated::server::{Verifier, VerifyError};
use serde_json::Value;

use crate::support::{exchange, raw};

const GO: &str = include_str!("clients/go-sdk.jsonl");
const TERRAFORM: &str = include_str!("clients/terraform-sdk.jsonl");

/// The requests of both clients, in order.
fn requests() -> impl Iterator<Item = Request<Vec<u8>>> {
    GO.lines().chain(TERRAFORM.lines()).map(request)
}

fn request(line: &str) -> Request<Vec<u8>> {
    let recorded: Value = serde_json::from_str(line).expect("JSON");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let (method, target) = text(&recorded["request"])
        .split_once(' ')
        .map(|(method, rest)| (method.to_owned(), rest.replace(" HTTP/1.1", "")))
        .expect("a request line");
    let body = text(&recorded["body"]);
    // Each character stands for one byte.
    let body = body
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("Latin-1"));
    let mut request = Request::builder().method(method.as_str()).uri(target);
    for header in recorded["headers"].as_array().expect("a list") {
        request = request.header(text(&header[0]), text(&header[1]));
    }
    request.body(body.collect()).expect("a request")
}

/// The moment for which a request is signed.
fn time_of(request: &Request<Vec<u8>>) -> SystemTime {
    let query = request.uri().query().unwrap_or_default();
    let in_query = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("X-Amz-Date="));
    let in_header = request.headers().get("x-amz-date");
    let in_header = in_header.and_then(|value| value.to_str().ok());
    let date = in_header.or(in_query).expect("a date");
    let at = |from, to| &date[from..to];
    let (year, month, day) = (at(0, 4), at(4, 6), at(6, 8));
    let (hour, minute, second) = (at(9, 11), at(11, 13), at(13, 15));
    let extended = format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z");
    UtcTime::parse_extended(&extended)
        .expect("a time")
        .system_time()
}

fn verify(request: &Request<Vec<u8>>, time: SystemTime) -> Result<String, VerifyError> {
    let keys = |key: &str| (key == "AKTEST").then(|| Credentials::new("AKTEST", "SKTEST"));
    let verifier = Verifier::new("kcrs", keys).clock(move || time);
    let verified = verifier.verify(&request.into())?;
    Ok(verified.params.get("Action").unwrap_or_default().to_owned())
}

#[test]
fn each_recorded_request_is_verified() {
    for request in requests() {
        let verified = verify(&request, time_of(&request));
        assert!(
            verified.as_ref().is_ok_and(|action| !action.is_empty()),
            "{verified:?}: {request:?}"
        );
    }
}

#[test]
fn a_byte_that_differs_is_refused() {
    const STEP: usize = 5;
    let other = |byte: u8| if byte == b'x' { b'y' } else { b'x' };
    for recorded in requests() {
        let time = time_of(&recorded);
        for at in (0..recorded.body().len()).step_by(STEP) {
            let mut altered = recorded.clone();
            altered.body_mut()[at] = other(altered.body()[at]);
            assert!(
                verify(&altered, time).is_err(),
                "byte {at} of the body of {recorded:?}"
            );
        }
        let target = recorded.uri().to_string();
        for at in (1..target.len())
            .step_by(STEP)
            .filter(|at| target.as_bytes()[*at] != b'?')
        {
            let mut bytes = target.clone().into_bytes();
            bytes[at] = other(bytes[at]);
            let mut altered = recorded.clone();
            *altered.uri_mut() = String::from_utf8(bytes)
                .expect("ASCII")
                .parse()
                .expect("a target");
            assert!(verify(&altered, time).is_err(), "byte {at} of {recorded:?}");
        }
        for name in ["host", "accept", "content-type", "authorization"] {
            let Some(value) = recorded.headers().get(name) else {
                continue;
            };
            let mut bytes = value.as_bytes().to_vec();
            *bytes.last_mut().expect("a value") = other(bytes[bytes.len() - 1]);
            let mut altered = recorded.clone();
            let value = HeaderValue::from_bytes(&bytes).expect("a value");
            altered
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
            let is_signed = recorded.headers()["authorization"]
                .to_str()
                .is_ok_and(|text| name == "authorization" || text.contains(name));
            assert_eq!(
                verify(&altered, time).is_err(),
                is_signed,
                "{name} of {recorded:?}"
            );
        }
    }
}

#[test]
fn each_recorded_request_is_understood() {
    for recorded in requests() {
        let time = time_of(&recorded);
        let emulator = Emulator::builder()
            .credentials(Credentials::new("AKTEST", "SKTEST"))
            .clock(move || time)
            .start()
            .expect("an emulator");
        let action = verify(&recorded, time).expect("a signature");
        // Those of the Go SDK leave the id out, or empty.
        let has_id = raw_text(&recorded).contains("InstanceId=");
        let response = exchange(emulator.address(), &raw(&recorded.map(Into::into)));
        let response = response.expect("a response");
        if response.status == 200 {
            continue;
        }
        let (code, message) = response.error();
        let is_expected = match code.as_str() {
            "ActionNotEmulated" => {
                response.status == 501
                    && message.contains(&action)
                    && ACTIONS
                        .iter()
                        .all(|known| known.name != action || known.observed)
            }
            "InstanceNotFound" => true,
            "MissingParameter" => !has_id && message.ends_with(" InstanceId."),
            _ => false,
        };
        assert!(is_expected, "{action}: {code}: {message}");
    }
}

fn raw_text(request: &Request<Vec<u8>>) -> String {
    format!(
        "{} {}",
        request.uri(),
        String::from_utf8_lossy(request.body())
    )
}
