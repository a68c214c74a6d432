//! `call`: any action, known or not, by its name and parameters.

use clap::{Arg, ArgAction, ArgMatches, Command};
use kcrs_generated::schema::{ACTIONS, Action};
use kcrs_generated::{Method, Operation, Params, SERVICE};

use crate::args::dry_run::{self, DryRun};
use crate::args::parameters::{nearest, text_or_file};
use crate::args::{self, GlobalArgs};
use crate::error::CliError;
use crate::language::Language;
use crate::run::{Call, is_secret_param};

const NAME: &str = "call";

pub(super) fn declare(language: Language) -> Command {
    let (option, flag) = (args::options(language), args::flags(language));
    Command::new(NAME)
        .about(language.choose(
            "Calls any action by its name, also one that this version does not know",
            "按名称调用任意接口，包括此版本尚不知道的接口",
        ))
        .override_usage(language.choose(
            "kcrs call <ACTION> [--param <NAME=VALUE>]... [OPTIONS]",
            "kcrs call <接口> [--param <名称=值>]... [选项]",
        ))
        .after_help(language.choose(
            "Example:\n  kcrs call DescribeNamespace --param InstanceId=c0c8391f-d9ad-47fd-96bb-xxxxxx",
            "示例：\n  kcrs call DescribeNamespace --param InstanceId=c0c8391f-d9ad-47fd-96bb-xxxxxx",
        ))
        .arg(
            Arg::new("ACTION")
                .required(true)
                .help_heading(language.choose("Arguments", "参数"))
                .help(language.choose(
                    "The action, such as DescribeInstance",
                    "接口名称，如 DescribeInstance",
                )),
        )
        .next_help_heading(language.choose("Command options", "命令选项"))
        .args([
            option(
                "param",
                "NAME=VALUE",
                "A parameter, by its name on the wire, such as Trigger.EventType.1=PushImage; VALUE may be file://PATH",
                "参数，以接口文档中的名称给出，如 Trigger.EventType.1=PushImage；值可为 file://路径",
            )
            .num_args(1..)
            .action(ArgAction::Append),
            option(
                "secret-param",
                "NAME=VALUE",
                "The same for a value that --debug and --dry-run must not show",
                "同上，但其值不得由 --debug 与 --dry-run 显示",
            )
            .num_args(1..)
            .action(ArgAction::Append),
            option(
                "method",
                "METHOD",
                "get or post (unless set: that of the action where it is known, else get)",
                "get 或 post（默认：已知接口用其方法，否则 get）",
            )
            .value_parser(["get", "post"])
            .hide_possible_values(true)
            .ignore_case(true),
            option(
                "api-version",
                "DATE",
                "The version of the API (unless set: the one that this version knows)",
                "API 版本（默认：此版本所知的版本）",
            ),
            flag(
                "validate",
                "Check the parameters by the rules of the action, which has to be known",
                "按接口规则校验参数，仅限已知接口",
            ),
            flag(
                "idempotent",
                "Doing it twice is as good as doing it once: the call may be made again where it is not known whether it was carried out",
                "重复调用无害：在不知是否已执行时可再次调用",
            ),
        ])
        .arg(dry_run::declare(language))
}

pub(super) fn run(matches: &ArgMatches, globals: &GlobalArgs) -> Result<(), CliError> {
    let call = read(matches)?;
    match DryRun::read(matches) {
        Some(format) => call.show(format, globals),
        None => globals.printer.print(&call.send(globals)?),
    }
}

/// The call that the arguments describe.
pub(super) fn read(matches: &ArgMatches) -> Result<Call, CliError> {
    let name: String = args::value_of(matches, "ACTION");
    let action = ACTIONS.iter().find(|action| action.name == name);
    let params = params(action, matches)?;
    if matches.get_flag("validate") {
        check(&name, action, &params)?;
    }
    let method = match matches.get_one::<String>("method").map(String::as_str) {
        Some(method) if method.eq_ignore_ascii_case("post") => Method::Post,
        Some(_) => Method::Get,
        None => action.map_or(Method::Get, |action| action.method),
    };
    let version = args::text_of(matches, "api-version");
    let version = version.unwrap_or_else(|| SERVICE.version.to_owned());
    let idempotent =
        matches.get_flag("idempotent") || action.is_some_and(|action| action.idempotent);
    let operation = Operation::new(name, version, method, params);
    Ok(Call::new(operation.with_idempotent(idempotent)))
}

fn params(action: Option<&'static Action>, matches: &ArgMatches) -> Result<Params, CliError> {
    let mut given: Vec<(usize, &str, &String)> = Vec::new();
    for option in ["param", "secret-param"] {
        let indices = matches.indices_of(option).into_iter().flatten();
        let texts = matches.get_many::<String>(option).into_iter().flatten();
        given.extend(
            indices
                .zip(texts)
                .map(|(index, text)| (index, option, text)),
        );
    }
    given.sort_unstable();
    let mut params = Params::new();
    for (_, option, text) in given {
        // The text itself may be a secret.
        let wrong = |problem: &str| CliError::usage(format!("--{option}: {problem}"));
        let (name, value) = text
            .split_once('=')
            .filter(|(name, _)| !name.is_empty())
            .ok_or_else(|| wrong("expected NAME=VALUE"))?;
        let value =
            text_or_file(value).map_err(|problem| wrong(&format!("{name}: {}", problem.0)))?;
        if option == "secret-param" || is_secret_param(action, name) {
            params.push_sensitive(name.to_owned(), value);
        } else {
            params.push(name.to_owned(), value);
        }
    }
    Ok(params)
}

fn check(name: &str, action: Option<&Action>, params: &Params) -> Result<(), CliError> {
    let Some(action) = action else {
        let names: Vec<&str> = ACTIONS.iter().map(|action| action.name).collect();
        let hint = nearest(name, &names).map(|nearest| format!("; did you mean {nearest}?"));
        let text = format!(
            "--validate: this version does not know {name}{}",
            hint.unwrap_or_default()
        );
        return Err(CliError::usage(text));
    };
    action.check(params).map_err(|violations| {
        let mut text = String::from("call: the request is not valid, nothing was sent:");
        for violation in &violations {
            text.push_str(&format!(
                "\n  --param {}: {}",
                violation.path(),
                violation.message()
            ));
        }
        CliError::usage(text)
    })
}
