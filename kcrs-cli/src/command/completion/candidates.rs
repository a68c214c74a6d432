//! Candidates for the last word of a command line.

use std::ffi::OsString;
use std::sync::Arc;

use clap::Command;
use clap_complete::engine;

use super::values::with_values;
use crate::command::action::first_sentence;
use crate::command::{declare, find, root, whole};

/// A word that completes the line, and its meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) value: String,
    help: Option<String>,
}

/// Returns the candidates that complete `current` after the words.
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
    /// Returns the candidate with its meaning: after a tab, and for zsh in the form of `_describe`.
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

    /// Returns its meaning in one sentence.
    fn summary(&self) -> Option<String> {
        let line = first_sentence(self.help.as_deref()?).trim();
        (!line.is_empty()).then(|| line.replace('\t', " "))
    }
}
