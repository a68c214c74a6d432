//! `docs`: the reference of an API as Markdown.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use kcrs_codegen::reference::{Options, Page, compare, pages, write};

use super::{REFUSED, folder, languages, resolve, spec_dir};

pub(super) fn declare() -> Command {
    Command::new("docs")
        .about("Writes the reference of the API as Markdown: an index, a page per action, types and errors")
        .after_help(
            "Pages of an earlier run that the spec no longer has are removed; other files in the folder are left alone.",
        )
        .arg(spec_dir())
        .arg(
            Arg::new("out")
                .long("out")
                .required(true)
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .help("The folder of the reference; each language has a folder in it"),
        )
        .arg(languages::argument("both"))
        .arg(super::crate_name())
        .arg(
            Arg::new("program")
                .long("program")
                .value_name("NAME")
                .help("The program that examples of the command line use [default: the service's name]"),
        )
        .arg(
            Arg::new("check")
                .long("check")
                .action(ArgAction::SetTrue)
                .help("Write nothing: check whether the folder has what would be written"),
        )
}

pub(super) fn run(matches: &ArgMatches) -> io::Result<ExitCode> {
    let api = match resolve(folder(matches)) {
        Ok(api) => api,
        Err(code) => return Ok(code),
    };
    let mut options = Options::new(&api).languages(languages::given(matches));
    if let Some(name) = matches.get_one::<String>("crate-name") {
        options = options.crate_name(name);
    }
    if let Some(name) = matches.get_one::<String>("program") {
        options = options.program(name);
    }
    let pages = pages(&api, &options);
    let out = matches
        .get_one::<PathBuf>("out")
        .expect("the argument is required");
    if matches.get_flag("check") {
        return check(out, &pages);
    }
    let done = write(out, &pages)?;
    writeln!(
        io::stdout(),
        "{}: {} written, {} unchanged, {} removed",
        out.display(),
        done.written,
        done.unchanged,
        done.removed
    )?;
    Ok(ExitCode::SUCCESS)
}

fn check(out: &Path, pages: &[Page]) -> io::Result<ExitCode> {
    let differences = compare(out, pages)?;
    if differences.is_empty() {
        writeln!(
            io::stdout(),
            "{}: all {} pages are right",
            out.display(),
            pages.len()
        )?;
        return Ok(ExitCode::SUCCESS);
    }
    for difference in &differences {
        eprintln!("{}/{difference}", out.display());
    }
    eprintln!("run the command without --check to write what the spec says");
    Ok(ExitCode::from(REFUSED))
}
