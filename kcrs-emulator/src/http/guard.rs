//! Refuses requests that are longer or have more parameters than anybody needs.
//!
//! This comes before the signature, so that a stranger cannot make the emulator work. That those of
//! JSON do not multiply is the verifier's care.

use bytes::Bytes;
use http::StatusCode;
use http::request::Parts;

/// Maximum length of the request line, and of all headers together.
pub(crate) const MAX_HEAD_BYTES: usize = 64 * 1024;

/// The largest request of the API has 10,000 values: 100 headers of a trigger with 100 values each.
const MAX_PARAMETERS: usize = 20_000;

/// The status for a head that is too long; hyper only bounds what it reads at a time.
pub(crate) fn refuse_head(head: &Parts) -> Option<StatusCode> {
    let target = head
        .uri
        .path_and_query()
        .map_or(0, |target| target.as_str().len());
    let headers = head.headers.iter();
    let headers = headers.map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len());
    if target > MAX_HEAD_BYTES {
        Some(StatusCode::URI_TOO_LONG)
    } else if target + headers.sum::<usize>() > MAX_HEAD_BYTES {
        Some(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE)
    } else {
        None
    }
}

/// Returns whether the request may be looked at. It does not depend on the type of the body: no
/// value of the API has so many `&`.
pub(crate) fn is_acceptable(head: &Parts, body: &Bytes) -> bool {
    let query = head.uri.query().unwrap_or_default().as_bytes();
    pairs(query) + pairs(body) <= MAX_PARAMETERS
}

fn pairs(form: &[u8]) -> usize {
    form.split(|&byte| byte == b'&')
        .filter(|pair| !pair.is_empty())
        .count()
}

#[cfg(test)]
mod tests {
    fn is_acceptable(query: usize, body: usize) -> bool {
        let request = http::Request::post(format!("/?{}", "a&".repeat(query)));
        let request = request.body("a&".repeat(body)).expect("a request");
        let (head, body) = request.into_parts();
        super::is_acceptable(&head, &body.into())
    }

    #[test]
    fn what_the_api_needs_is_accepted() {
        assert!(is_acceptable(0, 0));
        assert!(is_acceptable(2, 10_000));
        assert!(is_acceptable(10_000, 10_000));
    }

    #[test]
    fn more_is_not() {
        assert!(!is_acceptable(0, 20_001));
        assert!(!is_acceptable(20_001, 0));
        assert!(!is_acceptable(10_000, 10_001));
    }
}
