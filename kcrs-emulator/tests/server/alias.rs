//! The paths of the OpenAPI document: `/CreateInstance` without a signature.

use std::io::ErrorKind;
use std::time::Duration;

use kcrs_emulator::{Emulator, Fault};
use kcrs_generated::Credentials;

use crate::support::{ACCESS_KEY, Answer, Caller, Program, SECRET_KEY, exchange};

fn emulator() -> Emulator {
    Emulator::builder()
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .openapi_alias(true)
        .start()
        .expect("an emulator")
}

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

fn send(emulator: &Emulator, method: &str, target: &str, headers: &str, body: &str) -> Answer {
    let raw = format!(
        "{method} {target} HTTP/1.1\r\nHost: {}\r\n{headers}Content-Length: {}\r\n\r\n{body}",
        emulator.address(),
        body.len()
    );
    exchange(emulator.address(), raw.as_bytes()).expect("an answer")
}

fn get(emulator: &Emulator, target: &str) -> Answer {
    send(emulator, "GET", target, "", "")
}

#[test]
fn an_action_is_called_by_its_path() {
    let emulator = emulator();
    let form = "InstanceName=demo&InstanceType=basic";
    let created = send(&emulator, "POST", "/CreateInstance", FORM, form);
    assert_eq!(created.status, 200, "{}", created.json());
    let id = created.json()["InstanceId"]
        .as_str()
        .expect("an id")
        .to_owned();

    let listed = get(
        &emulator,
        &format!("/DescribeInstance?InstanceId.1={id}&MaxResults=5"),
    );
    assert_eq!(listed.json()["InstanceSet"][0]["InstanceName"], "demo");
    // A query will do for a POST, and what is said twice is said once.
    let target = "/CreateInstance?Action=CreateInstance&Version=2021-11-09&InstanceName=ab&InstanceType=basic";
    assert_eq!(send(&emulator, "POST", target, "", "").status, 200);

    let records = emulator.requests_of("CreateInstance");
    assert_eq!(records.len(), 2);
    let first = &records[0];
    assert_eq!(first.params.get("InstanceName"), Some("demo"));
    assert_eq!(first.params.get("Action"), None);
    assert_eq!((first.access_key.as_ref(), first.signature), (None, None));
    assert_eq!((first.status, &first.method[..]), (Some(200), "POST"));
    assert!(first.warnings.is_empty(), "{:?}", first.warnings);
}

#[test]
fn rules_are_the_same_as_for_signed_calls() {
    let emulator = Emulator::builder()
        .openapi_alias(true)
        .strict(true)
        .start()
        .expect("an emulator");
    for (target, status, code, part) in [
        (
            "/CreateInstance?InstanceName=ab",
            400,
            "MissingParameter",
            "InstanceType",
        ),
        (
            "/CreateInstance?InstanceName=a&InstanceType=basic",
            400,
            "InvalidParameterValue",
            "InstanceName",
        ),
        (
            "/DescribeInstance?InstanceId.0=x",
            400,
            "InvalidParameterValue",
            "InstanceId",
        ),
        (
            "/DescribeInstanceUsage?InstanceId=x",
            404,
            "InstanceNotFound",
            "x",
        ),
        ("/CreateInstanc", 404, "NoSuchEntity", "does not exist"),
        (
            "/DescribeInstance?Action=DeleteInstance",
            400,
            "InvalidQueryParameter",
            "Action",
        ),
        (
            "/DescribeInstance?Version=2020-01-01",
            400,
            "InvalidQueryParameter",
            "Version",
        ),
        (
            "/DescribeInstance?a=%FF",
            400,
            "InvalidQueryParameter",
            "(query)",
        ),
        (
            "/CreateInstance?InstanceName=ab&InstanceType=basic&DryRun=true",
            412,
            "DryRunOperation",
            "",
        ),
        ("/CreateInstance/", 403, "MissingAuthenticationToken", ""),
        (
            "/?Action=DescribeInstance&Version=2021-11-09",
            403,
            "MissingAuthenticationToken",
            "",
        ),
    ] {
        let answer = get(&emulator, target);
        let (found, message) = answer.error();
        assert_eq!(
            (answer.status, found.as_str()),
            (status, code),
            "{target}: {message}"
        );
        assert!(message.contains(part), "{target}: {message}");
    }
    let json = send(
        &emulator,
        "POST",
        "/CreateInstance",
        "Content-Type: application/json\r\n",
        "{}",
    );
    assert_eq!(
        (json.status, json.error().0.as_str()),
        (400, "InvalidQueryParameter")
    );
    assert_eq!(
        send(&emulator, "PUT", "/DescribeInstance", "", "")
            .error()
            .0,
        "InvalidMethod"
    );
    assert!(
        emulator
            .requests()
            .iter()
            .all(|record| record.status.is_some())
    );
}

