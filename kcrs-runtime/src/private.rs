//! Names for derived and generated code; not a public interface.
//!
//! The version in the path lets code that an older derive emitted go on compiling.

/// Code that the emulator and the command line share with the runtime.
pub mod tools {
    pub use crate::wire::calendar::{UtcTime, civil_from_days, days_from_civil};
    pub use crate::wire::secret_names::is_secret_name;
}

/// The names that the derives of `kcrs-macros` 0.1 and [`open_enum!`](crate::open_enum!) emit.
pub mod v1 {
    pub use std::string::String;

    pub use serde;

    pub use crate::call::wait::next_page;
    #[cfg(feature = "serialize")]
    pub use crate::encode;
    pub use crate::wire::schema::{CompiledPattern, Constraints, Pattern};
    pub use crate::wire::to_params::{params_of as to_params, params_of, wire_text};
    pub use crate::wire::typestate::{Holds, Redacted, Set, Unset, debug_struct};
    pub use crate::wire::validate::{Is, validate};
    pub use crate::{
        Call, CallExecutor, CallOptions, Client, ClientBuilder, ClientHandle, Endpoint, Error,
        ErrorClass, ErrorRow, Filter, ItemKey, LengthUnit, Method, Operation, Paged, ParamWriter,
        Params, RawResponse, Request, Response, SecretString, Service, Signature, Structure,
        Timestamp, ToParams, UnknownValue, Validate, Validator, Violations, WaitOptions, Waitable,
        Waiter, decode, deserialize, if_serialize, if_server, open_enum, pattern, schema,
        schema::Reflect, stub, text_value,
    };
    #[cfg(feature = "server")]
    pub use crate::{FromParams, ParamReader, server};
}

/// Compiles its contents where the runtime can serialise outputs.
#[cfg(feature = "serialize")]
#[doc(hidden)]
#[macro_export]
macro_rules! if_serialize {
    ($($item:tt)*) => { $($item)* };
}

/// Compiles its contents where the runtime can serialise outputs.
#[cfg(not(feature = "serialize"))]
#[doc(hidden)]
#[macro_export]
macro_rules! if_serialize {
    ($($item:tt)*) => {};
}

/// Compiles its contents where the runtime has what servers need.
#[cfg(feature = "server")]
#[doc(hidden)]
#[macro_export]
macro_rules! if_server {
    ($($item:tt)*) => { $($item)* };
}

/// Compiles its contents where the runtime has what servers need.
#[cfg(not(feature = "server"))]
#[doc(hidden)]
#[macro_export]
macro_rules! if_server {
    ($($item:tt)*) => {};
}

/// Implements `Deserialize` for a type that is read from JSON by `FromJson`.
#[doc(hidden)]
#[macro_export]
macro_rules! deserialize {
    ($name:ident) => {
        #[automatically_derived]
        impl<'de> $crate::__private::v1::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::v1::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::decode::deserialize(deserializer)
            }
        }
    };
}

/// Implements what a value that is text on the wire needs, given its `as_str` and `From<&str>`.
#[doc(hidden)]
#[macro_export]
macro_rules! text_value {
    ($name:ident) => {
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::convert::AsRef<::core::primitive::str> for $name {
            fn as_ref(&self) -> &::core::primitive::str {
                self.as_str()
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &::core::primitive::str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(Self::from(text))
            }
        }

        impl ::core::cmp::PartialEq<::core::primitive::str> for $name {
            fn eq(&self, text: &::core::primitive::str) -> ::core::primitive::bool {
                self.as_str() == text
            }
        }

        impl ::core::cmp::PartialEq<&::core::primitive::str> for $name {
            fn eq(&self, text: &&::core::primitive::str) -> ::core::primitive::bool {
                self.as_str() == *text
            }
        }

        impl $crate::ToParams for $name {
            fn write_params(&self, writer: &mut $crate::ParamWriter<'_>) {
                writer.text(self.as_str());
            }
        }

        impl $crate::decode::FromJson for $name {
            const EXPECTED: &'static ::core::primitive::str = "text";

            fn from_scalar<E: $crate::__private::v1::serde::de::Error>(
                scalar: $crate::decode::Scalar<'_>,
                _: &$crate::decode::Path<'_>,
            ) -> ::core::result::Result<::core::option::Option<Self>, E> {
                ::core::result::Result::Ok(scalar.text().map(|text| Self::from(&*text)))
            }
        }

        $crate::deserialize!($name);

        $crate::if_serialize! {
            impl $crate::__private::v1::serde::Serialize for $name {
                fn serialize<S: $crate::__private::v1::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.as_str())
                }
            }
        }

        $crate::if_server! {
            impl $crate::FromParams for $name {
                fn read_params(
                    reader: &mut $crate::ParamReader<'_>,
                ) -> ::core::option::Option<Self> {
                    reader.text().map(Self::from)
                }
            }
        }
    };
}

/// Implements traits without content for an item whose derive reports mistakes, so that the code
/// which uses it raises no further errors.
#[doc(hidden)]
#[macro_export]
macro_rules! stub {
    (debug $name:ident) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::result::Result::Ok(())
            }
        }
    };
    (reflect $name:ident) => {
        impl $crate::schema::Reflect for $name {
            const SHAPE: &'static $crate::schema::Shape = &$crate::schema::Shape::Structure(
                $crate::schema::StructureShape::new("", $crate::schema::Docs::NONE, &[]),
            );
        }
    };
    (input $name:ident) => {
        impl $crate::ToParams for $name {
            fn write_params(&self, _: &mut $crate::ParamWriter<'_>) {}
        }
        impl $crate::Validate for $name {
            fn validate_into(&self, _: &mut $crate::Validator<'_>) {}
        }
    };
    (output $name:ident) => {
        impl $crate::decode::FromJson for $name {
            const EXPECTED: &'static ::core::primitive::str = "";
        }
        $crate::deserialize!($name);
        $crate::if_serialize! {
            impl $crate::__private::v1::serde::Serialize for $name {
                fn serialize<S: $crate::__private::v1::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    serializer.serialize_unit()
                }
            }
        }
    };
    (from_params $name:ident) => {
        impl $crate::FromParams for $name {
            fn read_params(_: &mut $crate::ParamReader<'_>) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        }
    };
    (request $name:ident, $output:ty) => {
        impl $crate::Request for $name {
            type Output = $output;
            const ACTION: &'static ::core::primitive::str = "";
            const VERSION: ::core::option::Option<&'static ::core::primitive::str> =
                ::core::option::Option::None;
            const METHOD: $crate::Method = $crate::Method::Get;
            const IDEMPOTENT: ::core::primitive::bool = false;
        }
    };
}

/// A pattern, and in words what it allows; compiled once, at its first use.
#[doc(hidden)]
#[macro_export]
macro_rules! pattern {
    ($regex:expr, $words:expr) => {
        const {
            &$crate::__private::v1::Pattern::new($regex, $words, || {
                static COMPILED: $crate::__private::v1::CompiledPattern =
                    $crate::__private::v1::CompiledPattern::new();
                &COMPILED
            })
        }
    };
}
