//! A command for each action of the API, made of what the schema says of it.

mod arguments;
mod deletion;
mod example;
mod help;
mod problems;

use clap::{ArgMatches, Args, Command, FromArgMatches};
use heck::ToKebabCase;
use kcrs_generated::schema::{ACTIONS, Action};
use kcrs_generated::{Params, SERVICE};

use super::wait::WaitAfter;
use crate::args::GlobalArgs;
use crate::args::dry_run::DryRunArgs;
use crate::args::parameters::{Members, read_document, read_flag, skeleton, unknown_values};
use crate::error::CliError;
use crate::output;
use crate::run::{Call, List, Session};
use crate::text::Text;

pub(crate) use arguments::{Flag, flags};
pub(super) use deletion::{DeletionArgs, can_ask};
pub(crate) use help::{first_sentence, parameters_heading, prose, usage};

/// The command of an action: `describe-images` for `DescribeImages`.
pub(crate) fn command_name(action: &Action) -> String {
    action.name.to_kebab_case()
}

/// The action that a command is called for, by its command or its own name.
pub(crate) fn find(name: &str) -> Option<&'static Action> {
    ACTIONS
        .iter()
        .find(|action| action.name == name || command_name(action) == name)
}

/// The command of an action, called by `kcrs` or another command before it.
pub(crate) fn declare(action: &'static Action, caller: &str) -> Command {
    let flags = flags(action);
    let required = flags.iter().filter(|flag| flag.is_required());
    let required = required.map(|flag| (flag.name.as_str(), help::value_name(flag.member.shape)));
    let name = command_name(action);
    let command = Command::new(&name).args(arguments::declare(action, &flags));
    DryRunArgs::augment_args(command)
        .alias(action.name)
        .about(prose(action.docs, &flags))
        .override_usage(usage(&format!("{caller} {name}"), required))
        .after_help(help::example(action, &flags))
        .after_long_help(help::example_and_output(action, &flags))
}

/// Calls the action and prints its response.
pub(crate) fn run(
    action: &'static Action,
    matches: &ArgMatches,
    globals: &GlobalArgs,
) -> Result<(), CliError> {
    if matches.get_flag(arguments::SKELETON) {
        return globals.printer.print(&skeleton(action.request));
    }
    let params = params(action, matches)?;
    let call = Call::of(action, params);
    let mut globals = globals.clone();
    globals.no_validate = matches.get_flag(arguments::NO_VALIDATE);
    let globals = &globals;
    let dry_run = DryRunArgs::from_arg_matches(matches).map_err(super::usage_error)?;
    if let Some(format) = dry_run.dry_run {
        return call.show(format, globals);
    }
    if let Some(list) = list(action, matches, call.params()) {
        return list.print(call, globals);
    }
    let after = WaitAfter::wanted(action, matches)?;
    let session = Session::start(globals)?;
    if deletion::can_ask(action) {
        let args = DeletionArgs::from_arg_matches(matches).map_err(super::usage_error)?;
        if !args.yes {
            deletion::confirm(action, call.params(), &session)?;
        }
    }
    if let Some(after) = after {
        let params = call.params().clone();
        let response = call.send_in(&session)?;
        // Before the waiting: whoever gives up has the response.
        globals.printer.print(&response)?;
        return after.wait(&session, &params, &response);
    }
    globals.printer.print(&call.send_in(&session)?)
}

/// Reads the limits of a list; `None` where the action's response is no list.
fn list(action: &'static Action, matches: &ArgMatches, params: &Params) -> Option<List> {
    let paging = action.paging?;
    let asks_for_a_page = flags(action)
        .iter()
        .any(|flag| flag.asks_for_a_page(matches, params));
    let max_items = matches.get_one::<usize>(arguments::MAX_ITEMS);
    Some(List {
        action,
        paging,
        single: asks_for_a_page || matches.get_flag(arguments::NO_PAGINATE),
        max_items: max_items.copied(),
    })
}

/// The parameters that the flags and the document give, checked unless that is not wanted.
pub(crate) fn params(action: &'static Action, matches: &ArgMatches) -> Result<Params, CliError> {
    let flags = flags(action);
    let members = members(action, &flags, matches)?;
    let naming = problems::Naming::new(&flags, matches);
    for unknown in unknown_values(action.request, &members) {
        let (name, warning) = (naming.name(&unknown.name), unknown.warning());
        output::warn(text!(
            "warning: {name}: {warning}",
            "警告：{name}：{warning}"
        ));
    }
    let params = members.to_params(action.request);
    if !matches.get_flag(arguments::NO_VALIDATE) {
        action
            .check(&params)
            .and_then(|()| SERVICE.check_empty(&params))
            .map_err(|violations| naming.failure(action, &violations))?;
    }
    Ok(params)
}

fn members(
    action: &'static Action,
    flags: &[Flag],
    matches: &ArgMatches,
) -> Result<Members, CliError> {
    let mut problems = Vec::new();
    let mut report =
        |name: &str, problem: Text| problems.push(problem.within(format_args!("--{name}")));

    let mut members = Members::default();
    if let Some(source) = matches.get_one::<String>(arguments::INPUT_JSON) {
        match read_document(action.request, source) {
            Ok(read) => members = read,
            Err(problem) => report(arguments::INPUT_JSON, problem),
        }
    }
    for flag in flags {
        let texts = flag.given(matches);
        if !texts.is_empty() {
            match read_flag(flag.member.shape, &texts) {
                Ok(value) => members.replace(flag.member, value),
                Err(problem) => report(flag.spelled(matches), problem),
            }
        }
    }
    if problems.is_empty() {
        Ok(members)
    } else {
        let lines: Vec<&str> = problems.iter().map(Text::as_str).collect();
        Err(CliError::usage(Text::verbatim(lines.join("\n"))))
    }
}
