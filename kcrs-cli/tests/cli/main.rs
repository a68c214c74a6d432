//! Tests of the program `kcrs` as its users run it.

mod actions;
mod chinese;
#[cfg(unix)]
mod completion;
#[cfg(unix)]
mod configure;
mod connection;
mod deletion;
mod docker;
#[cfg(unix)]
mod emulator;
mod help;
mod instance;
mod lists;
mod man;
mod output;
mod page;
mod prune;
#[cfg(unix)]
mod pty;
mod reference;
mod refusals;
mod scan;
mod support;
#[cfg(unix)]
mod terminal;
mod tree;
#[cfg(unix)]
mod wait;
mod wire;
