//! `configure get`, `set` and `unset`: single entries.

use clap::{Arg, ArgMatches, Command};
use kcrs_generated::ProfileKey;

use super::Profile;
use crate::args::{self, GlobalArgs};
use crate::error::CliError;
use crate::language::Language;
use crate::output;

/// The entries that are no secrets, by their names here.
const ENTRIES: &[(&str, ProfileKey)] = &[
    ("access-key", ProfileKey::AccessKey),
    ("region", ProfileKey::Region),
    ("endpoint", ProfileKey::Endpoint),
];

pub(super) fn declare(language: Language) -> [Command; 3] {
    let names = ENTRIES.iter().map(|(name, _)| *name);
    let name = || {
        Arg::new("NAME")
            .required(true)
            .value_parser(clap::builder::PossibleValuesParser::new(names.clone()))
            .hide_possible_values(true)
            .help(language.choose(
                "The setting: access-key, region or endpoint",
                "设置项：access-key、region 或 endpoint",
            ))
    };
    [
        Command::new("get")
            .about(language.choose(
                "Prints the value of a setting that is used: of the options, the environment or the profile",
                "输出某项设置当前生效的值（来自选项、环境变量或配置文件）",
            ))
            .arg(name()),
        Command::new("set")
            .about(language.choose("Writes a setting into the profile", "将某项设置写入配置"))
            .arg(name())
            .arg(
                Arg::new("VALUE")
                    .required(true)
                    .help(language.choose("Its value", "设置的值")),
            ),
        Command::new("unset")
            .about(language.choose("Takes a setting out of the profile", "从配置中删除某项设置"))
            .arg(name()),
    ]
}

pub(super) fn run(
    command: &str,
    matches: &ArgMatches,
    globals: &GlobalArgs,
) -> Result<(), CliError> {
    let name: String = args::value_of(matches, "NAME");
    let (_, key) = ENTRIES
        .iter()
        .find(|(known, _)| *known == name)
        .expect("clap has refused any other name");
    if command == "get" {
        return get(&name, *key, globals);
    }
    let mut profile = Profile::open(globals)?;
    let value = matches.try_get_one::<String>("VALUE").ok().flatten();
    profile.set(*key, value.map(String::as_str))?;
    profile.save(globals)
}

fn get(name: &str, key: ProfileKey, globals: &GlobalArgs) -> Result<(), CliError> {
    let resolved = globals.client_builder().resolved_config()?;
    let setting = match key {
        ProfileKey::Region => Some(resolved.region),
        ProfileKey::Endpoint => Some(resolved.endpoint),
        _ => resolved.access_key,
    };
    match setting {
        Some(setting) => output::write(&format!("{}\n", setting.value)),
        None => Err(CliError::configuration(format!("{name} is not set"))),
    }
}
