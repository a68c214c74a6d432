//! Checks the signature of a request.

mod authorization;
mod error;
mod params;
#[cfg(test)]
mod tests;
mod version4;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use hmac::Mac;
use http::header::{AUTHORIZATION, HOST};
use http::{HeaderMap, Method};

use self::authorization::{Claim, SignedBy};
use self::params::{Gathered, read_form};
use super::canonical::sort;
use super::hash::{hmac, unhex};
use super::{SIMPLIFIED_METHOD, SIMPLIFIED_VERSION};
use crate::wire::calendar::UtcTime;
use crate::wire::encoding::join;
use crate::{Clock, Credentials, Params, Signature, SystemClock};

pub use error::VerifyError;

/// Default tolerance between the date of a request and the server's clock.
const SKEW: Duration = Duration::from_secs(15 * 60);

/// A request as a server received it.
#[derive(Clone, Copy, Debug)]
pub struct IncomingRequest<'a> {
    /// HTTP method.
    pub method: &'a Method,
    /// Path, as it was sent.
    pub path: &'a str,
    /// Query, as it was sent, without the `?`.
    pub query: &'a str,
    /// Headers.
    pub headers: &'a HeaderMap,
    /// Stands in for a `Host` header that is not there: the authority of an HTTP/2 request.
    pub authority: Option<&'a str>,
    /// Body.
    pub body: &'a [u8],
}

impl<'a, B: AsRef<[u8]>> From<&'a http::Request<B>> for IncomingRequest<'a> {
    fn from(request: &'a http::Request<B>) -> Self {
        let uri = request.uri();
        Self {
            method: request.method(),
            path: uri.path(),
            query: uri.query().unwrap_or_default(),
            headers: request.headers(),
            authority: uri.authority().map(|authority| authority.as_str()),
            body: request.body().as_ref(),
        }
    }
}

/// Knows the credentials of access keys. Any
/// `Fn(&str) -> Option<Credentials> + Send + Sync + 'static` does.
pub trait KeyLookup: Send + Sync + 'static {
    /// The credentials of an access key.
    fn find(&self, access_key: &str) -> Option<Credentials>;
}

impl<F> KeyLookup for F
where
    F: Fn(&str) -> Option<Credentials> + Send + Sync + 'static,
{
    fn find(&self, access_key: &str) -> Option<Credentials> {
        self(access_key)
    }
}

/// A request whose signature is right.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    /// Access key of the signature.
    pub access_key: String,
    /// In which scheme.
    pub scheme: Signature,
    /// The region that it is for, where it names one.
    pub region: Option<String>,
    /// Whether only the permission is asked about (the common parameter `DryRun`).
    pub dry_run: bool,
    /// The parameters, with `Action` and `Version`, without the common ones and those of the
    /// signature.
    ///
    /// They are those of the query of a GET. Those of a POST are those of its body (a form or
    /// JSON), followed by those of its query that are not in the body with the same value: some
    /// clients send `Action` and `Version` in both.
    ///
    /// JSON is read as the form that says the same (`Trigger.EventType.1`), which is to have 20,000
    /// parameters at most, with names of 4 MiB together: a small body could become a very large
    /// form. Else all that is done before the signature is known to be right takes time and memory
    /// in proportion to the request, which you have to bound.
    pub params: Params,
}

/// Checks signatures of all three [schemes](Signature), which it distinguishes by itself.
///
/// It reads requests as senders write them: parameters are decoded (`+` is a space) and put into
/// canonical form, so that it does not matter in which of the allowed spellings they came, and
/// unknown ones are kept.
///
/// ```
/// use kcrs_runtime::Credentials;
/// use kcrs_runtime::server::Verifier;
///
/// let verifier = Verifier::new("kcrs", |access_key: &str| {
///     (access_key == "AK").then(|| Credentials::new("AK", "SK"))
/// });
/// let request = http::Request::get("/?Action=DescribeInstance").header("host", "localhost").body("").unwrap();
/// let refused = verifier.verify(&(&request).into()).unwrap_err();
/// assert_eq!(refused.to_string(), "Request is missing Authentication Token.");
/// ```
#[derive(Clone)]
pub struct Verifier {
    service: String,
    region: Option<String>,
    skew: Duration,
    clock: Arc<dyn Clock>,
    keys: Arc<dyn KeyLookup>,
}

impl Verifier {
    /// Checks requests to the service of this name. Any region will do.
    pub fn new(service: impl Into<String>, keys: impl KeyLookup) -> Self {
        Self {
            service: service.into(),
            region: None,
            skew: SKEW,
            clock: Arc::new(SystemClock),
            keys: Arc::new(keys),
        }
    }

    /// Refuses requests to other regions.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets how far the date of a request may be from the clock: 15 minutes unless set. A query
    /// that has `X-Amz-Expires` says itself how old it may get.
    #[must_use]
    pub fn skew(mut self, skew: Duration) -> Self {
        self.skew = skew;
        self
    }

    /// Sets the clock; the system's otherwise.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Checks a request and gives its parameters. Those of the body are read only once a Version 4
    /// signature is known to be right.
    pub fn verify(&self, request: &IncomingRequest<'_>) -> Result<Verified, VerifyError> {
        let query = read_query(request)?;
        let claim = claim(request, &query)?;
        let signed_by = match &claim {
            Some((scheme, claim)) => Some((*scheme, self.version4(request, &query, claim)?)),
            None => None,
        };
        let gathered = Gathered::read(request, query)?;
        let (scheme, SignedBy { access_key, region }) = match signed_by {
            Some(signed_by) => signed_by,
            None => (Signature::Simplified, self.simplified(&gathered.all())?),
        };
        let (params, dry_run) = gathered.into_own();
        Ok(Verified {
            access_key,
            scheme,
            region,
            dry_run,
            params,
        })
    }

