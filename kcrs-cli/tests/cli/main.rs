//! Tests of the program `kcrs` as its users run it.

mod docker;
mod output;
mod prune;
mod scan;
mod support;
mod tree;
