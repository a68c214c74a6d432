//! The sink of diagnostics.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use crate::codes::Code;
use crate::diagnostics::{Diagnostic, Severity};
use crate::grammar::Key;
use crate::suggest::{allowed, near};
use crate::syntax::{Entry, Highlight, Node, Span, Value, colon};

/// Collects the diagnostics of the checks.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    collected: RefCell<Vec<Collected>>,
    /// What the spec may say, but was not understood, by its name; a key by its mapping too. The
    /// index is that of the diagnostic that says so.
    lost: RefCell<BTreeMap<(Option<Span>, String), usize>>,
}

#[derive(Debug)]
struct Collected {
    diagnostic: Diagnostic<Highlight>,
    /// The index of an earlier diagnostic. Without that mistake this one would probably not be
    /// there, so it is counted and not shown.
    follows: Option<usize>,
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
            collected.push(Collected {
                diagnostic,
                follows: None,
            });
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
    ) -> Reported<'_> {
        self.error(code, span, format!("unknown {what} `{name}`"))
            .help(allowed(name, known))
            .lacks(name)
    }

    /// Reports a name that has no form in Rust.
    pub(crate) fn cannot_name(&self, span: Span, name: &str, what: &str, help: &str) {
        let message = format!("`{name}` cannot name {what}");
        self.error(Code::INVALID_NAME, span, message).help(help);
    }

    /// Reports a key that a mapping does not have, given the span of the mapping's name.
    pub(crate) fn unknown_key<'n>(
        &self,
        entry: &Entry<'_>,
        (mapping, what): (Span, impl Display),
        known: impl IntoIterator<Item = &'n str> + Clone,
    ) {
        let meant = near(entry.name, known.clone());
        let help = match &entry.value.value {
            Value::Null if let Some((_, help)) = colon(entry.name) => help.to_owned(),
            Value::Null if entry.name.contains(' ') => {
                "a text with a comma in it needs quotes in a `{…}`".to_owned()
            }
            _ => allowed(entry.name, known),
        };
        let message = format!("unknown key `{}` in {what}", entry.name);
        let reported = self.error(Code::UNKNOWN_KEY, entry.span, message);
        reported.help(help).loses(entry.value);
        reported.lose(None, entry.name.to_owned());
        if let Some(meant) = meant {
            reported.loses_key(mapping, meant);
        }
    }

    /// Reports a missing key.
    pub(crate) fn missing(&self, span: Span, key: &Key) {
        let code = match key.name {
            "en" | "zh" => Code::MISSING_DESCRIPTION,
            _ => Code::MISSING_KEY,
        };
        self.error(code, span, format!("no `{}`", key.name))
            .maybe_help(key.hint)
            .lacks_key(span, key.name);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.collected.borrow().is_empty()
    }

    /// Returns the causes, each with the number of those that follow from it.
    pub(crate) fn into_causes(self) -> Vec<Diagnostic<Highlight>> {
        let collected = self.collected.into_inner();
        let mut roots: Vec<usize> = Vec::new();
        let mut followers = vec![0; collected.len()];
        // Shared definitions are checked wherever they are used.
        let mut seen = BTreeSet::new();
        for (
            index,
            Collected {
                diagnostic,
                follows,
            },
        ) in collected.iter().enumerate()
        {
            let root = follows.map_or(index, |cause| roots[cause]);
            roots.push(root);
            let is_new = seen.insert((diagnostic.primary.span, &diagnostic.message));
            followers[root] += usize::from(is_new && root != index);
        }
        let causes = collected.into_iter().zip(followers);
        causes
            .filter(|(collected, _)| collected.follows.is_none())
            .map(|(Collected { diagnostic, .. }, followers)| Diagnostic {
                followers,
                ..diagnostic
            })
            .collect()
    }
}

impl Reported<'_> {
    /// Cause that was not reported.
    pub(crate) const NOTHING: Self = Self(None);

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

    /// Says that a node was not understood: reports of names that it may define follow from this.
    pub(crate) fn loses(self, node: &Node) -> Self {
        match &node.value {
            Value::List(items) => {
                for item in items {
                    if let Some(name) = item.text() {
                        self.lose(None, name.to_owned());
                    }
                    self.loses(item);
                }
            }
            Value::Map(entries) => {
                for (key, value) in entries {
                    if let Value::Text(name) = &key.value {
                        self.lose(None, name.clone());
                    }
                    self.loses(value);
                }
            }
            _ => {}
        }
        self
    }

    /// Says that a key of a mapping was not understood: reports of its absence follow from this.
    pub(crate) fn loses_key(self, mapping: Span, key: &str) -> Self {
        self.lose(Some(mapping), key.to_owned());
        self
    }

    /// Says that this is here for want of a name.
    pub(crate) fn lacks(self, name: &str) -> Self {
        self.follow(None, name)
    }

    /// Says that this is here for want of a key in a mapping.
    pub(crate) fn lacks_key(self, mapping: Span, key: &str) -> Self {
        self.follow(Some(mapping), key)
    }

    /// Says that one mistake causes all reports about the same thing: the first is shown.
    pub(crate) fn once(self, about: &str) -> Self {
        self.follow(None, about);
        self.lose(None, about.to_owned());
        self
    }

    fn lose(self, mapping: Option<Span>, name: String) {
        if let Some((sink, index)) = self.0 {
            let mut lost = sink.lost.borrow_mut();
            lost.entry((mapping, name)).or_insert(index);
        }
    }

    fn follow(self, mapping: Option<Span>, name: &str) -> Self {
        if let Some((sink, index)) = self.0 {
            let lost = sink.lost.borrow();
            if let Some(cause) = lost.get(&(mapping, name.to_owned())) {
                let follows = &mut sink.collected.borrow_mut()[index].follows;
                *follows = follows.or(Some(*cause));
            }
        }
        self
    }

    fn change(self, change: impl FnOnce(&mut Diagnostic<Highlight>)) -> Self {
        if let Some((sink, index)) = self.0 {
            change(&mut sink.collected.borrow_mut()[index].diagnostic);
        }
        self
    }
}
