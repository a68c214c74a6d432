//! Texts for people, each in English and in Chinese.

use std::fmt;

use clap::builder::{Str, StyledStr};

/// A text in the language of the process.
///
/// `text!` and `prose!` make one of its English and its Chinese
/// form, so none can lack the other. Texts that are not this program's own, such as an error of the
/// service, are [verbatim](Self::verbatim).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text(String);

/// A text, by its English and its Chinese format string; both take the same arguments.
macro_rules! text {
    ($english:literal, $chinese:literal $(, $($arguments:tt)*)?) => {
        $crate::text::Text::verbatim(match $crate::language::Language::current() {
            $crate::language::Language::English => format!($english $(, $($arguments)*)?),
            $crate::language::Language::Chinese => format!($chinese $(, $($arguments)*)?),
        })
    };
}

/// A long text, which is in the files `prose/NAME.en.txt` and `prose/NAME.zh.txt`.
macro_rules! prose {
    ($name:literal) => {
        $crate::text::Text::verbatim(
            match $crate::language::Language::current() {
                $crate::language::Language::English => {
                    include_str!(concat!(
                        env!("CARGO_MANIFEST_DIR"),
                        "/src/prose/",
                        $name,
                        ".en.txt"
                    ))
                }
                $crate::language::Language::Chinese => {
                    include_str!(concat!(
                        env!("CARGO_MANIFEST_DIR"),
                        "/src/prose/",
                        $name,
                        ".zh.txt"
                    ))
                }
            }
            .trim_end(),
        )
    };
}

impl Text {
    /// A text that there is in one form only.
    pub(crate) fn verbatim(text: impl fmt::Display) -> Self {
        Self(text.to_string())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the message with the place of the value before it.
    pub(crate) fn within(self, place: impl fmt::Display) -> Self {
        text!("{place}: {self}", "{place}：{self}")
    }

    /// The text with another behind it.
    pub(crate) fn and(mut self, other: impl fmt::Display) -> Self {
        self.0.push_str(&other.to_string());
        self
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl std::error::Error for Text {}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

impl From<Text> for StyledStr {
    fn from(text: Text) -> Self {
        text.0.into()
    }
}

impl From<Text> for Str {
    fn from(text: Text) -> Self {
        text.0.into()
    }
}
