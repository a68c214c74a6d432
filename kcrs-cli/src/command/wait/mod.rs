//! `wait`: waits until something is in a state, with a command for each state that can be waited
//! for.

mod times;
mod wait_after;
mod waiter_command;

use clap::{Arg, ArgMatches, Command};
use kcrs_generated::Params;
use kcrs_generated::schema::Action;

use self::waiter_command::{Parameter, WaiterCommand};
use crate::args::{GlobalArgs, invalid_request, option};
use crate::command::action::{first_sentence, parameters_heading, prose, usage};
use crate::command::subcommand;
use crate::error::CliError;
use crate::run::Session;
use crate::text::Text;

pub(super) use wait_after::{WaitAfter, declare as declare_after};

pub(super) fn declare() -> Command {
    Command::new("wait")
        .about(text!(
            "Waits until something is in a state, such as an instance that is running",
            "等待某对象进入某状态，如实例变为运行中"
        ))
        .long_about(prose!("wait"))
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .subcommands(WaiterCommand::all().map(declare_one))
}

pub(super) fn run(matches: &ArgMatches, globals: &GlobalArgs) -> Result<(), CliError> {
    let (name, matches) = subcommand(matches);
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

fn declare_one(known: WaiterCommand) -> Command {
    let about = prose(known.waiter.docs, &[]);
    let parameters = known.parameters();
    let required = parameters.iter().filter(|one| one.is_required());
    let required = required.map(|one| (one.flag.as_str(), one.value_name()));
    Command::new(known.command_name())
        .about(first_sentence(&about).to_owned())
        .override_usage(usage(
            &format!("kcrs wait {}", known.command_name()),
            required,
        ))
        .long_about(about)
        .args(parameters.iter().map(declare_parameter))
        .args(times::declare("", &known.waiter))
}

fn declare_parameter(parameter: &Parameter) -> Arg {
    let help = Text::verbatim(prose(parameter.member.docs, &[]));
    let arg = option(&parameter.flag, parameter.value_name(), help)
        .required(parameter.is_required())
        .help_heading(parameters_heading(parameter.is_required()));
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
    let command = format!("wait {}", known.command_name());
    action.check(&sent).map_err(|violations| {
        invalid_request(&command, &violations, |violation| {
            let name = violation.path().split('.').next().unwrap_or_default();
            let parameters = known.parameters();
            let mut parameters = parameters.iter();
            let flag = parameters.find(|parameter| parameter.member.wire_name == name);
            let name = flag.map_or_else(|| name.to_owned(), |flag| format!("--{}", flag.flag));
            (name, Text::verbatim(violation.message()))
        })
    })
}
