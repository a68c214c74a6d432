//! Tests of the program `kcrs` as its users run it.

mod output;
mod support;
