//! `--instance` and `KCRS_INSTANCE`: an instance by its name, wherever its id goes.

use std::env;
use std::ffi::OsString;

use clap::{ArgMatches, Command, FromArgMatches};

use super::action;
use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::run::Session;

const OPTION: &str = "--instance";
const ID_OPTION: &str = "--instance-id";

/// Puts the id of the instance that is named into the arguments, before they are parsed. The
/// variable counts for commands that need an instance and are given none.
pub(super) fn fill_in(arguments: &mut Vec<OsString>, root: &Command) -> Result<(), CliError> {
    let given = take(arguments);
    let variable = || {
        env::var("KCRS_INSTANCE")
            .ok()
            .filter(|name| !name.is_empty())
    };
    let Some(name) = given.clone().or_else(variable) else {
        return Ok(());
    };
    let lenient = root.clone().ignore_errors(true);
    let Ok(matches) = lenient.try_get_matches_from(arguments.iter()) else {
        // Help that was asked for.
        return Ok(());
    };
    let (command, matches) = innermost(root, &matches);
    let mut args = command.get_arguments();
    let Some(arg) = args.find(|arg| arg.get_long() == Some(&ID_OPTION[2..])) else {
        // Where the name of a command is missing or wrong, parsing says so.
        let is_parent = command.is_subcommand_required_set();
        return match given {
            Some(_) if !is_parent => Err(CliError::usage(text!(
                "{OPTION}: `{}` takes no instance",
                "{OPTION}：`{}` 不需要实例",
                command.get_name()
            ))),
            _ => Ok(()),
        };
    };
    let has = |id: &str| matches.try_get_raw(id).is_ok_and(|values| values.is_some());
    match (given, has(arg.get_id().as_str())) {
        (Some(_), true) => {
            return Err(CliError::usage(text!(
                "{OPTION} cannot be given together with {ID_OPTION}",
                "{OPTION} 不能与 {ID_OPTION} 同时给出"
            )));
        }
        (None, true) => return Ok(()),
        (None, false) if !is_required(command, arg) || has("cli-input-json") => return Ok(()),
        (_, false) => {}
    }
    let globals = GlobalArgs::from_arg_matches(matches).map_err(super::usage_error)?;
    let id = id_of(&name, &globals)?;
    let end = arguments.iter().position(|argument| argument == "--");
    let end = end.unwrap_or(arguments.len());
    arguments.splice(end..end, [ID_OPTION.into(), id.into()]);
    Ok(())
}

/// Takes the option and its value out of the arguments.
fn take(arguments: &mut Vec<OsString>) -> Option<String> {
    for at in 1..arguments.len() {
        let text = arguments[at].to_str()?;
        match text.strip_prefix(OPTION) {
            Some("") if at + 1 < arguments.len() => {
                let taken: Vec<OsString> = arguments.drain(at..=at + 1).collect();
                return taken[1].to_str().map(str::to_owned);
            }
            Some(rest) if rest.starts_with('=') => {
                let name = rest[1..].to_owned();
                arguments.remove(at);
                return Some(name);
            }
            _ if text == "--" => return None,
            _ => {}
        }
    }
    None
}

fn innermost<'a>(command: &'a Command, matches: &'a ArgMatches) -> (&'a Command, &'a ArgMatches) {
    match matches.subcommand() {
        Some((name, matches)) => match command.find_subcommand(name) {
            Some(command) => innermost(command, matches),
            None => (command, matches),
        },
        None => (command, matches),
    }
}

fn is_required(command: &Command, arg: &clap::Arg) -> bool {
    let action = action::find(command.get_name());
    let flags = action.map(action::flags).unwrap_or_default();
    let mut flags = flags.iter();
    arg.is_required_set() || flags.any(|flag| flag.name == ID_OPTION[2..] && flag.is_required())
}

/// The id of the instance of this name; what is no name is taken for an id.
fn id_of(name: &str, globals: &GlobalArgs) -> Result<String, CliError> {
    let is_id = name.len() == 36
        && name
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    if is_id {
        return Ok(name.to_owned());
    }
    let session = Session::start(globals)?;
    let describe = || session.client.describe_instance();
    let named = session.run(describe().instance_name(name).send())?;
    let mut ids = named.instance_set.into_iter().map(|one| one.instance_id);
    match (ids.next(), ids.next()) {
        (Some(id), None) => Ok(id),
        (Some(one), Some(other)) => Err(CliError::usage(text!(
            "{OPTION}: {one} and {other} have the name `{name}`: give one of the ids",
            "{OPTION}：{one} 与 {other} 的名称都是 `{name}`：请给出其中一个 ID"
        ))),
        (None, _) => {
            let by_id = session.run(describe().instance_id([name]).send())?;
            match by_id.instance_set.is_empty() {
                false => Ok(name.to_owned()),
                true => Err(CliError::not_found(text!(
                    "there is no instance with the name or id `{name}` in this region and project",
                    "该地域和项目中没有名称或 ID 为 `{name}` 的实例"
                ))),
            }
        }
    }
}
