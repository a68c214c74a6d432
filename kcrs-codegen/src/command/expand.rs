//! `expand`: the Rust that is made of a spec.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};
use kcrs_codegen::reference::crate_name;
use kcrs_codegen::{GeneratedFile, Report, emit, expand, find_action};

use super::{NOT_UNDERSTOOD, REFUSED, folder, resolve, spec_dir};

const FILES: [&str; 9] = [
    "actions", "types", "client", "waiters", "schema", "examples", "server", "errors", "service",
];

pub(super) fn declare() -> Command {
    Command::new("expand")
        .about("Prints the Rust that is made of a spec: all of it, or what belongs to one action")
        .arg(spec_dir())
        .arg(
            Arg::new("action")
                .long("action")
                .value_name("NAME")
                .help("Only what belongs to this action: requests, responses, types, methods, waiters and so on"),
        )
        .arg(
            Arg::new("file")
                .long("file")
                .value_name("NAME")
                .value_parser(PossibleValuesParser::new(FILES))
                .help("Only what is in this file"),
        )
        .arg(super::crate_name())
}

pub(super) fn run(matches: &ArgMatches) -> io::Result<ExitCode> {
    let api = match resolve(folder(matches)) {
        Ok(api) => api,
        Err(code) => return Ok(code),
    };
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let krate = text("crate-name").map_or_else(
        || crate_name(&api.service.name),
        |name| name.replace('-', "_"),
    );
    let files = match text("action") {
        None => emit(&api, &krate),
        Some(name) => match find_action(&api, name) {
            Ok(action) => expand(&api, &krate, action),
            Err(unknown) => {
                eprintln!("kcrs-codegen: --action: {unknown}");
                return Ok(ExitCode::from(NOT_UNDERSTOOD));
            }
        },
    };
    print(files, text("file"))
}

fn print(files: Result<Vec<GeneratedFile>, Report>, only: Option<&str>) -> io::Result<ExitCode> {
    let files = match files {
        Ok(files) => files,
        Err(report) => {
            eprintln!("{report}");
            return Ok(ExitCode::from(REFUSED));
        }
    };
    let mut out = io::stdout().lock();
    let is_wanted =
        |file: &&GeneratedFile| only.is_none_or(|only| file.name.trim_end_matches(".rs") == only);
    for (index, file) in files.iter().filter(is_wanted).enumerate() {
        if index > 0 {
            out.write_all(b"\n")?;
        }
        writeln!(
            out,
            "// ==== {} ====\n\n{}",
            file.name,
            file.text.trim_end()
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
