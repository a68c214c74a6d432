//! `wait`: waits until something is in a state, with a command for each state that can be waited
//! for.

mod times;
mod wait_after;
mod waiter_command;

use clap::{Arg, ArgMatches, Command};
use kcrs_generated::Params;
use kcrs_generated::schema::Action;

use self::waiter_command::{Parameter, WaiterCommand};
use crate::args::GlobalArgs;
use crate::command::action::{first_sentence, prose};
use crate::error::CliError;
use crate::language::Language;
use crate::run::Session;

pub(super) use wait_after::{WaitAfter, declare as declare_after};

pub(super) fn declare(language: Language) -> Command {
    Command::new("wait")
        .about(language.choose(
            "Waits until something is in a state, such as an instance that is running",
            "等待某对象进入某状态，如实例变为运行中",
        ))
        .long_about(language.choose(
            "Waits until something is in a state. The service is asked at intervals; what it says is shown on stderr.\n\n\
             The exit code is 0 when the state has come about, 7 when it will not come about or the time is up, and 130 \
             after Ctrl-C.",
            "等待某对象进入某状态。按间隔查询服务，并在 stderr 上显示其当前状态。\n\n\
             状态出现时退出码为 0；不会出现或超时为 7；按 Ctrl-C 为 130。",
        ))
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .subcommands(WaiterCommand::all().map(|known| declare_one(known, language)))
}

pub(super) fn run(matches: &ArgMatches, globals: &GlobalArgs) -> Result<(), CliError> {
    let (name, matches) = matches
        .subcommand()
        .expect("clap has refused the arguments without a command");
    let known = WaiterCommand::all()
        .find(|known| known.command_name() == name)
        .expect("clap has refused a command that is not declared");
    let mut params = Params::new();
    for parameter in known.parameters() {
        if let Some(values) = matches.get_many::<String>(&parameter.flag) {
            let values: Vec<&str> = values.map(String::as_str).collect();
            parameter.push(&values, &mut params);
        }
    }
    check(known.action, &known, &params)?;
    let session = Session::start(globals)?;
    known.wait(&session, params, times::options(matches, "")?)
}

fn declare_one(known: WaiterCommand, language: Language) -> Command {
    let about = prose(known.waiter.docs, &[], language);
    Command::new(known.command_name())
        .about(first_sentence(&about).to_owned())
        .long_about(about)
        .override_usage(usage(&known, language))
        .args(
            known
                .parameters()
                .into_iter()
                .map(|parameter| declare_parameter(&parameter, language)),
        )
        .args(times::declare("", &known.waiter, language))
}

/// How the command is called.
fn usage(known: &WaiterCommand, language: Language) -> String {
    let mut usage = format!("kcrs wait {}", known.command_name());
    for parameter in known
        .parameters()
        .iter()
        .filter(|known| known.is_required())
    {
        usage.push_str(&format!(
            " --{} <{}>",
            parameter.flag,
            parameter.value_name()
        ));
    }
    usage.push_str(language.choose(" [OPTIONS]", " [选项]"));
    usage
}

fn declare_parameter(parameter: &Parameter, language: Language) -> Arg {
    let heading = if parameter.is_required() {
        language.choose("Required parameters", "必填参数")
    } else {
        language.choose("Parameters", "参数")
    };
    let arg = Arg::new(parameter.flag.clone())
        .long(parameter.flag.clone())
        .value_name(parameter.value_name())
        .required(parameter.is_required())
        .help(prose(parameter.member.docs, &[], language))
        .help_heading(heading);
    if parameter.takes_several() {
        arg.num_args(1..).action(clap::ArgAction::Append)
    } else {
        arg
    }
}

/// Checks the parameters by the rules of the action that is asked; what is only compared has none.
fn check(action: &Action, known: &WaiterCommand, params: &Params) -> Result<(), CliError> {
    let mut sent = Params::new();
    for (name, value) in params.iter() {
        let first = name.split('.').next().unwrap_or(name);
        if action.request.member(first).is_some() {
            sent.push(name.to_owned(), value);
        }
    }
    let Err(violations) = action.check(&sent) else {
        return Ok(());
    };
    let mut text = format!(
        "wait {}: the request is not valid, nothing was sent:",
        known.command_name()
    );
    for violation in &violations {
        let name = violation.path().split('.').next().unwrap_or_default();
        let parameters = known.parameters();
        let flag = parameters
            .iter()
            .find(|parameter| parameter.member.wire_name == name);
        let name = flag.map_or_else(|| name.to_owned(), |flag| format!("--{}", flag.flag));
        text.push_str(&format!("\n  {name}: {}", violation.message()));
    }
    Err(CliError::usage(text))
}
