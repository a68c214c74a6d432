//! Step after a page.

use crate::PagingError;

/// Step after a page.
#[derive(Clone, Copy, Debug)]
pub(in crate::call) enum PageStep {
    /// The page at the next marker.
    Next,
    /// The next marker does not lie after the page.
    Stuck(PagingError),
    /// Nothing: it was the last one.
    End,
}

/// Returns the step after the page at `marker`, whose next marker is `next`.
pub(in crate::call) fn page_step(
    action: &'static str,
    marker: i64,
    next: i64,
    is_empty: bool,
) -> PageStep {
    // An offset past the end, which a shrinking list can lead to, is an empty page, whatever its
    // marker.
    if next == 0 || is_empty {
        PageStep::End
    } else if next <= marker {
        PageStep::Stuck(PagingError {
            action,
            marker,
            next,
        })
    } else {
        PageStep::Next
    }
}
