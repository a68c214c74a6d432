//! The languages that the spec has its descriptions in.

use crate::model::Docs;

/// A language of the spec's descriptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Language {
    /// English.
    English,
    /// Chinese.
    Chinese,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// Its code, as specs have it: `en` or `zh`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }

    /// Returns its name in the language itself.
    pub(crate) fn name(self) -> &'static str {
        self.pick("English", "中文")
    }

    /// The text in this language.
    pub(crate) fn of(self, docs: &Docs) -> &str {
        self.pick(&docs.en, &docs.zh)
    }

    /// One of two texts of ours.
    pub(crate) fn pick<T>(self, english: T, chinese: T) -> T {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }
}
