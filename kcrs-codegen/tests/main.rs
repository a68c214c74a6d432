//! Tests of the generator from outside. One binary, which links once.

mod bad_specs;
mod builder;
#[cfg(feature = "cli")]
mod command;
mod determinism;
#[cfg(feature = "cli")]
mod diff;
#[cfg(feature = "cli")]
mod explanations;
#[cfg(feature = "cli")]
mod fmt;
mod hostile;
#[cfg(feature = "cli")]
mod jsonschema;
mod mistakes;
mod options;
mod second_api;
mod support;
