//! What derived and generated code names; it is no interface for anybody else.
//!
//! The version in the path lets code that an older derive emitted go on compiling.

/// What the emulator and the command line share with the runtime.
pub mod tools {
    pub use crate::wire::calendar::{UtcTime, civil_from_days, days_from_civil};
    pub use crate::wire::secret_names::is_secret_name;
}

/// The names that the derives of `kcrs-macros` 0.1 and [`open_enum!`](crate::open_enum!) emit.
pub mod v1 {
    pub use std::string::String;

    pub use serde;

    pub use crate::call::wait::next_page;
    pub use crate::wire::schema::{CompiledPattern, Constraints, Pattern};
    pub use crate::wire::to_params::{params_of as to_params, params_of, wire_text};
    pub use crate::wire::typestate::{Holds, Redacted, Set, Unset, debug_struct};
    pub use crate::wire::validate::{Is, validate};
    pub use crate::{
        Call, CallExecutor, CallOptions, Client, ClientBuilder, ClientHandle, Error, ErrorClass,
        ErrorRow, Filter, ItemKey, LengthUnit, Method, Operation, Paged, ParamWriter, Params,
        RawResponse, Request, Response, SecretString, Service, Signature, Structure, Timestamp,
        ToParams, UnknownValue, Validate, Validator, Violations, WaitOptions, Waitable, Waiter,
        decode, if_serialize, if_server, open_enum, pattern, schema, schema::Reflect,
    };
    #[cfg(feature = "server")]
    pub use crate::{FromParams, ParamReader, server};
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
