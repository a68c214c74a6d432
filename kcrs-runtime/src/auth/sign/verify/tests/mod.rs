//! Requests that are accepted and refused, and the errors.

mod bounds;
mod clients;
mod property;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request};

use super::*;
use crate::auth::sign::tests::{SECRET, SERVICE, endpoint, now};
use crate::{Method as CallMethod, Operation, Signer};

const TOKEN: &str = "the/token==";
const SCHEMES: [Signature; 3] = [Signature::V4, Signature::V4Query, Signature::Simplified];

/// Values that encoders differ about.
const HARD: [(&str, &str); 9] = [
    ("Name", "周四测试"),
    ("Blank", "a b  c "),
    ("Plus", "a+b"),
    ("Star", "*~%&=#|/?:@"),
    ("Escaped", "%20%2B"),
    ("Empty", ""),
    ("Twice", "2"),
    ("Twice", "1"),
    ("List.1.Value", "\u{0}\n\t"),
];

#[test]
fn what_our_signer_signs_is_accepted() {
    for scheme in SCHEMES {
        for method in [CallMethod::Get, CallMethod::Post] {
            for temporary in [false, true] {
                let request = signed(scheme, method, temporary, &HARD);
                let verified = verify(&request).unwrap();
                assert_eq!(verified.scheme, scheme);
                assert_eq!(verified.access_key, if temporary { "TEMP" } else { "AK" });
                assert_eq!(verified.region.as_deref(), Some("cn-beijing-6"));
                assert!(!verified.dry_run);
                let expected = [("Action", "Do"), ("Version", "2021-11-09")];
                assert_eq!(
                    sorted(&verified.params),
                    sorted(&expected.into_iter().chain(HARD).collect())
                );
            }
        }
    }
}

/// The documented example of the simplified scheme and two of AWS, as whole requests.
#[test]
fn published_requests_are_accepted() {
    let vendor = "Accesskey=AKLTXQVF0pOmS6aahIrD5r0B3Q&Action=CreateUser&Email=zsce%40kkingsoft.com\
        &RealName=%E5%91%A8%E5%9B%9B%E6%B5%8B%E8%AF%95&Remark=~ce%20shi%2A%25%23%7C%2B&Service=iam\
        &SignatureMethod=HMAC-SHA256&SignatureVersion=1.0&Timestamp=2021-08-12T02%3A47%3A36Z&UserName=Ttest\
        &Version=2015-11-01&Signature=fc9088ab845949dac4040be9b7ce7859068b5c21d4c400fec8ee0cefb777f659";
    let iam = Verifier::new("iam", |access_key: &str| {
        let secret = match access_key {
            "AKLTXQVF0pOmS6aahIrD5r0B3Q" => {
                "OMovU5PTLh6y9E9Ioe3K411jt99VqyQSBXgAcDYlo49R3lvUIzb6e/efZCFDmtFlzw=="
            }
            "AKIDEXAMPLE" => SECRET,
            _ => return None,
        };
        Some(Credentials::new(access_key, secret))
    });
    let at = |seconds| {
        iam.clone()
            .clock(move || UNIX_EPOCH + Duration::from_secs(seconds))
    };

    let get = Request::get(format!("/?{vendor}"))
        .header("host", "h")
        .body("")
        .unwrap();
    let post = Request::post("/").header("host", "h").body(vendor).unwrap();
    for request in [&get, &post] {
        let verified = at(1_628_736_456).verify(&request.into()).unwrap();
        assert_eq!(verified.params.get("Remark"), Some("~ce shi*%#|+"));
        assert_eq!(verified.params.len(), 6);
        assert_eq!(verified.region, None);
    }

    let request = Request::get("/?Action=ListUsers&Version=2010-05-08")
        .header("Host", "iam.amazonaws.com")
        .header(
            "Content-Type",
            "application/x-www-form-urlencoded; charset=utf-8",
        )
        .header("X-Amz-Date", "20150830T123600Z")
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, \
             SignedHeaders=content-type;host;x-amz-date, \
             Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
        )
        .body("")
        .unwrap();
    let verified = at(1_440_938_160).verify(&(&request).into()).unwrap();
    assert_eq!(
        sorted(&verified.params),
        [("Action", "ListUsers"), ("Version", "2010-05-08")]
    );
}

