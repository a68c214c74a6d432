//! `check`: whether a spec is right.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{ArgMatches, Command};

use super::{folder, resolve, spec_dir};

pub(super) fn declare() -> Command {
    Command::new("check")
        .about("Reports everything that is wrong with a spec")
        .arg(spec_dir())
}

pub(super) fn run(matches: &ArgMatches) -> io::Result<ExitCode> {
    let folder = folder(matches);
    let api = match resolve(folder) {
        Ok(api) => api,
        Err(code) => return Ok(code),
    };
    let (actions, types, errors) = (api.actions.len(), api.types.len(), api.errors.len());
    writeln!(
        io::stdout(),
        "{folder}: {actions} actions, {types} types, {errors} errors: all right"
    )?;
    Ok(ExitCode::SUCCESS)
}
