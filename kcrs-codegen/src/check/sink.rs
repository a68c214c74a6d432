//! The sink of diagnostics.

use std::cell::RefCell;
use std::fmt::Display;

use crate::codes::Code;
use crate::diagnostics::{Diagnostic, Severity};
use crate::grammar::Key;
use crate::suggest::allowed;
use crate::syntax::{Entry, Highlight, Span, Value, colon};

/// Collects the diagnostics of the checks.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    collected: RefCell<Vec<Diagnostic<Highlight>>>,
}

/// A diagnostic in the sink, to which more can be added. Nothing is, if it is not reported.
#[derive(Clone, Copy)]
pub(crate) struct Reported<'d>(Option<(&'d Diagnostics, usize)>);

impl Diagnostics {
    pub(crate) fn error(
        &self,
        code: Code,
        at: impl Into<Highlight>,
        message: impl Into<String>,
    ) -> Reported<'_> {
        self.report(Some(Severity::Error), code, at, message)
    }

    /// Reports something with a severity; none if it is not to be reported.
    pub(crate) fn report(
        &self,
        severity: Option<Severity>,
        code: Code,
        at: impl Into<Highlight>,
        message: impl Into<String>,
    ) -> Reported<'_> {
        Reported(severity.map(|severity| {
            let mut collected = self.collected.borrow_mut();
            let mut diagnostic = Diagnostic::new(code, at, message);
            diagnostic.severity = severity;
            collected.push(diagnostic);
            (self, collected.len() - 1)
        }))
    }

    /// Reports a name that is not among the allowed ones.
    pub(crate) fn unknown<'n>(
        &self,
        code: Code,
        span: Span,
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'n str> + Clone,
    ) {
        self.error(code, span, format!("unknown {what} `{name}`"))
            .help(allowed(name, known));
    }

    /// Reports a name that has no form in Rust.
    pub(crate) fn cannot_name(&self, span: Span, name: &str, what: &str, help: &str) {
        let message = format!("`{name}` cannot name {what}");
        self.error(Code::INVALID_NAME, span, message).help(help);
    }

    /// Reports a key that the mapping does not have.
    pub(crate) fn unknown_key<'n>(
        &self,
        entry: &Entry<'_>,
        what: impl Display,
        known: impl IntoIterator<Item = &'n str> + Clone,
    ) {
        let help = match &entry.value.value {
            Value::Null if let Some((_, help)) = colon(entry.name) => help.to_owned(),
            Value::Null if entry.name.contains(' ') => {
                "a text with a comma in it needs quotes in a `{…}`".to_owned()
            }
            _ => allowed(entry.name, known),
        };
        let message = format!("unknown key `{}` in {what}", entry.name);
        self.error(Code::UNKNOWN_KEY, entry.span, message)
            .help(help);
    }

    /// Reports a missing key.
    pub(crate) fn missing(&self, span: Span, key: &Key) {
        let code = match key.name {
            "en" | "zh" => Code::MISSING_DESCRIPTION,
            _ => Code::MISSING_KEY,
        };
        self.error(code, span, format!("no `{}`", key.name))
            .maybe_help(key.hint);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.collected.borrow().is_empty()
    }

    pub(crate) fn into_vec(self) -> Vec<Diagnostic<Highlight>> {
        self.collected.into_inner()
    }
}

impl Reported<'_> {
    /// Adds what to do about it, or what is allowed.
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        self.maybe_help(Some(help))
    }

    pub(crate) fn maybe_help(self, help: Option<impl Into<String>>) -> Self {
        self.change(|diagnostic| diagnostic.help = help.map(Into::into))
    }

    /// Adds a related place.
    pub(crate) fn label(self, at: impl Into<Highlight>, message: impl Into<String>) -> Self {
        self.change(|diagnostic| diagnostic.add_label(at, message))
    }

    fn change(self, change: impl FnOnce(&mut Diagnostic<Highlight>)) -> Self {
        if let Some((sink, index)) = self.0 {
            change(&mut sink.collected.borrow_mut()[index]);
        }
        self
    }
}
