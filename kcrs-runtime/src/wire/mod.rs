//! Requests and outputs on the wire: parameters, checks, encodings, decoding, shapes.

pub(crate) mod calendar;
pub mod decode;
#[cfg(feature = "serialize")]
pub mod encode;
pub(crate) mod encoding;
pub(crate) mod endpoint;
pub(crate) mod filter;
#[cfg(feature = "server")]
pub(crate) mod from_params;
pub(crate) mod open_enum;
pub(crate) mod operation;
pub(crate) mod params;
pub(crate) mod path;
pub(crate) mod request;
pub mod schema;
pub(crate) mod secret;
pub(crate) mod secret_names;
pub(crate) mod service;
pub(crate) mod signature;
pub(crate) mod timestamp;
pub(crate) mod to_params;
pub(crate) mod typestate;
pub(crate) mod validate;
pub(crate) mod violation;
pub(crate) mod words;
