//! What is typed: global options, parameters, durations.

pub(crate) mod dry_run;
pub(crate) mod duration;
pub(crate) mod global;
mod name_pattern;
mod option;
pub(crate) mod parameters;

pub(crate) use global::GlobalArgs;
pub(crate) use name_pattern::{DIALECT, DIALECT_CHINESE, NamePattern, Named};
pub(crate) use option::{flags, options, patterns, patterns_of, text_of, value_of};
