//! `kcrs`, the command line of Kingsoft Cloud's container registry (KCRS).

mod command;
mod credentials;
mod docker;
mod duration;
mod failure;
mod files;
mod globals;
mod interrupt;
mod language;
mod output;
mod parameters;
mod prune;
mod scan;
mod session;
mod size;
mod terminal;
mod tree;
mod wire;

use std::process::ExitCode;

fn main() -> ExitCode {
    match command::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}
