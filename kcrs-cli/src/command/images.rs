//! `images`: commands on the images of repositories.

mod prune;

use clap::{ArgMatches, Command};

use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::language::Language;

pub(super) fn declare(language: Language) -> Command {
    Command::new("images")
        .about(language.choose(
            "Commands on the images of repositories",
            "对仓库中的镜像进行操作",
        ))
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .subcommand(prune::declare(language))
}

pub(super) fn run(matches: &ArgMatches, globals: &GlobalArgs) -> Result<(), CliError> {
    let (_, matches) = matches
        .subcommand()
        .expect("clap has refused the arguments without a command");
    prune::run(matches, globals)
}
