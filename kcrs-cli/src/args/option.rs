//! Options as commands declare them.

use clap::{Arg, ArgAction, ArgMatches};

use super::name_pattern::{NamePattern, Named};
use crate::language::Language;

/// Declares options that take a value: by name, the value's name, and help in English and Chinese.
pub(crate) fn options(
    language: Language,
) -> impl Fn(&'static str, &'static str, &str, &str) -> Arg {
    move |name, value, english, chinese| {
        let help = language.choose(english, chinese).to_owned();
        Arg::new(name).long(name).value_name(value).help(help)
    }
}

/// Declares options without a value: by name, and help in English and Chinese.
pub(crate) fn flags(language: Language) -> impl Fn(&'static str, &str, &str) -> Arg {
    move |name, english, chinese| {
        let help = language.choose(english, chinese).to_owned();
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help(help)
    }
}

/// Declares options that take patterns: by name, what the patterns are about, and help in English
/// and Chinese.
pub(crate) fn patterns(language: Language) -> impl Fn(&'static str, Named, &str, &str) -> Arg {
    let option = options(language);
    move |name, named, english, chinese| {
        option(name, "PATTERN", english, chinese)
            .action(ArgAction::Append)
            .value_parser(move |text: &str| NamePattern::parse_list(named, text))
    }
}

/// The text that an argument was given; none where it was not.
pub(crate) fn text_of(matches: &ArgMatches, name: &str) -> Option<String> {
    matches.get_one(name).cloned()
}

/// The value of an argument that clap requires or gives a default.
pub(crate) fn value_of<T>(matches: &ArgMatches, name: &str) -> T
where
    T: Clone + Send + Sync + 'static,
{
    let value = matches.get_one::<T>(name).cloned();
    value.expect("the argument is required or has a default")
}

/// The patterns of an option, those of all its uses.
pub(crate) fn patterns_of(matches: &ArgMatches, name: &str) -> Vec<NamePattern> {
    let uses = matches.get_many::<Vec<NamePattern>>(name);
    uses.unwrap_or_default().flatten().cloned().collect()
}
