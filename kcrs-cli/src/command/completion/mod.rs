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

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command, value_parser};

use crate::args::{self, GlobalArgs};
use crate::error::CliError;
use crate::language::Language;
use crate::output;

/// The command that the scripts call.
pub(super) const CALLED: &str = "__complete";

const SHELLS: [&str; 4] = ["bash", "zsh", "fish", "powershell"];

pub(super) fn declare(language: Language) -> Command {
    Command::new("completion")
        .about(language.choose(
            "Prints the script that makes a shell complete commands, options and ids",
            "输出 shell 补全脚本，可补全命令、选项和对象 ID",
        ))
        .long_about(language.choose(
            "Prints the script that makes a shell complete commands, options, their values, and ids, which the service is \
             asked for.\n\n  bash        source <(kcrs completion bash), in ~/.bashrc\n  \
             zsh         source <(kcrs completion zsh), in ~/.zshrc behind compinit\n  \
             fish        kcrs completion fish | source, in ~/.config/fish/config.fish\n  \
             PowerShell  kcrs completion powershell | Out-String | Invoke-Expression, in $PROFILE",
            "输出 shell 补全脚本。可补全命令、选项、取值，以及向服务查询得到的对象 ID。\n\n  \
             bash        在 ~/.bashrc 中加入 source <(kcrs completion bash)\n  \
             zsh         在 ~/.zshrc 中 compinit 之后加入 source <(kcrs completion zsh)\n  \
             fish        在 ~/.config/fish/config.fish 中加入 kcrs completion fish | source\n  \
             PowerShell  在 $PROFILE 中加入 kcrs completion powershell | Out-String | Invoke-Expression",
        ))
        .arg(shell(language))
}

pub(super) fn run(matches: &ArgMatches, _: &GlobalArgs) -> Result<(), CliError> {
    let shell: String = args::value_of(matches, "SHELL");
    output::write(match shell.as_str() {
        "bash" => include_str!("scripts/kcrs.bash"),
        "zsh" => include_str!("scripts/kcrs.zsh"),
        "fish" => include_str!("scripts/kcrs.fish"),
        _ => include_str!("scripts/kcrs.ps1"),
    })
}

/// The command that the scripts call.
pub(super) fn declare_called(language: Language) -> Command {
    Command::new(CALLED)
        .about(language.choose(
            "Prints what can complete a command line, for scripts of `kcrs completion`",
            "输出可补全的内容，供 `kcrs completion` 的脚本调用",
        ))
        .hide(true)
        .arg(shell(language))
        .arg(
            Arg::new("WORDS")
                .required(true)
                .num_args(1..)
                .last(true)
                .value_parser(value_parser!(OsString))
                .help("= and the word to complete (bash: the line), and the words before it"),
        )
}

/// Prints candidates, one per line. What goes wrong is no candidate: nobody wants messages while
/// typing.
pub(super) fn run_called(matches: &ArgMatches, globals: &GlobalArgs) -> Result<(), CliError> {
    let shell: String = args::value_of(matches, "SHELL");
    let given: Vec<OsString> = matches
        .get_many::<OsString>("WORDS")
        .unwrap_or_default()
        .cloned()
        .collect();
    let Some((current, before)) = given.split_first() else {
        return Ok(());
    };
    let current = current.to_string_lossy();
    let current = current.strip_prefix('=').unwrap_or(&current);
    if shell == "bash" {
        let breaks = std::env::var("KCRS_WORDBREAKS").unwrap_or_default();
        let line = bash::Line::split(current, &breaks);
        let candidates = candidates::of(&Arc::new(line.words.clone()), &line.current, globals);
        let lines = candidates
            .iter()
            .map(|candidate| line.reply(&candidate.value));
        return print(lines);
    }
    let words = before
        .iter()
        .map(|word| word.to_string_lossy().into_owned());
    let candidates = candidates::of(&Arc::new(words.collect()), current, globals);
    print(candidates.iter().map(|candidate| candidate.line(&shell)))
}

fn print(lines: impl Iterator<Item = String>) -> Result<(), CliError> {
    let mut text = String::new();
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    output::write(&text)
}

fn shell(language: Language) -> Arg {
    Arg::new("SHELL")
        .required(true)
        .value_parser(PossibleValuesParser::new(SHELLS))
        .help(language.choose("The shell", "shell 的名称"))
}
