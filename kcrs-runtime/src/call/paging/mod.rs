//! Lists that are read page by page.

mod dedup;
pub(super) mod page_step;
mod pager;
mod raw;
mod stream;

use crate::wire::schema::Action;
use crate::{Client, Params, Request};

pub use dedup::ItemKey;
pub use raw::{RawPage, RawPages};
#[cfg(feature = "blocking")]
pub(crate) use stream::next;
pub use stream::{Items, Pages};

/// A request of an action that lists by pages.
///
/// A page begins at a *marker*, the offset of its first item; the response has the marker of the
/// next page, 0 where there is none. Generated code implements it from the spec.
///
/// ```standalone_crate
/// # extern crate kcrs_runtime as kcrs_generated;
/// use kcrs_generated::{ItemKey, Paged, Request, Structure};
///
/// #[derive(Clone, PartialEq, Request)]
/// #[request(output = DescribeThingsOutput, idempotent = true, paged)]
/// pub struct DescribeThings {
///     pub marker: Option<i64>,
/// }
///
/// #[derive(Clone, PartialEq, Structure)]
/// #[structure(output)]
/// pub struct DescribeThingsOutput {
///     #[wire(essential)]
///     pub marker: i64,
///     #[wire(essential)]
///     pub thing_set: Vec<Thing>,
/// }
///
/// #[derive(Clone, PartialEq, Structure)]
/// #[structure(output)]
/// pub struct Thing {
///     pub thing_id: String,
/// }
///
/// impl Paged for DescribeThings {
///     type Item = Thing;
///
///     fn marker(&self) -> i64 {
///         self.marker.unwrap_or_default()
///     }
///     fn set_marker(&mut self, marker: i64) {
///         self.marker = Some(marker);
///     }
///     fn next_marker(page: &DescribeThingsOutput) -> i64 {
///         page.marker
///     }
///     fn items_mut(page: &mut DescribeThingsOutput) -> &mut Vec<Thing> {
///         &mut page.thing_set
///     }
///     fn identify(item: &Thing, key: &mut ItemKey) {
///         key.add(&item.thing_id);
///     }
/// }
///
/// # async fn example(client: kcrs_generated::Client) -> Result<(), kcrs_generated::Error> {
/// let mut things = DescribeThings::builder_for(client).items();
/// while let Some(thing) = things.next().await {
///     println!("{}", thing?.thing_id);
/// }
/// # Ok(()) }
/// ```
pub trait Paged: Request + Unpin {
    /// An item of the list.
    type Item: Send + Unpin + 'static;

    /// Returns the marker of the page.
    fn marker(&self) -> i64;

    /// Sets where the page begins.
    fn set_marker(&mut self, marker: i64);

    /// Returns the marker of the next page; 0 where this one is the last.
    fn next_marker(page: &Self::Output) -> i64;

    /// The items of a page.
    fn items_mut(page: &mut Self::Output) -> &mut Vec<Self::Item>;

    /// Adds what distinguishes an item from all others of the list to its key. Without it, items
    /// that come again are not noticed.
    fn identify(item: &Self::Item, key: &mut ItemKey) {
        let _ = (item, key);
    }
}

impl Client {
    /// The pages of the list that `request` asks for, from the page that it asks for on.
    pub fn pages<R: Paged>(&self, request: R) -> Pages<R> {
        Pages::new(self.clone(), request)
    }

    /// The items of the list that `request` asks for, from the page that it asks for on.
    pub fn items<R: Paged>(&self, request: R) -> Items<R> {
        Items::new(self.pages(request))
    }

    /// The pages of the list that `action` returns, from the page that `params` ask for on; `None`
    /// where the action does not list by pages. The parameters are not validated.
    pub fn pages_by_schema(&self, action: &Action, params: Params) -> Option<RawPages> {
        let paging = action.paging?;
        Some(RawPages::new(self.clone(), action, paging, params))
    }
}
