//! `images`: commands on the images of repositories.

mod prune;

use clap::{Parser, Subcommand};

use crate::args::GlobalArgs;
use crate::error::CliError;

#[derive(Debug, Parser)]
#[command(
    name = "images",
    disable_help_subcommand = true,
    about = text!("Commands on the images of repositories", "对仓库中的镜像进行操作")
)]
pub(super) struct Images {
    #[command(subcommand)]
    command: ImagesCommand,
}

#[derive(Debug, Subcommand)]
enum ImagesCommand {
    Prune(prune::Prune),
}

impl Images {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<(), CliError> {
        let ImagesCommand::Prune(prune) = self.command;
        prune.run(globals)
    }
}
