//! HTTP headers that come as a list or as one text.

use serde::de::{Error, MapAccess, SeqAccess};
use serde_json::json;

use super::{FromJson, Path, Scalar, Value, mismatch, read_items};

/// Reads headers that come as a list of objects `{"Key": …, "Value": […]}` or as one text
/// `key:value;key:value`.
///
/// The text is split at `;`, each piece at its first `:`. Pieces with one key that follow each
/// other are the values of one header. A piece without a colon survives as a header whose key it
/// is. `T` is a structure that has a member `Key` and a member `Value`, a list of text.
pub fn header_text<'de, T: FromJson, A: MapAccess<'de>>(
    value: &mut Value<'_, A>,
) -> Result<Option<Vec<T>>, A::Error> {
    Ok(value.read::<HeaderText<T>>()?.map(|headers| headers.0))
}

struct HeaderText<T>(Vec<T>);

impl<T: FromJson> FromJson for HeaderText<T> {
    const EXPECTED: &'static str = "a list of headers";

    fn from_list<'de, A: SeqAccess<'de>>(
        list: A,
        path: &Path<'_>,
    ) -> Result<Option<Self>, A::Error> {
        Ok(Some(Self(read_items(list, path)?)))
    }

    fn from_scalar<E: Error>(scalar: Scalar<'_>, path: &Path<'_>) -> Result<Option<Self>, E> {
        let text = match scalar {
            Scalar::Null => return Ok(None),
            Scalar::Text(text) => text,
            other => return Err(mismatch(path, Self::EXPECTED, &other)),
        };
        let mut named: Vec<(&str, Vec<&str>)> = Vec::new();
        let pieces = text.split(';').map(str::trim);
        for piece in pieces.filter(|piece| !piece.is_empty()) {
            let (key, value) = match piece.split_once(':') {
                Some((key, value)) => (key.trim(), Some(value.trim())),
                None => (piece, None),
            };
            match named.last_mut() {
                Some((last, values)) if *last == key && !values.is_empty() => values.extend(value),
                _ => named.push((key, value.into_iter().collect())),
            }
        }
        let mut headers = Vec::new();
        for (key, values) in named {
            let header = match values.is_empty() {
                true => json!({"Key": key}),
                false => json!({"Key": key, "Value": values}),
            };
            let path = path.item(headers.len() + 1);
            headers.extend(T::from_json(header, &path).map_err(E::custom)?);
        }
        Ok(Some(Self(headers)))
    }
}
