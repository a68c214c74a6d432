//! `model`: a spec, resolved, as JSON.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{ArgMatches, Command};
use kcrs_codegen::dump;

use super::{folder, resolve, spec_dir};

pub(super) fn declare() -> Command {
    Command::new("model")
        .about("Prints the resolved spec as JSON, for other tools")
        .long_about(
            "Prints the resolved spec as JSON, for other tools. Its keys are the fields of `kcrs_codegen::model::Api` \
             and of what that contains; a field that is optional and that the spec does not give is left out.",
        )
        .arg(spec_dir())
}

pub(super) fn run(matches: &ArgMatches) -> io::Result<ExitCode> {
    let api = match resolve(folder(matches)) {
        Ok(api) => api,
        Err(code) => return Ok(code),
    };
    io::stdout().write_all(dump::to_json(&api).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
