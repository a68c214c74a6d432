//! Pages and items as streams.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_core::stream::FusedStream;

use super::Paged;
use super::dedup::Dedup;
use super::page_step::{PageStep, page_step};
use super::pager::{PageSource, Pager};
use crate::{Call, Client, Error};

/// The pages of a list: a stream of the action's outputs.
///
/// A page is asked for when it is polled for, so nothing is fetched ahead, and nothing is kept but
/// the page that is given and 8 bytes an item, of the last 65,536 items, by which repeats are
/// known.
///
/// - The list ends with the page whose next marker is 0, or that is empty.
/// - A marker is an offset. While the list is unchanged every item comes exactly once. Where it
///   changes meanwhile, an item that comes again is dropped from its page, by the key that the spec
///   names; an item that moves to a page that was read already is skipped. That is the service's
///   limit: read the list again where it matters.
/// - A next marker that does not lie after the page is [`Error::Paging`], which comes after the
///   page.
/// - After an error the stream ends. [`marker`](Self::marker) is where to begin again.
///
/// ```
/// # use kcrs_runtime::{Client, Error, Paged};
/// # async fn example<R: Paged>(client: Client, request: R) -> Result<(), Error> {
/// let mut pages = client.pages(request);
/// while let Some(page) = pages.next().await {
///     let page = page?;
/// }
/// # Ok(()) }
/// ```
#[must_use = "a stream does nothing unless it is polled"]
pub struct Pages<R: Paged>(Pager<TypedPages<R>>);

/// Pages of a list whose request has a type.
struct TypedPages<R> {
    client: Client,
    request: R,
}

impl<R: Paged> PageSource for TypedPages<R> {
    type Response = R::Output;
    type Page = R::Output;

    fn call(&self) -> Call<R::Output> {
        self.client.send_ref(&self.request)
    }

    fn read(
        &mut self,
        mut page: R::Output,
        dedup: &mut Dedup,
    ) -> Result<(R::Output, PageStep), Error> {
        let (marker, next) = (self.request.marker(), R::next_marker(&page));
        let items = R::items_mut(&mut page);
        let step = page_step(R::ACTION, marker, next, items.is_empty());
        if let PageStep::Next = step {
            self.request.set_marker(next);
        }
        items.retain(|item| dedup.is_new(|key| R::identify(item, key)));
        Ok((page, step))
    }
}

impl<R: Paged> Pages<R> {
    pub(super) fn new(client: Client, request: R) -> Self {
        Self(Pager::new(TypedPages { client, request }))
    }

    /// The next page; none after the last one and after an error.
    ///
    /// Dropping the future loses nothing: the next one goes on with the same call.
    pub async fn next(&mut self) -> Option<Result<R::Output, Error>> {
        next(self).await
    }

    /// All pages that are left, or the first error.
    pub async fn try_collect<C: Default + Extend<R::Output>>(mut self) -> Result<C, Error> {
        collect(&mut self).await
    }

    /// Marker of the page that is read next, or that could not be read.
    pub fn marker(&self) -> i64 {
        self.0.source.request.marker()
    }
}

impl<R: Paged> Stream for Pages<R> {
    type Item = Result<R::Output, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().0.poll_next(context)
    }
}

impl<R: Paged> FusedStream for Pages<R> {
    fn is_terminated(&self) -> bool {
        self.0.is_done()
    }
}

impl<R: Paged> fmt::Debug for Pages<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("action", &R::ACTION)
            .field("marker", &self.marker())
            .finish_non_exhaustive()
    }
}

/// The items of a list: a stream over all [`Pages`], of which one is kept at a time.
///
/// ```
/// # use kcrs_runtime::{Client, Error, Paged};
/// # async fn example<R: Paged>(client: Client, request: R) -> Result<(), Error> {
/// let mut items = client.items(request);
/// while let Some(item) = items.next().await {
///     let item = item?;
/// }
/// # Ok(()) }
/// ```
#[must_use = "a stream does nothing unless it is polled"]
pub struct Items<R: Paged> {
    pages: Pages<R>,
    page: std::vec::IntoIter<R::Item>,
}

impl<R: Paged> Items<R> {
    pub(super) fn new(pages: Pages<R>) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
        }
    }

    /// The next item; none after the last one and after an error.
    ///
    /// Dropping the future loses nothing: the next one goes on with the same call.
    pub async fn next(&mut self) -> Option<Result<R::Item, Error>> {
        next(self).await
    }

    /// All items that are left, or the first error.
    pub async fn try_collect<C: Default + Extend<R::Item>>(mut self) -> Result<C, Error> {
        collect(&mut self).await
    }

    /// The next item of the page at hand.
    #[cfg(feature = "blocking")]
    pub(crate) fn at_hand(&mut self) -> Option<R::Item> {
        self.page.next()
    }
}

impl<R: Paged> Stream for Items<R> {
    type Item = Result<R::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let items = self.get_mut();
        loop {
            if let Some(item) = items.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut items.pages).poll_next(context)) {
                Some(Ok(mut page)) => {
                    items.page = std::mem::take(R::items_mut(&mut page)).into_iter();
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let at_hand = self.page.len();
        (at_hand, self.pages.is_terminated().then_some(at_hand))
    }
}

impl<R: Paged> FusedStream for Items<R> {
    fn is_terminated(&self) -> bool {
        self.page.len() == 0 && self.pages.is_terminated()
    }
}

impl<R: Paged> fmt::Debug for Items<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("pages", &self.pages)
            .field("at_hand", &self.page.len())
            .finish_non_exhaustive()
    }
}

/// The next element of a stream.
pub(crate) async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    poll_fn(|context| Pin::new(&mut *stream).poll_next(context)).await
}

async fn collect<T, C: Default + Extend<T>>(
    stream: &mut (impl Stream<Item = Result<T, Error>> + Unpin),
) -> Result<C, Error> {
    let mut all = C::default();
    while let Some(element) = next(stream).await {
        all.extend([element?]);
    }
    Ok(all)
}
