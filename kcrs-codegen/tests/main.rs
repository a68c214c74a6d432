//! Tests of the generator from outside. One binary, which links once.

mod bad_specs;
mod builder;
#[cfg(feature = "cli")]
mod command;
mod determinism;
#[cfg(feature = "cli")]
mod diff;
#[cfg(feature = "cli")]
mod expand;
#[cfg(feature = "cli")]
mod explanations;
#[cfg(feature = "cli")]
mod fmt;
mod hostile;
#[cfg(feature = "cli")]
mod jsonschema;
mod mistakes;
#[cfg(feature = "cli")]
mod openapi;
mod options;
#[cfg(feature = "cli")]
mod reference;
mod second_api;
mod support;
