//! `jsonschema`: the JSON Schema of the format, for editors.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, value_parser};
use kcrs_codegen::fmt::FileKind;
use kcrs_codegen::jsonschema;

pub(super) fn declare() -> Command {
    Command::new("jsonschema")
        .about("Writes the JSON Schema of the spec format, with which editors complete and check it")
        .arg(
            Arg::new("FILE")
                .value_parser(PossibleValuesParser::new(FILES.map(|(name, _)| name)))
                .required_unless_present("out-dir")
                .help("Which file's schema: `service` and `errors` are files of that name, `chapter` is any other"),
        )
        .arg(
            Arg::new("out-dir")
                .long("out-dir")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .help("Writes `FILE.schema.json`, or all three where no FILE is given, to that folder"),
        )
        .after_help(
            "A file names its schema in its first line: `# yaml-language-server: $schema=schema/chapter.schema.json`",
        )
}

pub(super) fn run(matches: &ArgMatches) -> io::Result<ExitCode> {
    let wanted = matches.get_one::<String>("FILE");
    let files = FILES
        .iter()
        .filter(|(name, _)| wanted.is_none_or(|wanted| wanted == name));
    for (name, kind) in files {
        let schema = jsonschema::to_json(*kind);
        match matches.get_one::<PathBuf>("out-dir") {
            None => io::stdout().write_all(schema.as_bytes())?,
            Some(folder) => {
                fs::create_dir_all(folder)?;
                fs::write(folder.join(format!("{name}.schema.json")), schema)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

const FILES: [(&str, FileKind); 3] = [
    ("service", FileKind::Service),
    ("errors", FileKind::Errors),
    ("chapter", FileKind::Chapter),
];
