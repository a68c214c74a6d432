//! Generates a typed Rust client for a query API from its YAML spec.
//!
//! The stages: [`Sources`] reads the files, [`check`] resolves them into an [`Api`](model::Api) or
//! reports everything that is wrong with them, and [`emit`] makes Rust of it. [`Builder`] does all
//! three, for build scripts. Nothing here knows a particular API.

mod builder;
mod check;
mod codes;
mod constraint_docs;
mod diagnostics;
#[cfg(feature = "cli")]
pub mod diff;
#[cfg(feature = "cli")]
pub mod dump;
mod emit;
#[cfg(feature = "cli")]
pub mod fmt;
// Descriptions, layouts and kinds of files by their path are for the command alone.
#[cfg_attr(not(feature = "cli"), allow(dead_code, unreachable_pub))]
mod grammar;
#[cfg(feature = "cli")]
pub mod jsonschema;
#[cfg(feature = "cli")]
mod language;
mod markdown;
pub mod model;
mod naming;
#[cfg(feature = "cli")]
pub mod openapi;
#[cfg(feature = "cli")]
pub mod reference;
mod rust_printer;
mod suggest;
mod syntax;

pub use builder::{Builder, Generated};
pub use check::{Checked, check, check_with};
pub use codes::{Code, Level, Levels};
#[cfg(feature = "cli")]
pub use codes::{Example, Explanation};
pub use diagnostics::{Diagnostic, Label, Location, Report, Severity};
pub use emit::{GeneratedFile, Part, emit};
#[cfg(feature = "cli")]
pub use emit::{UnknownAction, expand, find_action};
#[cfg(feature = "cli")]
pub use language::Language;
pub use suggest::near;
pub use syntax::Sources;
