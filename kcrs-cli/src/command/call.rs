//! `call`: any action, known or not, by its name and parameters.

use clap::{ArgMatches, Args, Command, FromArgMatches, ValueEnum};
use kcrs_generated::schema::{ACTIONS, Action};
use kcrs_generated::{Method, Operation, Params, SERVICE};

use crate::args::dry_run::DryRunArgs;
use crate::args::parameters::{did_you_mean, nearest, text_or_file};
use crate::args::{GlobalArgs, command_options, invalid_request};
use crate::error::CliError;
use crate::run::{Call, is_secret_param};
use crate::text::Text;

#[derive(Debug, Args)]
#[command(
    next_help_heading = command_options(),
    about = text!(
        "Calls any action by its name, also one that this version does not know",
        "按名称调用任意接口，包括此版本尚不知道的接口"
    ),
    override_usage = text!(
        "kcrs call <ACTION> [--param <NAME=VALUE>]... [OPTIONS]",
        "kcrs call <接口> [--param <名称=值>]... [选项]"
    ),
    after_help = text!(
        "Example:\n  kcrs call DescribeNamespace --param InstanceId=c0c8391f-d9ad-47fd-96bb-xxxxxx",
        "示例：\n  kcrs call DescribeNamespace --param InstanceId=c0c8391f-d9ad-47fd-96bb-xxxxxx"
    )
)]
struct CallArgs {
    #[arg(
        value_name = "ACTION",
        help_heading = text!("Arguments", "参数"),
        help = text!("The action, such as DescribeInstance", "接口名称，如 DescribeInstance")
    )]
    action: String,
    #[arg(long, value_name = "NAME=VALUE", num_args = 1.., help = text!(
        "A parameter, by its name on the wire, such as Trigger.EventType.1=PushImage; VALUE may be file://PATH",
        "参数，以接口文档中的名称给出，如 Trigger.EventType.1=PushImage；值可为 file://路径"
    ))]
    param: Vec<String>,
    #[arg(long, value_name = "NAME=VALUE", num_args = 1.., help = text!(
        "The same for a value that --debug and --dry-run must not show",
        "同上，但其值不得由 --debug 与 --dry-run 显示"
    ))]
    secret_param: Vec<String>,
    #[arg(
        long,
        value_name = "METHOD",
        ignore_case = true,
        hide_possible_values = true,
        help = text!(
            "get or post (unless set: that of the action where it is known, else get)",
            "get 或 post（默认：已知接口用其方法，否则 get）"
        )
    )]
    method: Option<MethodArg>,
    #[arg(long, value_name = "DATE", help = text!(
        "The version of the API (unless set: the one that this version knows)",
        "API 版本（默认：此版本所知的版本）"
    ))]
    api_version: Option<String>,
    #[arg(long, help = text!(
        "Check the parameters by the rules of the action, which has to be known",
        "按接口规则校验参数，仅限已知接口"
    ))]
    validate: bool,
    #[arg(long, help = text!(
        "Doing it twice is as good as doing it once: the call may be made again where it is not known whether it was carried out",
        "重复调用无害：在不知是否已执行时可再次调用"
    ))]
    idempotent: bool,
    #[command(flatten)]
    dry_run: DryRunArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum MethodArg {
    Get,
    Post,
}

pub(super) fn declare() -> Command {
    CallArgs::augment_args(Command::new("call"))
}

pub(super) fn run(matches: &ArgMatches, globals: &GlobalArgs) -> Result<(), CliError> {
    let (call, dry_run) = read(matches)?;
    match dry_run.dry_run {
        Some(format) => call.show(format, globals),
        None => globals.printer.print(&call.send(globals)?),
    }
}

/// The call that the arguments describe, and whether it is shown only.
pub(super) fn read(matches: &ArgMatches) -> Result<(Call, DryRunArgs), CliError> {
    let args = CallArgs::from_arg_matches(matches).map_err(super::usage_error)?;
    let name = args.action;
    let action = ACTIONS.iter().find(|action| action.name == name);
    let params = params(action, matches)?;
    if args.validate {
        check(&name, action, &params)?;
    }
    let method = match args.method {
        Some(MethodArg::Post) => Method::Post,
        Some(MethodArg::Get) => Method::Get,
        None => action.map_or(Method::Get, |action| action.method),
    };
    let version = args.api_version;
    let version = version.unwrap_or_else(|| SERVICE.version.to_owned());
    let idempotent = args.idempotent || action.is_some_and(|action| action.idempotent);
    let operation = Operation::new(name, version, method, params);
    let call = Call::new(operation.with_idempotent(idempotent));
    Ok((call, args.dry_run))
}

fn params(action: Option<&'static Action>, matches: &ArgMatches) -> Result<Params, CliError> {
    let mut given: Vec<(usize, &str, &String)> = Vec::new();
    for (id, option) in [("param", "param"), ("secret_param", "secret-param")] {
        let indices = matches.indices_of(id).into_iter().flatten();
        let texts = matches.get_many::<String>(id).into_iter().flatten();
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
        let wrong = |problem: Text| CliError::usage(problem.within(format_args!("--{option}")));
        let (name, value) = text
            .split_once('=')
            .filter(|(name, _)| !name.is_empty())
            .ok_or_else(|| wrong(text!("expected NAME=VALUE", "应为 名称=值")))?;
        let value = text_or_file(value).map_err(|problem| wrong(problem.within(name)))?;
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
        let text = text!(
            "--validate: this version does not know {name}",
            "--validate：此版本不知道 {name}"
        );
        return Err(CliError::usage(match nearest(name, &names) {
            Some(nearest) => {
                let hint = did_you_mean(nearest);
                text.and(text!("; {hint}", "；{hint}"))
            }
            None => text,
        }));
    };
    action.check(params).map_err(|violations| {
        invalid_request("call", &violations, |violation| {
            (
                format!("--param {}", violation.path()),
                Text::verbatim(violation.message()),
            )
        })
    })
}
