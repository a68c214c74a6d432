//! Values of options.

use std::ffi::{OsStr, OsString};
use std::sync::Arc;

use clap::{Arg, Command, ValueHint};
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};
use kcrs_generated::schema::{ACTIONS, Action, CompletedBy, Shape};
use kcrs_generated::{ProfileFile, regions};

use super::ids;
use crate::command::action;

/// The words before the one that is completed.
type Words = Arc<Vec<String>>;

/// Makes the options of a command, and of those below it, know their values.
pub(super) fn with_values(command: Command, words: &Words) -> Command {
    let action = action::find(command.get_name());
    let command = command.mut_args(|arg| with_value(arg, action, words));
    command.mut_subcommands(|command| with_values(command, words))
}

fn with_value(arg: Arg, action: Option<&'static Action>, words: &Words) -> Arg {
    let id = arg.get_long().unwrap_or_else(|| arg.get_id().as_str());
    let id = id.to_owned();
    if !arg.get_action().takes_values() {
        return arg;
    }
    match id.as_str() {
        "region" => return arg.add(fixed(|| regions::ALL.to_vec())),
        "profile" => return arg.add(fixed(profiles)),
        "action" => return arg.add(fixed(|| ACTIONS.iter().map(|action| action.name))),
        "seed" | "data" | "file" => return arg.value_hint(ValueHint::FilePath),
        "out" => return arg.value_hint(ValueHint::DirPath),
        _ => {}
    }
    let values = action.and_then(|action| values_of(action, &id));
    if let Some(values) = values {
        return arg.add(fixed(move || values.clone()));
    }
    let Some(by) = completed_by(action, &id) else {
        return arg;
    };
    let words = Arc::clone(words);
    arg.add(ArgValueCompleter::new(move |current: &OsStr| {
        let current = current.to_string_lossy();
        let found = ids::list(by, &words).into_iter();
        found
            .filter(|id| id.value.starts_with(&*current))
            .map(|id| CompletionCandidate::new(id.value).help(id.name.map(Into::into)))
            .collect()
    }))
}

fn fixed<V>(values: impl Fn() -> V + Send + Sync + 'static) -> ArgValueCandidates
where
    V: IntoIterator<Item: Into<OsString>>,
{
    ArgValueCandidates::new(move || values().into_iter().map(CompletionCandidate::new).collect())
}

/// The values of an enumeration or a Boolean.
fn values_of(action: &'static Action, flag: &str) -> Option<Vec<&'static str>> {
    let flags = action::flags(action);
    let flag = flags.iter().find(|known| known.name == flag)?;
    match flag.member.shape {
        Shape::Boolean => Some(vec!["true", "false"]),
        Shape::Enum(shape) | Shape::List(Shape::Enum(shape)) => {
            Some(shape.values.iter().map(|value| value.value).collect())
        }
        _ => None,
    }
}

/// The list that knows the values of an option: for the action that is called, or for any that has
/// such a parameter.
fn completed_by(action: Option<&'static Action>, flag: &str) -> Option<CompletedBy> {
    // Commands that are none of an action's name images as the one does that deletes a tag.
    let flag = match (action, flag) {
        (None, "tag" | "exclude-tag") => "tag-name",
        (_, flag) => flag,
    };
    let of_action = |action: &'static Action| {
        let flags = action::flags(action);
        let flag = flags.iter().find(|known| known.name == flag)?;
        action.completed_by(flag.member.wire_name)
    };
    match action {
        Some(action) => of_action(action),
        None => ACTIONS.iter().find_map(of_action),
    }
}

/// The names of the profiles in the file that is written by `configure`.
fn profiles() -> Vec<String> {
    let file = ProfileFile::usual_path().and_then(|path| ProfileFile::read(path).ok());
    file.map(|file| file.profiles()).unwrap_or_default()
}
