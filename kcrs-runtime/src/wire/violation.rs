//! Violations of a request, found before it is sent or after it has been received.

use std::error::Error;
use std::fmt;

/// One broken rule of one parameter.
///
/// Shown as `InstanceName: must be 2 to 30 characters long, is 1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    path: String,
    rule: Rule,
    message: String,
}

/// Rule that a parameter breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// A required parameter is missing, or a required list is empty.
    Missing,
    /// A parameter is missing that another parameter's value requires.
    RequiredWhen,
    /// A text is too short or too long.
    Length,
    /// A number is too small or too large.
    Range,
    /// A text has a form that is not allowed.
    Pattern,
    /// A list has too few or too many items.
    ItemCount,
    /// A list has an item twice that must be unique.
    Unique,
    /// A value is not of the parameter's type.
    Malformed,
    /// A parameter is given twice.
    Duplicate,
    /// The number of a list item is not one of those allowed.
    Index,
}

/// All broken rules of a request, at least one when returned as an error.
///
/// Shown one per line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violation {
    /// A broken rule; `message` continues the path, as in "must be 2 to 30 characters long".
    pub fn new(path: impl Into<String>, rule: Rule, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            rule,
            message: message.into(),
        }
    }

    /// The name of the parameter on the wire, such as `Trigger.Header.2.Key`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The broken rule.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// Returns the message without the path. Never quotes a sensitive value.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl Violations {
    /// The violations in the order of the parameters' declaration.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }

    /// Returns the number of violations.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `Ok` when there is no violation.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }

    pub(crate) fn push(&mut self, violation: Violation) {
        self.0.push(violation);
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            violation.fmt(f)?;
        }
        Ok(())
    }
}

impl Error for Violation {}

impl Error for Violations {}

impl From<Violation> for Violations {
    fn from(violation: Violation) -> Self {
        Self(vec![violation])
    }
}

impl FromIterator<Violation> for Violations {
    fn from_iter<I: IntoIterator<Item = Violation>>(violations: I) -> Self {
        Self(violations.into_iter().collect())
    }
}

impl Extend<Violation> for Violations {
    fn extend<I: IntoIterator<Item = Violation>>(&mut self, violations: I) {
        self.0.extend(violations);
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_all_one_a_line() {
        let violations = Violations::from_iter([
            Violation::new(
                "InstanceName",
                Rule::Length,
                "must be 2 to 30 characters long, is 1",
            ),
            Violation::new("InstanceType", Rule::Missing, "missing"),
        ]);
        assert_eq!(
            violations.to_string(),
            "InstanceName: must be 2 to 30 characters long, is 1\nInstanceType: missing"
        );
        assert_eq!(violations.len(), 2);
        assert_eq!(
            violations.iter().map(Violation::rule).collect::<Vec<_>>(),
            [Rule::Length, Rule::Missing]
        );
        assert!(violations.into_result().is_err());
        assert!(Violations::default().into_result().is_ok());
    }
}
