//! Turns an operation into a signed HTTP request.

use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use hmac::Mac;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderName, USER_AGENT};
use http::{HeaderMap, HeaderValue, Request};

use super::canonical::{CanonicalRequest, Pair, sort};
use super::hash::{EMPTY_HASH, finish, hex, hex_sha256, hmac};
use super::key::{DayKey, scope_behind_day, v4_mac};
use super::{ALGORITHM, NAMED, SIMPLIFIED_METHOD, SIMPLIFIED_VERSION};
use crate::wire::calendar::UtcTime;
use crate::wire::encoding::join;
use crate::{Credentials, Endpoint, Method, Operation, Signature};

const DATE_HEADER: HeaderName = HeaderName::from_static("x-amz-date");
const TOKEN_HEADER: HeaderName = HeaderName::from_static("x-amz-security-token");
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
const JSON: HeaderValue = HeaderValue::from_static("application/json");
const SIMPLIFIED_FIELD: &str = "&Signature=";
const V4_FIELD: &str = "&X-Amz-Signature=";

/// Parameters up to this number are put in order without an allocation.
const INLINE: usize = 24;

/// Signs the operations of one service, region and credential.
///
/// The bytes that are signed are the bytes that are sent: a query is sent in canonical order.
pub struct Signer {
    scheme: Signature,
    credentials: Credentials,
    region: String,
    service: &'static str,
    /// The credential scope behind the day.
    scope: String,
    token: Option<HeaderValue>,
    user_agent: HeaderValue,
    day_key: DayKey,
}

impl Signer {
    /// Creates a signer. Fails where a credential, the region or the user agent holds characters
    /// that cannot travel.
    pub fn new(
        scheme: Signature,
        credentials: Credentials,
        region: impl Into<String>,
        service: &crate::Service,
    ) -> Result<Self, SigningError> {
        let region = region.into();
        check_scope("access key", credentials.access_key())?;
        check_scope("region", &region)?;
        check_scope("service name", service.name)?;
        let secret_key = credentials.secret_key();
        if secret_key.is_empty() {
            return Err(SigningError::part("secret key", "is empty"));
        }
        if secret_key.contains(char::is_control) {
            return Err(SigningError::part(
                "secret key",
                "has a control character in it, such as a line break at its end",
            ));
        }
        let token = credentials.token().map(token_value).transpose()?;
        let user_agent = HeaderValue::from_str(service.user_agent).map_err(|_| {
            SigningError::part("user agent", "has characters that a header cannot have")
        })?;
        let service = service.name;
        Ok(Self {
            scheme,
            credentials,
            scope: scope_behind_day(&region, service),
            region,
            service,
            token,
            user_agent,
            day_key: DayKey::default(),
        })
    }

    /// The scheme in use.
    pub fn scheme(&self) -> Signature {
        self.scheme
    }

    /// The region that requests are signed for.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The request that performs `operation` at `endpoint`, signed for the time `now`.
    pub fn sign(
        &self,
        operation: &Operation,
        endpoint: &Endpoint,
        now: SystemTime,
    ) -> Result<Request<Bytes>, SigningError> {
        let mut own = operation.params().iter();
        if let Some((name, _)) = own.find(|(name, _)| NAMED.contains(name)) {
            return Err(SigningError(format!(
                "`{name}` is among the parameters, but `Action` and `Version` are those of the operation itself"
            )));
        }
        let time = UtcTime::new(now);
        match self.scheme {
            Signature::V4 => self.in_header(operation, endpoint, &time),
            Signature::V4Query => self.in_query(operation, endpoint, &time),
            Signature::Simplified => self.simplified(operation, endpoint, &time),
        }
    }

    fn in_header(
        &self,
        operation: &Operation,
        endpoint: &Endpoint,
        time: &UtcTime,
    ) -> Result<Request<Bytes>, SigningError> {
        let prefix = prefix(operation.method(), endpoint);
        let text = with_pairs(operation, &[], |pairs| {
            if operation.method() == Method::Get {
                sort(pairs);
            }
            join(prefix, pairs, 0)
        });
        let (query, payload_hash) = match operation.method() {
            Method::Get => (&text[prefix.len()..], EMPTY_HASH),
            Method::Post => ("", hex_sha256(text.as_bytes())),
        };
        let date = time.basic();
        let token = self.token.as_ref().map_or(&b""[..], HeaderValue::as_bytes);
        let headers = [
            ("host", endpoint.host().as_bytes()),
            ("x-amz-date", &date),
            ("x-amz-security-token", token),
        ];
        let (headers, signed_headers) = if self.token.is_some() {
            (&headers[..], "host;x-amz-date;x-amz-security-token")
        } else {
            (&headers[..2], "host;x-amz-date")
        };
        let request = CanonicalRequest {
            method: operation.method().as_str(),
            path: endpoint.path(),
            query,
            headers,
            signed_headers,
            payload_hash: &payload_hash,
        };
        let signature = self.v4_signature(time, &date, &request);
        let authorization = self.authorization(&date, signed_headers, &signature)?;

        let mut request = self.request(operation.method(), endpoint, text)?;
        let headers = request.headers_mut();
        headers.insert(DATE_HEADER, header_value(Bytes::copy_from_slice(&date))?);
        headers.insert(AUTHORIZATION, authorization);
        if let Some(token) = &self.token {
            headers.insert(TOKEN_HEADER, token.clone());
        }
        Ok(request)
    }

