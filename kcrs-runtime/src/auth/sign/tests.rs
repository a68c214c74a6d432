//! Signatures against published values, and what a signed request looks like.

use crate::Signature;
use crate::wire::encoding::join;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::canonical::{CanonicalRequest, Header, Pair, sort};
use super::hash::{finish, hex, hex_sha256};
use super::key::{scope_behind_day, signing_key, v4_mac};
use super::signer::simplified_signature;
use super::*;
use crate::{Credentials, Endpoint, Method, Operation, Params, Service};

pub(super) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const DATE: &[u8; 16] = b"20150830T123600Z";
const SUITE_HOST: &str = "example.amazonaws.com";
const SUITE_HEADERS: &[Header<'_>] = &[("host", SUITE_HOST.as_bytes()), ("x-amz-date", DATE)];
const FORM: &str = "application/x-www-form-urlencoded";

pub(super) static SERVICE: Service =
    Service::new("kcrs", "2021-11-09", "https://kcrs.{region}.api.ksyun.com")
        .default_region("cn-beijing-6")
        .signatures(&[Signature::V4, Signature::V4Query, Signature::Simplified])
        .user_agent("kcrs-test/1");

/// The worked example of the vendor's page on the simplified scheme.
#[test]
fn the_vendors_example() {
    let secret = "OMovU5PTLh6y9E9Ioe3K411jt99VqyQSBXgAcDYlo49R3lvUIzb6e/efZCFDmtFlzw==";
    let mut pairs = [
        ("Action", "CreateUser"),
        ("Version", "2015-11-01"),
        ("UserName", "Ttest"),
        ("RealName", "周四测试"),
        ("Email", "zsce@kkingsoft.com"),
        ("Remark", "~ce shi*%#|+"),
        ("Accesskey", "AKLTXQVF0pOmS6aahIrD5r0B3Q"),
        ("Service", "iam"),
        ("SignatureMethod", "HMAC-SHA256"),
        ("SignatureVersion", "1.0"),
        ("Timestamp", "2021-08-12T02:47:36Z"),
    ];
    sort(&mut pairs);
    let text = join("", &pairs, 0);
    assert_eq!(
        text,
        "Accesskey=AKLTXQVF0pOmS6aahIrD5r0B3Q&Action=CreateUser&Email=zsce%40kkingsoft.com\
         &RealName=%E5%91%A8%E5%9B%9B%E6%B5%8B%E8%AF%95&Remark=~ce%20shi%2A%25%23%7C%2B&Service=iam\
         &SignatureMethod=HMAC-SHA256&SignatureVersion=1.0&Timestamp=2021-08-12T02%3A47%3A36Z\
         &UserName=Ttest&Version=2015-11-01"
    );
    assert_eq!(
        hex_text(&simplified_signature(secret, &text)),
        "fc9088ab845949dac4040be9b7ce7859068b5c21d4c400fec8ee0cefb777f659"
    );
}

/// The example of the AWS documentation.
#[test]
fn the_iam_example_of_aws() {
    let signature = sign(Case {
        query: &[("Action", "ListUsers"), ("Version", "2010-05-08")],
        headers: &[
            (
                "content-type",
                b"application/x-www-form-urlencoded; charset=utf-8",
            ),
            ("host", b"iam.amazonaws.com"),
            ("x-amz-date", DATE),
        ],
        service: "iam",
        ..Case::default()
    });
    assert_eq!(
        signature,
        "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
    );
}

/// Cases of the AWS test suite, as published.
#[test]
fn the_test_suite_of_aws() {
    const UNRESERVED: &str = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const TOKEN: &[u8] = b"AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmx\
        fpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXD\
        vp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSY\
        vKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";
    let host = ("host", SUITE_HOST.as_bytes());
    let date = ("x-amz-date", &DATE[..]);
    let get = Case::default();
    let post = Case {
        method: "POST",
        ..get
    };
    for (name, case, published) in [
        (
            "get-vanilla",
            get,
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        ),
        (
            "get-vanilla-query-order-key-case",
            Case {
                query: &[("Param2", "value2"), ("Param1", "value1")],
                ..get
            },
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
        (
            "get-vanilla-query-unreserved",
            Case {
                query: &[(UNRESERVED, UNRESERVED)],
                ..get
            },
            "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
        ),
        (
            "get-vanilla-utf8-query",
            Case {
                query: &[("ሴ", "bar")],
                ..get
            },
            "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
        ),
        (
            "post-vanilla",
            post,
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        ),
        (
            "post-x-www-form-urlencoded",
            Case {
                headers: &[("content-type", FORM.as_bytes()), host, date],
                body: b"Param1=value1",
                ..post
            },
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
        ),
        (
            "post-sts-header-before",
            Case {
                headers: &[host, date, ("x-amz-security-token", TOKEN)],
                ..post
            },
            "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
        ),
    ] {
        assert_eq!(sign(case), published, "{name}");
    }
}

/// The presigned URL of the documentation of Amazon S3, which signs the path and no payload.
#[test]
fn the_presigned_example_of_s3() {
    let date = b"20130524T000000Z";
    let mut pairs = [
        ("X-Amz-Algorithm", ALGORITHM),
        (
            "X-Amz-Credential",
            "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request",
        ),
        ("X-Amz-Date", "20130524T000000Z"),
        ("X-Amz-Expires", "86400"),
        ("X-Amz-SignedHeaders", "host"),
    ];
    sort(&mut pairs);
    let request = CanonicalRequest {
        method: "GET",
        path: "/test.txt",
        query: &join("", &pairs, 0),
        headers: &[("host", b"examplebucket.s3.amazonaws.com")],
        signed_headers: "host",
        payload_hash: b"UNSIGNED-PAYLOAD",
    };
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    let key = signing_key(secret, b"20130524", "us-east-1", "s3");
    let signature = finish(v4_mac(key, date, "/us-east-1/s3/aws4_request", &request));
    assert_eq!(
        hex_text(&signature),
        "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    );
}

#[test]
fn a_get_is_signed_in_its_header() {
    let request = signed(Signature::V4, Method::Get, None);
    assert_eq!(
        request.uri().to_string(),
        "https://kcrs.cn-beijing-6.api.ksyun.com/?Action=Do&B.1=a%20b%2B%2A~%25%26%3D&Version=2021-11-09&a=&\
         a=%E5%90%8D"
    );
    assert!(request.body().is_empty());
    let headers = request.headers();
    assert_eq!(headers["host"], "kcrs.cn-beijing-6.api.ksyun.com");
    assert_eq!(headers["x-amz-date"], "20150830T123600Z");
    assert_eq!(headers["user-agent"], "kcrs-test/1");
    assert!(!headers.contains_key("content-type") && !headers.contains_key("x-amz-security-token"));
    let authorization = headers["authorization"].to_str().unwrap();
    let start = "AWS4-HMAC-SHA256 Credential=AK/20150830/cn-beijing-6/kcrs/aws4_request, \
                 SignedHeaders=host;x-amz-date, Signature=";
    assert_eq!(authorization.len(), start.len() + 64);
    assert!(authorization.starts_with(start), "{authorization}");
    assert!(headers["authorization"].is_sensitive());
}

#[test]
fn a_post_puts_all_parameters_in_its_body() {
    let request = signed(Signature::V4, Method::Post, Some("tok/en="));
    assert_eq!(
        request.uri().to_string(),
        "https://kcrs.cn-beijing-6.api.ksyun.com/"
    );
    assert_eq!(
        request.body(),
        "Action=Do&Version=2021-11-09&a=%E5%90%8D&B.1=a%20b%2B%2A~%25%26%3D&a="
    );
    let headers = request.headers();
    assert_eq!(headers["content-type"], FORM);
    assert_eq!(headers["x-amz-security-token"], "tok/en=");
    assert!(headers["x-amz-security-token"].is_sensitive());
    let authorization = headers["authorization"].to_str().unwrap();
    assert!(authorization.contains("SignedHeaders=host;x-amz-date;x-amz-security-token,"));
}

#[test]
fn a_signature_in_the_query_makes_every_request_a_get() {
    let request = signed(Signature::V4Query, Method::Post, Some("tok/en="));
    assert_eq!(request.method(), http::Method::GET);
    let query = request.uri().query().unwrap();
    let (pairs, signature) = query.split_once("&X-Amz-Signature=").unwrap();
    assert_eq!(signature.len(), 64);
    assert_eq!(
        pairs,
        "Action=Do&B.1=a%20b%2B%2A~%25%26%3D&Version=2021-11-09&X-Amz-Algorithm=AWS4-HMAC-SHA256\
         &X-Amz-Credential=AK%2F20150830%2Fcn-beijing-6%2Fkcrs%2Faws4_request&X-Amz-Date=20150830T123600Z\
         &X-Amz-Security-Token=tok%2Fen%3D&X-Amz-SignedHeaders=host&a=&a=%E5%90%8D"
    );
    assert!(!request.headers().contains_key("authorization"));
    assert!(!request.headers().contains_key("x-amz-security-token"));
}

#[test]
fn the_simplified_scheme_has_its_parameters_beside_the_others() {
    let expected = "Accesskey=AK&Action=Do&B.1=a%20b%2B%2A~%25%26%3D&Region=cn-beijing-6&SecurityToken=tok%2Fen%3D\
                    &Service=kcrs&SignatureMethod=HMAC-SHA256&SignatureVersion=1.0\
                    &Timestamp=2015-08-30T12%3A36%3A00Z&Version=2021-11-09&a=&a=%E5%90%8D&Signature=";
    let get = signed(Signature::Simplified, Method::Get, Some("tok/en="));
    assert!(get.uri().query().unwrap().starts_with(expected));
    let post = signed(Signature::Simplified, Method::Post, Some("tok/en="));
    let body = str::from_utf8(post.body()).unwrap();
    assert!(body.starts_with(expected), "{body}");
    assert_eq!(get.uri().query(), Some(body));
    assert_eq!(post.uri().path_and_query().unwrap(), "/");
}

#[test]
fn many_parameters_are_put_in_order_too() {
    let params: Params = (0..200)
        .map(|at| (format!("P.{}", 199 - at), "x"))
        .collect();
    let request = signer(Signature::V4, None)
        .sign(
            &Operation::new("Do", "1", Method::Get, params),
            &endpoint(),
            now(),
        )
        .unwrap();
    let query = request.uri().query().unwrap();
    let names: Vec<&str> = query
        .split('&')
        .map(|pair| pair.split('=').next().unwrap())
        .collect();
    assert_eq!(names.len(), 202);
    assert!(names.is_sorted());
}

#[test]
fn a_query_that_is_no_url_is_refused_and_a_post_is_not() {
    let operation = |method| {
        let params = Params::from_iter([("Text", "x".repeat(70_000))]);
        Operation::new("Do", "1", method, params)
    };
    let signer = signer(Signature::V4, None);
    let error = signer
        .sign(&operation(Method::Get), &endpoint(), now())
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the parameters make a query of 70027 bytes, which is too long for a URL; a POST has no such limit"
    );
    assert!(
        signer
            .sign(&operation(Method::Post), &endpoint(), now())
            .is_ok()
    );
}

#[test]
fn what_is_called_is_said_once() {
    for name in ["Action", "Version"] {
        let params = Params::from_iter([(name, "other")]);
        let twice = Operation::new("Do", "1", Method::Get, params);
        for scheme in [Signature::V4, Signature::V4Query, Signature::Simplified] {
            let error = signer(scheme, None).sign(&twice, &endpoint(), now());
            assert_eq!(
                error.unwrap_err().to_string(),
                format!(
                    "`{name}` is among the parameters, but `Action` and `Version` are those of the \
                     operation itself"
                )
            );
        }
    }
}

#[test]
fn parts_that_cannot_travel_are_refused_without_showing_them() {
    let refuse = |credentials: Credentials, region: &str| {
        Signer::new(Signature::V4, credentials, region, &SERVICE)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refuse(Credentials::new("", "hush"), "r"),
        "the access key is empty"
    );
    assert!(
        refuse(Credentials::new("a/b", "hush"), "r").starts_with("the access key has characters")
    );
    assert_eq!(
        refuse(Credentials::new("ak", ""), "r"),
        "the secret key is empty"
    );
    assert_eq!(
        refuse(Credentials::new("ak", "hush\n"), "r"),
        "the secret key has a control character in it, such as a line break at its end"
    );
    assert!(
        refuse(Credentials::new("ak", "hush"), "a region").starts_with("the region has characters")
    );
    let token = refuse(Credentials::with_token("ak", "hush", "hush\n"), "r");
    assert_eq!(
        token,
        "the session token is empty or has characters that a header cannot have"
    );
}

#[test]
fn no_secret_is_shown() {
    let signer = signer(Signature::V4, Some("the-token"));
    let request = signer
        .sign(&operation(Method::Get), &endpoint(), now())
        .unwrap();
    let signature = request.headers()["authorization"]
        .to_str()
        .unwrap()
        .to_owned();
    for shown in [format!("{signer:?}"), format!("{request:?}")] {
        for secret in ["the-secret", "the-token", &signature] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

/// A request as the suites describe it.
#[derive(Clone, Copy)]
struct Case<'a> {
    method: &'a str,
    query: &'a [Pair<'a>],
    headers: &'a [Header<'a>],
    body: &'a [u8],
    service: &'a str,
}

impl Default for Case<'_> {
    fn default() -> Self {
        Self {
            method: "GET",
            query: &[],
            headers: SUITE_HEADERS,
            body: b"",
            service: "service",
        }
    }
}

