//! `explain`: what a code means.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};
use kcrs_codegen::{Code, Example, Level};

pub(super) fn declare() -> Command {
    Command::new("explain")
        .about("Explains a code of an error or a lint; lists all of them without one")
        .arg(
            Arg::new("CODE")
                .value_parser(|text: &str| {
                    Code::parse(text).ok_or_else(|| unknown(text, Code::all()))
                })
                .help("A code such as E0012, in any case, or a name such as unknown_key"),
        )
}

pub(super) fn run(matches: &ArgMatches) -> io::Result<ExitCode> {
    let mut out = io::stdout();
    match matches.get_one::<Code>("CODE") {
        Some(code) => out.write_all(explanation(*code).as_bytes())?,
        None => {
            for code in Code::all() {
                let level = code
                    .default_level()
                    .map(|level| format!(" ({})", name(level)));
                writeln!(out, "{code} {}{}", code.name(), level.unwrap_or_default())?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The error for an unknown code.
pub(super) fn unknown(text: &str, known: impl Iterator<Item = Code>) -> String {
    let known: Vec<Code> = known.collect();
    let words = known.iter().flat_map(|code| [code.id(), code.name()]);
    let near = kcrs_codegen::near(text, words).map(|near| format!("did you mean `{near}`? "));
    let ids = |prefix: char| {
        let mut ids = known
            .iter()
            .map(|code| code.id())
            .filter(|id| id.starts_with(prefix));
        let first = ids.next()?;
        Some(format!("{first} to {}", ids.next_back().unwrap_or(first)))
    };
    let ranges: Vec<String> = [ids('E'), ids('W')].into_iter().flatten().collect();
    format!(
        "there is no such code; {}there are {}, and `kcrs-codegen explain` lists them",
        near.unwrap_or_default(),
        ranges.join(" and ")
    )
}

fn explanation(code: Code) -> String {
    let explanation = code.explanation();
    let mut text = format!("{code}: {}\n\n{}\n", code.name(), explanation.text);
    for (title, example) in [("Wrong", explanation.wrong), ("Right", explanation.right)] {
        text.push_str(&format!(
            "\n{title}{}:\n\n{}",
            place(&example),
            indented(example.lines)
        ));
    }
    if let Some(level) = code.default_level() {
        text.push_str(&format!(
            "\nLevel: {}, unless `lints: {{{}: …}}` in service.yaml sets another (allow, warn, deny), or an option of \
             `kcrs-codegen check` does.\n",
            name(level),
            code.name()
        ));
    }
    text
}

fn place(example: &Example) -> String {
    example.file.map_or_else(
        || ", with these files".to_owned(),
        |file| format!(", in {file}"),
    )
}

/// The lines, indented as an example and otherwise as little as they can be.
fn indented(lines: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let common = lines.lines().map(indent).min().unwrap_or_default();
    lines
        .lines()
        .map(|line| format!("    {}\n", &line[common..]))
        .collect()
}

fn name(level: Level) -> &'static str {
    match level {
        Level::Allow => "allow",
        Level::Warn => "warn",
        Level::Deny => "deny",
    }
}
