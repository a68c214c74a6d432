//! Each common error of the document, caused by a request that deserves it, compared with the
//! document's table.

mod signatures;

use std::collections::HashSet;
use std::time::Duration;

use kcrs_emulator::{Emulator, Fault};
use kcrs_generated::{Credentials, ErrorRow, error_rows};
use kcrs_runtime::Method;

use crate::support::{ACCESS_KEY, Caller, Connection, SECRET_KEY, exchange, owned, raw};

/// A request, the row that it deserves, and the texts for the row's `%s`.
struct Case {
    row: &'static ErrorRow,
    arguments: Vec<String>,
    raw: Vec<u8>,
}

fn case(row: &'static ErrorRow, arguments: &[&str], raw: impl Into<Vec<u8>>) -> Case {
    Case {
        row,
        arguments: arguments.iter().map(|text| (*text).to_owned()).collect(),
        raw: raw.into(),
    }
}

fn emulator() -> Emulator {
    Emulator::builder()
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .region("cn-beijing-6")
        .start()
        .expect("an emulator")
}

/// The text of a signed GET of DescribeInstance.
fn signed(caller: &Caller) -> String {
    String::from_utf8(caller.get("DescribeInstance", &[])).expect("text")
}

fn check(emulator: &Emulator, cases: &[Case]) -> HashSet<&'static str> {
    for Case {
        row,
        arguments,
        raw,
    } in cases
    {
        let shown = String::from_utf8_lossy(raw);
        let response =
            exchange(emulator.address(), raw).unwrap_or_else(|| panic!("{}: {shown}", row.name));
        let (code, message) = response.error();
        assert_eq!(
            (response.status, code.as_str(), message),
            (row.status, row.code, row.message_with(arguments)),
            "{}: {shown}",
            row.name
        );
        let json = response.json();
        let kind = if row.status < 500 {
            "Sender"
        } else {
            "Receiver"
        };
        assert_eq!(json["Error"]["Type"], kind);
        assert!(
            json["RequestId"].as_str().is_some_and(|id| id.len() == 36),
            "{json}"
        );
        assert!(
            response.head.contains("content-type: application/json"),
            "{}",
            response.head
        );
    }
    cases.iter().map(|case| case.row.name).collect()
}

fn request_cases(caller: &Caller) -> Vec<Case> {
    use error_rows as rows;
    let get = |action: &str, params: &[(&str, &str)]| caller.get(action, params);
    let post = |action: &str, params: &[(&str, &str)]| caller.post(action, params);
    let text = signed(caller);
    let method = |name: &str| text.replacen("GET ", &format!("{name} "), 1);
    vec![
        case(&rows::NO_SUCH_API, &[], get("DescribeNothing", &[])),
        case(&rows::NO_SUCH_API, &[], get("describeinstance", &[])),
        case(&rows::MISSING_PARAMETER, &["Action"], get("", &[])),
        case(
            &rows::MISSING_PARAMETER,
            &["InstanceId"],
            get("DescribeInstanceUsage", &[]),
        ),
        case(
            &rows::MISSING_PARAMETER,
            &["InstanceName"],
            post("CreateInstance", &[("InstanceType", "basic")]),
        ),
        case(
            &rows::MISSING_PARAMETER,
            &["PurchaseTime"],
            post(
                "CreateInstance",
                &[
                    ("InstanceName", "ab"),
                    ("InstanceType", "basic"),
                    ("ChargeType", "Monthly"),
                ],
            ),
        ),
        case(
            &rows::INVALID_PARAMETER_VALUE,
            &["InstanceName"],
            post(
                "CreateInstance",
                &[("InstanceName", "1x"), ("InstanceType", "basic")],
            ),
        ),
        case(
            &rows::INVALID_PARAMETER_VALUE,
            &["InstanceType"],
            post(
                "CreateInstance",
                &[("InstanceName", "ab"), ("InstanceType", "gold")],
            ),
        ),
        case(
            &rows::INVALID_PARAMETER_VALUE,
            &["MaxResults"],
            get("DescribeInstance", &[("MaxResults", "100")]),
        ),
        case(
            &rows::INVALID_PARAMETER_VALUE,
            &["Marker"],
            get("DescribeInstance", &[("Marker", "x")]),
        ),
        case(
            &rows::INVALID_PARAMETER_VALUE,
            &["InstanceId.101"],
            get("DescribeInstance", &[("InstanceId.101", "x")]),
        ),
        case(
            &rows::INVALID_PARAMETER_VALUE,
            &["InstanceName"],
            get(
                "DescribeInstance",
                &[("InstanceName", "aa"), ("InstanceName", "bb")],
            ),
        ),
        case(&rows::INVALID_METHOD, &["PUT"], method("PUT")),
        case(&rows::INVALID_METHOD, &["DELETE"], method("DELETE")),
        case(&rows::INVALID_METHOD, &["PATCH"], method("PATCH")),
        case(&rows::INVALID_METHOD, &["OPTIONS"], method("OPTIONS")),
        case(&rows::INVALID_METHOD, &["BREW"], method("BREW")),
        case(
            &rows::INVALID_QUERY_PARAMETER,
            &["Desc"],
            text.replacen("?", "?Desc=%zz&", 1),
        ),
        case(
            &rows::INVALID_QUERY_PARAMETER,
            &["Desc"],
            text.replacen("?", "?Desc=%ff&", 1),
        ),
        case(
            &rows::INVALID_QUERY_PARAMETER,
            &["(body)"],
            unsigned("", &"a&".repeat(20_001)),
        ),
        // Of 1 MiB this would be 100 GiB.
        case(
            &rows::INVALID_QUERY_PARAMETER,
            &["(JSON body, too large as a form)"],
            unsigned(
                "Content-Type: application/json\r\n",
                &format!(
                    "{{\"{}\":[{}1]}}",
                    "k".repeat(500_000),
                    "1,".repeat(250_000)
                ),
            ),
        ),
        case(
            &rows::DRY_RUN_OPERATION,
            &[],
            get("DescribeInstance", &[("DryRun", "True")]),
        ),
        case(
            &rows::DRY_RUN_OPERATION,
            &[],
            post(
                "CreateInstance",
                &[
                    ("InstanceName", "ab"),
                    ("InstanceType", "basic"),
                    ("DryRun", "true"),
                ],
            ),
        ),
    ]
}