#[test]
fn a_plus_is_a_space_and_hex_has_either_case() {
    let request = signed(
        Signature::V4,
        CallMethod::Get,
        false,
        &[("Text", "a b/c"), ("Other", "*")],
    );
    let query = request.uri().query().unwrap();
    let respelt = query
        .replace("%20", "+")
        .replace("%2F", "%2f")
        .replace("%2A", "*");
    assert_ne!(query, respelt);
    let respelt = with_query(request, &respelt);
    assert_eq!(verify(&respelt).unwrap().params.get("Text"), Some("a b/c"));
}

#[test]
fn dates_off_by_more_than_a_quarter_of_an_hour_are_refused() {
    for scheme in SCHEMES {
        let request = signed(scheme, CallMethod::Get, false, &[]);
        let at = |minutes: i64| {
            let shift = Duration::from_secs(minutes.unsigned_abs() * 60);
            let time = if minutes < 0 {
                now() - shift
            } else {
                now() + shift
            };
            verifier().clock(move || time).verify(&(&request).into())
        };
        for minutes in [-15, -14, 0, 14, 15] {
            assert!(at(minutes).is_ok(), "{scheme:?} {minutes}");
        }
        for minutes in [-16, 16, 60 * 24 * 365] {
            assert!(
                matches!(at(minutes), Err(VerifyError::Expired(_))),
                "{scheme:?} {minutes}"
            );
        }
    }
    let request = signed(Signature::V4, CallMethod::Get, false, &[]);
    let narrow = verifier()
        .skew(Duration::from_secs(1))
        .clock(|| now() + Duration::from_secs(2));
    let error = narrow.verify(&(&request).into()).unwrap_err();
    assert_eq!(error.to_string(), "Signature expired:20150830T123600Z.");
}

#[test]
fn a_query_that_says_how_long_it_is_good_for_is_good_for_so_long() {
    let at = |expires: &'static str, seconds: i64| {
        let params = [("X-Amz-Expires", expires)];
        let request = signed(Signature::V4Query, CallMethod::Get, false, &params);
        let shift = Duration::from_secs(seconds.unsigned_abs());
        let time = if seconds < 0 {
            now() - shift
        } else {
            now() + shift
        };
        verifier().clock(move || time).verify(&(&request).into())
    };
    for (expires, seconds) in [
        ("60", 60),
        ("3600", 3600),
        ("604800", 604_800),
        ("60", -900),
    ] {
        assert!(at(expires, seconds).is_ok(), "{expires} {seconds}");
    }
    for (expires, seconds) in [("60", 61), ("3600", 3601), ("60", -901)] {
        let refused = at(expires, seconds);
        assert!(
            matches!(refused, Err(VerifyError::Expired(_))),
            "{expires} {seconds}"
        );
    }
    for expires in ["", "0", "-1", "604801", "1.5", "soon"] {
        let refused = at(expires, 0);
        let Err(VerifyError::MalformedParameter(name)) = refused else {
            panic!("{expires}: {refused:?}");
        };
        assert_eq!(name, "X-Amz-Expires");
    }
}

#[test]
fn what_the_head_says_is_refused_without_the_body() {
    let request = signed(Signature::V4, CallMethod::Post, false, &[]);
    let head = |change: fn(&mut HeaderMap)| {
        let mut request = request.clone();
        *request.body_mut() = Bytes::new();
        change(request.headers_mut());
        verifier().verify_head(&(&request).into())
    };
    assert_eq!(head(|_| ()), Ok(()));
    let refused = head(|headers| {
        let text = headers["authorization"]
            .to_str()
            .unwrap()
            .replace("AK", "NOBODY");
        headers.insert("authorization", text.parse().unwrap());
    });
    assert_eq!(refused, Err(VerifyError::UnknownKey));
    // The signature may be in the body.
    let remove = |headers: &mut HeaderMap| drop(headers.remove("authorization"));
    assert_eq!(head(remove), Ok(()));
    let mut get = signed(Signature::V4, CallMethod::Get, false, &[]);
    remove(get.headers_mut());
    let refused = verifier().verify_head(&(&get).into());
    assert_eq!(refused, Err(VerifyError::MissingToken));
}

