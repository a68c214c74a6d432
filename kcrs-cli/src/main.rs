//! `kcrs`, the command line of Kingsoft Cloud's container registry (KCRS).

#[macro_use]
mod text;

mod args;
mod command;
mod error;
mod files;
mod language;
mod output;
mod quote;
mod registry;
mod run;
mod terminal;

use std::process::ExitCode;

fn main() -> ExitCode {
    match command::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => error.report(),
    }
}
