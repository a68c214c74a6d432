//! Percent-encoding as the service signs it: RFC 3986, upper-case hexadecimal.
//!
//! Letters, digits, `-`, `.`, `_` and `~` are kept; every other byte is escaped, so a space is
//! `%20` and `*` is `%2A`.

/// The bytes that are kept as they are.
static KEPT: [bool; 256] = {
    let mut kept = [false; 256];
    let mut byte = u8::MAX;
    loop {
        kept[byte as usize] =
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        if byte == 0 {
            break kept;
        }
        byte -= 1;
    }
};

/// Appends the encoded form of `text`.
pub(crate) fn encode_into(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !is_kept(byte)) {
        let (kept, escaped) = rest.split_at(at);
        out.push_str(kept);
        let length = escaped.chars().next().map_or(0, char::len_utf8);
        for byte in escaped[..length].bytes() {
            let [high, low] =
                [byte >> 4, byte & 15].map(|digit| b"0123456789ABCDEF"[usize::from(digit)]);
            out.push('%');
            out.push(char::from(high));
            out.push(char::from(low));
        }
        rest = &escaped[length..];
    }
    out.push_str(rest);
}

/// Joins encoded pairs, in the order given, behind `prefix`. `spare` bytes are kept free at the
/// end.
pub(crate) fn join(prefix: &str, pairs: &[(&str, &str)], spare: usize) -> String {
    let length: usize = pairs
        .iter()
        .map(|(name, value)| encoded_len(name) + encoded_len(value) + 2)
        .sum();
    // Two characters a pair, but for the first, which has no `&` before it.
    let mut text = String::with_capacity(prefix.len() + length.saturating_sub(1) + spare);
    text.push_str(prefix);
    for (at, (name, value)) in pairs.iter().enumerate() {
        if at > 0 {
            text.push('&');
        }
        encode_into(&mut text, name);
        text.push('=');
        encode_into(&mut text, value);
    }
    text
}

/// Returns the number of bytes that [`encode_into`] appends for `text`.
pub(crate) fn encoded_len(text: &str) -> usize {
    let escaped = text.bytes().filter(|&byte| !is_kept(byte)).count();
    text.len() + 2 * escaped
}

/// Returns whether a byte is kept as it is.
pub(crate) fn is_kept(byte: u8) -> bool {
    KEPT[usize::from(byte)]
}

/// Error of an escaped text, with the offset of the offending byte.
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

pub(crate) fn hex_digit(byte: u8) -> Option<u8> {
    Some(char::from(byte).to_digit(16)? as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_into_exactly_the_room_it_asked_for() {
        let pairs = [("名", "a b"), ("X.1", "~*"), ("Empty", "")];
        let text = join("", &pairs, 0);
        assert_eq!(text, "%E5%90%8D=a%20b&X.1=~%2A&Empty=");
        assert_eq!(text.capacity(), text.len());
        assert_eq!(join("/", &[], 0), "/");
        assert_eq!(join("/?", &pairs, 10).capacity(), text.len() + 12);
    }

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