fn sign(case: Case<'_>) -> String {
    let mut pairs = case.query.to_vec();
    sort(&mut pairs);
    let names: Vec<&str> = case.headers.iter().map(|(name, _)| *name).collect();
    let request = CanonicalRequest {
        method: case.method,
        path: "/",
        query: &join("", &pairs, 0),
        headers: case.headers,
        signed_headers: &names.join(";"),
        payload_hash: &hex_sha256(case.body),
    };
    let key = signing_key(SECRET, &DATE[..8], "us-east-1", case.service);
    let scope = scope_behind_day("us-east-1", case.service);
    hex_text(&finish(v4_mac(key, DATE, &scope, &request)))
}

fn signed(scheme: Signature, method: Method, token: Option<&str>) -> http::Request<bytes::Bytes> {
    signer(scheme, token)
        .sign(&operation(method), &endpoint(), now())
        .unwrap()
}

fn signer(scheme: Signature, token: Option<&str>) -> Signer {
    let credentials = match token {
        Some(token) => Credentials::with_token("AK", "the-secret", token),
        None => Credentials::new("AK", "the-secret"),
    };
    Signer::new(scheme, credentials, "cn-beijing-6", &SERVICE).unwrap()
}

fn operation(method: Method) -> Operation {
    let params = Params::from_iter([("a", "名"), ("B.1", "a b+*~%&="), ("a", "")]);
    Operation::new("Do", SERVICE.version, method, params)
}

pub(super) fn endpoint() -> Endpoint {
    Endpoint::for_region(SERVICE.endpoint, "cn-beijing-6").unwrap()
}

pub(super) fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_440_938_160)
}

fn hex_text(bytes: &[u8; 32]) -> String {
    String::from_utf8(hex(bytes).to_vec()).unwrap()
}
