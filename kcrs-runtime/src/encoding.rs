//! Percent-encoding as the service signs it: RFC 3986, upper-case hexadecimal.
//!
//! Letters, digits, `-`, `.`, `_` and `~` are kept; every other byte is escaped, so a space is `%20` and `*` is `%2A`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Appends the encoded form of `text`.
pub(crate) fn encode_into(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, ESCAPED));
}

/// How many bytes [`encode_into`] appends for `text`.
pub(crate) fn encoded_len(text: &str) -> usize {
    text.bytes()
        .map(|byte| if is_kept(byte) { 1 } else { 3 })
        .sum()
}

fn is_kept(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Why an escaped text cannot be read, with the offset of the offending byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DecodeError {
    /// A `%` is not followed by two hexadecimal digits.
    Escape(usize),
    /// The unescaped bytes are not UTF-8.
    Utf8(usize),
}

/// Reads a form-encoded text: `+` is a space, `%XX` a byte.
pub(crate) fn decode(encoded: &[u8]) -> Result<String, DecodeError> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut at = 0;
    while let Some(&byte) = encoded.get(at) {
        match byte {
            b'%' => {
                let high = encoded.get(at + 1).copied().and_then(hex_digit);
                let low = encoded.get(at + 2).copied().and_then(hex_digit);
                let (Some(high), Some(low)) = (high, low) else {
                    return Err(DecodeError::Escape(at));
                };
                bytes.push(high << 4 | low);
                at += 3;
                continue;
            }
            b'+' => bytes.push(b' '),
            other => bytes.push(other),
        }
        at += 1;
    }
    String::from_utf8(bytes).map_err(|error| DecodeError::Utf8(error.utf8_error().valid_up_to()))
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_as_rfc_3986_says() {
        for (text, encoded) in [
            ("", ""),
            ("aZ09-._~", "aZ09-._~"),
            ("~ce shi*%#|+", "~ce%20shi%2A%25%23%7C%2B"),
            ("zsce@kkingsoft.com", "zsce%40kkingsoft.com"),
            ("周四测试", "%E5%91%A8%E5%9B%9B%E6%B5%8B%E8%AF%95"),
            ("a=b&c/d:e\n", "a%3Db%26c%2Fd%3Ae%0A"),
        ] {
            let mut out = String::new();
            encode_into(&mut out, text);
            assert_eq!(out, encoded);
            assert_eq!(encoded_len(text), encoded.len());
            assert_eq!(decode(encoded.as_bytes()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn reads_plus_as_space_and_either_case_of_hex() {
        assert_eq!(decode(b"a+b%2fc%2F").as_deref(), Ok("a b/c/"));
    }

    #[test]
    fn names_the_place_of_a_bad_escape() {
        for (encoded, error) in [
            (&b"ab%"[..], DecodeError::Escape(2)),
            (b"%4", DecodeError::Escape(0)),
            (b"a%zz", DecodeError::Escape(1)),
            (b"%+1", DecodeError::Escape(0)),
            (b"a%FF", DecodeError::Utf8(1)),
        ] {
            assert_eq!(decode(encoded), Err(error));
        }
    }
}
