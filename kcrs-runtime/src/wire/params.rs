//! The parameters of a call: an ordered list of names and values.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use crate::wire::encoding::{self, DecodeError};

/// The parameters of a call, in the order in which they were added.
///
/// A name can occur twice: a list of pairs is what travels, and a server has to see the repetition
/// in order to refuse it. Two lists are equal when their names and values are, in order.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Params(pub(crate) Vec<Param>);

/// One parameter.
#[derive(Clone)]
pub struct Param {
    pub(crate) name: Cow<'static, str>,
    pub(crate) value: String,
    pub(crate) sensitive: bool,
}

/// Error of a form or a query string.
///
/// The value is never quoted: it may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    offset: usize,
    message: String,
}

impl Params {
    /// No parameters.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self(Vec::with_capacity(capacity))
    }

    /// Adds a parameter at the end.
    pub fn push(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) {
        self.0.push((name, value).into());
    }

    /// Adds a parameter whose value must not be shown: `Debug` prints it as `"***"`.
    pub fn push_sensitive(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) {
        self.0.push(Param {
            sensitive: true,
            ..(name, value).into()
        });
    }

    /// Puts a parameter in the place of all that have its name.
    pub(crate) fn set(&mut self, param: Param) {
        self.0.retain(|other| other.name != param.name);
        self.0.push(param);
    }

    /// Gives the first parameter of this name another value, or adds it at the end.
    pub(crate) fn replace(&mut self, name: &'static str, value: String) {
        match self.0.iter_mut().find(|param| param.name == name) {
            Some(param) => param.value = value,
            None => self.push(name, value),
        }
    }

    /// The value of the first parameter that has this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|param| param.name == name)
            .map(Param::value)
    }

    /// Names and values in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &str)> + DoubleEndedIterator {
        self.0.iter().map(|param| (param.name(), param.value()))
    }

    /// Returns the number of parameters.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The parameters as a query string or a form: `Name=value&Name=value`, percent-encoded as RFC
    /// 3986 says.
    ///
    /// ```
    /// let params = kcrs_runtime::Params::from_iter([("Desc", "a b*"), ("Marker", "0")]);
    /// assert_eq!(params.to_form(), "Desc=a%20b%2A&Marker=0");
    /// ```
    pub fn to_form(&self) -> String {
        encoding::join("", &self.iter().collect::<Vec<_>>(), 0)
    }

    /// Reads a query string or a form; `+` is a space, a name without `=` has an empty value.
    pub fn from_form(form: &[u8]) -> Result<Self, FormError> {
        let mut params = Self::new();
        let mut start = 0;
        for pair in form.split(|&byte| byte == b'&') {
            if !pair.is_empty() {
                let read = |range: std::ops::Range<usize>| {
                    encoding::decode(&pair[range.clone()]).map_err(|error| {
                        FormError::new(params.len() + 1, start + range.start, error)
                    })
                };
                let equals = pair
                    .iter()
                    .position(|&byte| byte == b'=')
                    .unwrap_or(pair.len());
                let name = read(0..equals)?;
                let value = read((equals + 1).min(pair.len())..pair.len())?;
                params.push(name, value);
            }
            start += pair.len() + 1;
        }
        Ok(params)
    }
}

impl Param {
    /// The name on the wire, such as `Trigger.Header.1.Key`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value, in clear.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Returns whether the value must not be shown.
    pub fn is_sensitive(&self) -> bool {
        self.sensitive
    }
}

/// Compares name and value; the mark of a sensitive one does not travel, so it does not count.
impl PartialEq for Param {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.value == other.value
    }
}

impl Eq for Param {}

impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.0.iter().map(|param| (param.name(), param.shown())))
            .finish()
    }
}

impl fmt::Debug for Param {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {:?}", self.name(), self.shown())
    }
}

impl Param {
    fn shown(&self) -> &str {
        if self.sensitive { "***" } else { &self.value }
    }
}

impl IntoIterator for Params {
    type Item = Param;
    type IntoIter = std::vec::IntoIter<Param>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Params {
    type Item = &'a Param;
    type IntoIter = std::slice::Iter<'a, Param>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<N: Into<Cow<'static, str>>, V: Into<String>> From<(N, V)> for Param {
    fn from((name, value): (N, V)) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
            sensitive: false,
        }
    }
}

