//! What derived and generated code names; it is no interface for anybody else.
//!
//! The version in the path lets code that an older derive emitted go on compiling.

/// The names that the derives of `kcrs-macros` 0.1 and [`open_enum!`](crate::open_enum) emit.
pub mod v1 {
    pub use std::string::String;

    pub use serde;

    pub use crate::call::Call;
    pub use crate::client::{Client, ClientBuilder};
    pub use crate::error::Error;
    pub use crate::operation::Operation;
    pub use crate::response::RawResponse;
    pub use crate::response::Response;
    #[cfg(feature = "server")]
    pub use crate::server;
    pub use crate::service::{ErrorClass, ErrorRow, Service};
    pub use crate::sign::Signature;

    pub use crate::builder::{Holds, Redacted, Set, Unset, debug_struct};
    pub use crate::filter::Filter;
    #[cfg(feature = "server")]
    pub use crate::from_params::{FromParams, ParamReader};
    pub use crate::open_enum::UnknownValue;
    pub use crate::params::Params;
    pub use crate::request::{Method, Request};
    pub use crate::schema::Reflect;
    pub use crate::secret::SecretString;
    pub use crate::timestamp::Timestamp;
    pub use crate::to_params::{
        ParamWriter, ToParams, params_of as to_params, params_of, wire_text,
    };
    pub use crate::validate::{
        Integers, Is, Items, LengthUnit, MemberValidator, Pattern, Texts, UniqueKey, Validate,
        Validator, validate,
    };
    pub use crate::violation::Violations;
    pub use crate::{decode, if_serialize, if_server, open_enum, pattern, schema};
    pub use kcrs_macros::{FromParams, Request, Structure};
}

/// Compiles its contents where the runtime can serialise answers.
#[cfg(feature = "serialize")]
#[doc(hidden)]
#[macro_export]
macro_rules! if_serialize {
    ($($item:tt)*) => { $($item)* };
}

/// Compiles its contents where the runtime can serialise answers.
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

/// A pattern that is compiled once, at its first use.
#[doc(hidden)]
#[macro_export]
macro_rules! pattern {
    ($regex:expr) => {{
        static PATTERN: $crate::__private::v1::Pattern =
            $crate::__private::v1::Pattern::new($regex);
        &PATTERN
    }};
}
