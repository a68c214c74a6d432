//! `presign`: a URL that makes a call.

use clap::{ArgMatches, Command};
use kcrs_generated::schema::ACTIONS;

use super::{action, call};
use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::language::Language;
use crate::run::Call;

pub(super) fn declare(language: Language) -> Command {
    let actions = ACTIONS
        .iter()
        .map(|action| action::declare(action, "kcrs presign", language).hide(true));
    Command::new("presign")
        .about(language.choose(
            "Prints a signed URL that makes a call, for somebody without keys",
            "输出一个已签名的 URL，供没有密钥的人发起调用",
        ))
        .long_about(language.choose(
            "Prints a signed URL that makes a call, for somebody without keys: a browser, curl, a colleague.\n\nThe service takes it for about 15 minutes. Whoever has it can make the call, so keep it to whom it is for.",
            "输出一个已签名的 URL，供没有密钥的人（浏览器、curl、同事）发起调用。\n\n有效期约 15 分钟。持有者即可发起调用，请只交给应得之人。",
        ))
        .override_usage(language.choose(
            "kcrs presign <COMMAND OF AN ACTION> [ITS OPTIONS]\n       kcrs presign call <ACTION> [--param <NAME=VALUE>]...",
            "kcrs presign <接口命令> [其选项]\n      kcrs presign call <接口> [--param <名称=值>]...",
        ))
        .after_help(language.choose(
            "Example:\n  kcrs presign describe-instance --max-results 5",
            "示例：\n  kcrs presign describe-instance --max-results 5",
        ))
        .subcommand_required(true)
        .subcommand(call::declare(language).hide(true))
        .subcommands(actions)
}

pub(super) fn run(matches: &ArgMatches, globals: &GlobalArgs) -> Result<(), CliError> {
    let (name, matches) = matches
        .subcommand()
        .expect("clap has refused the arguments without a command");
    let call = match action::find(name) {
        Some(action) => Call::of(action, action::params(action, matches, globals.language)?),
        None => call::read(matches)?,
    };
    call.presign(globals)
}
