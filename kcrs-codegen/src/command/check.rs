//! `check`: whether a spec is right.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use kcrs_codegen::{Code, Level, Levels, Report, Sources, check_with, dump};

use super::{REFUSED, folder, spec_dir};

pub(super) fn declare() -> Command {
    let lints = |name: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("LINT")
            .action(ArgAction::Append)
            .value_delimiter(',')
            .value_parser(lint)
    };
    Command::new("check")
        .about("Reports everything that is wrong with a spec")
        .arg(spec_dir())
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(["human", "json"])
                .default_value("human")
                .help("For people, on standard error; or one JSON object a problem, on standard output"),
        )
        .arg(super::color())
        .arg(lints("deny").help("Make errors of these lints, by code or name; of all with `warnings`"))
        .arg(lints("warn").help("Make warnings of these lints"))
        .arg(lints("allow").help("Do not report these lints"))
        .after_help(
            "LINT is a code (W0011), a name (full_stop) or `warnings`: every lint that would warn. A lint that is named goes \
             before `warnings`, a later option before an earlier one, and both before the levels that the spec sets.\n\n\
             Exit code: 0 when the spec is right, with warnings or without, 1 when it is not, 2 when the command is not \
             understood.",
        )
}

pub(super) fn run(matches: &ArgMatches) -> io::Result<ExitCode> {
    let folder = folder(matches);
    let is_json = matches
        .get_one::<String>("format")
        .is_some_and(|format| format == "json");
    let print = |report: &Report| match is_json {
        true => io::stdout().write_all(dump::diagnostics(report).as_bytes()),
        false => super::print_report(report, matches.get_one("color")),
    };
    let checked = match check_with(&Sources::read(folder), &levels(matches)) {
        Ok(checked) => checked,
        Err(report) => {
            print(&report)?;
            return Ok(ExitCode::from(REFUSED));
        }
    };
    if !checked.warnings.is_empty() {
        print(&checked.warnings)?;
    }
    if !is_json {
        let api = &checked.api;
        let (actions, types, errors) = (api.actions.len(), api.types.len(), api.errors.len());
        let all_right = match checked.warnings.is_empty() {
            true => "all right",
            false => "right",
        };
        writeln!(
            io::stdout(),
            "{folder}: {actions} actions, {types} types, {errors} errors: {all_right}"
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Lints that an option names.
#[derive(Clone, Copy, Debug)]
enum Lints {
    Warnings,
    One(Code),
}

fn lint(text: &str) -> Result<Lints, String> {
    if text == "warnings" {
        return Ok(Lints::Warnings);
    }
    match Code::parse(text) {
        Some(code) if code.default_level().is_some() => Ok(Lints::One(code)),
        Some(code) => Err(format!("{code} is an error, which has no level")),
        None => {
            let lints = Code::all().filter(|code| code.default_level().is_some());
            Err(super::explain::unknown(text, lints))
        }
    }
}

/// The options in the order in which they were given.
fn levels(matches: &ArgMatches) -> Levels {
    let mut given: Vec<(usize, Level, Lints)> = Vec::new();
    for (name, level) in [
        ("allow", Level::Allow),
        ("warn", Level::Warn),
        ("deny", Level::Deny),
    ] {
        let indices = matches.indices_of(name).into_iter().flatten();
        let lints = matches.get_many::<Lints>(name).into_iter().flatten();
        given.extend(
            indices
                .zip(lints)
                .map(|(index, lints)| (index, level, *lints)),
        );
    }
    given.sort_by_key(|(index, _, _)| *index);
    given
        .into_iter()
        .fold(Levels::new(), |levels, (_, level, lints)| match lints {
            Lints::Warnings => levels.warnings(level),
            Lints::One(code) => levels.set(code, level),
        })
}
