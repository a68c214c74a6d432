//! Requests whose signature deserves an error.

use std::time::{Duration, SystemTime};

use kcrs_generated::{Signature, error_rows};

use super::{Case, case, signed};
use crate::support::Caller;

pub(super) fn header_cases(caller: &Caller) -> Vec<Case> {
    use error_rows as rows;
    let text = signed(caller);
    let right = authorization(&text);
    let with = |from: &str, to: &str| {
        assert!(right.contains(from), "{right}");
        authorized(&text, &right.replace(from, to))
    };
    let part = |name: &str| {
        let part = right.split([' ', ',']).find(|part| part.starts_with(name));
        part.unwrap_or_else(|| panic!("{name} in {right}"))
            .to_owned()
    };
    let (credential, signature) = (part("Credential="), part("Signature="));
    let no_credential = right.replace(&format!("{credential},"), "");
    let no_headers = right.replace("SignedHeaders=host;x-amz-date,", "");
    let no_signature = right.replace(&format!(", {signature}"), "");
    let elements: Vec<_> = credential["Credential=".len()..].split('/').collect();
    let date = elements[1];
    vec![
        case(&rows::MISSING_HOST, &[], without(&text, "host: ")),
        case(
            &rows::MISSING_AUTHENTICATION_TOKEN,
            &[],
            without(&text, "authorization: "),
        ),
        case(
            &rows::MISSING_HEADER,
            &["x-other"],
            with("host;", "host;x-other;"),
        ),
        case(&rows::HOST_NOT_SIGNED, &[], with("host;", "")),
        case(
            &rows::INVALID_CREDENTIAL_TERMINATOR,
            &["aws5_request"],
            with("aws4_request", "aws5_request"),
        ),
        case(
            &rows::INVALID_CREDENTIAL_REGION,
            &["cn-nowhere-1"],
            with("cn-beijing-6", "cn-nowhere-1"),
        ),
        case(
            &rows::INVALID_CREDENTIAL_REGION,
            &[""],
            with("cn-beijing-6", ""),
        ),
        case(
            &rows::INVALID_CREDENTIAL_SERVICE,
            &["kcrs"],
            with("/kcrs/", "/kec/"),
        ),
        case(
            &rows::SIGNATURE_MISMATCH,
            &[],
            with("Signature=", "Signature=00"),
        ),
        case(
            &rows::SIGNATURE_MISMATCH,
            &[],
            with("Signature=", "Signature=nohex"),
        ),
        case(&rows::CREDENTIAL_DATE_MISMATCH, &[], with(date, "20210101")),
        case(
            &rows::INVALID_CLIENT_TOKEN_ID,
            &[],
            with("Credential=AK", "Credential=XX"),
        ),
        case(
            &rows::UNSUPPORTED_ALGORITHM,
            &["AWS4-HMAC-SHA512"],
            with("SHA256", "SHA512"),
        ),
        case(
            &rows::MISSING_CREDENTIAL,
            &[&no_credential],
            authorized(&text, &no_credential),
        ),
        case(
            &rows::MISSING_SIGNED_HEADERS,
            &[&no_headers],
            authorized(&text, &no_headers),
        ),
        case(
            &rows::MISSING_SIGNATURE,
            &[&no_signature],
            authorized(&text, &no_signature),
        ),
        case(
            &rows::INVALID_CREDENTIAL,
            &["AK/kcrs"],
            with(&elements.join("/"), "AK/kcrs"),
        ),
        case(
            &rows::INVALID_AUTHORIZATION_HEADER,
            &[],
            with("SignedHeaders=", "SignedHeaders "),
        ),
        case(
            &rows::INVALID_AUTHORIZATION_HEADER,
            &[],
            with("Signature=", "Signature=x, Signature="),
        ),
        case(
            &rows::MISSING_DATE,
            &[right],
            without(&text, "x-amz-date: "),
        ),
        case(
            &rows::INVALID_DATE,
            &["yesterday"],
            without(&text, "x-amz-date: ").replace("host: ", "x-amz-date: yesterday\r\nhost: "),
        ),
    ]
}