    fn in_query(
        &self,
        operation: &Operation,
        endpoint: &Endpoint,
        time: &UtcTime,
    ) -> Result<Request<Bytes>, SigningError> {
        let date = time.basic();
        let mut credential = Vec::with_capacity(self.credential_len());
        self.write_credential(&mut credential, &date);
        let common = [
            ("X-Amz-Algorithm", ALGORITHM),
            ("X-Amz-Credential", text_of(&credential)),
            ("X-Amz-Date", text_of(&date)),
            ("X-Amz-SignedHeaders", "host"),
            (
                "X-Amz-Security-Token",
                self.credentials.token().unwrap_or_default(),
            ),
        ];
        let common = &common[..4 + usize::from(self.token.is_some())];
        let prefix = endpoint.query_prefix();
        let mut text = with_pairs(operation, common, |pairs| {
            sort(pairs);
            join(prefix, pairs, V4_FIELD.len() + 64)
        });
        let request = CanonicalRequest {
            method: "GET",
            path: endpoint.path(),
            query: &text[prefix.len()..],
            headers: &[("host", endpoint.host().as_bytes())],
            signed_headers: "host",
            payload_hash: &EMPTY_HASH,
        };
        let signature = self.v4_signature(time, &date, &request);
        text.push_str(V4_FIELD);
        text.push_str(text_of(&signature));
        self.request(Method::Get, endpoint, text)
    }

    fn simplified(
        &self,
        operation: &Operation,
        endpoint: &Endpoint,
        time: &UtcTime,
    ) -> Result<Request<Bytes>, SigningError> {
        let timestamp = time.extended();
        let common = [
            ("Accesskey", self.credentials.access_key()),
            ("Region", self.region.as_str()),
            ("Service", self.service),
            ("SignatureMethod", SIMPLIFIED_METHOD),
            ("SignatureVersion", SIMPLIFIED_VERSION),
            ("Timestamp", text_of(&timestamp)),
            (
                "SecurityToken",
                self.credentials.token().unwrap_or_default(),
            ),
        ];
        let common = &common[..6 + usize::from(self.token.is_some())];
        let prefix = prefix(operation.method(), endpoint);
        let mut text = with_pairs(operation, common, |pairs| {
            sort(pairs);
            join(prefix, pairs, SIMPLIFIED_FIELD.len() + 64)
        });
        let signature = simplified_signature(self.credentials.secret_key(), &text[prefix.len()..]);
        text.push_str(SIMPLIFIED_FIELD);
        text.push_str(text_of(&hex(&signature)));
        self.request(operation.method(), endpoint, text)
    }

    fn v4_signature(
        &self,
        time: &UtcTime,
        date: &[u8; 16],
        request: &CanonicalRequest<'_>,
    ) -> [u8; 64] {
        let secret = self.credentials.secret_key();
        let key = self.day_key.get(time, secret, &self.region, self.service);
        hex(&finish(v4_mac(key, date, &self.scope, request)))
    }

    fn authorization(
        &self,
        date: &[u8; 16],
        signed_headers: &str,
        signature: &[u8; 64],
    ) -> Result<HeaderValue, SigningError> {
        const CREDENTIAL: &str = "AWS4-HMAC-SHA256 Credential=";
        const SIGNED_HEADERS: &str = ", SignedHeaders=";
        const SIGNATURE: &str = ", Signature=";
        let fixed = CREDENTIAL.len() + SIGNED_HEADERS.len() + SIGNATURE.len() + signature.len();
        let length = fixed + self.credential_len() + signed_headers.len();
        let mut text = Vec::with_capacity(length);
        text.extend_from_slice(CREDENTIAL.as_bytes());
        self.write_credential(&mut text, date);
        text.extend_from_slice(SIGNED_HEADERS.as_bytes());
        text.extend_from_slice(signed_headers.as_bytes());
        text.extend_from_slice(SIGNATURE.as_bytes());
        text.extend_from_slice(signature);
        let mut value = header_value(Bytes::from(text))?;
        value.set_sensitive(true);
        Ok(value)
    }

