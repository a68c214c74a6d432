//! Clients: their builder, and the execution of calls, asynchronous or blocking.

#[cfg(feature = "blocking")]
pub mod blocking;
pub(crate) mod builder;
mod default_chain;
pub(crate) mod executor;
