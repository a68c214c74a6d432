//! `completion`: the script that makes a shell complete command lines, and what such a script
//! calls.
//!
//! The engine is that of `clap_complete`. The scripts are our own: those of the crate let bash
//! split words at `:`, which every image id has in it, and let PowerShell evaluate the line that is
//! being typed.

mod bash;
mod candidates;
mod ids;
mod values;

use std::ffi::OsString;
use std::sync::Arc;

use clap::{Parser, ValueEnum};

use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::output;

/// The command that the scripts call.
pub(super) const CALLED: &str = "__complete";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
}

#[derive(Debug, Parser)]
#[command(
    name = "completion",
    about = text!(
        "Prints the script that makes a shell complete commands, options and ids",
        "输出 shell 补全脚本，可补全命令、选项和对象 ID"
    ),
    long_about = prose!("completion")
)]
pub(super) struct Completion {
    #[arg(value_name = "SHELL", help = text!("The shell", "shell 的名称"))]
    shell: Shell,
}

impl Completion {
    pub(super) fn run(self, _: &GlobalArgs) -> Result<(), CliError> {
        output::write(match self.shell {
            Shell::Bash => include_str!("scripts/kcrs.bash"),
            Shell::Zsh => include_str!("scripts/kcrs.zsh"),
            Shell::Fish => include_str!("scripts/kcrs.fish"),
            Shell::Powershell => include_str!("scripts/kcrs.ps1"),
        })
    }
}

/// The command that the scripts call.
#[derive(Debug, Parser)]
#[command(name = CALLED, hide = true, about = text!(
    "Prints what can complete a command line, for scripts of `kcrs completion`",
    "输出可补全的内容，供 `kcrs completion` 的脚本调用"
))]
pub(super) struct Complete {
    #[arg(value_name = "SHELL", help = text!("The shell", "shell 的名称"))]
    shell: Shell,
    #[arg(
        value_name = "WORDS",
        required = true,
        num_args = 1..,
        last = true,
        help = "= and the word to complete (bash: the line), and the words before it"
    )]
    words: Vec<OsString>,
}

impl Complete {
    /// Prints candidates, one per line. What goes wrong is no candidate: nobody wants messages
    /// while typing.
    pub(super) fn run(self, _: &GlobalArgs) -> Result<(), CliError> {
        let Some((current, before)) = self.words.split_first() else {
            return Ok(());
        };
        let current = current.to_string_lossy();
        let current = current.strip_prefix('=').unwrap_or(&current);
        if self.shell == Shell::Bash {
            let breaks = std::env::var("KCRS_WORDBREAKS").unwrap_or_default();
            let line = bash::Line::split(current, &breaks);
            let candidates = candidates::of(&Arc::new(line.words.clone()), &line.current);
            let lines = candidates
                .iter()
                .map(|candidate| line.reply(&candidate.value));
            return print(lines);
        }
        let words = before
            .iter()
            .map(|word| word.to_string_lossy().into_owned());
        let candidates = candidates::of(&Arc::new(words.collect()), current);
        print(
            candidates
                .iter()
                .map(|one| one.line(self.shell == Shell::Zsh)),
        )
    }
}

fn print(lines: impl Iterator<Item = String>) -> Result<(), CliError> {
    let mut text = String::new();
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    output::write(&text)
}
