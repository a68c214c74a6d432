//! The `kcrs-codegen` command.

use std::io::{self, Write};
use std::process::ExitCode;

use kcrs_codegen::{Sources, check, dump};

const HELP: &str = "\
Checks the spec of a query API, or prints it resolved.

Usage: kcrs-codegen check SPEC_DIR
       kcrs-codegen model SPEC_DIR

Commands:
  check   report everything that is wrong with the spec
  model   print the resolved spec as JSON, for other tools

Options:
  -h, --help      print this
  -V, --version   print the version

Exit code: 0 when the spec is right, 1 when it is not, 2 when the command is not understood.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args_os()
        .skip(1)
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    match run(&arguments) {
        Ok(code) => code,
        // Whoever reads our output has heard enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kcrs-codegen: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> io::Result<ExitCode> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut out = io::stdout().lock();
    match arguments.as_slice() {
        ["-h" | "--help", ..] | [_, "-h" | "--help", ..] => out.write_all(HELP.as_bytes())?,
        ["-V" | "--version"] => writeln!(out, "kcrs-codegen {}", env!("CARGO_PKG_VERSION"))?,
        [command @ ("check" | "model"), folder] if !folder.starts_with('-') => {
            return match check(&Sources::read(folder)) {
                Ok(api) if *command == "model" => {
                    out.write_all(dump::to_json(&api).as_bytes())?;
                    Ok(ExitCode::SUCCESS)
                }
                Ok(api) => {
                    let (actions, types, errors) =
                        (api.actions.len(), api.types.len(), api.errors.len());
                    writeln!(
                        out,
                        "{folder}: {actions} actions, {types} types, {errors} errors: all right"
                    )?;
                    Ok(ExitCode::SUCCESS)
                }
                Err(report) => {
                    eprintln!("{report}");
                    Ok(ExitCode::from(1))
                }
            };
        }
        [] => return Ok(usage("a command is missing")),
        ["check" | "model"] => return Ok(usage("SPEC_DIR is missing")),
        ["check" | "model", option, ..] if option.starts_with('-') => {
            return Ok(usage(&format!("unknown option `{option}`")));
        }
        ["check" | "model", _, extra, ..] => {
            return Ok(usage(&format!("unexpected argument `{extra}`")));
        }
        [other, ..] => return Ok(usage(&format!("unknown command `{other}`"))),
    }
    Ok(ExitCode::SUCCESS)
}

fn usage(message: &str) -> ExitCode {
    eprintln!(
        "kcrs-codegen: {message}\n\nUsage: kcrs-codegen check|model SPEC_DIR\nTry `kcrs-codegen --help`."
    );
    ExitCode::from(2)
}
