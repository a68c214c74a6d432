//! What is typed: global options, parameters, durations.

pub(crate) mod dry_run;
pub(crate) mod duration;
pub(crate) mod global;
mod option;
pub(crate) mod parameters;

pub(crate) use global::GlobalArgs;
pub(crate) use option::{flags, options};
