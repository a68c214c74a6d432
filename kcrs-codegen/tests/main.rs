//! Tests of the generator from outside. One binary, which links once.

mod bad_specs;
mod builder;
#[cfg(feature = "cli")]
mod command;
#[cfg(feature = "cli")]
mod expand;
mod hostile;
#[cfg(feature = "cli")]
mod openapi;
#[cfg(feature = "cli")]
mod reference;
mod second_api;
mod support;
