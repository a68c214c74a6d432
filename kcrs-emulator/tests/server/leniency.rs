//! What real clients send beside the document: taken with a warning, and refused by a strict
//! emulator.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use kcrs_emulator::{Emulator, Warning, WarningKind};
use kcrs_generated::{Credentials, Method, Signature, error_rows};

use crate::support::{ACCESS_KEY, Caller, SECRET_KEY, exchange, owned, raw};
use crate::v4;

fn emulator(strict: bool) -> (Emulator, Caller) {
    let emulator = Emulator::builder()
        .credentials(Credentials::new(ACCESS_KEY, SECRET_KEY))
        .strict(strict)
        .start()
        .expect("an emulator");
    let caller = Caller::new(emulator.address());
    (emulator, caller)
}

/// Signed by the query, so that the bodies and headers can be anything.
fn in_query(caller: &Caller, action: &str, params: &[(&str, &str)]) -> http::Request<Bytes> {
    let caller = Caller {
        signature: Signature::V4Query,
        ..caller.clone()
    };
    caller.request(Method::Get, action, owned(params))
}

/// Each habit: its kind, the parameter that the warning names, and the request.
fn habits(caller: &Caller) -> Vec<(WarningKind, &'static str, Vec<u8>)> {
    let plus = in_query(caller, "DescribeInstance", &[("InstanceName", "a b")]);
    let plus = String::from_utf8(raw(&plus))
        .expect("text")
        .replace("a%20b", "a+b");
    let simplified = Caller {
        signature: Signature::Simplified,
        ..caller.clone()
    };
    let mut with_body = simplified.request(Method::Get, "DescribeInstance", []);
    *with_body.body_mut() = Bytes::from_static(b"InstanceName=x");
    vec![
        (
            WarningKind::ListFromZero,
            "InstanceId.0",
            caller.get(
                "DescribeInstance",
                &[("InstanceId.0", "a"), ("InstanceId.1", "b")],
            ),
        ),
        (
            WarningKind::BooleanSpelling,
            "DeleteBucket",
            caller.get(
                "DeleteInstance",
                &[("InstanceId", "a"), ("DeleteBucket", "true")],
            ),
        ),
        (WarningKind::PlusForSpace, "InstanceName", plus.into_bytes()),
        // The simplified form signs no body of a GET.
        (WarningKind::BodyIgnored, "(body)", raw(&with_body)),
        // The simplified form signs the parameters wherever they are.
        (WarningKind::MixedParameters, "Action", mixed(caller)),
        (WarningKind::JsonBody, "(body)", json(caller)),
        (
            WarningKind::UnknownParameter,
            "InstanceNmae",
            caller.get("DescribeInstance", &[("InstanceNmae", "a")]),
        ),
    ]
}

/// Action and Version in the query of a POST, the rest in its body.
fn mixed(caller: &Caller) -> Vec<u8> {
    let caller = Caller {
        signature: Signature::Simplified,
        ..caller.clone()
    };
    let request = caller.request(Method::Post, "DescribeInstance", []);
    let body = String::from_utf8(request.body().to_vec()).expect("text");
    let moved = ["Action=DescribeInstance", "Version=2021-11-09"];
    let kept: Vec<_> = body
        .split('&')
        .filter(|pair| !moved.contains(pair))
        .collect();
    let (mut head, _) = request.into_parts();
    head.uri = format!("/?{}", moved.join("&")).parse().expect("a target");
    head.headers.remove("content-length");
    raw(&http::Request::from_parts(
        head,
        Bytes::from(kept.join("&")),
    ))
}

/// All parameters, the signature's too, as JSON.
fn json(caller: &Caller) -> Vec<u8> {
    let caller = Caller {
        signature: Signature::Simplified,
        ..caller.clone()
    };
    let request = caller.request(
        Method::Post,
        "DescribeInstanceUsage",
        owned(&[("InstanceId", "a")]),
    );
    let params = kcrs_generated::Params::from_form(request.body()).expect("a form");
    let members: serde_json::Map<_, _> = params
        .iter()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    let (mut head, _) = request.into_parts();
    head.headers.remove("content-length");
    head.headers
        .insert(CONTENT_TYPE, "application/json".parse().expect("a value"));
    let body = serde_json::Value::Object(members).to_string();
    raw(&http::Request::from_parts(head, Bytes::from(body)))
}

#[test]
fn habits_are_taken_with_a_warning() {
    let (emulator, caller) = emulator(false);
    for (kind, parameter, raw) in habits(&caller) {
        let response = exchange(emulator.address(), &raw).expect("a response");
        let request = emulator.requests().pop().expect("a request");
        // There is no instance of that id; that it was asked for means that the request was taken.
        let is_taken = response.status == 200 || response.error().0 == "InstanceNotFound";
        assert!(
            is_taken,
            "{kind:?}: {} {:?}",
            response.status,
            response.error()
        );
        let warning = request
            .warnings
            .iter()
            .find(|warning| warning.kind() == kind);
        let warning = warning.unwrap_or_else(|| panic!("{kind:?} in {:?}", request.warnings));
        assert_eq!(warning.parameter(), parameter);
    }
    let documented = caller.get(
        "DescribeInstance",
        &[("InstanceId.1", "a"), ("InstanceId.7", "b")],
    );
    assert_eq!(
        exchange(emulator.address(), &documented)
            .expect("a response")
            .status,
        200
    );
    assert_eq!(emulator.requests().pop().expect("a request").warnings, []);
}

