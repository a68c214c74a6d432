//! Tolerant reading of responses.
//!
//! Unknown members are skipped, `null` is nothing, a whole number may come as text, text as a
//! number, a Boolean as text in any case. An error names the member and what was found, and quotes
//! no value that is sensitive: `InstanceSet.3.InstanceId: missing`.

mod header;
mod scalar;

pub use crate::wire::path::Path;
pub use header::header_text;
#[cfg(feature = "server")]
pub(crate) use scalar::parse_boolean;
pub use scalar::text;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use self::scalar::Found;

/// A value that can be read from JSON, tolerantly.
pub trait FromJson: Sized {
    /// Reads the value that is at `path`; `None` stands for `null`.
    fn from_json<'de, D: Deserializer<'de>>(
        deserializer: D,
        path: &Path<'_>,
    ) -> Result<Option<Self>, D::Error>;
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
        self.access.next_value_seed(Seed {
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

    /// Where the value is.
    pub fn path(&self) -> &Path<'_> {
        &self.path
    }
}

/// Reads the members of the structure at `path`; `None` stands for `null`.
pub fn object<'de, M: Members, D: Deserializer<'de>>(
    deserializer: D,
    path: &Path<'_>,
) -> Result<Option<M>, D::Error> {
    deserializer.deserialize_any(ObjectVisitor {
        path,
        members: PhantomData,
    })
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
    fn from_json<'de, D: Deserializer<'de>>(
        deserializer: D,
        path: &Path<'_>,
    ) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(ListVisitor {
            path,
            item: PhantomData,
        })
    }
}

impl<T: FromJson> FromJson for Box<T> {
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

/// The error for a value of the wrong kind.
fn mismatch<E: Error>(path: &Path<'_>, expected: &str, found: Found<'_>) -> E {
    let place = path.to_string();
    let colon = if place.is_empty() { "" } else { ": " };
    E::custom(format_args!(
        "{place}{colon}expected {expected}, found {}",
        found.shown(path.is_sensitive())
    ))
}

struct Seed<'a, T> {
    path: &'a Path<'a>,
    target: PhantomData<T>,
}

impl<'de, T: FromJson> DeserializeSeed<'de> for Seed<'_, T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        T::from_json(deserializer, self.path)
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

/// The visits of everything but text, lists and objects: `null` is nothing, the rest is of the
/// wrong kind.
///
/// serde's own defaults would quote the value.
macro_rules! visit_others {
    ($expected:literal) => {
        fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
            f.write_str($expected)
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_some<D: Deserializer<'de>>(
            self,
            deserializer: D,
        ) -> Result<Self::Value, D::Error> {
            deserializer.deserialize_any(self)
        }

        fn visit_bool<E: Error>(self, found: bool) -> Result<Self::Value, E> {
            Err($crate::wire::decode::mismatch(
                self.path,
                $expected,
                Found::Boolean(found),
            ))
        }

        fn visit_i64<E: Error>(self, found: i64) -> Result<Self::Value, E> {
            Err($crate::wire::decode::mismatch(
                self.path,
                $expected,
                Found::Integer(found.into()),
            ))
        }

        fn visit_u64<E: Error>(self, found: u64) -> Result<Self::Value, E> {
            Err($crate::wire::decode::mismatch(
                self.path,
                $expected,
                Found::Integer(found.into()),
            ))
        }

        fn visit_f64<E: Error>(self, found: f64) -> Result<Self::Value, E> {
            Err($crate::wire::decode::mismatch(
                self.path,
                $expected,
                Found::Float(found),
            ))
        }
    };
}
use visit_others;

struct ObjectVisitor<'a, M> {
    path: &'a Path<'a>,
    members: PhantomData<M>,
}

impl<'de, M: Members> Visitor<'de> for ObjectVisitor<'_, M> {
    type Value = Option<M>;

    visit_others!("an object");

    fn visit_str<E: Error>(self, found: &str) -> Result<Self::Value, E> {
        Err(mismatch(self.path, "an object", Found::Text(found)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        Err(mismatch(self.path, "an object", Found::List))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = M::default();
        while let Some(name) = map.next_key_seed(Name)? {
            let mut value = Value {
                access: &mut map,
                path: self.path.member(&name),
                taken: false,
            };
            members.member(&name, &mut value)?;
            value.skip()?;
        }
        Ok(Some(members))
    }
}

struct ListVisitor<'a, T> {
    path: &'a Path<'a>,
    item: PhantomData<T>,
}

impl<'de, T: FromJson> Visitor<'de> for ListVisitor<'_, T> {
    type Value = Option<Vec<T>>;

    visit_others!("a list");

    fn visit_str<E: Error>(self, found: &str) -> Result<Self::Value, E> {
        Err(mismatch(self.path, "a list", Found::Text(found)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        read_items(list, self.path).map(Some)
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        Err(mismatch(self.path, "a list", Found::Object))
    }
}

/// The items of a list; one that is `null` is left out.
fn read_items<'de, T: FromJson, A: SeqAccess<'de>>(
    mut list: A,
    path: &Path<'_>,
) -> Result<Vec<T>, A::Error> {
    let mut items = Vec::new();
    let mut number = 1;
    while let Some(item) = list.next_element_seed(Seed {
        path: &path.item(number),
        target: PhantomData,
    })? {
        items.extend(item);
        number += 1;
    }
    Ok(items)
}

#[cfg(test)]
mod tests;
