//! Generates a typed Rust client for a query API from its YAML spec.
//!
//! The stages: [`Sources`] reads the files, [`check`] resolves them into an [`Api`](model::Api) or reports everything
//! that is wrong with them, and [`emit`] makes Rust of it. [`Builder`] does all three, for build scripts. Nothing here
//! knows a particular API.

mod builder;
mod check;
mod codes;
#[cfg(feature = "cli")]
pub mod diff;
#[cfg(feature = "cli")]
pub mod dump;
mod emit;
mod extent;
#[cfg(feature = "cli")]
pub mod fmt;
mod format;
mod found;
#[cfg(feature = "cli")]
mod grammar;
#[cfg(feature = "cli")]
pub mod jsonschema;
mod load;
pub mod model;
mod naming;
mod report;
mod sources;
mod suggest;
mod walk;

pub use builder::{Builder, Generated};
pub use check::{Checked, check, check_with};
pub use codes::{Code, Level, Levels};
#[cfg(feature = "cli")]
pub use codes::{Example, Explanation};
pub use emit::{GeneratedFile, Part, emit};
pub use report::{Label, Problem, Report, Severity};
pub use sources::Sources;
pub use suggest::near;
