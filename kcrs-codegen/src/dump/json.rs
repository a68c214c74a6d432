//! JSON values.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Number;

/// A JSON value whose objects keep their order and have no absent members.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Absent,
    Null,
    Boolean(bool),
    Integer(i64),
    Number(Number),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// What serde makes of a value.
    pub(crate) fn of(value: &impl Serialize) -> Self {
        // Neither can fail: names are texts, and what is read has just been written.
        let text = serde_json::to_string(value).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or(Self::Absent)
    }

    /// An object of those members that are not absent.
    pub(crate) fn object<N: Into<String>>(members: impl IntoIterator<Item = (N, Json)>) -> Self {
        let named = members
            .into_iter()
            .map(|(name, value)| (name.into(), value));
        Self::Object(named.filter(|(_, value)| *value != Self::Absent).collect())
    }

    pub(crate) fn list<'a, T: 'a>(
        items: impl IntoIterator<Item = &'a T>,
        convert: impl Fn(&'a T) -> Json,
    ) -> Self {
        Self::List(items.into_iter().map(convert).collect())
    }

    pub(crate) fn optional<T>(value: Option<T>, convert: impl FnOnce(T) -> Json) -> Self {
        value.map_or(Self::Absent, convert)
    }

    pub(crate) fn text(text: impl AsRef<str>) -> Self {
        Self::Text(text.as_ref().to_owned())
    }

    /// True, or absent.
    pub(crate) fn flag(value: bool) -> Self {
        if value {
            Self::Boolean(true)
        } else {
            Self::Absent
        }
    }

    /// A list of texts, or absent when it is empty.
    pub(crate) fn texts(items: &[String]) -> Self {
        if items.is_empty() {
            Self::Absent
        } else {
            Self::list(items, Self::text)
        }
    }

    /// A list or an object, or absent when it is empty.
    pub(crate) fn unless_empty(self) -> Self {
        let is_empty = match &self {
            Self::List(items) => items.is_empty(),
            Self::Object(members) => members.is_empty(),
            _ => false,
        };
        if is_empty { Self::Absent } else { self }
    }

    /// The object with these members, which take the place of others of the same names; any other
    /// value as it is.
    pub(crate) fn with(mut self, more: impl IntoIterator<Item = (&'static str, Json)>) -> Self {
        if let Self::Object(members) = &mut self {
            for (name, value) in more {
                match members.iter_mut().find(|(known, _)| known == name) {
                    Some((_, known)) => *known = value,
                    None => members.push((name.to_owned(), value)),
                }
            }
            members.retain(|(_, value)| *value != Self::Absent);
        }
        self
    }

    /// A member of an object.
    pub(crate) fn get(&self, name: &str) -> &Self {
        let found = match self {
            Self::Object(members) => members.iter().find(|(known, _)| known == name),
            _ => None,
        };
        found.map_or(&Self::Absent, |(_, value)| value)
    }

    /// Whether a member of an object is true.
    pub(crate) fn is_true(&self, name: &str) -> bool {
        *self.get(name) == Self::Boolean(true)
    }

    /// The items of a list.
    pub(crate) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            _ => None,
        }
    }

    /// Indented, with a line's end at the end.
    pub(crate) fn pretty(&self) -> String {
        // Writing to memory cannot fail, and all names are texts.
        let mut out = serde_json::to_string_pretty(self).unwrap_or_default();
        out.push('\n');
        out
    }
}

impl FromIterator<Json> for Json {
    fn from_iter<I: IntoIterator<Item = Json>>(items: I) -> Self {
        Self::List(items.into_iter().collect())
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent | Self::Null => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Number(value) => value.serialize(serializer),
            Self::Text(value) => serializer.serialize_str(value),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(i64::try_from(value).map_or_else(|_| Json::Number(value.into()), Json::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_in_the_same_order() {
        let text = r#"{"b":[1,-2,18446744073709551615,0.5],"a":{"z":null,"y":true},"c":"é"}"#;
        let json: Json = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&json).unwrap(), text);
    }

    #[test]
    fn what_is_absent_is_not_written() {
        let json = Json::object([("a", Json::Absent), ("b", Json::Null)]);
        assert_eq!(json.pretty(), "{\n  \"b\": null\n}\n");
    }
}
