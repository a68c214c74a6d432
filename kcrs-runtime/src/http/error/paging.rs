//! Errors of a list that does not end.

use std::fmt;

/// A page is not the last, and the marker of the next one does not lie after it: the list would
/// never end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PagingError {
    pub(crate) action: &'static str,
    pub(crate) marker: i64,
    pub(crate) next: i64,
}

impl PagingError {
    /// The action that lists.
    pub fn action(&self) -> &'static str {
        self.action
    }

    /// Returns the marker of the page.
    pub fn marker(&self) -> i64 {
        self.marker
    }

    /// The marker that the page has for the next one.
    pub fn next_marker(&self) -> i64 {
        self.next
    }
}

impl fmt::Display for PagingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            action,
            marker,
            next,
        } = self;
        write!(
            f,
            "the list of {action} does not go on: the page at marker {marker} names {next} as the next one's marker"
        )
    }
}

impl std::error::Error for PagingError {}
