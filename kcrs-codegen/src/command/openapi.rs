//! `openapi`: a spec as an OpenAPI document.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use kcrs_codegen::openapi::{Options, to_json, to_yaml};

use super::{folder, languages, resolve, spec_dir};

pub(super) fn declare() -> Command {
    Command::new("openapi")
        .about("Prints an OpenAPI 3.1 document of the spec, for reading and for tools")
        .after_help(
            "Each action is a path of its own, which the service does not have: there, a parameter names the action.",
        )
        .arg(spec_dir())
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .default_value("json")
                .value_parser(PossibleValuesParser::new(["json", "yaml"]))
                .help("What the document is written in"),
        )
        .arg(languages::argument("en"))
        .arg(
            Arg::new("server")
                .long("server")
                .value_name("URL")
                .action(ArgAction::Append)
                .help("A server to name before those of the service, such as an emulator; may be given several times"),
        )
        .arg(
            Arg::new("list-items")
                .long("list-items")
                .value_name("COUNT")
                .default_value("1")
                .value_parser(value_parser!(u16).range(1..=100))
                .help("How many items of each list are spelt out as parameters: Name.1, Name.2, …"),
        )
}

pub(super) fn run(matches: &ArgMatches) -> io::Result<ExitCode> {
    let api = match resolve(folder(matches)) {
        Ok(api) => api,
        Err(code) => return Ok(code),
    };
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let items = matches.get_one("list-items").copied().unwrap_or(1);
    let mut options = Options::new()
        .languages(languages::given(matches))
        .list_items(items);
    for url in matches.get_many::<String>("server").into_iter().flatten() {
        options = options.server(url);
    }
    let document = match text("format") {
        Some("yaml") => to_yaml(&api, &options),
        _ => to_json(&api, &options),
    };
    io::stdout().write_all(document.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
