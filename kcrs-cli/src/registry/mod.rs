//! What people do with a registry: let docker in, prune and scan images, look around.

pub(crate) mod docker;
pub(crate) mod lists;
pub(crate) mod pacing;
pub(crate) mod prune;
pub(crate) mod scan;
pub(crate) mod text;
pub(crate) mod tree;
