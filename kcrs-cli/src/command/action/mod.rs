//! A command for each action of the API, made of what the schema says of it.

mod arguments;
mod example;
mod help;
mod list;
mod problems;

use clap::{ArgMatches, Command};
use heck::ToKebabCase;
use kcrs_generated::Params;
use kcrs_generated::schema::{ACTIONS, Action};

use super::wait::After;
use crate::failure::{Exit, Failure};
use crate::globals::Globals;
use crate::language::Language;
use crate::output;
use crate::parameters::{Members, Problem, read_document, read_flag, skeleton, unknown_values};
use crate::session::Session;
use crate::wire::{self, Call};

pub(crate) use arguments::{Flag, flags};
pub(crate) use example::quoted;
pub(crate) use help::{first_sentence, prose};

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
pub(crate) fn declare(action: &'static Action, caller: &str, language: Language) -> Command {
    let flags = flags(action);
    Command::new(command_name(action))
        .alias(action.name)
        .about(prose(action.docs, &flags, language))
        .override_usage(help::usage(action, caller, &flags, language))
        .after_help(help::example(action, &flags, language))
        .after_long_help(help::example_and_answer(action, &flags, language))
        .args(arguments::declare(action, &flags, language))
        .arg(wire::dry_run(language))
}

/// Calls the action and prints its answer.
pub(crate) fn run(
    action: &'static Action,
    matches: &ArgMatches,
    globals: &Globals,
) -> Result<(), Failure> {
    if matches.get_flag(arguments::SKELETON) {
        return output::print(&skeleton(action.request), globals);
    }
    let params = params(action, matches, globals.language)?;
    let call = Call::of(action, params);
    if let Some(form) = wire::dry_run_of(matches) {
        return call.show(form, globals);
    }
    if let Some(after) = After::wanted(action, matches)? {
        let session = Session::start(globals)?;
        let params = call.params().clone();
        let answer = call.answer_in(&session)?;
        // Before the waiting: whoever gives up has what was answered.
        output::print(&answer, globals)?;
        return after.wait(&session, &params, &answer);
    }
    if let Some(pages) = list::Pages::wanted(action, matches, call.params()) {
        return pages.print(call, globals);
    }
    output::print(&call.answer(globals)?, globals)
}

/// The parameters that the flags and the document give, checked unless that is not wanted.
pub(crate) fn params(
    action: &'static Action,
    matches: &ArgMatches,
    language: Language,
) -> Result<Params, Failure> {
    let flags = flags(action);
    let members = members(action, &flags, matches)?;
    let naming = problems::Naming::new(&flags, matches, language);
    for unknown in unknown_values(action.request, &members) {
        let (name, warning) = (naming.name(&unknown.name), unknown.warning(language));
        output::note(format_args!("warning: {name}: {warning}"));
    }
    let params = members.to_params(action.request);
    if !matches.get_flag(arguments::NO_VALIDATE) {
        action
            .check(&params)
            .map_err(|violations| naming.failure(action, &violations))?;
    }
    Ok(params)
}

fn members(
    action: &'static Action,
    flags: &[Flag],
    matches: &ArgMatches,
) -> Result<Members, Failure> {
    let mut problems = Vec::new();
    let mut note = |name: &str, Problem(text): Problem| problems.push(format!("--{name}: {text}"));

    let mut members = Members::default();
    if let Some(source) = matches.get_one::<String>(arguments::DOCUMENT) {
        match read_document(action.request, source) {
            Ok(read) => members = read,
            Err(problem) => note(arguments::DOCUMENT, problem),
        }
    }
    for flag in flags {
        let texts = flag.given(matches);
        if !texts.is_empty() {
            match read_flag(flag.member.shape, &texts) {
                Ok(value) => members.replace(flag.member, value),
                Err(problem) => note(flag.spelled(matches), problem),
            }
        }
    }
    if problems.is_empty() {
        Ok(members)
    } else {
        Err(Failure::new(Exit::Usage, problems.join("\n")))
    }
}
