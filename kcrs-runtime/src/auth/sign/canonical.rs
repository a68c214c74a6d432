//! The canonical forms that signatures are made over.

use std::cmp::Ordering;

use sha2::{Digest, Sha256};

use super::hash::hex;
use crate::wire::encoding::is_kept;

/// A parameter: name and value, not encoded.
pub(crate) type Pair<'a> = (&'a str, &'a str);

/// A header as it is signed: its name in lower case, and its value without leading and trailing
/// whitespace.
pub(crate) type Header<'a> = (&'a str, &'a [u8]);

/// Parts of a request that Signature Version 4 signs.
#[derive(Clone, Copy)]
pub(crate) struct CanonicalRequest<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    /// Encoded pairs in canonical order.
    pub(crate) query: &'a str,
    /// The signed headers in the order of `signed_headers`.
    pub(crate) headers: &'a [Header<'a>],
    /// Names of the signed headers, joined by `;`.
    pub(crate) signed_headers: &'a str,
    /// Hexadecimal SHA-256 of the body.
    pub(crate) payload_hash: &'a [u8],
}

impl CanonicalRequest<'_> {
    /// The hash of the canonical request, which is never put together in memory.
    pub(crate) fn hash(&self) -> [u8; 64] {
        let mut hash = Sha256::new();
        for line in [self.method, self.path, self.query] {
            hash.update(line);
            hash.update(b"\n");
        }
        for (name, value) in self.headers {
            hash.update(name);
            hash.update(b":");
            hash.update(value);
            hash.update(b"\n");
        }
        hash.update(b"\n");
        hash.update(self.signed_headers);
        hash.update(b"\n");
        hash.update(self.payload_hash);
        hex(&hash.finalize().into())
    }
}

/// Puts pairs into canonical order: by encoded name, then by encoded value.
pub(crate) fn sort(pairs: &mut [Pair<'_>]) {
    pairs
        .sort_unstable_by(|a, b| compare_encoded(a.0, b.0).then_with(|| compare_encoded(a.1, b.1)));
}

/// Compares two texts as their encoded forms compare, without encoding them.
///
/// Each byte becomes itself or `%XX`, so the first difference decides, and `%` sorts before all
/// that is kept.
fn compare_encoded(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    match a.iter().zip(b).find(|(a, b)| a != b) {
        Some((a, b)) => rank(*a).cmp(&rank(*b)),
        None => a.len().cmp(&b.len()),
    }
}

fn rank(byte: u8) -> (bool, u8) {
    (is_kept(byte), byte)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::encoding::encode_into;
    use proptest::prelude::*;

    fn encoded(text: &str) -> String {
        let mut out = String::new();
        encode_into(&mut out, text);
        out
    }

    #[test]
    fn encoded_order_is_not_the_order_of_the_texts() {
        // `-` sorts before `[`, but after its escape, `%5B`.
        let mut pairs = [("a-", "1"), ("a[", "1"), ("a", "2"), ("a", "1"), ("a", " ")];
        sort(&mut pairs);
        assert_eq!(
            pairs,
            [("a", " "), ("a", "1"), ("a", "2"), ("a[", "1"), ("a-", "1")]
        );
    }

    proptest! {
        #[test]
        fn order_is_that_of_the_encoded_forms(a in "\\PC{0,6}|[a-c%~/ -]{0,6}", b in "\\PC{0,6}|[a-c%~/ -]{0,6}") {
            prop_assert_eq!(compare_encoded(&a, &b), encoded(&a).cmp(&encoded(&b)));
        }
    }
}
