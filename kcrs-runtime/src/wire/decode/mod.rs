//! Tolerant reading of responses.
//!
//! Unknown members are skipped, `null` is nothing, a whole number may come as text, text as a
//! number, a Boolean as text in any case. An error names the member and what was found, and quotes
//! no value that is sensitive: `InstanceSet.3.InstanceId: missing`.

mod header;
mod one_or_many;
mod scalar;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

pub use crate::wire::path::Path;
pub use header::header_text;
pub use one_or_many::one_or_many;
pub use scalar::Scalar;
#[cfg(feature = "server")]
pub(crate) use scalar::parse_boolean;

/// A value that can be read from JSON, tolerantly.
///
/// In each method `None` stands for `null`. What a type does not read, it refuses.
pub trait FromJson: Sized {
    /// Name of the value in errors, such as `a whole number`.
    const EXPECTED: &'static str;

    /// Reads a value that has no parts.
    fn from_scalar<E: Error>(scalar: Scalar<'_>, path: &Path<'_>) -> Result<Option<Self>, E> {
        match scalar {
            Scalar::Null => Ok(None),
            found => Err(mismatch(path, Self::EXPECTED, &found)),
        }
    }

    /// Reads a list.
    fn from_list<'de, A: SeqAccess<'de>>(
        list: A,
        path: &Path<'_>,
    ) -> Result<Option<Self>, A::Error> {
        let _ = list;
        Err(mismatched(path, Self::EXPECTED, "a list"))
    }

    /// Reads an object.
    fn from_object<'de, A: MapAccess<'de>>(
        object: A,
        path: &Path<'_>,
    ) -> Result<Option<Self>, A::Error> {
        let Some(number) = arbitrary_number(object)? else {
            return Err(mismatched(path, Self::EXPECTED, "an object"));
        };
        let integer = number.parse().map(Scalar::Integer);
        Self::from_scalar(integer.unwrap_or(Scalar::Number(number)), path)
    }

    /// Reads the value that is at `path`.
    fn from_json<'de, D: Deserializer<'de>>(
        deserializer: D,
        path: &Path<'_>,
    ) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(Reader {
            path,
            target: PhantomData,
        })
    }
}

/// The members of a structure that were read so far.
pub trait Members: Default {
    /// Takes the member `name`. A value that is not read is skipped.
    fn member<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        value: &mut Value<'_, A>,
    ) -> Result<(), A::Error>;
}

/// The value of a member, to be read once.
pub struct Value<'a, A> {
    access: &'a mut A,
    path: Path<'a>,
    taken: bool,
}

impl<'de, A: MapAccess<'de>> Value<'_, A> {
    /// Reads the value; `None` stands for `null`.
    pub fn read<T: FromJson>(&mut self) -> Result<Option<T>, A::Error> {
        if std::mem::replace(&mut self.taken, true) {
            return Ok(None);
        }
        self.access.next_value_seed(Reader {
            path: &self.path,
            target: PhantomData,
        })
    }

    /// Passes over the value.
    pub fn skip(&mut self) -> Result<(), A::Error> {
        if !std::mem::replace(&mut self.taken, true) {
            self.access.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    /// From here on errors do not quote the value.
    pub fn sensitive(&mut self) -> &mut Self {
        self.path = self.path.sensitive();
        self
    }

    /// Returns the path of the value.
    pub fn path(&self) -> &Path<'_> {
        &self.path
    }
}

/// Reads the members of the structure at `path`.
pub fn members<'de, M: Members, A: MapAccess<'de>>(
    mut object: A,
    path: &Path<'_>,
) -> Result<M, A::Error> {
    let mut members = M::default();
    while let Some(name) = object.next_key_seed(Name)? {
        let mut value = Value {
            access: &mut object,
            path: path.member(&name),
            taken: false,
        };
        members.member(&name, &mut value)?;
        value.skip()?;
    }
    Ok(members)
}

/// Reads a whole response.
pub fn deserialize<'de, T: FromJson, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::from_json(deserializer, &Path::ROOT)?
        .ok_or_else(|| Error::custom("expected a value, found null"))
}

