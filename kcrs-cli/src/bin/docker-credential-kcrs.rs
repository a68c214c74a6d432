//! The credential helper that docker runs: hands over to `kcrs docker-credential`.
//!
//! It is a program of its own, not a link, so that `cargo install` installs it; and no more than
//! this, so that there is one `kcrs` with TLS and all the rest.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    let mut command = Command::new(kcrs());
    command
        .arg("docker-credential")
        .args(std::env::args_os().skip(1));
    let error = hand_over(command);
    // Docker shows what is on standard output.
    println!("docker-credential-kcrs: {error}: kcrs must be beside this program or on the PATH");
    ExitCode::FAILURE
}

/// The `kcrs` beside this program, or else that of the `PATH`.
fn kcrs() -> PathBuf {
    let name = format!("kcrs{}", std::env::consts::EXE_SUFFIX);
    let beside = std::env::current_exe()
        .ok()
        .and_then(|path| path.canonicalize().ok())
        .map(|path| path.with_file_name(&name));
    beside.filter(|path| path.is_file()).unwrap_or(name.into())
}

/// Becomes the other program; returns only where that is not possible.
#[cfg(unix)]
fn hand_over(mut command: Command) -> std::io::Error {
    std::os::unix::process::CommandExt::exec(&mut command)
}

/// Runs the other program and ends as it does; returns only where it cannot be run.
#[cfg(not(unix))]
fn hand_over(mut command: Command) -> std::io::Error {
    match command.status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(1)),
        Err(error) => error,
    }
}
