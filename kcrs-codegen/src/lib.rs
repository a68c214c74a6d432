//! Generates a typed Rust client for a query API from its YAML spec.
//!
//! The stages: [`Sources`] reads the files, [`check`] resolves them into an [`Api`](model::Api) or reports everything
//! that is wrong with them, and [`emit`] makes Rust of it. [`Builder`] does all three, for build scripts. Nothing here
//! knows a particular API.

mod builder;
mod check;
#[cfg(feature = "cli")]
pub mod dump;
mod emit;
mod format;
#[cfg(feature = "cli")]
mod language;
mod load;
pub mod model;
mod naming;
#[cfg(feature = "cli")]
pub mod openapi;
#[cfg(feature = "cli")]
pub mod reference;
mod report;
mod sources;
mod suggest;
mod walk;
mod words;

pub use builder::{Builder, Generated};
pub use check::check;
pub use emit::{GeneratedFile, emit};
#[cfg(feature = "cli")]
pub use emit::{UnknownAction, expand, find_action};
#[cfg(feature = "cli")]
pub use language::Language;
pub use report::{Problem, Report};
pub use sources::Sources;
