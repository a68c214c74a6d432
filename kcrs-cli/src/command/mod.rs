//! The commands, one a file: what each takes, and what it does.

mod call;
mod docker_credential;
mod docker_login;
mod docker_logout;
mod images;
mod scan;
mod tree;

use std::env;
use std::ffi::OsString;

use clap::{ArgMatches, Command};

use crate::failure::Failure;
use crate::globals::{self, Globals};
use crate::language::Language;

/// A command that is not an action's.
struct Entry {
    group: Group,
    declare: fn(Language) -> Command,
    run: fn(&ArgMatches, &Globals) -> Result<(), Failure>,
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
}

const COMMANDS: &[Entry] = &[
    Entry {
        group: Group::Calls,
        declare: call::declare,
        run: call::run,
    },
    Entry {
        group: Group::Registry,
        declare: docker_credential::declare,
        run: docker_credential::run,
    },
    Entry {
        group: Group::Registry,
        declare: docker_login::declare,
        run: docker_login::run,
    },
    Entry {
        group: Group::Registry,
        declare: docker_logout::declare,
        run: docker_logout::run,
    },
    Entry {
        group: Group::Registry,
        declare: images::declare,
        run: images::run,
    },
    Entry {
        group: Group::Registry,
        declare: scan::declare,
        run: scan::run,
    },
    Entry {
        group: Group::Registry,
        declare: tree::declare,
        run: tree::run,
    },
];

/// Does what the arguments of the process ask for. Arguments that are not understood end it with 2.
pub(crate) fn run() -> Result<(), Failure> {
    let arguments: Vec<OsString> = env::args_os().collect();
    let language = Language::of_process(&arguments);
    let matches = declare(language).get_matches_from(arguments);
    let (name, matches) = matches
        .subcommand()
        .expect("clap has refused the arguments without a command");
    let globals = Globals::read(matches, language);
    let entry = COMMANDS
        .iter()
        .find(|entry| (entry.declare)(language).get_name() == name)
        .expect("clap has refused a command that is not declared");
    (entry.run)(matches, &globals)
}

fn declare(language: Language) -> Command {
    Command::new("kcrs")
        .about(language.choose(
            "The command line of Kingsoft Cloud's container registry (KCRS)",
            "金山云容器镜像服务（KCRS）的命令行工具",
        ))
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .max_term_width(100)
        .args(globals::declare(language))
        .subcommands(COMMANDS.iter().map(|entry| (entry.declare)(language)))
}
