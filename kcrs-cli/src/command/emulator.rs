//! `emulator`: a registry service on this machine.

use std::env;

use clap::{ArgMatches, Command};
use kcrs_emulator::program::{self, Options};

use crate::args::{self, GlobalArgs};
use crate::error::CliError;
use crate::language::Language;
use crate::output;
use crate::quote::quote;

pub(super) fn declare(language: Language) -> Command {
    Command::new("emulator")
        .about(language.choose(
            "Starts an emulator of the service, to try things and to test with",
            "启动服务的模拟器，用于试用和测试",
        ))
        .long_about(language.choose(
            "Starts an emulator of the service, which keeps the state of a registry as the service does. It prints how \
             other commands reach it, and stops on Ctrl-C. Each request is a line on stderr.\n\n\
             The secret key to accept, and the session token of temporary keys, come from KCRS_EMULATOR_SECRET_KEY and \
             KCRS_EMULATOR_SESSION_TOKEN; unless they are set the keys are known ones, for this machine only.",
            "启动服务的模拟器，它像真实服务一样保存镜像服务的状态。启动后会显示其他命令如何连接，按 Ctrl-C 停止。\
             每个请求在 stderr 上输出一行。\n\n\
             接受的 secret key 和临时密钥的 session token 取自 KCRS_EMULATOR_SECRET_KEY 和 \
             KCRS_EMULATOR_SESSION_TOKEN；未设置时使用公开的密钥，仅限本机访问。",
        ))
        .arg(args::flags(language)(
            "env",
            "Start nothing; print what a shell needs to reach it: eval \"$(kcrs emulator --env)\"",
            "不启动，只输出 shell 连接它所需的设置：eval \"$(kcrs emulator --env)\"",
        ))
        // The region is one of the global flags. Secrets come from the environment only.
        .args(program::args().into_iter().filter(|arg| arg.get_id() != "region"))
}

pub(super) fn run(matches: &ArgMatches, globals: &GlobalArgs) -> Result<(), CliError> {
    let options =
        Options::from_matches(matches, |name| env::var_os(name)).map_err(CliError::usage)?;
    if matches.get_flag("env") {
        if options.address().port() == 0 {
            return Err(CliError::usage(
                "--listen: the port that an emulator takes for 0 is known only when it runs",
            ));
        }
        let endpoint = format!("http://{}", options.address());
        return output::write(&exports(&options, &endpoint).join("\n"))
            .and_then(|()| output::write("\n"));
    }
    let (lines, language) = (exports(&options, ""), globals.language);
    let address = options.address();
    program::run(options, |emulator| {
        let endpoint = emulator.endpoint();
        let mut text = language.choose(
            format!("The emulator listens on {endpoint}. In another terminal:\n\n"),
            format!("模拟器正在监听 {endpoint}。请在另一终端执行：\n\n"),
        );
        text += &format!("  export KSYUN_ENDPOINT={endpoint}\n");
        for line in lines.iter().skip(1) {
            text += &format!("  {line}\n");
        }
        text += language.choose(
            "  kcrs describe-instance\n\nCtrl-C stops it.\n",
            "  kcrs describe-instance\n\n按 Ctrl-C 停止。\n",
        );
        // Whoever started this may have closed the pipe.
        let _ = output::write(&text);
    })
    .map_err(|problem| CliError::other(format!("the emulator on {address}: {problem}")))
}

/// The lines of a shell that lead its commands to the emulator.
fn exports(options: &Options, endpoint: &str) -> Vec<String> {
    let mut lines = vec![
        format!("export KSYUN_ENDPOINT={endpoint}"),
        format!("export KSYUN_ACCESS_KEY={}", quote(options.access_key())),
        match options.default_secret_key() {
            Some(known) => format!("export KSYUN_SECRET_KEY={}", quote(known)),
            None => "export KSYUN_SECRET_KEY=\"$KCRS_EMULATOR_SECRET_KEY\"".to_owned(),
        },
    ];
    if options.has_session_token() {
        lines.push("export KSYUN_SESSION_TOKEN=\"$KCRS_EMULATOR_SESSION_TOKEN\"".to_owned());
    }
    lines
}