    /// Checks what is known of a request before its body has come, which is left empty: a request
    /// that is refused here would be refused with any body.
    pub fn verify_head(&self, request: &IncomingRequest<'_>) -> Result<(), VerifyError> {
        let query = read_query(request)?;
        match claim(request, &query)? {
            Some((_, claim)) => self.check_claim(request, &claim).map(drop),
            // The signature is in the body or nowhere.
            None if request.method == Method::POST => Ok(()),
            None => self.simplified(&query).map(drop),
        }
    }

    fn simplified(&self, params: &Params) -> Result<SignedBy, VerifyError> {
        if !["Signature", "SignatureMethod", "SignatureVersion"]
            .iter()
            .any(|name| params.get(name).is_some())
        {
            return Err(VerifyError::MissingToken);
        }
        let mut missing = Vec::new();
        let mut required = |name: &'static str| match params.get(name) {
            Some(value) if !value.is_empty() => value,
            _ => {
                missing.push(name);
                ""
            }
        };
        let access_key = required("Accesskey");
        let service = required("Service");
        let (_, _) = (required("Action"), required("Version"));
        let timestamp = required("Timestamp");
        let version = required("SignatureVersion");
        let method = required("SignatureMethod");
        let signature = required("Signature");
        if !missing.is_empty() {
            return Err(VerifyError::missing_parameters(&missing));
        }
        for (found, supported) in [(method, SIMPLIFIED_METHOD), (version, SIMPLIFIED_VERSION)] {
            if found != supported {
                return Err(VerifyError::Algorithm(found.to_owned()));
            }
        }
        let time = UtcTime::parse_extended(timestamp);
        let time = time.ok_or_else(|| VerifyError::DateFormat(timestamp.to_owned()))?;
        let region = params.get("Region");
        self.check_scope(service, region)?;
        let credentials = self.credentials(access_key, params.get("SecurityToken"))?;
        self.check_time(&time, timestamp, None)?;

        let mut pairs: Vec<_> = params
            .iter()
            .filter(|(name, _)| *name != "Signature")
            .collect();
        sort(&mut pairs);
        let mac = hmac(credentials.secret_key().as_bytes()).chain_update(join("", &pairs, 0));
        check_signature(mac, signature)?;
        Ok(SignedBy {
            access_key: access_key.to_owned(),
            region: region.map(str::to_owned),
        })
    }

    fn check_scope(&self, service: &str, region: Option<&str>) -> Result<(), VerifyError> {
        if service != self.service {
            return Err(VerifyError::Service(self.service.clone()));
        }
        match (region, &self.region) {
            (Some(region), Some(expected)) if region != expected => {
                Err(VerifyError::Region(region.to_owned()))
            }
            (Some(""), _) => Err(VerifyError::Region(String::new())),
            _ => Ok(()),
        }
    }

    fn credentials(
        &self,
        access_key: &str,
        token: Option<&str>,
    ) -> Result<Credentials, VerifyError> {
        let credentials = self.keys.find(access_key).ok_or(VerifyError::UnknownKey)?;
        let token = token.unwrap_or_default();
        let expected = credentials.token().unwrap_or_default();
        if is_same_secret(token.as_bytes(), expected.as_bytes()) {
            Ok(credentials)
        } else {
            Err(VerifyError::UnknownKey)
        }
    }

    /// A signature is good for some minutes before and after its date, or for as long as it says.
    fn check_time(
        &self,
        time: &UtcTime,
        text: &str,
        expires: Option<Duration>,
    ) -> Result<(), VerifyError> {
        let is_good = match self.clock.now().duration_since(time.system_time()) {
            Ok(age) => age <= expires.unwrap_or(self.skew),
            Err(ahead) => ahead.duration() <= self.skew,
        };
        match is_good {
            true => Ok(()),
            false => Err(VerifyError::Expired(text.to_owned())),
        }
    }
}

fn read_query(request: &IncomingRequest<'_>) -> Result<Params, VerifyError> {
    if !request.headers.contains_key(HOST) && request.authority.is_none() {
        return Err(VerifyError::MissingHost);
    }
    read_form(request.query.as_bytes())
}

/// Reads the claims of a Version 4 signature; `None` where there is none.
fn claim(
    request: &IncomingRequest<'_>,
    query: &Params,
) -> Result<Option<(Signature, Claim)>, VerifyError> {
    let claim = if request.headers.contains_key(AUTHORIZATION) {
        (Signature::V4, authorization::of_header(request.headers)?)
    } else if authorization::is_in_query(query) {
        (Signature::V4Query, authorization::of_query(query)?)
    } else {
        return Ok(None);
    };
    Ok(Some(claim))
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("service", &self.service)
            .field("region", &self.region)
            .field("skew", &self.skew)
            .finish_non_exhaustive()
    }
}

/// Compares in a time that does not depend on where the difference is.
fn check_signature(mac: super::hash::HmacSha256, signature: &str) -> Result<(), VerifyError> {
    let signature = unhex(signature).ok_or(VerifyError::Mismatch)?;
    mac.verify_slice(&signature)
        .map_err(|_| VerifyError::Mismatch)
}

fn is_same_secret(a: &[u8], b: &[u8]) -> bool {
    // Codes under one key are equal when the texts are; comparing them takes the same time wherever
    // the texts differ.
    let code = |text: &[u8]| hmac(b"compare").chain_update(text);
    code(a).verify(&code(b).finalize().into_bytes()).is_ok()
}
