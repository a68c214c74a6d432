//! `man`: the manual pages.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Command, Parser};
use clap_mangen::Man as Page;

use super::{root, whole};
use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::files;
use crate::output;
use crate::text::Text;

#[derive(Debug, Parser)]
#[command(
    name = "man",
    about = text!(
        "Prints the manual page of a command, or writes those of all commands",
        "输出某个命令的手册页，或写出全部命令的手册页"
    ),
    long_about = prose!("man")
)]
pub(super) struct Man {
    #[arg(
        value_name = "COMMAND",
        help = text!("The command; kcrs itself if left out", "命令；不填则为 kcrs 本身")
    )]
    command: Vec<String>,
    #[arg(
        long,
        value_name = "FOLDER",
        conflicts_with = "command",
        help = text!("Write the pages of all commands into this folder", "将全部命令的手册页写入此目录")
    )]
    out: Option<PathBuf>,
}

impl Man {
    pub(super) fn run(self, _: &GlobalArgs) -> Result<(), CliError> {
        let mut kcrs = whole().after_long_help(prose!("exit-codes"));
        kcrs.build();
        if let Some(folder) = &self.out {
            return write_all(&kcrs, folder);
        }
        let mut command = &kcrs;
        for name in &self.command {
            command = command.find_subcommand(name).ok_or_else(|| {
                let caller = command.get_bin_name().unwrap_or_default();
                CliError::usage(text!(
                    "{caller} has no command `{name}`",
                    "{caller} 没有命令 `{name}`"
                ))
            })?;
        }
        output::write(&page(command)?)
    }
}

fn write_all(command: &Command, folder: &Path) -> Result<(), CliError> {
    let failure = |path: &Path, error| files::unwritable(path, &error);
    fs::create_dir_all(folder).map_err(|error| failure(folder, error))?;
    let mut open = vec![command];
    while let Some(command) = open.pop() {
        let path = folder.join(Page::new(command.clone()).get_filename());
        fs::write(&path, page(command)?).map_err(|error| failure(&path, error))?;
        open.extend(
            command
                .get_subcommands()
                .filter(|command| !command.is_hide_set()),
        );
    }
    Ok(())
}

fn page(command: &Command) -> Result<String, CliError> {
    let source = concat!("kcrs ", env!("CARGO_PKG_VERSION"));
    let mut command = command.clone();
    // Otherwise each option is in the synopsis, in no order.
    let usage = root::in_language(&command.render_usage().to_string());
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage).to_owned();
    let mut page = Vec::new();
    Page::new(command.override_usage(usage))
        .source(source)
        .manual("kcrs")
        .render(&mut page)?;
    String::from_utf8(page).map_err(|error| CliError::other(Text::verbatim(error)))
}
