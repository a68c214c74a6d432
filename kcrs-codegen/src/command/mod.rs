//! The subcommands, one in each file: its arguments and its action.

mod check;
mod diff;
mod docs;
mod expand;
mod explain;
mod fmt;
mod jsonschema;
mod languages;
mod model;
mod openapi;

use std::io::{self, Write};
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use clap::{Arg, ArgMatches, Command};
use kcrs_codegen::model::Api;
use kcrs_codegen::{Report, Sources, check};

/// A subcommand: its arguments, and its action.
type Entry = (fn() -> Command, fn(&ArgMatches) -> io::Result<ExitCode>);

const COMMANDS: [Entry; 9] = [
    (check::declare, check::run),
    (docs::declare, docs::run),
    (expand::declare, expand::run),
    (diff::declare, diff::run),
    (explain::declare, explain::run),
    (fmt::declare, fmt::run),
    (jsonschema::declare, jsonschema::run),
    (model::declare, model::run),
    (openapi::declare, openapi::run),
];

/// Exit code: the spec has errors, or files differ that should not.
const REFUSED: u8 = 1;

/// Exit code: an argument names something that does not exist.
const NOT_UNDERSTOOD: u8 = 2;

/// Runs the subcommand that the process's arguments name. Invalid arguments end the process with 2.
pub(crate) fn run() -> io::Result<ExitCode> {
    let matches = declare().get_matches();
    let (name, matches) = matches
        .subcommand()
        .expect("clap has refused the arguments without a command");
    let (_, run) = COMMANDS
        .iter()
        .find(|(declare, _)| declare().get_name() == name)
        .expect("clap has refused a command that is not declared");
    run(matches)
}

fn declare() -> Command {
    Command::new("kcrs-codegen")
        .about("Works with the spec of a query API: checks it, and makes Rust and other things of it")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .max_term_width(100)
        .after_help(
            "Exit code: 0 when all is right, 1 when the spec is not, 2 when the command is not understood.",
        )
        .subcommands(COMMANDS.map(|(declare, _)| declare()))
}

/// The argument that names the folder of the spec.
fn spec_dir() -> Arg {
    Arg::new("SPEC_DIR")
        .required(true)
        .help("The folder that holds service.yaml, errors.yaml and the chapters")
}

/// The argument that names the crate which generated code is in.
fn crate_name() -> Arg {
    Arg::new("crate-name")
        .long("crate-name")
        .value_name("NAME")
        .help("The crate that Rust examples use [default: the service's name with `_generated`]")
}

fn folder(matches: &ArgMatches) -> &str {
    matches
        .get_one::<String>("SPEC_DIR")
        .expect("the argument is required")
}

/// The option that chooses whether reports have colours.
fn color() -> Arg {
    Arg::new("color")
        .long("color")
        .value_name("WHEN")
        .value_parser(["auto", "always", "never"])
        .default_value("auto")
        .help("Whether reports have colours: `auto` on a terminal, unless NO_COLOR or CLICOLOR_FORCE say otherwise")
}

/// Writes a report to standard error. Without a choice of colours the terminal decides.
fn print_report(report: &Report, color: Option<&String>) -> io::Result<()> {
    let choice = match color.map(String::as_str) {
        Some("always") => ColorChoice::Always,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    };
    writeln!(
        AutoStream::new(io::stderr(), choice),
        "{}",
        report.colored()
    )
}

/// The resolved spec. If it has errors, prints the report and returns the exit code instead.
fn resolve(folder: &str) -> Result<Api, ExitCode> {
    check(&Sources::read(folder)).map_err(|report| {
        // A failure to write to standard error cannot be reported.
        let _ = print_report(&report, None);
        ExitCode::from(REFUSED)
    })
}
