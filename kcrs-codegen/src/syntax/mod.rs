//! The files of a spec: their values, which serde_yaml reads and the checks look at, and their
//! syntax trees, which know where everything is and what stands around it.

mod cause;
mod folder;
mod node;
mod parse;
mod sources;
#[cfg(test)]
mod tests;
// Only the formatter reads comments and the style of scalars.
#[cfg_attr(not(feature = "cli"), allow(dead_code))]
pub(crate) mod tree;
mod yaml;

pub(crate) use cause::colon;
pub(crate) use node::{Entry, Highlight, Node, Span, Value};
pub(crate) use parse::parse;
#[cfg(feature = "cli")]
pub(crate) use parse::plain::may_be_other;
pub(crate) use sources::Source;
pub use sources::Sources;
#[cfg(feature = "cli")]
pub(crate) use yaml::SyntaxError;
