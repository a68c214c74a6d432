//! The language that the command line speaks.

use std::env;
use std::ffi::OsString;
use std::sync::OnceLock;

use clap::ValueEnum;
use kcrs_generated::schema::Docs;

/// The language that the command line speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    #[value(name = "en")]
    English,
    #[value(name = "zh")]
    Chinese,
}

static OF_PROCESS: OnceLock<Language> = OnceLock::new();

impl Language {
    /// The language of the process: English until another one is [set](Self::set).
    pub(crate) fn current() -> Self {
        OF_PROCESS.get().copied().unwrap_or(Self::English)
    }

    /// Makes this the language of the process; it has one as long as it runs.
    pub(crate) fn set(self) {
        // Whoever sets it first begins the process.
        let _ = OF_PROCESS.set(self);
    }

    /// The language that `--lang` names among the arguments, else that of the environment.
    ///
    /// The arguments are looked through before they are parsed, since the help that parsing may
    /// print is already in it.
    pub(crate) fn of_process(arguments: &[OsString]) -> Self {
        let named = option_of(arguments, "--lang");
        let named = named.and_then(|name| Self::from_str(name, false).ok());
        named.unwrap_or_else(|| Self::of_environment(|name| env::var(name).ok()))
    }

    /// The language that the locale asks for.
    fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .into_iter()
            .filter_map(variable)
            .find(|value| !value.is_empty());
        match locale {
            Some(locale) if locale.to_ascii_lowercase().starts_with("zh") => Self::Chinese,
            _ => Self::English,
        }
    }

    /// A text of the schema in the language of the process, or in the other where there is none.
    pub(crate) fn docs(docs: Docs) -> String {
        let (own, other) = match Self::current() {
            Self::English => (docs.en(), docs.zh()),
            Self::Chinese => (docs.zh(), docs.en()),
        };
        if own.is_empty() { other } else { own }
    }
}

/// The value of a global option among arguments that are not parsed yet.
pub(crate) fn option_of<'a>(arguments: &'a [OsString], name: &str) -> Option<&'a str> {
    let mut texts = arguments.iter().filter_map(|argument| argument.to_str());
    while let Some(text) = texts.next() {
        match text.strip_prefix(name) {
            Some("") => return texts.next(),
            Some(rest) if rest.starts_with('=') => return Some(&rest[1..]),
            _ if text == "--" => break,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_goes_before_the_environment() {
        for (arguments, expected) in [
            (&["kcrs", "--lang", "zh", "call"][..], Language::Chinese),
            (&["kcrs", "call", "--lang=zh"], Language::Chinese),
            (&["kcrs", "--lang=en"], Language::English),
        ] {
            let arguments: Vec<_> = arguments.iter().map(OsString::from).collect();
            assert_eq!(Language::of_process(&arguments), expected);
        }
    }

    #[test]
    fn the_first_locale_that_is_set_counts() {
        for (variables, expected) in [
            (&[][..], Language::English),
            (&[("LANG", "zh_CN.UTF-8")], Language::Chinese),
            (
                &[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")],
                Language::English,
            ),
            (&[("LANG", "zh_TW"), ("LC_ALL", "")], Language::Chinese),
            (
                &[("LANG", "de_DE"), ("LC_MESSAGES", "zh")],
                Language::Chinese,
            ),
        ] {
            let found = Language::of_environment(|name| {
                let (_, value) = variables.iter().find(|(set, _)| *set == name)?;
                Some((*value).to_owned())
            });
            assert_eq!(found, expected, "{variables:?}");
        }
    }
}
