//! The shapes of parameters and answers.

use std::fmt;

use serde_json::{Map, Value};

use super::docs::Docs;
use crate::wire::secret::SecretString;
use crate::wire::timestamp::Timestamp;
use crate::wire::validate::LengthUnit;

/// A type that knows its shape.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a member of a request or an answer",
    label = "not text, a number, a Boolean, an enum, a structure or a list of these",
    note = "declare an enum with `open_enum!`, and a structure with `#[derive(Structure)]`"
)]
pub trait Reflect {
    /// The shape.
    const SHAPE: &'static Shape;
}

/// What a value is on the wire.
#[derive(Debug)]
#[non_exhaustive]
pub enum Shape {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// `True` or `False`.
    Boolean,
    /// A point in time as text.
    Timestamp,
    /// Text that must not be shown.
    Secret,
    /// One of several texts, others being borne.
    Enum(EnumShape),
    /// A list, numbered from 1 in parameters.
    List(&'static Shape),
    /// Members with names.
    Structure(StructureShape),
}

/// An enumeration.
#[derive(Debug)]
#[non_exhaustive]
pub struct EnumShape {
    /// The name of the Rust type.
    pub name: &'static str,
    /// What it is.
    pub docs: Docs,
    /// The known values.
    pub values: &'static [EnumValue],
}

/// A value of an enumeration.
#[derive(Debug)]
#[non_exhaustive]
pub struct EnumValue {
    /// The value on the wire.
    pub value: &'static str,
    /// What it means.
    pub docs: Docs,
}

/// A structure: a request, an answer or a part of one.
#[derive(Debug)]
#[non_exhaustive]
pub struct StructureShape {
    /// The name of the Rust type.
    pub name: &'static str,
    /// What it is.
    pub docs: Docs,
    /// Its members in the order of declaration.
    pub members: &'static [Member],
}

/// A member of a structure.
#[derive(Debug)]
#[non_exhaustive]
pub struct Member {
    /// The name on the wire.
    pub wire_name: &'static str,
    /// The name of the Rust field.
    pub rust_name: &'static str,
    /// Other names under which an answer may have it.
    pub aliases: &'static [&'static str],
    /// What it is on the wire.
    pub shape: &'static Shape,
    /// Whether it has to be there.
    pub presence: Presence,
    /// What it means.
    pub docs: Docs,
    /// What the service assumes where it is missing, as on the wire.
    pub default: Option<&'static str>,
    /// The rules for its value.
    pub constraints: Constraints,
    /// Whether its value must not be shown.
    pub sensitive: bool,
}

/// Whether a member has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Presence {
    /// A request has to have it.
    Required,
    /// A request may have it.
    Optional,
    /// An answer without it is no answer.
    Essential,
    /// An answer may lack it or have it as `null`, which is told apart from any value.
    Nullable,
    /// An answer may lack it or have it as `null`, which reads as empty.
    Defaulted,
}

/// The rules for a member's value.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Constraints {
    /// How long a text, or each text of a list, may be.
    pub length: Option<Length>,
    /// The least and greatest number.
    pub range: Option<(i64, i64)>,
    /// What the whole text has to match.
    pub pattern: Option<PatternRule>,
    /// The least and greatest count of items.
    pub items: Option<(usize, usize)>,
    /// Whether no item may occur twice.
    pub unique: bool,
    /// When the member has to be there.
    pub required_when: Option<Condition>,
}

/// How long a text may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Length {
    /// The least length; 0 where there is no limit.
    pub min: usize,
    /// The greatest length; `usize::MAX` where there is no limit.
    pub max: usize,
    /// What is counted.
    pub unit: LengthUnit,
}

/// What a text has to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PatternRule {
    /// The regular expression.
    pub regex: &'static str,
    /// What it allows, in words; may be empty.
    pub words: &'static str,
}

/// That another member has a certain value.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Condition {
    /// The other member's name on the wire.
    pub member: &'static str,
    value: fn() -> String,
}

impl Condition {
    /// The other member's value, as on the wire.
    pub fn value(&self) -> String {
        (self.value)()
    }
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Condition")
            .field("member", &self.member)
            .field("value", &self.value())
            .finish()
    }
}