/// What no request causes by itself is there on demand.
fn unsigned(header: &str, body: &str) -> String {
    let length = body.len();
    format!("POST / HTTP/1.1\r\nHost: h\r\n{header}Content-Length: {length}\r\n\r\n{body}")
}

fn injected(emulator: &Emulator, caller: &Caller) -> HashSet<&'static str> {
    let rows = [
        (&error_rows::ACCESS_DENIED, &["AK", "DescribeInstance"][..]),
        (&error_rows::SERVICE_EXCEPTION, &["(injected)"]),
        (&error_rows::AUTH_SERVICE_UNAVAILABLE, &[]),
        (&error_rows::API_WITHOUT_SERVICE, &[]),
        (&error_rows::SERVICE_UNAVAILABLE, &[]),
        (&error_rows::SERVICE_TIMEOUT, &[]),
    ];
    let mut names = HashSet::new();
    for (row, arguments) in rows {
        emulator.inject(Fault::error(row));
        names.extend(check(emulator, &[case(row, arguments, signed(caller))]));
    }
    names
}

#[test]
fn every_row_of_the_table_is_returned_as_it_stands_there() {
    let emulator = emulator();
    let caller = Caller::new(emulator.address());
    let mut names = check(&emulator, &signatures::header_cases(&caller));
    names.extend(check(&emulator, &signatures::other_cases(&caller)));
    names.extend(check(&emulator, &signatures::expired(&caller)));
    names.extend(check(&emulator, &request_cases(&caller)));
    names.extend(injected(&emulator, &caller));
    let limited = Emulator::builder()
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .rate_limit(1)
        .start()
        .expect("an emulator");
    let caller = Caller::new(limited.address());
    let first =
        exchange(limited.address(), &caller.get("DescribeInstance", &[])).expect("a response");
    assert_eq!(first.status, 200);
    let second = case(
        &error_rows::LIMIT_EXCEEDED,
        &[],
        caller.get("DescribeInstance", &[]),
    );
    names.extend(check(&limited, &[second]));
    limited.advance(Duration::from_secs(1));
    let third =
        exchange(limited.address(), &caller.get("DescribeInstance", &[])).expect("a response");
    assert_eq!(third.status, 200);

    let missing: Vec<_> = error_rows::ALL
        .iter()
        .filter(|row| !names.contains(row.name))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    // No dry run has done anything.
    let requests = emulator.requests_of("CreateInstance");
    assert!(requests.iter().any(|request| request.dry_run));
    let all = exchange(
        emulator.address(),
        &Caller::new(emulator.address()).get("DescribeInstance", &[]),
    );
    assert_eq!(all.expect("a response").json()["TotalCount"], 0);
}

#[test]
fn a_dry_run_tells_what_the_call_would() {
    let emulator = emulator();
    let caller = Caller::new(emulator.address());
    let ask = |dry_run: &str| {
        let params = owned(&[
            ("InstanceName", "ab"),
            ("InstanceType", "basic"),
            ("DryRun", dry_run),
        ]);
        let request = caller.request(Method::Post, "CreateInstance", params);
        exchange(emulator.address(), &raw(&request)).expect("a response")
    };
    assert_eq!(ask("True").status, 412);
    assert_eq!(ask("True").status, 412);
    assert_eq!(ask("False").status, 200);
    let refused = ask("True");
    assert_eq!(
        (refused.status, refused.error().0.as_str()),
        (400, "InstanceAlreadyExists")
    );
}

#[test]
fn a_connection_lives_on_after_an_error() {
    let emulator = emulator();
    let caller = Caller::new(emulator.address());
    let mut connection = Connection::open(emulator.address());
    for _ in 0..3 {
        assert!(connection.send(&caller.get("DescribeNothing", &[])));
        assert_eq!(connection.receive().expect("a response").status, 404);
        assert!(connection.send(&caller.get("DescribeInstance", &[])));
        assert_eq!(connection.receive().expect("a response").status, 200);
    }
}
