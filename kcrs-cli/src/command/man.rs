//! `man`: the manual pages.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_mangen::Man;

use super::{root, whole};
use crate::args::{self, GlobalArgs};
use crate::error::CliError;
use crate::language::Language;
use crate::output;

pub(super) fn declare(language: Language) -> Command {
    Command::new("man")
        .about(language.choose(
            "Prints the manual page of a command, or writes those of all commands",
            "输出某个命令的手册页，或写出全部命令的手册页",
        ))
        .long_about(language.choose(
            "Prints a manual page: kcrs man describe-images | man -l -\n\n\
             With --out it writes a page for every command into a folder, such as share/man/man1.",
            "输出手册页：kcrs man describe-images | man -l -\n\n使用 --out 时，将每个命令的手册页写入某个目录，如 share/man/man1。",
        ))
        .arg(
            Arg::new("COMMAND")
                .num_args(0..)
                .help(language.choose("The command; kcrs itself if left out", "命令；不填则为 kcrs 本身")),
        )
        .arg(
            args::options(language)(
                "out",
                "FOLDER",
                "Write the pages of all commands into this folder",
                "将全部命令的手册页写入此目录",
            )
            .value_parser(value_parser!(PathBuf))
            .conflicts_with("COMMAND"),
        )
}

pub(super) fn run(matches: &ArgMatches, globals: &GlobalArgs) -> Result<(), CliError> {
    let language = globals.language;
    let mut kcrs = whole(language).after_long_help(root::exit_codes(language));
    kcrs.build();
    if let Some(folder) = matches.get_one::<PathBuf>("out") {
        return write_all(&kcrs, folder);
    }
    let mut command = &kcrs;
    for name in matches.get_many::<String>("COMMAND").unwrap_or_default() {
        command = command.find_subcommand(name).ok_or_else(|| {
            let caller = command.get_bin_name().unwrap_or_default();
            CliError::usage(format!("{caller} has no command `{name}`"))
        })?;
    }
    output::write(&page(command)?)
}

fn write_all(command: &Command, folder: &Path) -> Result<(), CliError> {
    let failure = |path: &Path, error| {
        CliError::other(format!("{} cannot be written: {error}", path.display()))
    };
    fs::create_dir_all(folder).map_err(|error| failure(folder, error))?;
    let mut open = vec![command];
    while let Some(command) = open.pop() {
        let path = folder.join(Man::new(command.clone()).get_filename());
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
    let mut page = Vec::new();
    Man::new(command.clone())
        .source(source)
        .manual("kcrs")
        .render(&mut page)?;
    String::from_utf8(page).map_err(CliError::other)
}
