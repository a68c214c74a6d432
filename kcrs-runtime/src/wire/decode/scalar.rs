//! Reading text, numbers and Booleans, each from whatever stands for it unambiguously.

use std::borrow::Cow;

use serde::de::Error;

use super::{FromJson, Path, mismatch};
use crate::wire::secret::SecretString;

/// A JSON value that has no parts.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Scalar<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number without fraction and exponent.
    Integer(i128),
    /// Any other number, as text.
    Number(String),
    /// A string.
    Text(Cow<'a, str>),
}

impl<'a> Scalar<'a> {
    /// Returns text, or a number or Boolean as the text that it was written as. `None` stands for
    /// `null`.
    #[inline]
    pub fn text(self) -> Option<Cow<'a, str>> {
        Some(match self {
            Self::Null => return None,
            Self::Boolean(boolean) => Cow::Borrowed(if boolean { "true" } else { "false" }),
            // Nearly all fit, and these are quicker to write.
            Self::Integer(integer) => Cow::Owned(match i64::try_from(integer) {
                Ok(integer) => integer.to_string(),
                Err(_) => integer.to_string(),
            }),
            Self::Number(number) => Cow::Owned(number),
            Self::Text(text) => text,
        })
    }

    /// Describes it in an error, and quotes it unless it is sensitive.
    pub(super) fn shown(&self, sensitive: bool) -> String {
        const MAX_SHOWN: usize = 64;
        match self {
            Self::Null => "null".to_owned(),
            Self::Boolean(_) if sensitive => "a Boolean".to_owned(),
            Self::Integer(_) | Self::Number(_) if sensitive => "a number".to_owned(),
            Self::Text(_) if sensitive => "text".to_owned(),
            Self::Boolean(boolean) => format!("`{boolean}`"),
            Self::Integer(integer) => format!("`{integer}`"),
            Self::Number(number) => format!("`{number}`"),
            // Backticks, because the errors' last line of defence against leaks masks what is in
            // double quotes.
            Self::Text(text) => match text.char_indices().nth(MAX_SHOWN) {
                Some((end, _)) => format!("text `{}…`", text[..end].escape_debug()),
                None => format!("text `{}`", text.escape_debug()),
            },
        }
    }

    /// Returns whether it stands for no number and no Boolean, rather than for a wrong one.
    #[inline]
    fn is_nothing(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    #[inline]
    fn integer(&self) -> Option<i128> {
        let text = match self {
            Self::Integer(integer) => return Some(*integer),
            Self::Number(number) => number.as_str(),
            Self::Text(text) => text.trim(),
            _ => return None,
        };
        text.parse().ok().or_else(|| integral(text.parse().ok()?))
    }

    #[inline]
    fn boolean(&self) -> Option<bool> {
        match self {
            Self::Boolean(boolean) => Some(*boolean),
            Self::Integer(0) => Some(false),
            Self::Integer(1) => Some(true),
            Self::Text(text) => parse_boolean(text.trim()),
            _ => None,
        }
    }
}

/// `true` or `false` in any case.
pub(crate) fn parse_boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// The whole number that a float stands for exactly.
fn integral(float: f64) -> Option<i128> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i128)
}

impl FromJson for String {
    const EXPECTED: &'static str = "text";

    #[inline]
    fn from_scalar<E: Error>(scalar: Scalar<'_>, _: &Path<'_>) -> Result<Option<Self>, E> {
        Ok(scalar.text().map(Cow::into_owned))
    }
}

impl FromJson for SecretString {
    const EXPECTED: &'static str = "text";

    fn from_scalar<E: Error>(scalar: Scalar<'_>, _: &Path<'_>) -> Result<Option<Self>, E> {
        Ok(scalar.text().map(|text| text.into_owned().into()))
    }
}

impl FromJson for bool {
    const EXPECTED: &'static str = "a Boolean";

    fn from_scalar<E: Error>(scalar: Scalar<'_>, path: &Path<'_>) -> Result<Option<Self>, E> {
        match scalar.boolean() {
            None if !scalar.is_nothing() => Err(mismatch(path, Self::EXPECTED, &scalar)),
            boolean => Ok(boolean),
        }
    }
}

impl FromJson for i64 {
    const EXPECTED: &'static str = "a whole number";

    fn from_scalar<E: Error>(scalar: Scalar<'_>, path: &Path<'_>) -> Result<Option<Self>, E> {
        match scalar.integer().map(Self::try_from) {
            Some(Ok(integer)) => Ok(Some(integer)),
            Some(Err(_)) => {
                let expected = format!("a whole number from {} to {}", Self::MIN, Self::MAX);
                Err(mismatch(path, &expected, &scalar))
            }
            None if scalar.is_nothing() => Ok(None),
            None => Err(mismatch(path, Self::EXPECTED, &scalar)),
        }
    }
}
