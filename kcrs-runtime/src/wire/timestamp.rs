//! Points in time, as the service writes them.

use std::fmt;

use crate::wire::validate::{Validate, Validator};

/// A point in time as the service writes it, such as `2022-06-20 16:02:09`.
///
/// The text is kept as it came: the service does not say which time zone it means.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(String);

impl Timestamp {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

crate::text_value!(Timestamp);

impl Validate for Timestamp {
    fn validate_into(&self, validator: &mut Validator<'_>) {
        validator.text(&self.0);
    }
}