    fn write_credential(&self, text: &mut Vec<u8>, date: &[u8; 16]) {
        let [day @ .., _, _, _, _, _, _, _, _] = date;
        text.extend_from_slice(self.credentials.access_key().as_bytes());
        text.push(b'/');
        text.extend_from_slice(day);
        text.extend_from_slice(self.scope.as_bytes());
    }

    fn credential_len(&self) -> usize {
        self.credentials.access_key().len() + "/YYYYMMDD".len() + self.scope.len()
    }

    /// The request with all that is not of a scheme. `text` is path and query of a GET, the body of
    /// a POST.
    fn request(
        &self,
        method: Method,
        endpoint: &Endpoint,
        text: String,
    ) -> Result<Request<Bytes>, SigningError> {
        let (path, body) = match method {
            Method::Get => (Bytes::from(text), Bytes::new()),
            Method::Post => (
                Bytes::copy_from_slice(endpoint.path().as_bytes()),
                text.into(),
            ),
        };
        let length = path.len();
        let uri = endpoint
            .uri(path)
            .ok_or_else(|| SigningError(format!(
                "the parameters make a query of {length} bytes, which is too long for a URL; a POST has no such limit"
            )))?;
        let mut headers = HeaderMap::with_capacity(8);
        headers.insert(HOST, endpoint.host_value().clone());
        headers.insert(USER_AGENT, self.user_agent.clone());
        headers.insert(ACCEPT, JSON);
        if method == Method::Post {
            headers.insert(CONTENT_TYPE, FORM);
        }
        let mut request = Request::new(body);
        *request.method_mut() = method.into();
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        Ok(request)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("scheme", &self.scheme)
            .field("credentials", &self.credentials)
            .field("region", &self.region)
            .field("service", &self.service)
            .finish_non_exhaustive()
    }
}

/// Error of signing a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningError(String);

impl SigningError {
    /// Error of a part of a signature.
    fn part(part: &str, problem: &str) -> Self {
        Self(format!("the {part} {problem}"))
    }
}

impl fmt::Display for SigningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SigningError {}

/// The code of the simplified scheme over encoded pairs in canonical order.
pub(super) fn simplified_signature(secret: &str, pairs: &str) -> [u8; 32] {
    finish(hmac(secret.as_bytes()).chain_update(pairs))
}

fn prefix(method: Method, endpoint: &Endpoint) -> &str {
    match method {
        Method::Get => endpoint.query_prefix(),
        Method::Post => "",
    }
}

/// Calls `f` with the pairs of an operation: `common` ones, `Action` and `Version`, and its own.
fn with_pairs<'a, T>(
    operation: &'a Operation,
    common: &[Pair<'a>],
    f: impl FnOnce(&mut [Pair<'a>]) -> T,
) -> T {
    let named = [
        ("Action", operation.action()),
        ("Version", operation.version()),
    ];
    let own = operation.params().iter();
    let number = named.len() + common.len() + own.len();
    let pairs = named.into_iter().chain(common.iter().copied()).chain(own);
    let mut inline = [("", ""); INLINE];
    match inline.get_mut(..number) {
        Some(slots) => {
            slots
                .iter_mut()
                .zip(pairs)
                .for_each(|(slot, pair)| *slot = pair);
            f(slots)
        }
        None => f(&mut pairs.collect::<Vec<_>>()),
    }
}

/// Parts of a credential scope are divided by `/` and end at a comma or space.
fn check_scope(part: &'static str, text: &str) -> Result<(), SigningError> {
    if text.is_empty() {
        return Err(SigningError::part(part, "is empty"));
    }
    let allowed = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'/' | b',' | b'=');
    if !text.bytes().all(allowed) {
        return Err(SigningError::part(
            part,
            "has characters that a credential scope cannot have (spaces, `/`, `,`, `=`, or other than ASCII)",
        ));
    }
    Ok(())
}

fn token_value(token: &str) -> Result<HeaderValue, SigningError> {
    let graphic = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    let value = graphic.then(|| HeaderValue::from_str(token).ok()).flatten();
    let mut value = value.ok_or_else(|| {
        SigningError::part(
            "session token",
            "is empty or has characters that a header cannot have",
        )
    })?;
    value.set_sensitive(true);
    Ok(value)
}

fn header_value(text: Bytes) -> Result<HeaderValue, SigningError> {
    HeaderValue::from_maybe_shared(text)
        .map_err(|_| SigningError::part("signature", "cannot travel in a header"))
}

/// Text that was put together from ASCII.
fn text_of(ascii: &[u8]) -> &str {
    str::from_utf8(ascii).unwrap_or_default()
}
