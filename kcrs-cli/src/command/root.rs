//! The command before all others, and its help.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};
use kcrs_generated::schema::ACTIONS;

use super::usage_error::usage_error;
use super::{COMMANDS, Group, action};
use crate::args::global;
use crate::args::parameters::{did_you_mean, nearest};
use crate::error::CliError;
use crate::language::Language;
use crate::output::{Screen, Table};
use crate::terminal;
use crate::text::Text;

pub(super) const NAME: &str = "kcrs";

/// Maximum width of a help text, in columns.
const MAX_WIDTH: usize = 100;

const INDENT: &str = "  ";

/// The word among the arguments that names the command; `help` before it, or alone, is made
/// `--help` behind it.
///
/// The arguments are looked through before they are parsed, since parsing needs no more than the
/// command that is called.
pub(super) fn command_word(arguments: &mut Vec<OsString>) -> Option<String> {
    let with_values: Vec<String> = global::declare()
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
pub(super) fn with(command: Command) -> Command {
    bare().subcommand(localized(command))
}

/// The root with all commands, of which each has no more than its name: for its help, and for words
/// that are no command.
pub(super) fn overview() -> Command {
    let names = COMMANDS
        .iter()
        .map(|entry| entry.name.to_owned())
        .chain(ACTIONS.iter().map(action::command_name));
    bare()
        .help_template(template())
        .arg_required_else_help(true)
        .subcommands(names.map(|name| Command::new(name).hide(true)))
}

/// The error for arguments that are refused. For a word that is no command the nearest of the many
/// names is suggested.
pub(super) fn refusal(error: clap::Error, root: &Command, words: &[OsString]) -> CliError {
    let word = match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(word)) if error.kind() == ErrorKind::InvalidSubcommand => word,
        _ => return usage_error(error),
    };
    // With a command, it is one of its own that is wrong.
    let mut commands = root.get_subcommands();
    let parent = match (commands.next(), commands.next()) {
        (Some(only), None) => only,
        _ => root,
    };
    let names: Vec<&str> = parent.get_subcommands().map(Command::get_name).collect();
    let meant = synonym(words, word).or_else(|| nearest(word, &names).map(str::to_owned));
    let hint = match meant {
        Some(name) => did_you_mean(&name),
        None => text!("`--help` lists the commands.", "`--help` 列出全部命令。"),
    };
    CliError::usage(text!(
        "there is no command `{word}`; {hint}",
        "没有命令 `{word}`；{hint}"
    ))
}

/// Returns the command for words of other programs: `version`, or a noun and a verb.
fn synonym(words: &[OsString], word: &str) -> Option<String> {
    let other = match word {
        "version" => "--version",
        "login" => "docker-login",
        "logout" => "docker-logout",
        "prune" => "images prune",
        "ls" | "list" => "tree",
        _ => "",
    };
    if !other.is_empty() {
        return Some(other.to_owned());
    }
    let noun = match word.trim_end_matches('s') {
        "n" | "namespace" => "Namespace",
        "repo" | "repository" | "repositorie" => "Repository",
        "image" | "img" => "Images",
        "instance" | "registry" => "Instance",
        "token" => "InstanceToken",
        "trigger" | "webhook" => "WebhookTrigger",
        _ => return None,
    };
    let mut words = words.iter().skip_while(|other| *other != word).skip(1);
    let verb = match words.next().and_then(|verb| verb.to_str()) {
        Some("rm" | "del" | "delete" | "remove") => "Delete",
        Some("new" | "add" | "create") => "Create",
        _ => "Describe",
    };
    let action = action::find(&format!("{verb}{noun}"))?;
    Some(action::command_name(action))
}

/// Returns the hint on the help of a command.
pub(super) fn help_hint() -> Text {
    text!(
        "\n`--help` behind a command describes its options.",
        "\n在命令后加 `--help` 可查看其选项。"
    )
}

/// The root without commands.
pub(super) fn bare() -> Command {
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help(text!("Show the version", "显示版本"))
        .help_heading(global::heading());
    let root = Command::new(NAME)
        .about(text!(
            "The command line of Kingsoft Cloud's container registry (KCRS)",
            "金山云容器镜像服务（KCRS）的命令行工具"
        ))
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .max_term_width(MAX_WIDTH)
        .args(global::declare())
        .arg(version);
    localized(root)
}

/// The command, and those below it, with what clap writes by itself in the language of the process.
fn localized(command: Command) -> Command {
    let command = command.disable_help_flag(true);
    if Language::current() == Language::English {
        return command;
    }
    command
        .subcommand_help_heading("命令")
        .help_template("{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}")
        .mut_args(|arg| {
            let heading = match arg.is_positional() {
                true => "参数",
                false => "选项",
            };
            let arg = match arg.get_help_heading() {
                Some(_) => arg,
                None => arg.help_heading(heading),
            };
            let defaults = arg.get_default_values().iter();
            let defaults: Vec<_> = defaults.map(|value| value.to_string_lossy()).collect();
            if defaults.is_empty() || !arg.get_action().takes_values() {
                return arg;
            }
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            let help = format!("{help} [默认：{}]", defaults.join(" "));
            arg.hide_default_value(true).help(help)
        })
        .mut_subcommands(localized)
}

/// A text of clap's with what it writes into every usage in the language of the process.
pub(super) fn in_language(usage: &str) -> String {
    usage.replace("[OPTIONS]", text!("[OPTIONS]", "[选项]").as_str())
}

fn template() -> String {
    let usage = text!(
        "{{usage-heading}} kcrs <COMMAND> [OPTIONS]",
        "用法：kcrs <命令> [选项]"
    );
    let (commands, exit_codes) = (commands(), prose!("exit-codes"));
    format!("{{about-with-newline}}\n{usage}\n\n{commands}\n{{all-args}}\n\n{exit_codes}")
}

/// The commands with what each does, in groups.
fn commands() -> String {
    let mut groups = vec![entries(Group::Registry)];
    for action in ACTIONS {
        let title = Language::docs(action.chapter_docs);
        let about = action::prose(action.docs, &[]);
        let about = action::first_sentence(&about).to_owned();
        let command = (action::command_name(action), about);
        match groups.iter_mut().find(|(other, _)| *other == title) {
            Some((_, commands)) => commands.push(command),
            None => groups.push((title, vec![command])),
        }
    }
    groups.extend([Group::Calls, Group::Setup].map(entries));
    let all = groups.iter().flat_map(|(_, commands)| commands);
    let widest = all.map(|(name, _)| name.len()).max().unwrap_or(0);
    let width = terminal::width().unwrap_or(MAX_WIDTH).min(MAX_WIDTH);
    let screen = Screen {
        width: Some(width - INDENT.len()),
        color: false,
    };
    let mut text = String::new();
    for (title, commands) in groups.iter().filter(|(_, commands)| !commands.is_empty()) {
        text.push_str(text!("{title}:\n", "{title}：\n").as_str());
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
fn entries(group: Group) -> (String, Vec<(String, String)>) {
    let entries = COMMANDS.iter().filter(|entry| entry.group == group);
    let commands = entries.map(|entry| {
        let about = (entry.declare)().get_about().map(ToString::to_string);
        (entry.name.to_owned(), about.unwrap_or_default())
    });
    let title = match group {
        Group::Registry => text!("Work with a registry", "镜像仓库的日常操作"),
        Group::Calls => text!("Any action", "任意接口"),
        Group::Setup => text!("Set up", "设置"),
        Group::Hidden => Text::default(),
    };
    (title.into(), commands.collect())
}
