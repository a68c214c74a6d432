//! Tests of the whole workspace, in one program so that it links once.

mod client;
mod document;
mod emulated;
mod expected;
mod generated;