#[test]
fn a_body_is_read_only_where_its_signature_is_right() {
    let mut request = signed(Signature::V4, CallMethod::Post, false, &[]);
    let json = "application/json".parse().unwrap();
    request.headers_mut().insert("content-type", json);
    *request.body_mut() = Bytes::from_static(b"no JSON");
    assert_eq!(verify(&request), Err(VerifyError::Mismatch));
}

#[test]
fn every_documented_refusal() {
    type Change = fn(&mut HeaderMap);
    fn authorization(headers: &mut HeaderMap, change: impl Fn(&str) -> String) {
        let text = change(headers["authorization"].to_str().unwrap());
        headers.insert("authorization", HeaderValue::from_str(&text).unwrap());
    }
    let cases: [(Change, &str); 23] = [
        (
            |h| drop(h.remove("authorization")),
            "Request is missing Authentication Token.",
        ),
        (
            |h| drop(h.remove("x-amz-date")),
            "Authorization header requires existence of either a 'X-Amz-Date' or",
        ),
        (
            |h| {
                authorization(h, |a| {
                    a.replace("host;x-amz-date", "host;x-amz-date;x-note")
                })
            },
            "x-note not in Http Header.",
        ),
        (
            |h| authorization(h, |a| a.replace("host;x-amz-date", "x-amz-date")),
            "Host' must be a 'SignedHeader' in the Authorization.",
        ),
        (
            |h| authorization(h, |a| a.replace("aws4_request", "aws5_request")),
            "Credential should be scoped with a valid terminator: 'aws4_request', not: aws5_request.",
        ),
        (
            |h| authorization(h, |a| a.replace("cn-beijing-6", "cn-beijing-7")),
            "Credential should be scoped to a valid region, not:cn-beijing-7.",
        ),
        (
            |h| authorization(h, |a| a.replace("/kcrs/", "/kec/")),
            "Credential should be scoped to correct service: kcrs.",
        ),
        (
            |h| authorization(h, |a| a.replace("20150830", "20150831")),
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.",
        ),
        (
            |h| authorization(h, |a| a.replace("AK/", "KA/")),
            "The security token included in the request is invalid.",
        ),
        (
            |h| authorization(h, |a| a.replace("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512")),
            "Unsupported ksc 'algorithm': AWS4-HMAC-SHA512.",
        ),
        (
            |h| authorization(h, |_| "Bearer abc".into()),
            "Unsupported ksc 'algorithm': Bearer.",
        ),
        (
            |h| authorization(h, |a| a.replace("Credential=", "Credentials=")),
            "Authorization header format error.",
        ),
        (
            |h| authorization(h, |a| a.replace("Signature=", "Signature")),
            "Authorization header format error.",
        ),
        (
            |h| authorization(h, |a| format!("{a}, Signature=")),
            "Authorization header format error.",
        ),
        (
            |h| authorization(h, |_| "AWS4-HMAC-SHA256 SignedHeaders=host".into()),
            "Authorization header requires 'Credential' parameter. Authorization=AWS4-HMAC-SHA256 \
             SignedHeaders=host.",
        ),
        (
            |h| authorization(h, |a| a.replace("SignedHeaders=host;x-amz-date, ", "")),
            "Authorization header requires 'SignedHeaders' parameter. Authorization=AWS4",
        ),
        (
            |h| authorization(h, |a| a.split(", Signature").next().unwrap().to_owned()),
            "Authorization header requires 'Signature' parameter. Authorization=AWS4",
        ),
        (
            |h| authorization(h, |a| a.replace("/kcrs/", "/")),
            "Credential must have exactly 5 slash-delimited elements, e.g. \
             accesskeyid/date/region/service/aws4_request, got: AK/20150830/cn-beijing-6/aws4_request.",
        ),
        (
            |h| drop(h.insert("x-amz-date", HeaderValue::from_static("2015-08-30"))),
            "Date must be in ISO-8601 'basic format'. Got '2015-08-30'. See http://en.wikipedia.org/wiki/ISO_8601.",
        ),
        (
            |h| drop(h.insert("x-amz-date", HeaderValue::from_static("20150830T123601Z"))),
            "The request signature we calculated does not match the signature you provided.",
        ),
        (
            |h| {
                authorization(h, |a| {
                    a.to_uppercase()
                        .replace("CREDENTIAL", "Credential")
                        .replace("SIGNATURE", "Signature")
                        .replace("SIGNEDHEADERS", "SignedHeaders")
                        .replace("KCRS/AWS4_REQUEST", "kcrs/aws4_request")
                        .replace("CN-BEIJING", "cn-beijing")
                })
            },
            "The request signature we calculated does not match the signature you provided.",
        ),
        (
            |h| authorization(h, |a| a[..a.len() - 1].to_owned()),
            "The request signature we calculated does not match the signature you provided.",
        ),
        (
            |h| assert!(h.append("authorization", HeaderValue::from_static("x"))),
            "Authorization header format error.",
        ),
    ];
    for (change, message) in cases {
        let mut request = signed(Signature::V4, CallMethod::Get, false, &[("A", "b")]);
        change(request.headers_mut());
        let error = verify(&request).unwrap_err();
        assert!(error.to_string().starts_with(message), "{error}\n{message}");
    }
}

