//! The command before all others, and its help.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue};
use clap::{Arg, ArgAction, Command};
use kcrs_generated::schema::ACTIONS;

use super::{COMMANDS, Group, action};
use crate::args::global;
use crate::args::parameters::nearest;
use crate::error::CliError;
use crate::language::Language;
use crate::output::{Screen, Table};
use crate::terminal;

pub(super) const NAME: &str = "kcrs";

/// How wide a help is at most.
const MAX_WIDTH: usize = 100;

const INDENT: &str = "  ";

/// The word among the arguments that names the command; `help` before it, or alone, is made
/// `--help` behind it.
///
/// The arguments are looked through before they are parsed, since parsing needs no more than the
/// command that is called.
pub(super) fn command_word(arguments: &mut Vec<OsString>, language: Language) -> Option<String> {
    let with_values: Vec<String> = global::declare(language)
        .iter()
        .filter(|arg| arg.get_action().takes_values())
        .filter_map(|arg| Some(format!("--{}", arg.get_long()?)))
        .collect();
    let next_word = |from: usize| {
        let mut at = from;
        while let Some(text) = arguments.get(at)?.to_str() {
            if with_values.iter().any(|option| option == text) {
                at += 1;
            } else if !text.starts_with('-') {
                return Some(at);
            }
            at += 1;
        }
        None
    };
    let mut at = next_word(1)?;
    if arguments[at] == "help" {
        let next = next_word(at + 1);
        arguments.remove(at);
        let Some(next) = next else {
            arguments.push("--help".into());
            return None;
        };
        at = next - 1;
        arguments.push("--help".into());
    }
    Some(arguments[at].to_str()?.to_owned())
}

/// The root with one command.
pub(super) fn with(command: Command, language: Language) -> Command {
    bare(language).subcommand(translated(command, language))
}

/// The root with all commands, of which each has no more than its name: for its help, and for words
/// that are no command.
pub(super) fn overview(language: Language) -> Command {
    let names = COMMANDS
        .iter()
        .map(|entry| entry.name.to_owned())
        .chain(ACTIONS.iter().map(action::command_name));
    bare(language)
        .help_template(template(language))
        .arg_required_else_help(true)
        .subcommands(names.map(|name| Command::new(name).hide(true)))
}

/// Ends the process as clap does where the arguments ask for help or are wrong, but for a word that
/// is no command: of the many names that are similar, the nearest is suggested.
pub(super) fn refusal(error: &clap::Error, root: &Command, language: Language) -> CliError {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else {
        error.exit();
    };
    // With a command, it is one of its own that is wrong.
    let mut commands = root.get_subcommands();
    let parent = match (commands.next(), commands.next()) {
        (Some(only), None) => only,
        _ => root,
    };
    let names: Vec<&str> = parent.get_subcommands().map(Command::get_name).collect();
    let hint = match nearest(word, &names) {
        Some(name) => language.choose(
            format!("did you mean `{name}`?"),
            format!("是否想用 `{name}`？"),
        ),
        None => language
            .choose("`--help` lists the commands.", "`--help` 列出全部命令。")
            .to_owned(),
    };
    CliError::usage(language.choose(
        format!("there is no command `{word}`; {hint}"),
        format!("没有命令 `{word}`；{hint}"),
    ))
}

/// The root without commands.
pub(super) fn bare(language: Language) -> Command {
    let about = language.choose(
        "The command line of Kingsoft Cloud's container registry (KCRS)",
        "金山云容器镜像服务（KCRS）的命令行工具",
    );
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help(language.choose("Show the version", "显示版本"))
        .help_heading(global::heading(language));
    let root = Command::new(NAME)
        .about(about)
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .max_term_width(MAX_WIDTH)
        .args(global::declare(language))
        .arg(version);
    translated(root, language)
}

/// The headings that clap writes by itself are English.
fn translated(command: Command, language: Language) -> Command {
    let command = command.disable_help_flag(true);
    match language {
        Language::English => command,
        Language::Chinese => command.subcommand_help_heading("命令").help_template(
            "{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}",
        ),
    }
}

