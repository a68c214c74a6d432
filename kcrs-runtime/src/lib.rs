//! Behaviour that every action of a query API client shares: parameters, validation, signing, transport, errors.
//!
//! The derives of `kcrs-macros` and the generated crates name what is here by way of their own crate's `__private::v1`.

mod encoding;
mod params;
mod secret;
mod violation;

pub use params::{FormError, Param, Params};
pub use secret::SecretString;
pub use violation::{Rule, Violation, Violations};
