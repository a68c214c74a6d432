//! What the tests of several crates share.

mod actions;
mod expect;
mod python;
mod rustc;

pub use expect::{HOW_TO_ACCEPT, accepts, expect_file};
pub use python::python_with;
pub use rustc::{Rustc, in_parallel};
