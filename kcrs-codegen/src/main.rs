//! The `kcrs-codegen` command.

mod command;

use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    match command::run() {
        Ok(code) => code,
        // Whoever reads our output has heard enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kcrs-codegen: {error}");
            ExitCode::FAILURE
        }
    }
}
