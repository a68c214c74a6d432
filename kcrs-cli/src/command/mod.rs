//! The commands, one a file: what each takes, and what it does.

mod call;
mod docker_credential;
mod docker_login;
mod docker_logout;

use clap::{ArgMatches, Command};

use crate::failure::Failure;
use crate::globals::{self, Globals};

/// What a command is made of.
struct Entry {
    declare: fn() -> Command,
    run: fn(&ArgMatches, &Globals) -> Result<(), Failure>,
}

const COMMANDS: &[Entry] = &[
    Entry {
        declare: call::declare,
        run: call::run,
    },
    Entry {
        declare: docker_credential::declare,
        run: docker_credential::run,
    },
    Entry {
        declare: docker_login::declare,
        run: docker_login::run,
    },
    Entry {
        declare: docker_logout::declare,
        run: docker_logout::run,
    },
];

/// Does what the arguments of the process ask for. Arguments that are not understood end it with 2.
pub(crate) fn run() -> Result<(), Failure> {
    let matches = declare().get_matches();
    let (name, matches) = matches
        .subcommand()
        .expect("clap has refused the arguments without a command");
    let globals = Globals::read(matches);
    let entry = COMMANDS
        .iter()
        .find(|entry| (entry.declare)().get_name() == name)
        .expect("clap has refused a command that is not declared");
    (entry.run)(matches, &globals)
}

fn declare() -> Command {
    Command::new("kcrs")
        .about("The command line of Kingsoft Cloud's container registry (KCRS)")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .max_term_width(100)
        .args(globals::declare())
        .subcommands(COMMANDS.iter().map(|entry| (entry.declare)()))
}