#[test]
fn faults_hit_these_calls_too() {
    let emulator = emulator();
    emulator.inject(Fault::limit_exceeded().on("DescribeInstance"));
    assert_eq!(get(&emulator, "/DescribeInstance").status, 409);
    assert_eq!(get(&emulator, "/DescribeInstance").status, 200);
    assert_eq!(emulator.requests()[0].fault, Some("error"));
}

#[test]
fn signed_calls_are_taken_beside_them() {
    let emulator = emulator();
    let raw = Caller::new(emulator.address()).get("DescribeInstance", &[]);
    assert_eq!(
        exchange(emulator.address(), &raw)
            .expect("an answer")
            .status,
        200
    );
    assert!(emulator.requests()[0].signature.is_some());
    let mut stranger = Caller::new(emulator.address());
    stranger.credentials = Credentials::new(ACCESS_KEY, "another");
    let raw = stranger.get("DescribeInstance", &[]);
    assert_eq!(
        exchange(emulator.address(), &raw)
            .expect("an answer")
            .status,
        403
    );
}

#[test]
fn pages_in_a_browser_are_refused() {
    let emulator = emulator();
    let form = "InstanceName=demo&InstanceType=basic";
    for headers in [
        "Origin: https://evil.example\r\n",
        "Origin: null\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
    ] {
        let answer = send(
            &emulator,
            "POST",
            "/CreateInstance",
            &format!("{FORM}{headers}"),
            form,
        );
        assert_eq!(
            (answer.status, answer.error().0.as_str()),
            (403, "Forbidden"),
            "{headers}"
        );
        // What an image in a page leads to.
        let answer = send(
            &emulator,
            "GET",
            "/DeleteInstance?InstanceId=x",
            headers,
            "",
        );
        assert_eq!(answer.status, 403, "{headers}");
    }
    let raw = "GET /DescribeInstance HTTP/1.1\r\nHost: evil.example:8080\r\n\r\n";
    let answer = exchange(emulator.address(), raw.as_bytes()).expect("an answer");
    assert_eq!(
        (answer.status, answer.error().0.as_str()),
        (403, "Forbidden")
    );
    let refused = emulator.requests();
    assert_eq!(refused.len(), 9);
    assert!(refused.iter().all(|record| record.params.iter().len() == 0));
    assert_eq!(refused[8].action.as_deref(), Some("DescribeInstance"));
    // Nothing was created.
    assert_eq!(get(&emulator, "/DescribeInstance").json()["TotalCount"], 0);
    // An address that somebody types is no page.
    let typed = send(
        &emulator,
        "GET",
        "/DescribeInstance",
        "Sec-Fetch-Site: none\r\n",
        "",
    );
    assert_eq!(typed.status, 200);
}

#[test]
fn without_the_option_there_are_no_such_paths() {
    let emulator = Emulator::builder().start().expect("an emulator");
    let answer = get(&emulator, "/DescribeInstance");
    assert_eq!(
        (answer.status, answer.error().0.as_str()),
        (403, "MissingAuthenticationToken")
    );
}

#[test]
fn it_is_for_loopback_only() {
    let reachable = Emulator::builder()
        .credentials(Credentials::new("AK", "SK"))
        .listen(([0, 0, 0, 0], 0))
        .openapi_alias(true);
    let refused = reachable.start().expect_err("a refusal");
    assert_eq!(refused.kind(), ErrorKind::InvalidInput);
    assert!(refused.to_string().contains("loopback"), "{refused}");
    let own = Emulator::builder()
        .service(kcrs_emulator::ExampleAnswers)
        .openapi_alias(true)
        .listen(([0, 0, 0, 0], 0))
        .credentials(Credentials::new("AK", "SK"));
    assert!(own.start().is_err());
}

#[test]
fn a_body_that_cannot_be_read_is_recorded_with_its_action() {
    let emulator = Emulator::builder()
        .openapi_alias(true)
        .max_body_bytes(8)
        .request_timeout(Duration::from_secs(5))
        .start()
        .expect("an emulator");
    let answer = send(
        &emulator,
        "POST",
        "/CreateInstance",
        FORM,
        "InstanceName=demo",
    );
    assert_eq!(
        (answer.status, answer.error().0.as_str()),
        (400, "InvalidQueryParameter")
    );
    assert_eq!(
        emulator.requests()[0].action.as_deref(),
        Some("CreateInstance")
    );
}

#[test]
fn the_program_takes_them_with_the_flag() {
    let program = Program::start(&["--openapi-alias"]);
    let raw = format!(
        "GET /DescribeInstance HTTP/1.1\r\nHost: {}\r\n\r\n",
        program.address()
    );
    let answer = exchange(program.address(), raw.as_bytes()).expect("an answer");
    assert_eq!(
        (answer.status, &answer.json()["TotalCount"]),
        (200, &0.into())
    );
    program.signal("TERM");
    let (_, log) = program.wait();
    assert!(log.contains(" action=DescribeInstance status=200"), "{log}");
}
