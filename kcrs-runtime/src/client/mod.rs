//! How a client is made, and how it executes calls: asynchronously or blocking.

#[cfg(feature = "blocking")]
pub mod blocking;
pub(crate) mod builder;
mod default_chain;
pub(crate) mod executor;
