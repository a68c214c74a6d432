//! Behaviour that every action of a query API client shares: parameters, validation, signing, transport, errors.
//!
//! The derives of `kcrs-macros` and the generated crates name what is here by way of their own crate's `__private::v1`.

mod builder;
pub mod decode;
mod encoding;
mod filter;
#[cfg(feature = "server")]
mod from_params;
mod open_enum;
mod params;
mod path;
mod private;
mod request;
pub mod schema;
mod secret;
mod timestamp;
mod to_params;
mod validate;
mod violation;

pub use filter::Filter;
#[cfg(feature = "server")]
pub use from_params::{FromParams, ParamReader};
pub use kcrs_macros::{FromParams, Request, Structure};
pub use open_enum::UnknownValue;
pub use params::{FormError, Param, Params};
pub use request::{Method, Request};
pub use secret::SecretString;
pub use timestamp::Timestamp;
pub use to_params::{ParamWriter, ToParams};
pub use validate::{LengthUnit, Validate, Validator};
pub use violation::{Rule, Violation, Violations};

#[doc(hidden)]
pub mod __private {
    pub use crate::private::v1;
}
