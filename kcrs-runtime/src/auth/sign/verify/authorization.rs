//! The claim of a signature: the `Authorization` header, or the parameters that stand for it in a
//! query.

use std::time::Duration;

use http::HeaderMap;
use http::header::{AUTHORIZATION, DATE};

use super::error::VerifyError;
use crate::Params;
use crate::auth::sign::ALGORITHM;
use crate::wire::calendar::UtcTime;

const DATE_HEADER: &str = "x-amz-date";
const EXPIRES: &str = "X-Amz-Expires";
/// A week, in seconds.
const MAX_EXPIRES: u64 = 7 * 24 * 3600;
const TOKEN_HEADER: &str = "x-amz-security-token";

/// The outcome of a check.
pub(super) struct SignedBy {
    pub(super) access_key: String,
    pub(super) region: Option<String>,
}

/// The fields of a Signature Version 4 in a request.
pub(super) struct Claim {
    pub(super) access_key: String,
    /// `YYYYMMDD`, not yet compared with the date.
    pub(super) day: String,
    pub(super) region: String,
    pub(super) service: String,
    pub(super) signed_headers: String,
    pub(super) signature: String,
    pub(super) time: UtcTime,
    pub(super) time_text: String,
    pub(super) token: Option<String>,
    /// Validity after its date.
    pub(super) expires: Option<Duration>,
}

/// Reads `AWS4-HMAC-SHA256 Credential=AK/scope, SignedHeaders=…, Signature=…`.
pub(super) fn of_header(headers: &HeaderMap) -> Result<Claim, VerifyError> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(VerifyError::AuthorizationFormat);
    };
    let text = value
        .to_str()
        .map_err(|_| VerifyError::AuthorizationFormat)?
        .trim();
    let (algorithm, rest) = text.split_once(' ').unwrap_or((text, ""));
    if algorithm != ALGORITHM {
        return Err(VerifyError::Algorithm(algorithm.to_owned()));
    }
    let (mut credential, mut signed_headers, mut signature) = (None, None, None);
    for part in rest
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let (name, value) = part
            .split_once('=')
            .ok_or(VerifyError::AuthorizationFormat)?;
        let slot = match name {
            "Credential" => &mut credential,
            "SignedHeaders" => &mut signed_headers,
            "Signature" => &mut signature,
            _ => return Err(VerifyError::AuthorizationFormat),
        };
        if slot.replace(value).is_some() {
            return Err(VerifyError::AuthorizationFormat);
        }
    }
    let all = || text.to_owned();
    let credential = credential.ok_or_else(|| VerifyError::MissingCredential(all()))?;
    let signed_headers = signed_headers.ok_or_else(|| VerifyError::MissingSignedHeaders(all()))?;
    let signature = signature.ok_or_else(|| VerifyError::MissingSignature(all()))?;
    let (time, time_text) = time_of(headers)?.ok_or_else(|| VerifyError::MissingDate(all()))?;
    let token = headers
        .get(TOKEN_HEADER)
        .map(|token| String::from_utf8_lossy(token.as_bytes()).into_owned());
    Claim::new(credential, signed_headers, signature, time, time_text)
        .map(|claim| Claim { token, ..claim })
}

/// Returns whether the parameters of a query claim a signature.
pub(super) fn is_in_query(query: &Params) -> bool {
    [
        "X-Amz-Signature",
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-SignedHeaders",
    ]
    .iter()
    .any(|name| query.get(name).is_some())
}

/// Reads `X-Amz-Algorithm`, `X-Amz-Credential` and so on.
pub(super) fn of_query(query: &Params) -> Result<Claim, VerifyError> {
    let mut missing = Vec::new();
    let mut required = |name: &'static str| {
        let value = query.get(name).unwrap_or_default();
        if value.is_empty() {
            missing.push(name);
        }
        value
    };
    let algorithm = required("X-Amz-Algorithm");
    let credential = required("X-Amz-Credential");
    let signed_headers = required("X-Amz-SignedHeaders");
    let date = required("X-Amz-Date");
    let signature = required("X-Amz-Signature");
    if !missing.is_empty() {
        return Err(VerifyError::missing_parameters(&missing));
    }
    if algorithm != ALGORITHM {
        return Err(VerifyError::Algorithm(algorithm.to_owned()));
    }
    let time =
        UtcTime::parse_basic(date).ok_or_else(|| VerifyError::DateFormat(date.to_owned()))?;
    let token = query.get("X-Amz-Security-Token").map(str::to_owned);
    let expires = query.get(EXPIRES).map(|text| match text.parse() {
        Ok(seconds @ 1..=MAX_EXPIRES) => Ok(Duration::from_secs(seconds)),
        _ => Err(VerifyError::MalformedParameter(EXPIRES.to_owned())),
    });
    let expires = expires.transpose()?;
    let claim = Claim::new(credential, signed_headers, signature, time, date.to_owned())?;
    Ok(Claim {
        token,
        expires,
        ..claim
    })
}

impl Claim {
    fn new(
        credential: &str,
        signed_headers: &str,
        signature: &str,
        time: UtcTime,
        time_text: String,
    ) -> Result<Self, VerifyError> {
        let elements: Vec<&str> = credential.split('/').collect();
        let &[access_key, day, region, service, terminator] = elements.as_slice() else {
            return Err(VerifyError::CredentialFormat(credential.to_owned()));
        };
        if terminator != crate::auth::sign::key::TERMINATOR {
            return Err(VerifyError::Terminator(terminator.to_owned()));
        }
        if day.as_bytes() != &time.basic()[..8] {
            return Err(VerifyError::ScopeDate);
        }
        Ok(Self {
            access_key: access_key.to_owned(),
            day: day.to_owned(),
            region: region.to_owned(),
            service: service.to_owned(),
            signed_headers: signed_headers.to_owned(),
            signature: signature.to_owned(),
            time,
            time_text,
            token: None,
            expires: None,
        })
    }
}

/// The date of a request: `X-Amz-Date`, or the `Date` of HTTP, which may have HTTP's form.
fn time_of(headers: &HeaderMap) -> Result<Option<(UtcTime, String)>, VerifyError> {
    let (value, may_be_http) = match (headers.get(DATE_HEADER), headers.get(DATE)) {
        (Some(value), _) => (value, false),
        (None, Some(value)) => (value, true),
        (None, None) => return Ok(None),
    };
    let text = String::from_utf8_lossy(value.as_bytes()).trim().to_owned();
    let http = || may_be_http.then(|| UtcTime::parse_http(&text)).flatten();
    match UtcTime::parse_basic(&text).or_else(http) {
        Some(time) => Ok(Some((time, text))),
        None => Err(VerifyError::DateFormat(text)),
    }
}