fn template(language: Language) -> String {
    let usage = language.choose(
        "{usage-heading} kcrs <COMMAND> [OPTIONS]",
        "用法：kcrs <命令> [选项]",
    );
    format!(
        "{{about-with-newline}}\n{usage}\n\n{}\n{{all-args}}\n\n{}",
        commands(language),
        exit_codes(language)
    )
}

/// The commands with what each does, in groups.
fn commands(language: Language) -> String {
    let mut groups = vec![entries(Group::Registry, language)];
    for action in ACTIONS {
        let title = language.docs(action.chapter_docs);
        let about = action::prose(action.docs, &[], language);
        let about = action::first_sentence(&about).to_owned();
        let command = (action::command_name(action), about);
        match groups.iter_mut().find(|(other, _)| *other == title) {
            Some((_, commands)) => commands.push(command),
            None => groups.push((title, vec![command])),
        }
    }
    groups.extend([Group::Calls, Group::Setup].map(|group| entries(group, language)));
    let all = groups.iter().flat_map(|(_, commands)| commands);
    let widest = all.map(|(name, _)| name.len()).max().unwrap_or(0);
    let width = terminal::width().unwrap_or(MAX_WIDTH).min(MAX_WIDTH);
    let screen = Screen {
        width: Some(width - INDENT.len()),
        color: false,
    };
    let mut text = String::new();
    for (title, commands) in groups.iter().filter(|(_, commands)| !commands.is_empty()) {
        text.push_str(&format!("{title}{}\n", language.choose(":", "：")));
        let mut table = Table::without_header();
        for (name, about) in commands {
            table.push([&format!("{name:widest$}"), about]);
        }
        for line in table.render(screen).lines() {
            text.push_str(&format!("{INDENT}{line}\n"));
        }
        text.push('\n');
    }
    text.pop();
    text
}

/// The title of a group, and its commands with what each does.
fn entries(group: Group, language: Language) -> (String, Vec<(String, String)>) {
    let entries = COMMANDS.iter().filter(|entry| entry.group == group);
    let commands = entries.map(|entry| {
        let command = (entry.declare)(language);
        let about = command.get_about().map(ToString::to_string);
        (entry.name.to_owned(), about.unwrap_or_default())
    });
    (group.title(language).to_owned(), commands.collect())
}

impl Group {
    fn title(self, language: Language) -> &'static str {
        match self {
            Self::Registry => language.choose("Work with a registry", "镜像仓库的日常操作"),
            Self::Calls => language.choose("Any action", "任意接口"),
            Self::Hidden => "",
            Self::Setup => language.choose("Set up", "设置"),
        }
    }
}

pub(super) fn exit_codes(language: Language) -> &'static str {
    language.choose(
        "Exit codes:
  0  It is done
  1  Something else went wrong, such as a file that cannot be written
  2  The command line is not understood, or the request breaks a rule of the API; nothing was sent
  3  There are no credentials, or the configuration cannot be used; nothing was sent
  4  The service refused
  5  The service reports that the resource does not exist
  6  No response came, or none that can be read
  7  What was waited for did not come about
  8  Some of several operations succeeded, others failed
  9  What was looked for was found, such as a vulnerability that is too severe
  130  Ctrl-C

`kcrs COMMAND --help` describes a command in full, `-h` in short.",
        "退出码：
  0  成功
  1  其他错误，如文件无法写入
  2  命令行有误，或请求不合接口规则；未发送
  3  没有凭证，或配置不可用；未发送
  4  服务端拒绝
  5  服务端称资源不存在
  6  没有应答，或应答无法理解
  7  等待的状态没有出现
  8  部分成功，部分失败
  9  查到了所查之物，如过于严重的漏洞
  130  Ctrl-C

`kcrs 命令 --help` 显示该命令的全部说明，`-h` 只显示要点。",
    )
}
