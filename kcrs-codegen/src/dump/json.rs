//! JSON values.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// A JSON value whose objects keep their order. Absent members are not written.
pub(crate) enum Json {
    Absent,
    Boolean(bool),
    Integer(i64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(&'static str, Json)>),
}

impl Json {
    pub(crate) fn object<const N: usize>(members: [(&'static str, Json); N]) -> Self {
        Self::Object(Vec::from(members))
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
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Text(value) => serializer.serialize_str(value),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                items
                    .iter()
                    .try_for_each(|item| list.serialize_element(item))?;
                list.end()
            }
            Self::Object(members) => {
                let present = members
                    .iter()
                    .filter(|(_, value)| !matches!(value, Self::Absent));
                let mut map = serializer.serialize_map(None)?;
                for (name, value) in present {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}