#[test]
fn a_request_without_a_host_is_refused() {
    let mut request = signed(Signature::V4, CallMethod::Get, false, &[]);
    request.headers_mut().remove("host");
    assert!(
        verify(&request).is_ok(),
        "the authority of HTTP/2 stands in"
    );
    *request.uri_mut() = request
        .uri()
        .path_and_query()
        .unwrap()
        .as_str()
        .parse()
        .unwrap();
    assert_eq!(verify(&request), Err(VerifyError::MissingHost));
}

#[test]
fn lacking_parameters_are_named() {
    let request = signed(Signature::V4Query, CallMethod::Get, false, &[]);
    let query = request.uri().query().unwrap();
    let without = query
        .replace("X-Amz-Date", "X-Date")
        .replace("X-Amz-SignedHeaders", "Y");
    assert_eq!(
        verify(&with_query(request, &without))
            .unwrap_err()
            .to_string(),
        "KSC query-string parameters must include X-Amz-SignedHeaders, X-Amz-Date. Re-examine the query-string \
         parameters."
    );
    let request = signed(Signature::Simplified, CallMethod::Get, false, &[]);
    let query = request.uri().query().unwrap();
    let without = query
        .replace("Accesskey", "AccessKey")
        .replace("Signature=", "Sign=");
    let error = verify(&with_query(request, &without)).unwrap_err();
    assert_eq!(
        error,
        VerifyError::MissingParameters("Accesskey, Signature".into())
    );
}

#[test]
fn the_simplified_scheme_is_refused_with_the_same_rows() {
    type Replaced = (&'static str, &'static str);
    for ((from, to), expected) in [
        (
            ("Service=kcrs", "Service=kec") as Replaced,
            VerifyError::Service("kcrs".into()),
        ),
        (
            ("cn-beijing-6", "cn-beijing-7"),
            VerifyError::Region("cn-beijing-7".into()),
        ),
        (
            ("HMAC-SHA256", "HMAC-SHA1"),
            VerifyError::Algorithm("HMAC-SHA1".into()),
        ),
        (
            ("Version=1.0", "Version=2.0"),
            VerifyError::Algorithm("2.0".into()),
        ),
        (("Accesskey=AK", "Accesskey=KA"), VerifyError::UnknownKey),
        (
            ("Z&", "&"),
            VerifyError::DateFormat("2015-08-30T12:36:00".into()),
        ),
        (("Action=Do", "Action=Du"), VerifyError::Mismatch),
        (("Version=2021", "Version=2022"), VerifyError::Mismatch),
    ] {
        let request = signed(Signature::Simplified, CallMethod::Get, false, &[]);
        let query = request.uri().query().unwrap().replacen(from, to, 1);
        assert_eq!(
            verify(&with_query(request, &query)),
            Err(expected),
            "{from}"
        );
    }
}

