//! Errors of the parser of the command line, in the words of this program.

use std::error::Error as _;
use std::io::Write as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::root;
use crate::args::parameters::did_you_mean;
use crate::error::{CliError, ExitCode};
use crate::text::Text;

/// The error for arguments that clap refuses. Help that was asked for is printed.
pub(super) fn usage_error(error: clap::Error) -> CliError {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    ) {
        return help(&error);
    }
    let arg = name(error.get(ContextKind::InvalidArg));
    let value = name(error.get(ContextKind::InvalidValue));
    let what = match error.kind() {
        ErrorKind::UnknownArgument => text!(
            "there is no option or argument `{arg}` here",
            "此处没有选项或参数 `{arg}`"
        ),
        ErrorKind::InvalidValue if value.is_empty() => {
            text!("{arg}: a value is missing", "{arg}：缺少值")
        }
        ErrorKind::InvalidValue => {
            let known = list(error.get(ContextKind::ValidValue)).join(", ");
            text!(
                "{arg}: {value:?} is none of {known}",
                "{arg}：{value:?} 不是 {known} 之一"
            )
        }
        ErrorKind::ValueValidation => {
            let reason = error.source().map(ToString::to_string).unwrap_or_default();
            text!("{arg}: {reason}", "{arg}：{reason}")
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = list(error.get(ContextKind::InvalidArg)).join(", ");
            text!("these are required: {missing}", "缺少必填的 {missing}")
        }
        ErrorKind::ArgumentConflict => {
            let others = list(error.get(ContextKind::PriorArg)).join(", ");
            text!(
                "{arg} cannot be given together with {others}",
                "{arg} 不能与 {others} 同时给出"
            )
        }
        ErrorKind::NoEquals => text!("{arg}: the value goes behind a =", "{arg}：值须写在 = 之后"),
        ErrorKind::MissingSubcommand => {
            let known = list(error.get(ContextKind::ValidSubcommand)).join(", ");
            text!(
                "a command is missing, one of {known}",
                "缺少命令，可用的有 {known}"
            )
        }
        ErrorKind::TooManyValues => {
            text!("{arg}: {value:?} is too many", "{arg}：多余的值 {value:?}")
        }
        ErrorKind::InvalidUtf8 => {
            text!("an argument is not Unicode text", "有参数不是 Unicode 文本")
        }
        _ => Text::verbatim(error.kind()),
    };
    let similar = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
        ContextKind::SuggestedSubcommand,
    ];
    let similar = similar.into_iter().map(|kind| name(error.get(kind)));
    let what = match similar.into_iter().find(|similar| !similar.is_empty()) {
        Some(similar) => {
            let hint = did_you_mean(&similar);
            what.and(text!("; {hint}", "；{hint}"))
        }
        None => what,
    };
    CliError::usage(what.and(root::help_hint()))
}

/// Prints help.
fn help(error: &clap::Error) -> CliError {
    let help = root::in_language(&error.render().ansi().to_string());
    let (code, written) = match error.use_stderr() {
        true => (
            ExitCode::Usage,
            anstream::stderr().write_all(help.as_bytes()),
        ),
        false => (
            ExitCode::PipeClosed,
            anstream::stdout().write_all(help.as_bytes()),
        ),
    };
    match written {
        Ok(()) => CliError::reported(code),
        Err(error) => error.into(),
    }
}

/// The texts of a context; options without the names of their values.
fn list(context: Option<&ContextValue>) -> Vec<String> {
    let plain = |text: &String| {
        let text = text
            .strip_prefix('<')
            .filter(|name| name.starts_with('-'))
            .unwrap_or(text);
        let names = text.split('|');
        let names = names.map(|name| name.split(" <").next().unwrap_or_default());
        names.collect::<Vec<_>>().join(" | ")
    };
    match context {
        Some(ContextValue::String(text)) => vec![plain(text)],
        Some(ContextValue::Strings(texts)) => texts.iter().map(plain).collect(),
        _ => Vec::new(),
    }
}

fn name(context: Option<&ContextValue>) -> String {
    list(context).into_iter().next().unwrap_or_default()
}
