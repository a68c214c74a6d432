//! What can stand at the end of a command line.

use std::ffi::OsString;
use std::sync::Arc;

use clap::Command;
use clap_complete::engine;

use super::values::with_values;
use crate::command::action::first_sentence;
use crate::command::{declare, find, root, whole};

/// What can be typed, and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) value: String,
    help: Option<String>,
}

/// What can complete `current` behind the words.
pub(super) fn of(words: &Arc<Vec<String>>, current: &str) -> Vec<Candidate> {
    let mut arguments: Vec<OsString> = words.iter().map(Into::into).collect();
    let word = root::command_word(&mut arguments);
    let named = word.and_then(|word| find(&word));
    let command: Command = match &named {
        Some(named) => root::with(declare(named)),
        None => whole(),
    };
    let mut command = with_values(command, words);
    arguments.push(current.into());
    let index = arguments.len() - 1;
    let folder = std::env::current_dir().ok();
    let found = engine::complete(&mut command, arguments, index, folder.as_deref());
    let found = found.unwrap_or_default().into_iter().filter_map(|found| {
        let value = found.get_value().to_str()?.to_owned();
        let help = found.get_help().map(ToString::to_string);
        (!value.contains(char::is_control)).then_some(Candidate { value, help })
    });
    let (options, others): (Vec<_>, Vec<_>) =
        found.partition(|candidate| candidate.value.starts_with('-'));
    // Who has not typed a dash wants no options where there is anything else.
    if others.is_empty() || current.starts_with('-') {
        options
    } else {
        others
    }
}

impl Candidate {
    /// With its meaning: behind a tab, and for zsh as its `_describe` reads it.
    pub(super) fn line(&self, is_zsh: bool) -> String {
        let (mut line, separator) = match is_zsh {
            true => (self.value.replace('\\', "\\\\").replace(':', "\\:"), ':'),
            false => (self.value.clone(), '\t'),
        };
        if let Some(help) = self.summary() {
            line.push(separator);
            line.push_str(&help);
        }
        line
    }

    /// What it means, in a sentence.
    fn summary(&self) -> Option<String> {
        let line = first_sentence(self.help.as_deref()?).trim();
        (!line.is_empty()).then(|| line.replace('\t', " "))
    }
}
