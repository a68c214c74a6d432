//! The files of a spec as trees of nodes, each of which has a span.

mod extent;
mod node;
mod sources;
mod yaml;

pub(crate) use node::{Highlight, Node, Span, Value};
pub use sources::Sources;
