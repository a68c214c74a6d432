//! `presign`: a URL that makes a call.

use clap::{ArgMatches, Command};
use kcrs_generated::schema::ACTIONS;

use super::{action, call};
use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::run::Call;

pub(super) fn declare() -> Command {
    let actions = ACTIONS
        .iter()
        .map(|action| action::declare(action, "kcrs presign").hide(true));
    Command::new("presign")
        .about(text!(
            "Prints a signed URL that makes a call, for somebody without keys",
            "输出一个已签名的 URL，供没有密钥的人发起调用"
        ))
        .long_about(prose!("presign"))
        .override_usage(text!(
            "kcrs presign <COMMAND OF AN ACTION> [ITS OPTIONS]\n       kcrs presign call <ACTION> [--param <NAME=VALUE>]...",
            "kcrs presign <接口命令> [其选项]\n      kcrs presign call <接口> [--param <名称=值>]..."
        ))
        .after_help(text!(
            "Example:\n  kcrs presign describe-instance --max-results 5",
            "示例：\n  kcrs presign describe-instance --max-results 5"
        ))
        .subcommand_required(true)
        .subcommand(call::declare().hide(true))
        .subcommands(actions)
}

pub(super) fn run(matches: &ArgMatches, globals: &GlobalArgs) -> Result<(), CliError> {
    let (name, matches) = super::subcommand(matches);
    let call = match action::find(name) {
        Some(action) => Call::of(action, action::params(action, matches)?),
        None => call::read(matches)?.0,
    };
    call.presign(globals)
}
