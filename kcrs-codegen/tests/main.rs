//! Tests of the generator from outside. One binary, which links once.

mod bad_specs;
mod builder;
#[cfg(feature = "cli")]
mod command;
#[cfg(feature = "cli")]
mod diff;
mod hostile;
mod options;
mod second_api;
mod support;
