//! Tasks on a registry: docker login, pruning, scans, the tree of its contents.

pub(crate) mod docker;
pub(crate) mod lists;
pub(crate) mod pacing;
pub(crate) mod prune;
pub(crate) mod scan;
pub(crate) mod text;
pub(crate) mod tree;
