//! Options as commands declare them.

use clap::{Arg, ArgAction};

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
