//! What the tests of several crates share.

mod actions;
mod expect;
mod python;

pub use expect::{HOW_TO_ACCEPT, accepts, expect_file};
pub use python::python_with;
