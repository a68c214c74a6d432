//! Reading text, numbers and Booleans, each from whatever stands for it unambiguously.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::{FromJson, Path, mismatch};
use crate::wire::secret::SecretString;

/// What stands where something else was expected.
#[derive(Clone, Copy, Debug)]
pub(super) enum Found<'a> {
    Boolean(bool),
    Integer(i128),
    Float(f64),
    Text(&'a str),
    List,
    Object,
}

/// A value that has no parts.
enum Scalar<'de> {
    Null,
    Boolean(bool),
    Integer(i128),
    Float(f64),
    Text(Cow<'de, str>),
}

/// Reads text, or a number or Boolean as the text that it was written as; `None` stands for `null`.
pub fn text<'de, D: Deserializer<'de>>(
    deserializer: D,
    path: &Path<'_>,
) -> Result<Option<Cow<'de, str>>, D::Error> {
    deserializer.deserialize_any(TextVisitor { path })
}

impl Found<'_> {
    pub(super) fn shown(self, sensitive: bool) -> String {
        const MAX_SHOWN: usize = 64;
        match self {
            Found::Boolean(_) if sensitive => "a Boolean".to_owned(),
            Found::Integer(_) | Found::Float(_) if sensitive => "a number".to_owned(),
            Found::Text(_) if sensitive => "text".to_owned(),
            Found::Boolean(boolean) => format!("`{boolean}`"),
            Found::Integer(integer) => format!("`{integer}`"),
            Found::Float(float) => format!("`{float:?}`"),
            // Backticks, because the errors' last line of defence against leaks masks what is in
            // double quotes.
            Found::Text(text) => match text.char_indices().nth(MAX_SHOWN) {
                Some((end, _)) => format!("text `{}…`", text[..end].escape_debug()),
                None => format!("text `{}`", text.escape_debug()),
            },
            Found::List => "a list".to_owned(),
            Found::Object => "an object".to_owned(),
        }
    }
}

impl Scalar<'_> {
    /// `null` and the empty text are nothing.
    fn is_nothing(&self) -> bool {
        match self {
            Scalar::Null => true,
            Scalar::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    fn integer(&self) -> Option<i128> {
        match self {
            Scalar::Integer(integer) => Some(*integer),
            Scalar::Float(float) => integral(*float),
            Scalar::Text(text) => {
                let text = text.trim();
                text.parse().ok().or_else(|| integral(text.parse().ok()?))
            }
            _ => None,
        }
    }

    fn boolean(&self) -> Option<bool> {
        match self {
            Scalar::Boolean(boolean) => Some(*boolean),
            Scalar::Integer(0) => Some(false),
            Scalar::Integer(1) => Some(true),
            Scalar::Text(text) => parse_boolean(text.trim()),
            _ => None,
        }
    }

    fn found(&self) -> Found<'_> {
        match self {
            Scalar::Null => Found::Text(""),
            Scalar::Boolean(boolean) => Found::Boolean(*boolean),
            Scalar::Integer(integer) => Found::Integer(*integer),
            Scalar::Float(float) => Found::Float(*float),
            Scalar::Text(text) => Found::Text(text),
        }
    }
}

/// `True` and `False` in any case.
pub(crate) fn parse_boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// A whole number that a float holds exactly.
fn integral(float: f64) -> Option<i128> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (float.fract() == 0.0 && float.abs() <= EXACT).then_some(float as i128)
}

impl FromJson for String {
    fn from_json<'de, D: Deserializer<'de>>(
        deserializer: D,
        path: &Path<'_>,
    ) -> Result<Option<Self>, D::Error> {
        Ok(text(deserializer, path)?.map(Cow::into_owned))
    }
}

impl FromJson for SecretString {
    fn from_json<'de, D: Deserializer<'de>>(
        deserializer: D,
        path: &Path<'_>,
    ) -> Result<Option<Self>, D::Error> {
        Ok(text(deserializer, &path.sensitive())?.map(|text| text.into_owned().into()))
    }
}

