//! SHA-256, HMAC and hexadecimal text.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

#[cfg(feature = "server")]
use crate::wire::encoding::hex_digit;

pub(crate) type HmacSha256 = Hmac<Sha256>;

/// SHA-256 of nothing, the payload hash of every GET.
pub(crate) const EMPTY_HASH: [u8; 64] =
    *b"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Length of a block of SHA-256.
const BLOCK: usize = 64;

/// A keyed HMAC that is ready for data.
pub(crate) fn hmac(key: &[u8]) -> HmacSha256 {
    // A key that fills a block is taken as it is, so that this form cannot fail, unlike the one
    // that takes a slice.
    let mut block = [0; BLOCK];
    if key.len() > BLOCK {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    HmacSha256::new(&block.into())
}

/// The HMAC of `data`.
pub(crate) fn hmac_of(key: &[u8], data: &[u8]) -> [u8; 32] {
    finish(hmac(key).chain_update(data))
}

/// The code that a fed HMAC comes to.
pub(crate) fn finish(mac: HmacSha256) -> [u8; 32] {
    mac.finalize().into_bytes().into()
}

/// SHA-256 of `data` as lower-case hexadecimal text.
pub(crate) fn hex_sha256(data: &[u8]) -> [u8; 64] {
    if data.is_empty() {
        return EMPTY_HASH;
    }
    hex(&Sha256::digest(data).into())
}

/// Lower-case hexadecimal text.
pub(crate) fn hex(bytes: &[u8; 32]) -> [u8; 64] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = [0; 64];
    for (pair, byte) in text.chunks_exact_mut(2).zip(bytes) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
    text
}

/// Reads lower-case hexadecimal text of 32 bytes; upper case would be a second spelling of the same
/// signature.
#[cfg(feature = "server")]
pub(crate) fn unhex(text: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| hex_digit(byte).filter(|_| !byte.is_ascii_uppercase());
    let text: &[u8; 64] = text.as_bytes().try_into().ok()?;
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex_text(bytes: &[u8; 32]) -> String {
        String::from_utf8(hex(bytes).to_vec()).unwrap()
    }

    /// Test cases 1, 2 and 6 of RFC 4231.
    #[test]
    fn hmac_of_published_cases() {
        assert_eq!(
            hex_text(&hmac_of(&[0x0b; 20], b"Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        );
        assert_eq!(
            hex_text(&hmac_of(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            hex_text(&hmac_of(
                &[0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First"
            )),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    #[test]
    fn the_hash_of_nothing_is_the_hash_of_nothing() {
        assert_eq!(EMPTY_HASH, hex(&Sha256::digest(b"").into()));
        assert_eq!(EMPTY_HASH, hex_sha256(b""));
    }

    #[cfg(feature = "server")]
    #[test]
    fn hexadecimal_text_has_one_spelling() {
        let bytes: [u8; 32] = std::array::from_fn(|at| (at * 8 + 7) as u8);
        let text = hex_text(&bytes);
        assert_eq!(unhex(&text), Some(bytes));
        assert_eq!(unhex(&text.to_uppercase()), None);
        assert_eq!(unhex(&text[1..]), None);
        assert_eq!(unhex(""), None);
    }
}
