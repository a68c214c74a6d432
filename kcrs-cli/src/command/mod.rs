//! The commands: one for each action, and others, one per file.

mod action;
mod call;
mod completion;
mod configure;
mod docker_credential;
mod docker_login;
mod docker_logout;
mod emulator;
mod images;
mod man;
mod presign;
mod root;
mod scan;
mod tree;
mod wait;

use std::env;
use std::ffi::OsString;

use clap::{ArgMatches, ColorChoice, Command, ValueEnum};
use kcrs_generated::schema::{ACTIONS, Action};

use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::language::{Language, option_of};
use crate::terminal;

/// A command that is not an action's.
struct Entry {
    /// As it is declared.
    name: &'static str,
    group: Group,
    declare: fn(Language) -> Command,
    run: fn(&ArgMatches, &GlobalArgs) -> Result<(), CliError>,
}

/// Which commands stand together in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    /// What people do with a registry.
    Registry,
    /// Calls of any action, and waiting for what they do.
    Calls,
    /// Setting up this program.
    Setup,
    /// For programs, and in no help.
    Hidden,
}

/// The entry of a command that a module declares and runs.
macro_rules! entry {
    ($name:literal, $group:ident, $module:ident) => {
        Entry {
            name: $name,
            group: Group::$group,
            declare: $module::declare,
            run: $module::run,
        }
    };
}

const COMMANDS: &[Entry] = &[
    entry!("call", Calls, call),
    entry!("presign", Calls, presign),
    entry!("docker-credential", Hidden, docker_credential),
    entry!("docker-login", Registry, docker_login),
    entry!("docker-logout", Registry, docker_logout),
    entry!("images", Registry, images),
    entry!("scan", Registry, scan),
    entry!("tree", Registry, tree),
    entry!("wait", Calls, wait),
    entry!("configure", Setup, configure),
    entry!("emulator", Setup, emulator),
    entry!("completion", Setup, completion),
    entry!("man", Setup, man),
    Entry {
        name: completion::CALLED,
        group: Group::Hidden,
        declare: completion::declare_called,
        run: completion::run_called,
    },
];

/// What a word names.
enum Named {
    Entry(&'static Entry),
    Action(&'static Action),
}

/// Does what the arguments of the process ask for. Arguments that are not understood end it with 2.
pub(crate) fn run() -> Result<(), CliError> {
    let mut arguments: Vec<OsString> = env::args_os().collect();
    let language = Language::of_process(&arguments);
    let color = option_of(&arguments, "--color")
        .and_then(|name| ColorChoice::from_str(name, false).ok())
        .unwrap_or(ColorChoice::Auto);
    terminal::set_color(color);
    let word = root::command_word(&mut arguments, language);
    let named = word.and_then(|word| find(&word));
    let mut root = match &named {
        // The others cost their time, and nobody would see them.
        Some(named) => root::with(declare(named, language), language),
        None => root::overview(language),
    };
    root = root.color(color);
    let matches = match root.try_get_matches_from_mut(arguments) {
        Ok(matches) => matches,
        Err(error) => return Err(root::refusal(&error, &root, language)),
    };
    let (name, matches) = matches
        .subcommand()
        .expect("clap has refused the arguments without a command");
    let globals = GlobalArgs::read(matches, language)?;
    let named = named.or_else(|| find(name));
    match named.expect("clap has refused a command that is not declared") {
        Named::Entry(entry) => (entry.run)(matches, &globals),
        Named::Action(action) => action::run(action, matches, &globals),
    }
}

fn find(word: &str) -> Option<Named> {
    let entry = COMMANDS.iter().find(|entry| entry.name == word);
    entry
        .map(Named::Entry)
        .or_else(|| action::find(word).map(Named::Action))
}

fn declare(named: &Named, language: Language) -> Command {
    match named {
        Named::Entry(entry) => (entry.declare)(language),
        Named::Action(action) => declare_action(action, language),
    }
}

fn declare_action(action: &'static Action, language: Language) -> Command {
    let after = wait::declare_after(action, language);
    action::declare(action, root::NAME, language).args(after)
}

/// The whole command line, with all commands.
pub(crate) fn whole(language: Language) -> Command {
    let entries = COMMANDS.iter().map(|entry| (entry.declare)(language));
    let actions = ACTIONS
        .iter()
        .map(|action| declare_action(action, language));
    root::bare(language).subcommands(entries.chain(actions))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn commands_are_found_by_the_names_that_they_declare() {
        for language in [Language::English, Language::Chinese] {
            for entry in COMMANDS {
                assert_eq!((entry.declare)(language).get_name(), entry.name);
            }
        }
    }

    #[test]
    fn no_command_and_no_flag_hides_another() {
        for language in [Language::English, Language::Chinese] {
            let mut names = HashSet::new();
            let mut whole = whole(language);
            // It panics where a flag is declared twice.
            whole.build();
            for command in whole.get_subcommands() {
                assert!(
                    names.insert(command.get_name().to_owned()),
                    "{}",
                    command.get_name()
                );
            }
        }
    }
}
