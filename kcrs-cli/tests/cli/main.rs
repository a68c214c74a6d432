//! Tests of the program `kcrs` as its users run it.

mod actions;
mod output;
mod support;
