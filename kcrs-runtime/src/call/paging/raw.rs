//! Pages of a list that is known as data only.

use std::fmt;
use std::future::poll_fn;

use serde_json::Value;

use super::dedup::Dedup;
use super::page_step::PageStep;
use super::pager::{PageSource, Pager};
use crate::call::by_schema::{SchemaRequest, mismatch};
use crate::wire::schema::{Action, Member, Paging, Shape};
use crate::{Call, Client, Error, Params, Response};

/// The pages of a list that is known as data only: what [`Pages`](super::Pages) is where there is a
/// type for the request.
///
/// The same rules say where the list ends, which markers are an error, and which items are dropped
/// since they came before.
///
/// ```
/// # use kcrs_runtime::{Client, Error, Params, schema::Action};
/// # async fn example(client: Client, action: &'static Action, params: Params) -> Result<(), Error> {
/// if let Some(mut pages) = client.pages_by_schema(action, params) {
///     while let Some(page) = pages.next().await {
///         println!("{}", page?.output());
///     }
/// }
/// # Ok(()) }
/// ```
pub struct RawPages(Pager<SchemaPages>);

/// Pages of a list whose request is known as data.
struct SchemaPages {
    client: Client,
    paging: Paging,
    request: SchemaRequest,
}

/// A page of a list, as the service sent it, but for items that came before.
#[derive(Clone, Debug, PartialEq)]
pub struct RawPage {
    output: Value,
    items: String,
    offsets: Vec<i64>,
    next_marker: i64,
}

impl RawPages {
    pub(super) fn new(client: Client, action: &Action, paging: Paging, params: Params) -> Self {
        let request = SchemaRequest::new(&client, *action, params);
        Self(Pager::new(SchemaPages {
            client,
            paging,
            request,
        }))
    }

    /// The next page; none after the last one and after an error.
    ///
    /// Dropping the future loses nothing: the next one goes on with the same call.
    pub async fn next(&mut self) -> Option<Result<RawPage, Error>> {
        poll_fn(|context| self.0.poll_next(context)).await
    }

    /// Marker of the page that is read next, or that could not be read.
    pub fn marker(&self) -> i64 {
        self.0.source.request.marker()
    }
}

impl PageSource for SchemaPages {
    type Response = Response<Value>;
    type Page = RawPage;

    fn call(&self) -> Call<Response<Value>> {
        self.request.send(&self.client)
    }

    fn read(
        &mut self,
        mut response: Response<Value>,
        dedup: &mut Dedup,
    ) -> Result<(RawPage, PageStep), Error> {
        let mut offset = self.request.marker();
        let page = self.request.next_page(self.paging, response.output());
        let page = page.map_err(|problem| mismatch(response.raw(), &problem))?;
        let mut offsets = Vec::new();
        let key = self.key();
        if let Some(Value::Array(items)) = response.output_mut().get_mut(&page.items) {
            items.retain(|item| {
                let is_new = dedup.is_new(|identity| {
                    if let Some((_, value)) = key.and_then(|key| key.find_in(item.as_object()?)) {
                        identity.add(&as_text(value));
                    }
                });
                if is_new {
                    offsets.push(offset);
                }
                offset += 1;
                is_new
            });
        }
        let read = RawPage {
            output: response.into_output(),
            items: page.items,
            offsets,
            next_marker: page.next_marker,
        };
        Ok((read, page.step))
    }
}

impl SchemaPages {
    /// The member that distinguishes an item from the others.
    fn key(&self) -> Option<&'static Member> {
        let list = self.request.action.output.member(self.paging.items)?;
        match list.shape {
            Shape::List(Shape::Structure(item)) => item.member(self.paging.key?),
            _ => None,
        }
    }
}

impl RawPage {
    /// The response of the service, without the items that came before.
    pub fn output(&self) -> &Value {
        &self.output
    }

    /// The name that the list has in the output.
    pub fn items_name(&self) -> &str {
        &self.items
    }

    /// The items.
    pub fn items(&self) -> &[Value] {
        match self.output.get(&self.items) {
            Some(Value::Array(items)) => items,
            _ => &[],
        }
    }

    /// Takes the items out of the output.
    pub fn take_items(&mut self) -> Vec<Value> {
        match self.output.get_mut(&self.items).map(Value::take) {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        }
    }

    /// The response of the service, without the items that came before.
    pub fn into_output(self) -> Value {
        self.output
    }

    /// Returns the marker after so many of the page's items; 0 at the end of the list.
    pub fn marker_after(&self, items: usize) -> i64 {
        match self.offsets.get(items) {
            Some(offset) => *offset,
            None => self.next_marker,
        }
    }
}

impl fmt::Debug for RawPages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawPages")
            .field("action", &self.0.source.request.action.name)
            .field("marker", &self.marker())
            .finish_non_exhaustive()
    }
}

/// A value as text; an empty one, and `null`, distinguishes nothing.
fn as_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