impl<P: Into<Param>> Extend<P> for Params {
    fn extend<I: IntoIterator<Item = P>>(&mut self, params: I) {
        self.0.extend(params.into_iter().map(Into::into));
    }
}

impl<P: Into<Param>> FromIterator<P> for Params {
    fn from_iter<I: IntoIterator<Item = P>>(params: I) -> Self {
        Self(params.into_iter().map(Into::into).collect())
    }
}

impl FormError {
    fn new(parameter: usize, start: usize, error: DecodeError) -> Self {
        let (at, utf8) = match error {
            DecodeError::Escape(at) => (at, false),
            DecodeError::Utf8(at) => (at, true),
        };
        let offset = start + at;
        let problem = match utf8 {
            false => format!("`%` at byte {offset} is not followed by two hexadecimal digits"),
            true => format!("text at byte {offset} is not UTF-8"),
        };
        let message = format!("parameter {parameter}: {problem}");
        Self { offset, message }
    }

    /// Returns the offset of the offending text, in bytes from the start: at the `%` of a malformed
    /// escape; for text that is no UTF-8, at or before it.
    pub fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for FormError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_and_repetitions() {
        let mut params = Params::new();
        params.push("B", "1");
        params.push("A", "2");
        params.push(String::from("B"), String::from("3"));
        assert_eq!(
            params.iter().collect::<Vec<_>>(),
            [("B", "1"), ("A", "2"), ("B", "3")]
        );
        assert_eq!(params.get("B"), Some("1"));
        assert_eq!(params.get("b"), None);
        assert_eq!(
            (params.len(), params.is_empty(), Params::new().is_empty()),
            (3, false, true)
        );
    }

    #[test]
    fn a_form_is_one_allocation_of_the_right_size() {
        let params = Params::from_iter([("名", "a b"), ("X.1", "~*"), ("Empty", "")]);
        let form = params.to_form();
        assert_eq!(form, "%E5%90%8D=a%20b&X.1=~%2A&Empty=");
        assert!(form.capacity() <= form.len() + 1);
        assert_eq!(Params::new().to_form(), "");
    }

    #[test]
    fn reads_forms() {
        for (form, pairs) in [
            ("", &[][..]),
            ("&&", &[]),
            ("a=1&b=2", &[("a", "1"), ("b", "2")]),
            ("a&b=&=c", &[("a", ""), ("b", ""), ("", "c")]),
            ("a=b=c", &[("a", "b=c")]),
            ("a+b=c+d%2B", &[("a b", "c d+")]),
            ("a=1&a=2&", &[("a", "1"), ("a", "2")]),
            ("X%2E1=%e5%90%8d", &[("X.1", "名")]),
        ] {
            let params = Params::from_form(form.as_bytes()).unwrap();
            assert_eq!(params.iter().collect::<Vec<_>>(), pairs, "{form}");
        }
    }

    #[test]
    fn says_where_a_form_is_malformed() {
        for (form, offset, text) in [
            (
                &b"a=1&b=x%4"[..],
                7,
                "parameter 2: `%` at byte 7 is not followed by two hexadecimal digits",
            ),
            (
                b"%=1",
                0,
                "parameter 1: `%` at byte 0 is not followed by two hexadecimal digits",
            ),
            (
                b"a=secret%FF",
                8,
                "parameter 1: text at byte 8 is not UTF-8",
            ),
        ] {
            let error = Params::from_form(form).unwrap_err();
            assert_eq!((error.offset(), error.to_string().as_str()), (offset, text));
        }
    }

    #[test]
    fn debug_hides_sensitive_values_and_equality_ignores_the_mark() {
        let mut params = Params::new();
        params.push("Name", "x");
        params.push_sensitive("Token", "hush");
        assert_eq!(format!("{params:?}"), r#"{"Name": "x", "Token": "***"}"#);
        assert_eq!(format!("{:?}", params.0[1]), r#""Token": "***""#);
        assert_eq!(
            params,
            Params::from_iter([("Name", "x"), ("Token", "hush")])
        );
        assert!(Params::from_iter(params).0[1].is_sensitive());
    }
}