#[test]
fn session_tokens_must_be_those_of_the_key() {
    for scheme in SCHEMES {
        let request = |token: Option<&str>, access_key: &str| {
            let credentials = match token {
                Some(token) => Credentials::with_token(access_key, SECRET, token),
                None => Credentials::new(access_key, SECRET),
            };
            sign(scheme, CallMethod::Get, credentials, &[])
        };
        assert!(verify(&request(Some(TOKEN), "TEMP")).is_ok());
        for refused in [
            request(None, "TEMP"),
            request(Some("other"), "TEMP"),
            request(Some(TOKEN), "AK"),
        ] {
            assert_eq!(verify(&refused), Err(VerifyError::UnknownKey), "{scheme:?}");
        }
    }
}

#[test]
fn malformed_escapes_are_named_without_their_value() {
    let request = signed(Signature::V4, CallMethod::Get, false, &[]);
    let error = verify(&with_query(request, "Action=Do&Token=hush%zz&B=1")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "The query parameter Token is malformed or does not adhere to KSC standards."
    );
    let request = Request::post("/")
        .header("host", "h")
        .body("Token=hush%FF")
        .unwrap();
    let error = verifier().verify(&(&request).into()).unwrap_err();
    assert_eq!(error, VerifyError::MalformedParameter("Token".into()));
}

#[test]
fn another_path_is_another_request() {
    let mut request = signed(Signature::V4, CallMethod::Get, false, &[]);
    let other = format!("/other?{}", request.uri().query().unwrap());
    *request.uri_mut() = other.parse().unwrap();
    assert_eq!(verify(&request), Err(VerifyError::Mismatch));
}

#[test]
fn debug_shows_no_key() {
    assert!(!format!("{:?}", verifier()).contains(SECRET));
}

fn verifier() -> Verifier {
    Verifier::new("kcrs", |access_key: &str| match access_key {
        "AK" => Some(Credentials::new("AK", SECRET)),
        "TEMP" => Some(Credentials::with_token("TEMP", SECRET, TOKEN)),
        _ => None,
    })
    .region("cn-beijing-6")
    .clock(now as fn() -> SystemTime)
}

fn verify(request: &Request<Bytes>) -> Result<Verified, VerifyError> {
    verifier().verify(&request.into())
}

fn signed(
    scheme: Signature,
    method: CallMethod,
    temporary: bool,
    params: &[(&str, &str)],
) -> Request<Bytes> {
    let credentials = if temporary {
        Credentials::with_token("TEMP", SECRET, TOKEN)
    } else {
        Credentials::new("AK", SECRET)
    };
    sign(scheme, method, credentials, params)
}

fn sign(
    scheme: Signature,
    method: CallMethod,
    credentials: Credentials,
    params: &[(&str, &str)],
) -> Request<Bytes> {
    let signer = Signer::new(scheme, credentials, "cn-beijing-6", &SERVICE).unwrap();
    let params = params
        .iter()
        .map(|(name, value)| (name.to_string(), *value))
        .collect();
    signer
        .sign(
            &Operation::new("Do", SERVICE.version, method, params),
            &endpoint(),
            now(),
        )
        .unwrap()
}

fn with_query(mut request: Request<Bytes>, query: &str) -> Request<Bytes> {
    *request.uri_mut() = format!("/?{query}").parse().unwrap();
    request
}

fn sorted(params: &Params) -> Vec<(&str, &str)> {
    let mut pairs: Vec<_> = params.iter().collect();
    pairs.sort_unstable();
    pairs
}