/// The value of a member that has to be there.
pub fn essential<T, E: Error>(value: Option<T>, name: &str, path: &Path<'_>) -> Result<T, E> {
    value.ok_or_else(|| E::custom(format_args!("{}: missing", path.member(name))))
}

/// Keeps what was read. Of several values, say under both spellings of a name, the last one stays;
/// `null` replaces none.
pub fn set<T>(slot: &mut Option<T>, value: Option<T>) {
    if value.is_some() {
        *slot = value;
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    const EXPECTED: &'static str = "a list";

    fn from_list<'de, A: SeqAccess<'de>>(
        list: A,
        path: &Path<'_>,
    ) -> Result<Option<Self>, A::Error> {
        read_items(list, path).map(Some)
    }
}

impl<T: FromJson> FromJson for Box<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn from_json<'de, D: Deserializer<'de>>(
        deserializer: D,
        path: &Path<'_>,
    ) -> Result<Option<Self>, D::Error> {
        Ok(T::from_json(deserializer, path)?.map(Box::new))
    }
}

impl<A> fmt::Debug for Value<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Value")
            .field("path", &self.path)
            .field("taken", &self.taken)
            .finish_non_exhaustive()
    }
}

/// The items of a list; one that is `null` is left out.
fn read_items<'de, T: FromJson, A: SeqAccess<'de>>(
    mut list: A,
    path: &Path<'_>,
) -> Result<Vec<T>, A::Error> {
    let mut items = Vec::new();
    let mut number = 1;
    while let Some(item) = list.next_element_seed(Reader {
        path: &path.item(number),
        target: PhantomData,
    })? {
        items.extend(item);
        number += 1;
    }
    Ok(items)
}

/// The error for a scalar of the wrong kind.
fn mismatch<E: Error>(path: &Path<'_>, expected: &str, found: &Scalar<'_>) -> E {
    mismatched(path, expected, &found.shown(path.is_sensitive()))
}

/// The error for a value of the wrong kind.
fn mismatched<E: Error>(path: &Path<'_>, expected: &str, found: &str) -> E {
    let place = path.to_string();
    let colon = if place.is_empty() { "" } else { ": " };
    E::custom(format_args!(
        "{place}{colon}expected {expected}, found {found}"
    ))
}

/// The number, where `serde_json` is built with its feature `arbitrary_precision`: it hands numbers
/// over as objects of one member with this name.
fn arbitrary_number<'de, A: MapAccess<'de>>(mut map: A) -> Result<Option<String>, A::Error> {
    const NUMBER: &str = "$serde_json::private::Number";
    match map.next_key_seed(Name)?.as_deref() {
        Some(NUMBER) => map.next_value().map(Some),
        _ => Ok(None),
    }
}

/// Hands a value over to the method of `T` for its kind.
struct Reader<'a, T> {
    path: &'a Path<'a>,
    target: PhantomData<T>,
}

impl<'de, T: FromJson> DeserializeSeed<'de> for Reader<'_, T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::from_json(deserializer, self.path)
    }
}

impl<'de, T: FromJson> Visitor<'de> for Reader<'_, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        T::from_scalar(Scalar::Null, self.path)
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        T::from_scalar(Scalar::Null, self.path)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, boolean: bool) -> Result<Self::Value, E> {
        T::from_scalar(Scalar::Boolean(boolean), self.path)
    }

    fn visit_i64<E: Error>(self, integer: i64) -> Result<Self::Value, E> {
        T::from_scalar(Scalar::Integer(integer.into()), self.path)
    }

    fn visit_u64<E: Error>(self, integer: u64) -> Result<Self::Value, E> {
        T::from_scalar(Scalar::Integer(integer.into()), self.path)
    }

    fn visit_f64<E: Error>(self, float: f64) -> Result<Self::Value, E> {
        T::from_scalar(Scalar::Number(format!("{float:?}")), self.path)
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        T::from_scalar(Scalar::Text(Cow::Borrowed(text)), self.path)
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        T::from_scalar(Scalar::Text(Cow::Borrowed(text)), self.path)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        T::from_list(list, self.path)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Self::Value, A::Error> {
        T::from_object(object, self.path)
    }
}

/// A member's name, borrowed from the response unless it has escapes.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

#[cfg(test)]
mod tests;
