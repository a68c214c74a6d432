//! Tests of the program `kcrs` as its users run it.

mod actions;
mod help;
mod lists;
mod output;
mod refusals;
mod support;
mod wire;