#[test]
fn a_strict_emulator_refuses_them_as_documented() {
    let (emulator, caller) = emulator(true);
    for (kind, parameter, raw) in habits(&caller) {
        let response = exchange(emulator.address(), &raw).expect("a response");
        let Some(row) = kind.refusal() else {
            assert_eq!(response.status, 200, "{kind:?}");
            continue;
        };
        let (code, message) = response.error();
        let expected = (row.status, row.code, row.message_with(&[parameter]));
        assert_eq!(
            (response.status, code.as_str(), message),
            expected,
            "{kind:?}"
        );
    }
    let strict = [("InstanceName", "ab"), ("InstanceType", "basic")];
    let documented = caller.post("CreateInstance", &strict);
    assert_eq!(
        exchange(emulator.address(), &documented)
            .expect("a response")
            .status,
        200
    );
}

#[test]
fn what_only_looks_like_a_habit_is_refused_by_both() {
    for strict in [false, true] {
        let (emulator, caller) = emulator(strict);
        for (name, row) in [
            ("InstanceId.00", &error_rows::INVALID_PARAMETER_VALUE),
            ("InstanceId.-1", &error_rows::INVALID_PARAMETER_VALUE),
            ("InstanceId.x", &error_rows::INVALID_PARAMETER_VALUE),
            ("InstanceId", &error_rows::INVALID_PARAMETER_VALUE),
        ] {
            let response = exchange(
                emulator.address(),
                &caller.get("DescribeInstance", &[(name, "a")]),
            );
            let response = response.expect("a response");
            assert_eq!(
                (response.status, response.error().0.as_str()),
                (row.status, row.code),
                "{name}"
            );
        }
    }
}

#[test]
fn temporary_credentials_need_their_token_in_all_forms() {
    let emulator = Emulator::builder()
        .credentials(Credentials::with_token(
            ACCESS_KEY,
            SECRET_KEY,
            "session+/=",
        ))
        .credentials(Credentials::new("BK", "other"))
        .start()
        .expect("an emulator");
    for signature in [Signature::V4, Signature::V4Query, Signature::Simplified] {
        for (credentials, status) in [
            (
                Credentials::with_token(ACCESS_KEY, SECRET_KEY, "session+/="),
                200,
            ),
            (
                Credentials::with_token(ACCESS_KEY, SECRET_KEY, "another"),
                403,
            ),
            (Credentials::new(ACCESS_KEY, SECRET_KEY), 403),
            (Credentials::new("BK", "other"), 200),
            (Credentials::with_token("BK", "other", "session+/="), 403),
        ] {
            let caller = Caller {
                signature,
                credentials,
                ..Caller::new(emulator.address())
            };
            for raw in [
                caller.get("DescribeInstance", &[]),
                caller.post("DescribeInstance", &[]),
            ] {
                let response = exchange(emulator.address(), &raw).expect("a response");
                assert_eq!(response.status, status, "{signature:?}");
            }
        }
    }
}

/// What the vendor's Go SDK sends: `Action` and `Version` in the query and again in the body,
/// Booleans as `true`.
#[test]
fn the_habits_of_the_go_sdk_are_taken() {
    let (emulator, _) = emulator(false);
    let body = "Action=CreateInstance&Version=2021-11-09&InstanceName=ab&InstanceType=basic";
    let post = |body: &str, action: &str| {
        let query = [("Action", action), ("Version", "2021-11-09")];
        let content_type = "application/x-www-form-urlencoded; charset=utf-8";
        let raw = v4::post(emulator.address(), &query, content_type, body.as_bytes());
        exchange(emulator.address(), &raw).expect("a response")
    };
    let created = post(body, "CreateInstance");
    assert_eq!(created.status, 200, "{:?}", created.error());
    let id = created.json()["InstanceId"]
        .as_str()
        .expect("an id")
        .to_owned();
    let body =
        format!("Action=DeleteInstance&DeleteBucket=true&InstanceId={id}&Version=2021-11-09");
    assert_eq!(post(&body, "DeleteInstance").status, 200);
    let request = emulator.requests().pop().expect("a request");
    let kinds: Vec<_> = request.warnings.iter().map(Warning::kind).collect();
    let expected = [
        WarningKind::MixedParameters,
        WarningKind::MixedParameters,
        WarningKind::BooleanSpelling,
    ];
    assert_eq!(kinds, expected);
    // One that asks for two things is not guessed at.
    let response = post(
        "Action=DescribeInstance&Version=2021-11-09",
        "DescribeNamespace",
    );
    let row = &error_rows::INVALID_QUERY_PARAMETER;
    assert_eq!(response.status, row.status);
    assert_eq!(
        response.error(),
        (row.code.to_owned(), row.message_with(&["Action"]))
    );
}
