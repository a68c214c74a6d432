//! First stage: attributes as they were written, key by key, without knowing the field they stand
//! on.

mod container;
mod keys;
mod range;
mod wire;

pub(crate) use container::{ContainerAttributes, REQUEST, STRUCTURE, WAITER};
pub(crate) use keys::Keyed;
pub(crate) use wire::{Condition, Subject, WireAttributes};

#[cfg(test)]
mod tests;