/// The same in the other two forms, as far as they can have them.
pub(super) fn other_cases(caller: &Caller) -> Vec<Case> {
    use error_rows as rows;
    let of = |signature| {
        signed(&Caller {
            signature,
            ..caller.clone()
        })
    };
    let (query, simplified) = (of(Signature::V4Query), of(Signature::Simplified));
    let with = |text: &str, from: &str, to: &str| {
        assert!(text.contains(from), "{text}");
        text.replacen(from, to, 1)
    };
    vec![
        case(
            &rows::MISSING_QUERY_SIGNATURE,
            &["X-Amz-SignedHeaders"],
            with(&query, "X-Amz-SignedHeaders=", "x="),
        ),
        case(
            &rows::MISSING_QUERY_SIGNATURE,
            &["X-Amz-Signature"],
            with(&query, "X-Amz-Signature=", "x="),
        ),
        case(
            &rows::UNSUPPORTED_ALGORITHM,
            &["AWS4-HMAC-SHA1"],
            with(&query, "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1"),
        ),
        case(
            &rows::SIGNATURE_MISMATCH,
            &[],
            with(&query, "&Version=", "&Marker=1&Version="),
        ),
        case(
            &rows::INVALID_DATE,
            &["now"],
            with(&query, "X-Amz-Date=", "X-Amz-Date=now&y="),
        ),
        case(
            &rows::HOST_NOT_SIGNED,
            &[],
            with(
                &query,
                "X-Amz-SignedHeaders=host",
                "X-Amz-SignedHeaders=accept",
            ),
        ),
        case(
            &rows::MISSING_QUERY_SIGNATURE,
            &["Timestamp"],
            with(&simplified, "Timestamp=", "x="),
        ),
        case(
            &rows::UNSUPPORTED_ALGORITHM,
            &["HMAC-SHA1"],
            with(&simplified, "HMAC-SHA256", "HMAC-SHA1"),
        ),
        case(
            &rows::UNSUPPORTED_ALGORITHM,
            &["2.0"],
            with(&simplified, "SignatureVersion=1.0", "SignatureVersion=2.0"),
        ),
        case(
            &rows::INVALID_CLIENT_TOKEN_ID,
            &[],
            with(&simplified, "Accesskey=AK", "Accesskey=BK"),
        ),
        case(
            &rows::INVALID_CREDENTIAL_SERVICE,
            &["kcrs"],
            with(&simplified, "Service=kcrs", "Service=kec"),
        ),
        case(
            &rows::SIGNATURE_MISMATCH,
            &[],
            with(&simplified, "&Version=", "&Marker=1&Version="),
        ),
        case(
            &rows::INVALID_DATE,
            &["20260101T000000Z"],
            with(&simplified, "Timestamp=", "Timestamp=20260101T000000Z&y="),
        ),
    ]
    .into_iter()
    .map(accept_header)
    .collect()
}

/// The case that signs `accept` sends none.
fn accept_header(mut case: Case) -> Case {
    if case.row.name == error_rows::HOST_NOT_SIGNED.name {
        let text = String::from_utf8_lossy(&case.raw)
            .replace("accept: ", "accept: application/json\r\nx: ");
        let has_one = text.contains("accept: ");
        case.raw = if has_one {
            text
        } else {
            text.replace("host: ", "accept: */*\r\nhost: ")
        }
        .into();
    }
    case
}

pub(super) fn expired(caller: &Caller) -> Vec<Case> {
    let row = &error_rows::SIGNATURE_EXPIRED;
    [Duration::from_secs(16 * 60), Duration::from_secs(86_400)]
        .into_iter()
        .map(|by| {
            let time = SystemTime::now() - by;
            let text = signed(&Caller {
                time,
                ..caller.clone()
            });
            let date = text
                .lines()
                .find_map(|line| line.strip_prefix("x-amz-date: "));
            let date = date.expect("a date").to_owned();
            case(row, &[&date], text)
        })
        .collect()
}

fn authorization(text: &str) -> &str {
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("authorization: "));
    line.expect("a header")
}

fn without(text: &str, header: &str) -> String {
    let lines = text.split("\r\n");
    let kept: Vec<_> = lines.filter(|line| !line.starts_with(header)).collect();
    kept.join("\r\n")
}

/// Puts another `Authorization` in the place of the right one.
fn authorized(text: &str, with: &str) -> String {
    text.replace(authorization(text), with)
}
