//! Signatures: made by clients, checked by servers.

mod canonical;
mod hash;
mod key;
mod signer;
#[cfg(test)]
mod tests;
#[cfg(feature = "server")]
pub(crate) mod verify;

pub use signer::{Signer, SigningError};

pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";
pub(crate) const SIMPLIFIED_METHOD: &str = "HMAC-SHA256";
pub(crate) const SIMPLIFIED_VERSION: &str = "1.0";
