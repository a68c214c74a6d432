//! HTTP headers that come as a list or as one text.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::{Found, FromJson, Path, Value, mismatch, read_items, visit_others};

/// Reads headers that come as a list of objects `{"Key": …, "Value": […]}` or as one text
/// `key:value;key:value`.
///
/// The text is split at `;`, each piece at its first `:`. A piece without a colon survives as a
/// header whose key it is. `T` is a structure that has a member `Key` and a member `Value`, a list
/// of text.
pub fn header_text<'de, T: FromJson, A: MapAccess<'de>>(
    value: &mut Value<'_, A>,
) -> Result<Option<Vec<T>>, A::Error> {
    Ok(value.read::<HeaderText<T>>()?.map(|headers| headers.0))
}

struct HeaderText<T>(Vec<T>);

impl<T: FromJson> FromJson for HeaderText<T> {
    fn from_json<'de, D: Deserializer<'de>>(
        deserializer: D,
        path: &Path<'_>,
    ) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(HeaderVisitor {
            path,
            header: PhantomData,
        })
    }
}

struct HeaderVisitor<'a, T> {
    path: &'a Path<'a>,
    header: PhantomData<T>,
}

impl<'de, T: FromJson> Visitor<'de> for HeaderVisitor<'_, T> {
    type Value = Option<HeaderText<T>>;

    visit_others!("a list of headers");

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Ok(Some(HeaderText(read_items(list, self.path)?)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let mut headers = Vec::new();
        for piece in text
            .split(';')
            .map(str::trim)
            .filter(|piece| !piece.is_empty())
        {
            let path = self.path.item(headers.len() + 1);
            let members = match piece.split_once(':') {
                Some((key, value)) => {
                    vec![
                        ("Key", Part::Text(key.trim())),
                        ("Value", Part::List(value.trim())),
                    ]
                }
                None => vec![("Key", Part::Text(piece))],
            };
            headers.extend(T::from_json(
                MapDeserializer::<_, E>::new(members.into_iter()),
                &path,
            )?);
        }
        Ok(Some(HeaderText(headers)))
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        Err(mismatch(self.path, "a list of headers", Found::Object))
    }
}

/// A part of a header: text, or a list of one text.
enum Part<'a> {
    Text(&'a str),
    List(&'a str),
}

struct PartDeserializer<'a, E> {
    part: Part<'a>,
    error: PhantomData<E>,
}

impl<'de, 'a, E: Error> IntoDeserializer<'de, E> for Part<'a> {
    type Deserializer = PartDeserializer<'a, E>;

    fn into_deserializer(self) -> Self::Deserializer {
        PartDeserializer {
            part: self,
            error: PhantomData,
        }
    }
}

impl<'de, E: Error> Deserializer<'de> for PartDeserializer<'_, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.part {
            Part::Text(text) => visitor.visit_str(text),
            Part::List(text) => visitor.visit_seq(SeqDeserializer::new(std::iter::once(text))),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<E> fmt::Debug for PartDeserializer<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a part of a header")
    }
}
