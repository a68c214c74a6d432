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
mod instance;
mod man;
mod presign;
mod root;
mod scan;
mod tree;
mod usage_error;
mod wait;

use std::env;
use std::ffi::OsString;

use clap::{
    ArgMatches, Args as _, ColorChoice, Command, CommandFactory, FromArgMatches, ValueEnum,
};
use kcrs_generated::schema::{ACTIONS, Action};

use self::usage_error::usage_error;
use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::language::{Language, option_of};
use crate::run::explain;
use crate::terminal;

/// A command that is not an action's.
struct Entry {
    /// As it is declared.
    name: &'static str,
    group: Group,
    declare: fn() -> Command,
    run: fn(&ArgMatches, &GlobalArgs) -> Result<(), CliError>,
}

/// Groups of commands in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    /// Commands for whole tasks on a registry.
    Registry,
    /// Calls of any action, and waiting for what they do.
    Calls,
    /// Setting up this program.
    Setup,
    /// For programs, and in no help.
    Hidden,
}

/// The entry of a command: of a type that has its arguments, or of a module that declares and runs
/// it.
macro_rules! entry {
    ($name:expr, $group:ident, $module:ident) => {
        Entry {
            name: $name,
            group: Group::$group,
            declare: $module::declare,
            run: $module::run,
        }
    };
    ($name:expr, $group:ident, $module:ident::$command:ident) => {
        Entry {
            name: $name,
            group: Group::$group,
            declare: $module::$command::command,
            run: |matches, globals| {
                let command = $module::$command::from_arg_matches(matches);
                command.map_err(usage_error)?.run(globals)
            },
        }
    };
}

const COMMANDS: &[Entry] = &[
    entry!("call", Calls, call),
    entry!("presign", Calls, presign),
    entry!(
        "docker-credential",
        Hidden,
        docker_credential::DockerCredential
    ),
    entry!("docker-login", Registry, docker_login::DockerLogin),
    entry!("docker-logout", Registry, docker_logout::DockerLogout),
    entry!("images", Registry, images::Images),
    entry!("scan", Registry, scan::Scan),
    entry!("tree", Registry, tree::Tree),
    entry!("wait", Calls, wait),
    entry!("configure", Setup, configure::Configure),
    entry!("emulator", Setup, emulator),
    entry!("completion", Setup, completion::Completion),
    entry!("man", Setup, man::Man),
    entry!(completion::CALLED, Hidden, completion::Complete),
];

/// Command or action that a word names.
enum Named {
    Entry(&'static Entry),
    Action(&'static Action),
}

/// Does what the arguments of the process ask for. Arguments that are not understood end it with 2.
pub(crate) fn run() -> Result<(), CliError> {
    let mut arguments: Vec<OsString> = env::args_os().collect();
    Language::of_process(&arguments).set();
    let color = option_of(&arguments, "--color")
        .and_then(|name| ColorChoice::from_str(name, false).ok())
        .unwrap_or(ColorChoice::Auto);
    terminal::set_color(color);
    let word = root::command_word(&mut arguments);
    let named = word.and_then(|word| find(&word));
    let root = match &named {
        // The others cost their time, and nobody would see them.
        Some(named) => root::with(declare(named)),
        None => root::overview(),
    };
    let mut root = root.color(color);
    instance::fill_in(&mut arguments, &root)?;
    let matches = match root.try_get_matches_from_mut(&arguments) {
        Ok(matches) => matches,
        Err(error) => return Err(root::refusal(error, &root, &arguments)),
    };
    let (name, matches) = subcommand(&matches);
    let globals = GlobalArgs::from_arg_matches(matches).map_err(usage_error)?;
    let globals = globals.with_environment()?;
    let named = named.or_else(|| find(name));
    let done = match named.expect("clap has refused a command that is not declared") {
        Named::Entry(entry) => (entry.run)(matches, &globals),
        Named::Action(action) => action::run(action, matches, &globals),
    };
    done.map_err(|error| explain(error, &globals))
}

/// The command within another that is called.
fn subcommand(matches: &ArgMatches) -> (&str, &ArgMatches) {
    let called = matches.subcommand();
    called.expect("clap has refused the arguments without a command")
}

fn find(word: &str) -> Option<Named> {
    let entry = COMMANDS.iter().find(|entry| entry.name == word);
    entry
        .map(Named::Entry)
        .or_else(|| action::find(word).map(Named::Action))
}

fn declare(named: &Named) -> Command {
    match named {
        Named::Entry(entry) => (entry.declare)(),
        Named::Action(action) => declare_action(action),
    }
}

fn declare_action(action: &'static Action) -> Command {
    let command = action::declare(action, root::NAME).args(wait::declare_after(action));
    match action::can_ask(action) {
        true => action::DeletionArgs::augment_args(command),
        false => command,
    }
}

/// The whole command line, with all commands.
pub(crate) fn whole() -> Command {
    let entries = COMMANDS.iter().map(|entry| (entry.declare)());
    let actions = ACTIONS.iter().map(declare_action);
    root::bare().subcommands(entries.chain(actions))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn commands_are_found_by_the_names_that_they_declare() {
        for entry in COMMANDS {
            assert_eq!((entry.declare)().get_name(), entry.name);
        }
    }

    #[test]
    fn no_command_and_no_flag_hides_another() {
        let mut names = HashSet::new();
        let mut whole = whole();
        // It panics where a flag is declared twice.
        whole.build();
        for command in whole.get_subcommands() {
            let name = command.get_name();
            assert!(names.insert(name.to_owned()), "{name}");
        }
    }
}
