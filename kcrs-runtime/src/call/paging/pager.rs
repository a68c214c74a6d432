//! The loop over the pages of a list.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use super::dedup::Dedup;
use super::page_step::PageStep;
use crate::{Call, Error};

/// Source of the pages of a list.
pub(super) trait PageSource {
    type Response;
    type Page;

    /// Asks for the page that begins at the marker.
    fn call(&self) -> Call<Self::Response>;

    /// Reads a page: drops the items that came before, and moves the marker if there is a next
    /// page.
    fn read(
        &mut self,
        response: Self::Response,
        dedup: &mut Dedup,
    ) -> Result<(Self::Page, PageStep), Error>;
}

/// Reads a list page by page, until it ends or fails.
pub(super) struct Pager<S: PageSource> {
    pub(super) source: S,
    state: State<S::Response>,
    dedup: Dedup,
}

enum State<T> {
    Idle(PageStep),
    Running(Call<T>),
}

impl<S: PageSource> Pager<S> {
    pub(super) fn new(source: S) -> Self {
        Self {
            source,
            state: State::Idle(PageStep::Next),
            dedup: Dedup::default(),
        }
    }

    pub(super) fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<S::Page, Error>>> {
        loop {
            let (page, step) = match &mut self.state {
                State::Idle(PageStep::Next) => {
                    self.state = State::Running(self.source.call());
                    continue;
                }
                State::Idle(PageStep::End) => return Poll::Ready(None),
                State::Idle(PageStep::Stuck(error)) => (Err((*error).into()), PageStep::End),
                State::Running(call) => {
                    let response = ready!(Pin::new(call).poll(context));
                    match response.and_then(|page| self.source.read(page, &mut self.dedup)) {
                        Ok((page, step)) => (Ok(page), step),
                        Err(error) => (Err(error), PageStep::End),
                    }
                }
            };
            self.state = State::Idle(step);
            return Poll::Ready(Some(page));
        }
    }

    /// Returns whether there is nothing more to come.
    pub(super) fn is_done(&self) -> bool {
        matches!(self.state, State::Idle(PageStep::End))
    }
}
