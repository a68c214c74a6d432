//! The `kcrs-codegen` command.

mod command;

use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    match command::run() {
        Ok(code) => code,
        // The reader closed the pipe, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kcrs-codegen: {error}");
            ExitCode::FAILURE
        }
    }
}
