//! Members: parameters, fields and what they must obey.

#[cfg(feature = "cli")]
use serde::{Serialize, Serializer};

use super::Docs;

/// A parameter, a field of a response, or a member of a structure.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Member {
    /// The name on the wire.
    pub wire: String,
    /// The name of the Rust field.
    pub rust: String,
    /// The type.
    #[cfg_attr(feature = "cli", serde(rename = "type"))]
    pub ty: TypeRef,
    /// In requests: whether it must be given.
    pub required: bool,
    /// In responses: what its absence means.
    pub presence: Presence,
    /// In responses: when it is null.
    pub null_when: Option<Condition>,
    /// In requests: when it must be given.
    pub required_when: Option<Condition>,
    /// In requests: when the service ignores it.
    pub ignored_when: Option<Condition>,
    /// Default of the service.
    pub default: Option<Literal>,
    /// Constraints on a value.
    pub limits: Limits,
    /// Whether the value must not be shown. One of [`Kind::Secret`] never is.
    pub sensitive: bool,
    /// Other names that responses use.
    pub aliases: Vec<String>,
    /// The runtime's function that reads an odd encoding.
    pub decode: Option<String>,
    /// The spelling that servers write, one of the aliases.
    pub written_as: Option<String>,
    /// The runtime's function that writes it as the service does.
    pub encode: Option<String>,
    /// Source of values to choose from.
    pub completed_by: Option<Completion>,
    /// Whether it is known from observation only, not from the document.
    pub observed: bool,
    /// Description.
    pub docs: Docs,
}

/// A type as a member has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct TypeRef {
    /// Whether it is a list of the kind.
    pub list: bool,
    /// The kind.
    pub kind: Kind,
}

/// A type without regard to lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub enum Kind {
    /// Text.
    #[cfg_attr(feature = "cli", serde(rename = "String"))]
    Text,
    /// A 64-bit integer.
    Integer,
    /// True or false.
    Boolean,
    /// A time, as the service writes it.
    Timestamp,
    /// Text that must not be shown.
    Secret,
    /// A filter: a name and values.
    Filter,
    /// An index into [`Api::types`](super::Api::types).
    Named(usize),
}

/// Meaning of an absent field in a response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[cfg_attr(feature = "cli", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Presence {
    /// The same as its empty value.
    #[default]
    #[cfg_attr(feature = "cli", serde(rename = "plain"))]
    Defaulted,
    /// The response cannot be decoded.
    Essential,
    /// There is no value.
    Nullable,
}

/// A value of a sibling.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Condition {
    /// The sibling's name on the wire.
    pub wire: String,
    /// The sibling's name in Rust.
    pub rust: String,
    /// Its value.
    pub value: Literal,
}

/// A constant.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[cfg_attr(feature = "cli", serde(untagged))]
#[non_exhaustive]
pub enum Literal {
    /// Text.
    Text(String),
    /// An integer.
    Integer(i64),
    /// True or false.
    Boolean(bool),
    /// A value of an enum.
    #[cfg_attr(feature = "cli", serde(serialize_with = "wire_only"))]
    Variant {
        /// The enum, an index into [`Api::types`](super::Api::types).
        ty: usize,
        /// The value, an index into [`Enum::values`](super::Enum::values).
        value: usize,
        /// The value on the wire.
        wire: String,
    },
}

/// Constraints on a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Limits {
    /// Bounds of an integer.
    pub range: Option<Bounds>,
    /// Bounds of a text's length.
    pub length: Option<Length>,
    /// Pattern that the whole text must match.
    pub pattern: Option<Pattern>,
    /// Bounds of the number of items.
    pub items: Option<Bounds>,
    /// Whether items must differ.
    pub unique: bool,
}

/// Bounds, both inclusive, either absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Bounds {
    /// The smallest value allowed.
    pub min: Option<i64>,
    /// The largest value allowed.
    pub max: Option<i64>,
}

/// Bounds of a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Length {
    /// The bounds.
    pub bounds: Bounds,
    /// Unit of the length.
    pub unit: LengthUnit,
}

/// Unit of a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[cfg_attr(feature = "cli", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum LengthUnit {
    /// Unicode characters.
    Characters,
    /// Bytes of UTF-8.
    Bytes,
}

/// A pattern that a text must match.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Pattern {
    /// The regular expression; it matches the whole text.
    pub regex: String,
    /// The same in words.
    pub says: Option<Docs>,
}

/// The action that lists values for a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Completion {
    /// The action.
    pub action: String,
    /// The list in its response.
    pub items: String,
    /// The member of an item; absent when the items are the values.
    pub value: Option<String>,
}

impl Literal {
    /// The constant as a request writes it.
    pub fn wire(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Integer(value) => value.to_string(),
            Self::Boolean(true) => "True".to_owned(),
            Self::Boolean(false) => "False".to_owned(),
            Self::Variant { wire, .. } => wire.clone(),
        }
    }
}

#[cfg(feature = "cli")]
fn wire_only<S: Serializer>(
    _: &usize,
    _: &usize,
    wire: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(wire)
}

impl LengthUnit {
    /// The name in specs and attributes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Characters => "characters",
            Self::Bytes => "bytes",
        }
    }
}

impl Bounds {
    /// Returns whether the bounds allow a value.
    pub fn contains(&self, value: i64) -> bool {
        self.min.is_none_or(|min| value >= min) && self.max.is_none_or(|max| value <= max)
    }
}
