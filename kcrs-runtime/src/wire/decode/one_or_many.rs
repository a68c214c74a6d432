//! Lists that come as their only item.

use serde::de::{Error, MapAccess, SeqAccess};

use super::{FromJson, Path, Scalar, Value, read_items};

/// Reads a list, or one item without the list around it.
pub fn one_or_many<'de, T: FromJson, A: MapAccess<'de>>(
    value: &mut Value<'_, A>,
) -> Result<Option<Vec<T>>, A::Error> {
    Ok(value.read::<OneOrMany<T>>()?.map(|items| items.0))
}

struct OneOrMany<T>(Vec<T>);

impl<T: FromJson> OneOrMany<T> {
    fn one(item: Option<T>) -> Option<Self> {
        item.map(|item| Self(vec![item]))
    }
}

impl<T: FromJson> FromJson for OneOrMany<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn from_scalar<E: Error>(scalar: Scalar<'_>, path: &Path<'_>) -> Result<Option<Self>, E> {
        Ok(Self::one(T::from_scalar(scalar, path)?))
    }

    fn from_list<'de, A: SeqAccess<'de>>(
        list: A,
        path: &Path<'_>,
    ) -> Result<Option<Self>, A::Error> {
        Ok(Some(Self(read_items(list, path)?)))
    }

    fn from_object<'de, A: MapAccess<'de>>(
        object: A,
        path: &Path<'_>,
    ) -> Result<Option<Self>, A::Error> {
        Ok(Self::one(T::from_object(object, path)?))
    }
}
