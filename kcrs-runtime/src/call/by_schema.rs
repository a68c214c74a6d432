//! Requests and responses of actions that are known as data only.

use serde::de::Error as _;
use serde_json::Value;

use super::paging::page_step::{PageStep, page_step};
use crate::http::error::malformed;
use crate::wire::schema::{Action, Paging, Presence, StructureShape};
use crate::{Call, Client, Error, Operation, Params, RawResponse, Response};

/// A request of an action that is known as data only.
#[derive(Clone)]
pub(super) struct SchemaRequest {
    pub(super) action: Action,
    operation: Operation,
    marker: i64,
}

/// Place of the list in a page, and of its next marker.
pub(super) struct PageInfo {
    /// The name that the list has in the page.
    pub(super) items: String,
    /// Marker of the next page; 0 where there is none.
    pub(super) next_marker: i64,
    pub(super) step: PageStep,
}

impl SchemaRequest {
    pub(super) fn new(client: &Client, action: Action, params: Params) -> Self {
        let marker = action.paging.and_then(|paging| params.get(paging.marker));
        // A marker that is no number is for the service to refuse.
        let marker = marker
            .and_then(|text| text.parse().ok())
            .unwrap_or_default();
        let version = client.service().version;
        Self {
            action,
            operation: Operation::new(action.name, version, action.method, params)
                .with_idempotent(action.idempotent),
            marker,
        }
    }

    pub(super) fn send(&self, client: &Client) -> Call<Response<Value>> {
        client.call_json(self.operation.clone())
    }

    /// Returns the marker of the page.
    pub(super) fn marker(&self) -> i64 {
        self.marker
    }

    /// Reads the page that was the response to this request, and makes it the request of the next
    /// page if there is one.
    pub(super) fn next_page(&mut self, paging: Paging, page: &Value) -> Result<PageInfo, String> {
        let next = match member(self.action.output, paging.marker, page)? {
            Some((_, Value::String(text))) => text.trim().parse().ok(),
            Some((_, value)) => value.as_i64(),
            None => Some(0),
        };
        let next = next.ok_or_else(|| format!("{}: expected a whole number", paging.marker))?;
        let (items, is_empty) = match member(self.action.output, paging.items, page)? {
            Some((name, items)) => (name, list(paging.items, items)?.is_empty()),
            None => (paging.items, true),
        };
        let step = page_step(self.action.name, self.marker, next, is_empty);
        if let PageStep::Next = step {
            self.marker = next;
            let params = self.operation.params_mut();
            params.replace(paging.marker, next.to_string());
        }
        Ok(PageInfo {
            items: items.to_owned(),
            next_marker: if let PageStep::End = step { 0 } else { next },
            step,
        })
    }
}

/// A member of a response, under any of its names, with that name; none where it is left out or
/// `null`, unless the member is essential.
pub(super) fn member<'v>(
    structure: &StructureShape,
    name: &str,
    value: &'v Value,
) -> Result<Option<(&'v str, &'v Value)>, String> {
    let member = structure
        .member(name)
        .ok_or_else(|| format!("the schema has no member {name}"))?;
    let members = value
        .as_object()
        .ok_or_else(|| "expected an object".to_owned())?;
    match member.find_in(members) {
        None if member.presence == Presence::Essential => Err(format!("{name}: missing")),
        found => Ok(found),
    }
}

/// The items of a list.
pub(super) fn list<'v>(name: &str, value: &'v Value) -> Result<&'v [Value], String> {
    let items = value.as_array().map(Vec::as_slice);
    items.ok_or_else(|| format!("{name}: expected a list"))
}

/// The error for a response that is not as the schema says.
pub(super) fn mismatch(response: &RawResponse, problem: &str) -> Error {
    malformed(response, &serde_json::Error::custom(problem))
}
