//! One byte of a signed request is changed; and requests that are no requests.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request};
use proptest::prelude::*;
use proptest::sample::Index;

use super::{SCHEMES, signed, verifier, verify};
use crate::Signature;
use crate::auth::sign::verify::IncomingRequest;
use crate::{Method as CallMethod, Params};

/// Meaning of a request, read without the code under test but for the decoding of forms.
#[derive(Debug, PartialEq)]
struct Meaning {
    pairs: Option<Vec<(String, String)>>,
    authorization: Vec<String>,
    signed_headers: Vec<String>,
    method_and_body: Option<(http::Method, Bytes)>,
}

fn meaning(request: &Request<Bytes>, scheme: Signature) -> Meaning {
    let query = request.uri().query().unwrap_or_default();
    let pairs = [query.as_bytes(), request.body()].map(Params::from_form);
    let pairs = pairs
        .into_iter()
        .collect::<Result<Vec<_>, _>>()
        .ok()
        .map(|both| {
            let mut pairs: Vec<_> = both
                .iter()
                .flat_map(Params::iter)
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
            pairs.sort();
            pairs
        });
    let header = |name: &str| {
        let value = request
            .headers()
            .get(name)
            .map_or(&b""[..], HeaderValue::as_bytes);
        String::from_utf8_lossy(value)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut authorization: Vec<String> = header("authorization")
        .split(&[' ', ','][..])
        .map(str::to_owned)
        .collect();
    authorization.retain(|part| !part.is_empty());
    let signed: &[&str] = match scheme {
        Signature::V4 => &["host", "x-amz-date", "x-amz-security-token"],
        Signature::V4Query => &["host"],
        Signature::Simplified => &[],
    };
    let is_version4 = scheme != Signature::Simplified;
    Meaning {
        pairs,
        authorization,
        signed_headers: signed.iter().map(|name| header(name)).collect(),
        method_and_body: is_version4.then(|| (request.method().clone(), request.body().clone())),
    }
}

/// Changes one byte. None where what comes out is no HTTP.
fn change(request: &Request<Bytes>, place: usize, at: Index, byte: u8) -> Option<Request<Bytes>> {
    let changed = |text: &[u8]| {
        let mut text = text.to_vec();
        let index = (!text.is_empty()).then(|| at.index(text.len()))?;
        text[index] = byte;
        Some(text)
    };
    let mut request = request.clone();
    match place {
        0 => {
            *request.method_mut() =
                http::Method::from_bytes(&changed(request.method().as_str().as_bytes())?).ok()?
        }
        1 => {
            let query = changed(request.uri().query()?.as_bytes())?;
            let uri = [b"/?", query.as_slice()].concat();
            *request.uri_mut() = http::Uri::try_from(uri).ok()?;
        }
        2 => *request.body_mut() = changed(request.body())?.into(),
        _ => {
            let names = [
                "host",
                "x-amz-date",
                "authorization",
                "x-amz-security-token",
                "accept",
            ];
            let name = names[place % names.len()];
            let value =
                HeaderValue::from_bytes(&changed(request.headers().get(name)?.as_bytes())?).ok()?;
            request.headers_mut().insert(name, value);
        }
    }
    Some(request)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2500, ..ProptestConfig::default() })]

    #[test]
    fn one_changed_byte_is_noticed(
        scheme in proptest::sample::select(&SCHEMES[..]),
        post in any::<bool>(),
        temporary in any::<bool>(),
        pairs in proptest::collection::vec(("[A-Z][a-z.]{0,3}", "\\PC{0,5}|[ +*~%&=a]{0,5}"), 0..4),
        place in 0..8_usize,
        at in any::<Index>(),
        byte in prop_oneof![9 => b' '..=b'~', 1 => any::<u8>()],
    ) {
        let method = if post { CallMethod::Post } else { CallMethod::Get };
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (&**name, &**value)).collect();
        let request = signed(scheme, method, temporary, &pairs);
        prop_assert!(verify(&request).is_ok());
        let Some(changed) = change(&request, place, at, byte) else {
            return Ok(());
        };
        let same = meaning(&request, scheme) == meaning(&changed, scheme);
        let outcome = verify(&changed);
        prop_assert!(same || outcome.is_err(), "{outcome:?}\n{request:?}\n{changed:?}");
    }

    #[test]
    fn no_request_makes_it_panic(
        method in "GET|POST|PUT",
        query in "[ -~]{0,60}",
        authorization in "(AWS4-HMAC-SHA256 )?[ -~]{0,80}",
        date in "[0-9TZ:-]{0,20}",
        content_type in "application/json|text/plain|",
        body in proptest::collection::vec(any::<u8>(), 0..60),
    ) {
        let headers: HeaderMap = [("host", "h"), ("authorization", &*authorization), ("x-amz-date", &*date), ("content-type", &*content_type)]
            .into_iter()
            .map(|(name, value)| (http::HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()))
            .collect();
        let method = method.parse().unwrap();
        let request = IncomingRequest { method: &method, path: "/", query: &query, headers: &headers, authority: None, body: &body };
        prop_assert!(verifier().verify(&request).is_err());
    }
}
