//! `diff`: what a change of the spec does to programs that use the generated crate.

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command as Process, ExitCode};

use clap::builder::PossibleValue;
use clap::{Arg, ArgMatches, Command};
use kcrs_codegen::diff::{Diff, Verdict, diff};
use kcrs_codegen::model::Api;
use kcrs_codegen::{Sources, check};

use super::REFUSED;

/// Exit code: a spec could not be read; the same as for invalid arguments.
const UNREADABLE: u8 = 2;

pub(super) fn declare() -> Command {
    let spec = |name, help| Arg::new(name).required(true).value_name(name).help(help);
    Command::new("diff")
        .about("Lists every change between two specs: breaking, additive or documentation")
        .long_about(
            "Lists every change between two specs, each as breaking, additive or documentation by the rules of \
             semantic versioning for the crate that is generated of them. Of a breaking change it says whether \
             programs stop to compile, or compile and behave otherwise.",
        )
        .arg(spec(
            "OLD",
            "A folder with a spec, or REVISION:FOLDER for what Git has, such as main:spec",
        ))
        .arg(spec("NEW", "The same, of the changed spec"))
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(["human", "json", "markdown"])
                .default_value("human")
                .help("How to print the changes"),
        )
        .arg(
            Arg::new("fail-on")
                .long("fail-on")
                .value_name("VERDICT")
                .value_parser(FAIL_ON.map(|(name, _, help)| PossibleValue::new(name).help(help)))
                .default_value("breaking")
                .help("The least grave change that makes the exit code 1"),
        )
        .after_help(
            "Exit code: 0 when no change is as grave as --fail-on says, 1 when one is, 2 when a spec cannot be read \
             or the arguments are not understood.",
        )
}

const FAIL_ON: [(&str, Option<Verdict>, &str); 4] = [
    (
        "breaking",
        Some(Verdict::Breaking),
        "a change that breaks programs",
    ),
    ("additive", Some(Verdict::Additive), "that, or an addition"),
    ("documentation", Some(Verdict::Documentation), "any change"),
    ("never", None, "no change"),
];

pub(super) fn run(matches: &ArgMatches) -> io::Result<ExitCode> {
    let argument = |name: &str| {
        let text = matches.get_one::<String>(name);
        text.expect("the argument is required or has a default")
            .as_str()
    };
    // Both are read, so that the mistakes of both are shown.
    let (old, new) = (resolve(argument("OLD")), resolve(argument("NEW")));
    let (Some(old), Some(new)) = (old, new) else {
        return Ok(ExitCode::from(UNREADABLE));
    };
    let diff = diff(&old, &new);
    io::stdout().write_all(text(&diff, argument("format")).as_bytes())?;
    let fail_on = FAIL_ON
        .iter()
        .find(|(name, ..)| *name == argument("fail-on"))
        .and_then(|(_, verdict, _)| *verdict);
    Ok(match (diff.worst(), fail_on) {
        (Some(worst), Some(fail_on)) if worst >= fail_on => ExitCode::from(REFUSED),
        _ => ExitCode::SUCCESS,
    })
}

fn text(diff: &Diff, format: &str) -> String {
    match format {
        "json" => diff.to_json(),
        "markdown" => diff.to_markdown(),
        _ => format!("{diff}\n"),
    }
}

/// The resolved spec. If it has errors, prints the report.
fn resolve(spec: &str) -> Option<Api> {
    let sources = match spec.split_once(':') {
        Some((revision, folder)) if !Path::new(spec).exists() => in_git(spec, revision, folder),
        _ => Ok(Sources::read(spec)),
    };
    let api = sources.and_then(|sources| check(&sources).map_err(|report| report.to_string()));
    api.inspect_err(|report| eprintln!("{report}")).ok()
}

/// The spec of a Git revision. Reports name its files as Git does: `main:spec/service.yaml`.
fn in_git(spec: &str, revision: &str, folder: &str) -> Result<Sources, String> {
    if revision.is_empty() || revision.starts_with('-') {
        return Err(format!(
            "{spec}: error: there is no such folder, and `{revision}` names no revision of Git"
        ));
    }
    let list = git(spec, &["ls-tree", "--full-tree", "-z", "--name-only", spec])?;
    let is_open = folder.is_empty() || folder.ends_with('/');
    let separator = if is_open { "" } else { "/" };
    let mut files = Vec::new();
    for name in list.split('\0') {
        if name.ends_with(".yaml") && !name.starts_with('.') {
            let path = format!("{spec}{separator}{name}");
            let text = git(&path, &["cat-file", "blob", &path])?;
            files.push((path, text));
        }
    }
    Ok(Sources::from_texts(files))
}

fn git(what: &str, arguments: &[&str]) -> Result<String, String> {
    let refused = |why: &str| format!("{what}: error: Git cannot read it: {}", why.trim_end());
    let output = Process::new("git").args(arguments).output();
    let output = output.map_err(|error| refused(&error.to_string()))?;
    if !output.status.success() {
        return Err(refused(&String::from_utf8_lossy(&output.stderr)));
    }
    String::from_utf8(output.stdout).map_err(|_| refused("it is not UTF-8"))
}
