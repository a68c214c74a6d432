//! Severity of a vulnerability.

use std::fmt;

/// Severity of a vulnerability, from the lowest to the highest.
///
/// The API's document has the first five as members of a summary, `Critical` comes from other
/// scanners, and what the text of a vulnerability can be it does not say. So a word that is not
/// known here counts as the worst: nobody shall be let through for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    /// Nobody has rated it (yet).
    Unknown,
    Negligible,
    Low,
    Medium,
    High,
    Critical,
    /// A word that is not known here.
    Other(String),
}

impl Severity {
    /// Names of severities, from the lowest to the highest.
    pub(crate) const NAMES: [&'static str; 6] =
        ["unknown", "negligible", "low", "medium", "high", "critical"];

    /// The severity of this name, however it is spelt.
    pub(crate) fn from_text(text: &str) -> Self {
        match text.trim().to_ascii_lowercase().as_str() {
            // What says nothing is not rated.
            "" | "unknown" => Self::Unknown,
            "negligible" => Self::Negligible,
            "low" => Self::Low,
            "medium" => Self::Medium,
            "high" => Self::High,
            "critical" => Self::Critical,
            _ => Self::Other(text.trim().to_owned()),
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other(text) => f.write_str(text),
            known => fmt::Debug::fmt(known, f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_order_and_words_that_are_not_known_are_the_worst() {
        let known = Severity::NAMES.map(Severity::from_text);
        assert!(known.is_sorted());
        assert_eq!(Severity::from_text(" HIGH "), Severity::High);
        assert_eq!(Severity::from_text(""), Severity::Unknown);
        let other = Severity::from_text("Defcon1");
        assert!(known.iter().all(|one| *one < other));
        assert_eq!(other.to_string(), "Defcon1");
        assert_eq!(Severity::High.to_string(), "High");
    }
}
