//! Pages of a list that is known as data only.

use std::fmt;

use serde::de::Error as _;
use serde_json::Value;

use super::dedup::Dedup;
use super::page_step::{PageStep, page_step};
use crate::http::error::malformed;
use crate::wire::schema::{Action, Member, Paging, Shape};
use crate::{Call, Client, Error, Operation, Params, RawResponse, Response};

/// The pages of a list that is known as data only: what [`Pages`](super::Pages) is where there is a
/// type for the request.
///
/// It reads by the same rules: where the list ends, what is told when it does not go on, and which
/// items are dropped since they come again.
///
/// ```
/// # use kcrs_runtime::{Client, Error, Params, schema::Action};
/// # async fn example(client: Client, action: &'static Action, params: Params) -> Result<(), Error> {
/// if let Some(mut pages) = client.pages_by_schema(action, params) {
///     while let Some(page) = pages.next().await {
///         println!("{}", page?.answer());
///     }
/// }
/// # Ok(()) }
/// ```
pub struct RawPages {
    client: Client,
    action: &'static Action,
    paging: Paging,
    operation: Operation,
    marker: i64,
    state: State,
    dedup: Dedup,
}

enum State {
    Ready,
    Running(Call<Response<Value>>),
    /// The next page is not after this one.
    Stuck(crate::PagingError),
    Done,
}

/// A page of a list, as the service answered it, but for items that came before.
#[derive(Clone, Debug, PartialEq)]
pub struct RawPage {
    answer: Value,
    items: String,
    offsets: Vec<i64>,
    next_marker: i64,
}

impl RawPages {
    pub(super) fn new(
        client: Client,
        action: &'static Action,
        paging: Paging,
        params: Params,
    ) -> Self {
        let marker = params.get(paging.marker).and_then(|text| text.parse().ok());
        let version = client.service().version;
        Self {
            operation: Operation::new(action.name, version, action.method, params)
                .with_idempotent(action.idempotent),
            client,
            action,
            paging,
            // A marker that is no number is for the service to refuse.
            marker: marker.unwrap_or_default(),
            state: State::Ready,
            dedup: Dedup::default(),
        }
    }

    /// The next page; none after the last one and after an error.
    ///
    /// Dropping the future loses nothing: the next one goes on with the same call.
    pub async fn next(&mut self) -> Option<Result<RawPage, Error>> {
        loop {
            match &mut self.state {
                State::Ready => {
                    self.state = State::Running(self.client.call_json(self.operation.clone()));
                }
                State::Running(call) => {
                    let answered = call.await;
                    self.state = State::Done;
                    return Some(answered.and_then(|response| self.read(response)));
                }
                State::Stuck(error) => {
                    let error = *error;
                    self.state = State::Done;
                    return Some(Err(error.into()));
                }
                State::Done => return None,
            }
        }
    }

    /// Where the page begins that is asked for next, or that an error came instead of.
    pub fn marker(&self) -> i64 {
        self.marker
    }

    fn read(&mut self, response: Response<Value>) -> Result<RawPage, Error> {
        let raw = response.raw().clone();
        let mut answer = response.into_output();
        let mut next_marker = self.next_marker(&answer, &raw)?;
        let (name, items) = self.items(&mut answer, &raw)?;

        match page_step(self.action.name, self.marker, next_marker, items.is_empty()) {
            PageStep::Next => self.state = State::Ready,
            PageStep::Stuck(error) => self.state = State::Stuck(error),
            PageStep::End => next_marker = 0,
        }

        let first = self.marker;
        let mut offsets = Vec::with_capacity(items.len());
        let mut offset = first;
        let key = self.key();
        items.retain(|item| {
            let is_new = self.dedup.is_new(|noted| {
                if let Some(value) = key.and_then(|key| key.find_in(item.as_object()?)) {
                    noted.add(&identity(value.1));
                }
            });
            if is_new {
                offsets.push(offset);
            }
            offset += 1;
            is_new
        });

        if matches!(self.state, State::Ready) {
            self.marker = next_marker;
            let params = self.operation.params_mut();
            params.replace(self.paging.marker, next_marker.to_string());
        }
        Ok(RawPage {
            answer,
            items: name,
            offsets,
            next_marker,
        })
    }

    fn next_marker(&self, answer: &Value, raw: &RawResponse) -> Result<i64, Error> {
        let marker = self.paging.marker;
        let (_, value) = self.member(answer, marker, raw)?;
        let number = match value {
            Value::String(text) => text.trim().parse().ok(),
            value => value.as_i64(),
        };
        number.ok_or_else(|| wrong(raw, marker, "not a whole number"))
    }

    fn items<'a>(
        &self,
        answer: &'a mut Value,
        raw: &RawResponse,
    ) -> Result<(String, &'a mut Vec<Value>), Error> {
        let items = self.paging.items;
        let (name, _) = self.member(answer, items, raw)?;
        let name = name.to_owned();
        match answer.get_mut(&name) {
            Some(Value::Array(array)) => Ok((name, array)),
            _ => Err(wrong(raw, items, "not a list")),
        }
    }

    /// A member of the answer by its name or an alias, with the name that it has there.
    fn member<'a>(
        &self,
        answer: &'a Value,
        name: &str,
        raw: &RawResponse,
    ) -> Result<(&'a str, &'a Value), Error> {
        let object = answer
            .as_object()
            .ok_or_else(|| malformed(raw, &serde_json::Error::custom("not an object")))?;
        let found = match self.action.output.member(name) {
            Some(member) => member.find_in(object),
            None => object
                .get_key_value(name)
                .map(|(name, value)| (name.as_str(), value)),
        };
        found
            .filter(|(_, value)| !value.is_null())
            .ok_or_else(|| wrong(raw, name, "missing"))
    }

    /// The member that tells an item from the others.
    fn key(&self) -> Option<&'static Member> {
        let list = self.action.output.member(self.paging.items)?;
        match list.shape {
            Shape::List(Shape::Structure(item)) => item.member(self.paging.key?),
            _ => None,
        }
    }
}

impl RawPage {
    /// The answer.
    #[must_use]
    pub fn answer(&self) -> &Value {
        &self.answer
    }

    /// The name that the list has in the answer.
    #[must_use]
    pub fn items_name(&self) -> &str {
        &self.items
    }

    /// The items.
    #[must_use]
    pub fn items(&self) -> &[Value] {
        match self.answer.get(&self.items) {
            Some(Value::Array(items)) => items,
            _ => &[],
        }
    }

    /// Takes the items out of the answer.
    pub fn take_items(&mut self) -> Vec<Value> {
        match self.answer.get_mut(&self.items).map(Value::take) {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        }
    }

    /// The answer.
    #[must_use]
    pub fn into_answer(self) -> Value {
        self.answer
    }

    /// Where the list goes on after so many of the page's items; 0 where it does not.
    #[must_use]
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
            .field("action", &self.action.name)
            .field("marker", &self.marker)
            .finish_non_exhaustive()
    }
}

/// A value as text; an empty one, and `null`, distinguishes nothing.
fn identity(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn wrong(raw: &RawResponse, name: &str, problem: &str) -> Error {
    malformed(
        raw,
        &serde_json::Error::custom(format_args!("{name}: {problem}")),
    )
}
