//! Requests as other clients make them.

use bytes::Bytes;
use http::{HeaderValue, Request};

use super::{sorted, verify, with_query};
use crate::Params;
use crate::auth::sign::canonical::{CanonicalRequest, sort};
use crate::auth::sign::hash::{finish, hex, hex_sha256};
use crate::auth::sign::key::{signing_key, v4_mac};
use crate::auth::sign::tests::SECRET;
use crate::server::VerifyError;
use crate::wire::encoding::join;

/// Header sets, double parameters and bodies of the vendor's SDKs.
#[test]
fn what_real_clients_send_is_borne() {
    // kscore signs these headers.
    let headers = [
        ("accept", "application/json"),
        ("host", "127.0.0.1:8080"),
        ("x-action", "DescribeInstance"),
        ("x-amz-date", "20150830T123600Z"),
        ("x-version", "2021-11-09"),
    ];
    let request = hand_signed(
        "GET",
        "Action=DescribeInstance&Version=2021-11-09&Blank=a%20b",
        "",
        &headers,
    );
    let respelt = with_query(
        request,
        "Action=DescribeInstance&Version=2021-11-09&Blank=a+b",
    );
    let verified = verify(&respelt).unwrap();
    assert_eq!(verified.params.get("Blank"), Some("a b"));
    assert_eq!(verified.params.len(), 3);

    // The Go SDK sends `Action` and `Version` twice.
    let form = [
        (
            "content-type",
            "application/x-www-form-urlencoded; charset=utf-8",
        ),
        ("host", "h"),
        ("x-amz-date", "20150830T123600Z"),
    ];
    let both = "Action=CreateInstance&Version=2021-11-09";
    let body = "InstanceName=x&Action=CreateInstance&Version=2021-11-09";
    let verified = verify(&hand_signed("POST", both, body, &form)).unwrap();
    let expected = [
        ("Action", "CreateInstance"),
        ("InstanceName", "x"),
        ("Version", "2021-11-09"),
    ];
    assert_eq!(sorted(&verified.params), expected);
    // Two that differ are left for the reader of the parameters to refuse.
    let verified = verify(&hand_signed("POST", "Action=Other", body, &form)).unwrap();
    assert_eq!(
        verified
            .params
            .iter()
            .filter(|(name, _)| *name == "Action")
            .count(),
        2
    );

    // kingsoftcloud-sdk-python sends common parameters beside a Version 4 signature, and some
    // actions as JSON.
    let extra = "Action=A&Version=1&Service=kcrs&SdkVersion=SDK_PYTHON_1&Region=cn-beijing-6&Accesskey=AK\
                 &Language=zh-CN&DryRun=True";
    let verified = verify(&hand_signed("GET", extra, "", &headers[1..4])).unwrap();
    assert!(verified.dry_run);
    let expected = [
        ("Action", "A"),
        ("Language", "zh-CN"),
        ("SdkVersion", "SDK_PYTHON_1"),
        ("Version", "1"),
    ];
    assert_eq!(sorted(&verified.params), expected);

    let json = [
        ("content-type", "application/json"),
        ("host", "h"),
        ("x-amz-content-sha256", "whatever it says"),
        ("x-amz-date", "20150830T123600Z"),
    ];
    let body = r#"{"Trigger": {"Name": "n", "Header": [{"Key": "k", "Value": ["a", 1]}], "Enabled": true, "No": null},
                   "Action": "A", "Empty": []}"#;
    let verified = verify(&hand_signed("POST", "Action=A&Version=1", body, &json)).unwrap();
    let expected = [
        ("Action", "A"),
        ("Trigger.Enabled", "True"),
        ("Trigger.Header.1.Key", "k"),
        ("Trigger.Header.1.Value.1", "a"),
        ("Trigger.Header.1.Value.2", "1"),
        ("Trigger.Name", "n"),
        ("Version", "1"),
    ];
    assert_eq!(sorted(&verified.params), expected);
    for body in ["[1]", "{", "7"] {
        let error = verify(&hand_signed("POST", "Action=A", body, &json)).unwrap_err();
        assert_eq!(error, VerifyError::MalformedParameter("(JSON body)".into()));
    }
    // A body of another type has no parameters, and is signed nevertheless.
    let other = [
        ("content-type", "text/plain"),
        ("host", "h"),
        ("x-amz-date", "20150830T123600Z"),
    ];
    let mut request = hand_signed("POST", "Action=A", "B=c", &other);
    assert_eq!(verify(&request).unwrap().params.len(), 1);
    *request.body_mut() = Bytes::from_static(b"B=d");
    assert_eq!(verify(&request), Err(VerifyError::Mismatch));
}

#[test]
fn the_date_can_be_that_of_http_and_headers_are_joined() {
    let headers = [
        ("date", "Sun, 30 Aug 2015 12:36:00 GMT"),
        ("host", "h"),
        ("x-note", "a b,c"),
    ];
    let mut request = hand_signed("GET", "Action=A", "", &headers);
    assert!(verify(&request).is_ok());
    request
        .headers_mut()
        .insert("x-note", HeaderValue::from_static("  a   b "));
    request
        .headers_mut()
        .append("x-note", HeaderValue::from_static("c"));
    assert!(verify(&request).is_ok());
    request
        .headers_mut()
        .append("x-note", HeaderValue::from_static(""));
    assert_eq!(verify(&request), Err(VerifyError::Mismatch));
}

/// Signs as another client would: any headers, the date among them.
fn hand_signed(
    method: &str,
    query: &str,
    body: &'static str,
    headers: &[(&str, &str)],
) -> Request<Bytes> {
    let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
    let signed_headers = names.join(";");
    let params = Params::from_form(query.as_bytes()).unwrap();
    let mut pairs: Vec<_> = params.iter().collect();
    sort(&mut pairs);
    let canonical = CanonicalRequest {
        method,
        path: "/",
        query: &join("", &pairs, 0),
        headers: &headers
            .iter()
            .map(|(name, value)| (*name, value.as_bytes()))
            .collect::<Vec<_>>(),
        signed_headers: &signed_headers,
        payload_hash: &hex_sha256(body.as_bytes()),
    };
    let key = signing_key(SECRET, b"20150830", "cn-beijing-6", "kcrs");
    let scope = "/cn-beijing-6/kcrs/aws4_request";
    let signature = hex(&finish(v4_mac(key, b"20150830T123600Z", scope, &canonical)));
    let signature = str::from_utf8(&signature).unwrap();
    let mut request = Request::builder().method(method).uri(format!("/?{query}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request
        .header(
            "authorization",
            format!(
                "AWS4-HMAC-SHA256 Credential=AK/20150830/cn-beijing-6/kcrs/aws4_request,SignedHeaders={signed_headers},\
                 Signature={signature}"
            ),
        )
        .body(Bytes::from_static(body.as_bytes()))
        .unwrap()
}
