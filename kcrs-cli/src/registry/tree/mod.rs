//! Tree of a region: instances, namespaces, repositories and tags.

mod draw;
mod read;

use serde_json::{Value, json};

pub(crate) use draw::{LineStyle, draw};
pub(crate) use read::{Wanted, read};

use crate::error::CliError;
use crate::text::Text;

/// Something that a region holds.
#[derive(Debug)]
pub(crate) struct Node {
    /// Names in the drawing; an image has one for each of its tags.
    names: Vec<String>,
    /// Facts after the name.
    facts: Vec<Text>,
    /// It, by the API's names.
    value: Value,
    below: Option<Below>,
}

/// Children of a node.
#[derive(Debug)]
pub(crate) struct Below {
    /// The API's name for it.
    set: &'static str,
    /// It, or why it could not be read.
    nodes: Result<Vec<Node>, CliError>,
}

/// Counts the lists that could not be read.
pub(crate) fn failures(nodes: &[Node]) -> usize {
    let below = nodes.iter().filter_map(|node| node.below.as_ref());
    below
        .map(|below| match &below.nodes {
            Ok(nodes) => failures(nodes),
            Err(_) => 1,
        })
        .sum()
}

/// Returns whether all has been read, and nothing is in any of the instances.
pub(crate) fn is_empty_below(instances: &[Node]) -> bool {
    let mut below = instances.iter().filter_map(|node| node.below.as_ref());
    below.all(|below| below.nodes.as_ref().is_ok_and(Vec::is_empty))
}

/// All of it, by the API's names. What could not be read has an `Error` in place of its set.
pub(crate) fn json(instances: Vec<Node>) -> Value {
    json!({"InstanceSet": values(instances)})
}

fn values(nodes: Vec<Node>) -> Value {
    nodes.into_iter().map(value).collect()
}

fn value(node: Node) -> Value {
    let mut value = node.value;
    if let Some(Below { set, nodes }) = node.below {
        match nodes {
            Ok(nodes) => value[set] = values(nodes),
            Err(failure) => value["Error"] = json!(failure.to_string()),
        }
    }
    value
}
