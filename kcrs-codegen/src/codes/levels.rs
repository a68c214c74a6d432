//! Levels of lints.

use std::collections::BTreeMap;

use super::Code;

/// Level of a lint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It is not reported.
    Allow,
    /// It is reported, and the spec is right all the same.
    Warn,
    /// It is reported as an error.
    Deny,
}

/// Levels of lints that go before those that the spec sets.
///
/// ```
/// use kcrs_codegen::{Code, Level, Levels};
///
/// let naming = Code::parse("naming").unwrap();
/// let levels = Levels::new().set(naming, Level::Allow).warnings(Level::Deny);
/// # let _ = levels;
/// ```
#[derive(Clone, Debug, Default)]
pub struct Levels {
    set: BTreeMap<Code, Level>,
    warnings: Option<Level>,
}

impl Level {
    /// The levels by their names in a spec.
    pub(crate) const NAMES: [(&'static str, Self); 3] = [
        ("allow", Self::Allow),
        ("warn", Self::Warn),
        ("deny", Self::Deny),
    ];
}

impl Levels {
    /// The levels that the spec sets, and the usual ones for the rest.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the level of a lint, whatever the spec says. An error has no level: for its code this
    /// does nothing.
    #[must_use]
    pub fn set(mut self, lint: Code, level: Level) -> Self {
        self.set.insert(lint, level);
        self
    }

    /// Sets what becomes of every lint that would warn and that [`set`](Self::set) does not name.
    #[must_use]
    pub fn warnings(mut self, level: Level) -> Self {
        self.warnings = Some(level);
        self
    }

    /// The level of a lint, given those that the spec sets.
    pub(crate) fn of(&self, lint: Code, spec: &BTreeMap<Code, Level>) -> Level {
        if let Some(level) = self.set.get(&lint) {
            return *level;
        }
        match spec.get(&lint).copied().or(lint.default_level()) {
            Some(Level::Warn) => self.warnings.unwrap_or(Level::Warn),
            Some(level) => level,
            None => Level::Deny,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_goes_before_the_spec_and_the_spec_before_what_is_usual() {
        let lint = Code::NAMING;
        let spec = BTreeMap::from([(lint, Level::Allow)]);
        let nothing = BTreeMap::new();
        for (levels, spec, expected) in [
            (Levels::new(), &nothing, Level::Warn),
            (Levels::new(), &spec, Level::Allow),
            (Levels::new().set(lint, Level::Deny), &spec, Level::Deny),
            (Levels::new().warnings(Level::Deny), &nothing, Level::Deny),
            (Levels::new().warnings(Level::Deny), &spec, Level::Allow),
            (
                Levels::new().warnings(Level::Deny).set(lint, Level::Allow),
                &nothing,
                Level::Allow,
            ),
        ] {
            assert_eq!(levels.of(lint, spec), expected, "{levels:?} {spec:?}");
        }
        assert_eq!(
            Levels::new().of(Code::UNUSED_DEFINITION, &nothing),
            Level::Deny
        );
    }
}
