//! The shapes of parameters and outputs.

use serde_json::{Map, Value};

use super::constraints::Constraints;
use super::docs::Docs;
use crate::wire::secret::SecretString;
use crate::wire::timestamp::Timestamp;

/// A type that knows its shape.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a member of a request or a response",
    label = "not text, a number, a Boolean, an enum, a structure or a list of these",
    note = "declare an enum with `open_enum!`, and a structure with `#[derive(Structure)]`"
)]
pub trait Reflect {
    /// The shape.
    const SHAPE: &'static Shape;
}

/// Shape of a value on the wire.
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
    /// One of several texts; unknown ones are kept.
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
    /// Description.
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
    /// Description.
    pub docs: Docs,
}

/// A structure: a request, an output or a part of one.
#[derive(Debug)]
#[non_exhaustive]
pub struct StructureShape {
    /// The name of the Rust type.
    pub name: &'static str,
    /// Description.
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
    /// Other names that it may have in a response.
    pub aliases: &'static [&'static str],
    /// Shape on the wire.
    pub shape: &'static Shape,
    /// Whether it has to be there.
    pub presence: Presence,
    /// Description.
    pub docs: Docs,
    /// Default of the service where it is absent, in wire form.
    pub default: Option<&'static str>,
    /// The rules for its value.
    pub constraints: &'static Constraints,
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
    /// A response must have it.
    Essential,
    /// A response may leave it out or have it as `null`, which differs from every value.
    Nullable,
    /// A response may leave it out or have it as `null`, which reads as the default value.
    Defaulted,
}

impl Shape {
    /// The structure, where it is one.
    pub const fn structure(&self) -> Option<&StructureShape> {
        match self {
            Self::Structure(structure) => Some(structure),
            _ => None,
        }
    }

    /// The structure that it is or, of a list, that the items are.
    pub const fn nested(&self) -> Option<&StructureShape> {
        match self {
            Self::List(item) => item.structure(),
            shape => shape.structure(),
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
    /// Returns the shape of a type that is a structure. Where it is a constant, another type is an
    /// error of compilation.
    pub(crate) const fn of<T: Reflect>() -> &'static Self {
        match T::SHAPE {
            Shape::Structure(structure) => structure,
            _ => panic!("a request, an output and a waiter are structures"),
        }
    }

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
            constraints: &Constraints::NONE,
            sensitive: false,
        }
    }

    /// Finds it in a response by any of its names, and returns that name with the value. None where
    /// it is left out or `null`.
    pub fn find_in<'v>(&self, response: &'v Map<String, Value>) -> Option<(&'v str, &'v Value)> {
        std::iter::once(&self.wire_name)
            .chain(self.aliases)
            .filter_map(|name| response.get_key_value(*name))
            .find(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.as_str(), value))
    }

    /// Sets the rules for its value, and whether it must not be shown.
    pub const fn constraints(mut self, constraints: &'static Constraints) -> Self {
        self.constraints = constraints;
        self.sensitive = constraints.sensitive;
        self
    }
}

setters!(Member {
    /// Sets what it means.
    docs: Docs,
    /// Sets its other names in responses.
    aliases: &'static [&'static str],
    /// Sets what the service assumes where it is missing.
    default: &'static str => Some,
});

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
