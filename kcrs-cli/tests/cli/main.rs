//! Tests of the program `kcrs` as its users run it.

mod actions;
mod docker;
mod help;
mod lists;
mod output;
mod page;
mod prune;
mod refusals;
mod scan;
mod support;
mod tree;
mod wire;
