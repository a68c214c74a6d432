//! Parts of the derived typestate builders and `Debug` implementations.

use std::fmt;

/// State of a required parameter that was not set.
#[derive(Clone, Copy)]
pub struct Unset;

/// State of a required parameter that was set: it holds the value, so that nothing has to be
/// unwrapped.
#[derive(Clone, Copy)]
pub struct Set<T>(pub T);

/// The state of a parameter that was set.
pub trait Holds<T> {
    /// The value.
    fn into_value(self) -> T;
}

impl<T> Holds<T> for Set<T> {
    fn into_value(self) -> T {
        self.0
    }
}

shown_as!(Unset: "<unset>");

impl<T: fmt::Debug> fmt::Debug for Set<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Stands for a value that must not be shown.
pub struct Redacted;

shown_as!(Redacted: "\"***\"");

/// Shows a structure by its fields; one function for all, because every derived `Debug` would
/// repeat it.
pub fn debug_struct(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    fields: &[(&str, &dyn fmt::Debug)],
) -> fmt::Result {
    let mut shown = f.debug_struct(name);
    for (name, value) in fields {
        shown.field(name, value);
    }
    shown.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_states_as_their_values() {
        struct Shown;
        impl fmt::Debug for Shown {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                debug_struct(
                    f,
                    "Shown",
                    &[("a", &Set("x")), ("b", &Unset), ("c", &Redacted)],
                )
            }
        }
        assert_eq!(
            format!("{Shown:?}"),
            r#"Shown { a: "x", b: <unset>, c: "***" }"#
        );
        assert_eq!(Set(7).into_value(), 7);
    }
}