impl Shape {
    /// The structure, where it is one.
    pub const fn structure(&self) -> Option<&StructureShape> {
        match self {
            Self::Structure(structure) => Some(structure),
            _ => None,
        }
    }
}

impl EnumShape {
    /// An enumeration.
    pub const fn new(name: &'static str, docs: Docs, values: &'static [EnumValue]) -> Self {
        Self { name, docs, values }
    }
}

impl EnumValue {
    /// A value.
    pub const fn new(value: &'static str, docs: Docs) -> Self {
        Self { value, docs }
    }
}

impl StructureShape {
    /// A structure.
    pub const fn new(name: &'static str, docs: Docs, members: &'static [Member]) -> Self {
        Self {
            name,
            docs,
            members,
        }
    }

    /// The member that has this name on the wire, or as an alias.
    pub fn member(&self, wire_name: &str) -> Option<&'static Member> {
        self.members
            .iter()
            .find(|member| member.wire_name == wire_name || member.aliases.contains(&wire_name))
    }
}

impl Member {
    /// A member without docs and rules.
    pub const fn new(
        wire_name: &'static str,
        rust_name: &'static str,
        shape: &'static Shape,
        presence: Presence,
    ) -> Self {
        Self {
            wire_name,
            rust_name,
            aliases: &[],
            shape,
            presence,
            docs: Docs::NONE,
            default: None,
            constraints: Constraints {
                length: None,
                range: None,
                pattern: None,
                items: None,
                unique: false,
                required_when: None,
            },
            sensitive: false,
        }
    }

    /// What an answer has of it, under any of its names, with that name. None where it is left out
    /// or `null`.
    pub fn find_in<'v>(&self, answer: &'v Map<String, Value>) -> Option<(&'v str, &'v Value)> {
        std::iter::once(&self.wire_name)
            .chain(self.aliases)
            .filter_map(|name| answer.get_key_value(*name))
            .find(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.as_str(), value))
    }

    /// Sets what it means.
    pub const fn docs(mut self, docs: Docs) -> Self {
        self.docs = docs;
        self
    }

    /// Sets its other names in answers.
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// Sets what the service assumes where it is missing.
    pub const fn default(mut self, default: &'static str) -> Self {
        self.default = Some(default);
        self
    }

    /// Sets how long its text may be.
    pub const fn length(mut self, min: usize, max: usize, unit: LengthUnit) -> Self {
        self.constraints.length = Some(Length { min, max, unit });
        self
    }

    /// Sets the least and greatest number.
    pub const fn range(mut self, min: i64, max: i64) -> Self {
        self.constraints.range = Some((min, max));
        self
    }

    /// Sets what its whole text has to match.
    pub const fn pattern(mut self, regex: &'static str, words: &'static str) -> Self {
        self.constraints.pattern = Some(PatternRule { regex, words });
        self
    }

    /// Sets the least and greatest count of items.
    pub const fn items(mut self, min: usize, max: usize) -> Self {
        self.constraints.items = Some((min, max));
        self
    }

    /// No item may occur twice.
    pub const fn unique(mut self) -> Self {
        self.constraints.unique = true;
        self
    }

    /// It has to be there when `member` has that value.
    pub const fn required_when(mut self, member: &'static str, value: fn() -> String) -> Self {
        self.constraints.required_when = Some(Condition { member, value });
        self
    }

    /// Its value must not be shown.
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }
}

macro_rules! shapes {
    ($($shape:ident: $($rust:ty),*;)*) => {$($(
        impl Reflect for $rust {
            const SHAPE: &'static Shape = &Shape::$shape;
        }
    )*)*};
}

shapes! {
    Text: String;
    Integer: i64;
    Boolean: bool;
    Timestamp: Timestamp;
    Secret: SecretString;
}

impl<T: Reflect> Reflect for Option<T> {
    const SHAPE: &'static Shape = T::SHAPE;
}

impl<T: Reflect> Reflect for Box<T> {
    const SHAPE: &'static Shape = T::SHAPE;
}

impl<T: Reflect> Reflect for Vec<T> {
    const SHAPE: &'static Shape = &Shape::List(T::SHAPE);
}
