//! The types of plain scalars.

use crate::syntax::tree::Scalar;

/// Resolves a plain scalar to a text or another type.
pub(super) fn plain(text: String) -> Scalar {
    if !may_be_other(&text) {
        return Scalar::Text(text);
    }
    match serde_yaml::from_str::<serde_yaml::Value>(&text) {
        Ok(serde_yaml::Value::String(_)) | Err(_) => Scalar::Text(text),
        Ok(serde_yaml::Value::Null) => Scalar::Other("null".to_owned()),
        Ok(serde_yaml::Value::Bool(value)) => Scalar::Other(value.to_string()),
        Ok(_) => Scalar::Other(text),
    }
}

/// Returns whether a reader of any version of YAML may resolve a plain scalar to another type than
/// text.
pub(crate) fn may_be_other(text: &str) -> bool {
    let Some(first) = text.chars().next() else {
        return true;
    };
    if first.is_ascii_digit() || matches!(first, '+' | '-' | '.') {
        return is_like_number(text);
    }
    const WORDS: [&str; 9] = ["~", "null", "true", "false", "yes", "no", "on", "off", "="];
    text == "<<" || (text.len() <= 5 && WORDS.contains(&text.to_ascii_lowercase().as_str()))
}

/// Returns whether it looks like an integer, a fraction, a time of day or a date.
fn is_like_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let lower = unsigned.to_ascii_lowercase();
    if matches!(lower.as_str(), ".inf" | ".nan" | "inf" | "nan") {
        return true;
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = lower.strip_prefix(prefix) {
            return !digits.is_empty() && digits.chars().all(|c| c == '_' || c.is_digit(radix));
        }
    }
    if text.contains("..") {
        return false;
    }
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == '_');
    // 1_000, 1.5, 1e3, 1.5e-3
    let (mantissa, exponent) = lower.split_once('e').unwrap_or((&lower, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if digits(whole) && digits(fraction) && digits(exponent) {
        return mantissa.contains(|c: char| c.is_ascii_digit());
    }
    // 12:30, 12:30:45.5, 2024-02-01, 2024-02-01T12:30:45.5+08:00, 2024-02-01 12:30:45 Z
    lower.starts_with(|c: char| c.is_ascii_digit())
        && lower.contains([':', '-'])
        && lower.chars().all(|c| {
            c.is_ascii_digit() || matches!(c, ':' | '-' | '+' | '.' | 't' | 'z' | ' ' | '_')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_have_the_type_that_the_reader_gives_them() {
        for (text, other) in [
            ("1", Some("1")),
            ("0x1F", Some("0x1F")),
            ("1.50", Some("1.50")),
            ("True", Some("true")),
            ("~", Some("null")),
            ("NULL", Some("null")),
            ("0123", None),
            ("yes", None),
            ("2024-02-01", None),
            ("1..99", None),
            ("a", None),
        ] {
            let expected = match other {
                Some(other) => Scalar::Other(other.to_owned()),
                None => Scalar::Text(text.to_owned()),
            };
            assert_eq!(plain(text.to_owned()), expected, "{text}");
        }
    }
}
