//! The check of Signature Version 4.

use std::collections::HashSet;

use http::header::{AUTHORIZATION, HOST, HeaderName};

use super::authorization::{Claim, SignedBy};
use super::error::VerifyError;
use super::{IncomingRequest, Verifier, check_signature};
use crate::auth::sign::canonical::{CanonicalRequest, Header, sort};
use crate::auth::sign::hash::hex_sha256;
use crate::auth::sign::key::{scope_behind_day, signing_key, v4_mac};
use crate::wire::encoding::{encode_into, join};
use crate::{Credentials, Params};

/// Names and canonical values of headers.
type SignedHeaders<'n> = Vec<(&'n str, Vec<u8>)>;

impl Verifier {
    /// Checks all of a claim but the signature itself.
    pub(super) fn check_claim<'c>(
        &self,
        request: &IncomingRequest<'_>,
        claim: &'c Claim,
    ) -> Result<(SignedHeaders<'c>, Credentials), VerifyError> {
        self.check_scope(&claim.service, Some(&claim.region))?;
        let headers = signed_headers(request, &claim.signed_headers)?;
        let credentials = self.credentials(&claim.access_key, claim.token.as_deref())?;
        self.check_time(&claim.time, &claim.time_text, claim.expires)?;
        Ok((headers, credentials))
    }

    pub(super) fn version4(
        &self,
        request: &IncomingRequest<'_>,
        query: &Params,
        claim: &Claim,
    ) -> Result<SignedBy, VerifyError> {
        let (headers, credentials) = self.check_claim(request, claim)?;
        let is_in_query = !request.headers.contains_key(AUTHORIZATION);
        let is_signed = |name: &str| !(is_in_query && name == "X-Amz-Signature");
        let mut pairs: Vec<_> = query.iter().filter(|(name, _)| is_signed(name)).collect();
        sort(&mut pairs);
        let headers: Vec<Header<'_>> = headers
            .iter()
            .map(|(name, value)| (*name, value.as_slice()))
            .collect();
        let canonical = CanonicalRequest {
            method: request.method.as_str(),
            path: &canonical_path(request.path),
            query: &join("", &pairs, 0),
            headers: &headers,
            signed_headers: &claim.signed_headers,
            payload_hash: &hex_sha256(request.body),
        };
        let (region, service) = (&claim.region, &claim.service);
        let key = signing_key(
            credentials.secret_key(),
            claim.day.as_bytes(),
            region,
            service,
        );
        let mac = v4_mac(
            key,
            &claim.time.basic(),
            &scope_behind_day(region, service),
            &canonical,
        );
        check_signature(mac, &claim.signature)?;
        Ok(SignedBy {
            access_key: claim.access_key.clone(),
            region: Some(region.clone()),
        })
    }
}

/// Names and canonical values of the signed headers, `Host` among them.
fn signed_headers<'n>(
    request: &IncomingRequest<'_>,
    names: &'n str,
) -> Result<SignedHeaders<'n>, VerifyError> {
    let mut headers: Vec<(&str, Vec<u8>)> = Vec::new();
    let mut seen = HashSet::new();
    for name in names.split(';') {
        let value = match HeaderName::from_bytes(name.as_bytes()) {
            Ok(header) => {
                let value = header_value(request, &header);
                // A long value that is named very often would be copied as often, whoever sent it.
                // The Go SDK names `host` twice, and signs its line twice.
                let is_second_host = name == "host"
                    && matches!(headers.as_slice(), [rest @ .., ("host", _)]
                        if rest.iter().all(|(before, _)| *before != "host"));
                if !seen.insert(header) && !is_second_host {
                    return Err(VerifyError::AuthorizationFormat);
                }
                value
            }
            Err(_) => None,
        };
        headers.push((
            name,
            value.ok_or_else(|| VerifyError::HeaderNotSent(name.to_owned()))?,
        ));
    }
    if seen.contains(&HOST) {
        Ok(headers)
    } else {
        Err(VerifyError::HostNotSigned)
    }
}

/// The values of a header, joined by `,`; each without leading and trailing whitespace, and with
/// runs of spaces made one.
fn header_value(request: &IncomingRequest<'_>, name: &HeaderName) -> Option<Vec<u8>> {
    let mut joined: Option<Vec<u8>> = None;
    for value in request.headers.get_all(name) {
        let joined = match &mut joined {
            Some(joined) => {
                joined.push(b',');
                joined
            }
            None => joined.insert(Vec::new()),
        };
        let words = value.as_bytes().split(|byte| matches!(byte, b' ' | b'\t'));
        for (at, word) in words.filter(|word| !word.is_empty()).enumerate() {
            if at > 0 {
                joined.push(b' ');
            }
            joined.extend_from_slice(word);
        }
    }
    let authority = || {
        Some(
            request
                .authority
                .filter(|_| name == HOST)?
                .as_bytes()
                .to_vec(),
        )
    };
    joined.or_else(authority)
}

/// Each part of the path, encoded once more, as all services but object storage sign it.
fn canonical_path(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len() + 1);
    for (at, part) in path.split('/').enumerate() {
        if at > 0 {
            encoded.push('/');
        }
        encode_into(&mut encoded, part);
    }
    if encoded.is_empty() {
        encoded.push('/');
    }
    encoded
}
