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

/// The common parameters that signing sets, and `X-Amz-*`.
pub(crate) const COMMON: [&str; 8] = [
    "Accesskey",
    "Region",
    "SecurityToken",
    "Service",
    "Signature",
    "SignatureMethod",
    "SignatureVersion",
    "Timestamp",
];

/// The parameters that say what is called, beside those of the action.
pub(crate) const NAMED: [&str; 2] = ["Action", "Version"];

/// Returns whether a parameter is part of a signature rather than of an action.
pub(crate) fn is_common(name: &str) -> bool {
    COMMON.contains(&name) || name.starts_with("X-Amz-")
}
