//! Refuses requests with more parameters than anybody needs.
//!
//! This comes before the signature, so that a stranger cannot make the emulator work. That those of
//! JSON do not multiply is the verifier's care.

use bytes::Bytes;
use http::request::Parts;

/// The largest request of the API has 10,000 values: 100 headers of a trigger with 100 values each.
const MOST_PARAMETERS: usize = 20_000;

/// Whether the request may be looked at. It does not ask what the body is said to be: no value of
/// the API has so many `&`.
pub(crate) fn is_bearable(head: &Parts, body: &Bytes) -> bool {
    let query = head.uri.query().unwrap_or_default().as_bytes();
    pairs(query) + pairs(body) <= MOST_PARAMETERS
}

fn pairs(form: &[u8]) -> usize {
    form.split(|&byte| byte == b'&')
        .filter(|pair| !pair.is_empty())
        .count()
}

#[cfg(test)]
mod tests {
    fn is_bearable(query: usize, body: usize) -> bool {
        let request = http::Request::post(format!("/?{}", "a&".repeat(query)));
        let request = request.body("a&".repeat(body)).expect("a request");
        let (head, body) = request.into_parts();
        super::is_bearable(&head, &body.into())
    }

    #[test]
    fn what_the_api_needs_is_borne() {
        assert!(is_bearable(0, 0));
        assert!(is_bearable(2, 10_000));
        assert!(is_bearable(10_000, 10_000));
    }

    #[test]
    fn more_is_not() {
        assert!(!is_bearable(0, 20_001));
        assert!(!is_bearable(20_001, 0));
        assert!(!is_bearable(10_000, 10_001));
    }
}