impl FromJson for bool {
    fn from_json<'de, D: Deserializer<'de>>(
        deserializer: D,
        path: &Path<'_>,
    ) -> Result<Option<Self>, D::Error> {
        let scalar = read(deserializer, path, "a Boolean")?;
        match scalar.boolean() {
            Some(boolean) => Ok(Some(boolean)),
            None if scalar.is_nothing() => Ok(None),
            None => Err(mismatch(path, "a Boolean", scalar.found())),
        }
    }
}

impl FromJson for i64 {
    fn from_json<'de, D: Deserializer<'de>>(
        deserializer: D,
        path: &Path<'_>,
    ) -> Result<Option<Self>, D::Error> {
        let scalar = read(deserializer, path, "a whole number")?;
        match scalar.integer().map(Self::try_from) {
            Some(Ok(integer)) => Ok(Some(integer)),
            Some(Err(_)) => {
                let expected = format!("a whole number from {} to {}", Self::MIN, Self::MAX);
                Err(mismatch(path, &expected, scalar.found()))
            }
            None if scalar.is_nothing() => Ok(None),
            None => Err(mismatch(path, "a whole number", scalar.found())),
        }
    }
}

fn read<'de, D: Deserializer<'de>>(
    deserializer: D,
    path: &Path<'_>,
    expected: &'static str,
) -> Result<Scalar<'de>, D::Error> {
    deserializer.deserialize_any(ScalarVisitor { path, expected })
}

/// Reads text without a [`Scalar`] in between, since most of a response is text.
struct TextVisitor<'a> {
    path: &'a Path<'a>,
}

impl<'de> Visitor<'de> for TextVisitor<'_> {
    type Value = Option<Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E: Error>(self, boolean: bool) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(if boolean { "true" } else { "false" })))
    }

    fn visit_i64<E: Error>(self, integer: i64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(integer.to_string())))
    }

    fn visit_u64<E: Error>(self, integer: u64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(integer.to_string())))
    }

    fn visit_f64<E: Error>(self, float: f64) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(format!("{float:?}"))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        Err(mismatch(self.path, "text", Found::List))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let number =
            arbitrary_number(map)?.ok_or_else(|| mismatch(self.path, "text", Found::Object))?;
        Ok(Some(Cow::Owned(number)))
    }
}

struct ScalarVisitor<'a> {
    path: &'a Path<'a>,
    expected: &'static str,
}

impl<'de> Visitor<'de> for ScalarVisitor<'_> {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, boolean: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Boolean(boolean))
    }

    fn visit_i64<E: Error>(self, integer: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Integer(integer.into()))
    }

    fn visit_u64<E: Error>(self, integer: u64) -> Result<Self::Value, E> {
        Ok(Scalar::Integer(integer.into()))
    }

    fn visit_f64<E: Error>(self, float: f64) -> Result<Self::Value, E> {
        Ok(Scalar::Float(float))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        Err(mismatch(self.path, self.expected, Found::List))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let number = arbitrary_number(map)?
            .ok_or_else(|| mismatch(self.path, self.expected, Found::Object))?;
        if let Ok(integer) = number.parse() {
            return Ok(Scalar::Integer(integer));
        }
        Ok(number
            .parse()
            .map_or(Scalar::Text(number.into()), Scalar::Float))
    }
}

/// With its feature `arbitrary_precision`, which any crate of a program can switch on for all,
/// serde_json hands numbers over as an object with this one member; `None` for another object.
fn arbitrary_number<'de, A: MapAccess<'de>>(mut map: A) -> Result<Option<String>, A::Error> {
    const NUMBER: &str = "$serde_json::private::Number";
    match map.next_key::<Cow<'de, str>>()?.as_deref() {
        Some(NUMBER) => map.next_value().map(Some),
        _ => Ok(None),
    }
}
