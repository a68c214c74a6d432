//! Waiting by data, for programs that know actions from the schema only.

use std::time::Duration;

use serde::de::Error as _;
use serde_json::Value;

use super::plan::Plan;
use super::{Ask, Asked, WaitOptions, WaitOutput, follow};
use crate::call::paging::page_step::{PageStep, page_step};
use crate::http::error::malformed;
use crate::wire::schema::{Action, Member, Presence, Shape, StructureShape, Waiter};
use crate::{Call, Client, Error, Operation, Params, RawResponse, Response, WaitError};

impl Client {
    /// Waits for what `waiter`, one of those of `action`, says: [`wait`](Self::wait) for programs
    /// that know actions as data.
    ///
    /// `params` are those of the waiter as they go over the wire: the action's own, and the members
    /// that
    /// [`Waiter::matching`] names, which are not sent but compared. They are not validated.
    ///
    /// `look` sees the status after each question: the one that decides where there are several,
    /// none where there is none.
    ///
    /// # Errors
    ///
    /// As [`wait`](Self::wait).
    pub async fn wait_by_schema(
        &self,
        action: &Action,
        waiter: &Waiter,
        params: Params,
        options: WaitOptions,
        mut look: impl FnMut(Option<&str>) + Send,
    ) -> Result<WaitOutput<RawResponse>, WaitError> {
        let asker = BySchema::new(self, *action, *waiter, params);
        let params = asker.params.clone();
        let now = self.shared().timer.now();
        let plan = Plan::new(waiter, action.name, params, options, now);
        follow(plan, self, &asker, &mut look).await
    }
}

struct BySchema {
    action: Action,
    waiter: Waiter,
    version: &'static str,
    /// What is sent.
    params: Params,
    /// What items must have, and under which name.
    matching: Vec<(&'static str, String)>,
}

impl BySchema {
    fn new(client: &Client, action: Action, waiter: Waiter, mut params: Params) -> Self {
        let wanted = |name: &&'static str| Some((*name, params.get(name)?.to_owned()));
        let matching = waiter.matching.iter().filter_map(wanted).collect();
        params.0.retain(|param| {
            let is_sent = action.request.member(param.name()).is_some();
            is_sent || !waiter.matching.contains(&param.name())
        });
        Self {
            action,
            waiter,
            version: client.service().version,
            params,
            matching,
        }
    }

    fn call(&self, client: &Client, params: Params) -> Call<Response<Value>> {
        let Action {
            name,
            method,
            idempotent,
            ..
        } = self.action;
        let operation = Operation::new(name, self.version, method, params);
        client.call_json(operation.with_idempotent(idempotent))
    }

    fn statuses(&self, answer: &Value) -> Result<Vec<String>, String> {
        let mut found = Vec::new();
        let mut path = self.waiter.path.split('.');
        if let Some(status) = self.walk(self.action.output, answer, &mut path, &mut found)? {
            // An answer about one thing has no status where there is no such thing.
            found.extend(Waiter::single(status));
        }
        Ok(found)
    }

    /// The status of a structure that is none in a list; those of list items are added to `found`.
    fn walk(
        &self,
        structure: &StructureShape,
        value: &Value,
        path: &mut std::str::Split<'_, char>,
        found: &mut Vec<String>,
    ) -> Result<Option<String>, String> {
        let name = path.next().unwrap_or_default();
        let member = structure
            .member(name)
            .ok_or_else(|| format!("the schema has no member {name}"))?;
        let value = read(member, value)?;
        match (member.shape, value) {
            (Shape::List(item), value) => {
                let structure = item.structure();
                let structure =
                    structure.ok_or_else(|| format!("{name} is no list of structures"))?;
                let items = match value {
                    Some(Value::Array(items)) => items.as_slice(),
                    Some(_) => return Err(format!("{name}: expected a list")),
                    None => &[],
                };
                for item in items.iter().filter(|item| !item.is_null()) {
                    if self.is_meant(structure, item)? {
                        let status = self.walk(structure, item, &mut path.clone(), found)?;
                        found.extend(status);
                    }
                }
                Ok(None)
            }
            (Shape::Structure(structure), Some(value)) => self.walk(structure, value, path, found),
            (Shape::Structure(_), None) => Ok(None),
            (_, None) => Ok(Some(String::new())),
            (_, Some(value)) => text(name, value).map(Some),
        }
    }

    /// Whether an item of a list is one of those that are waited for.
    fn is_meant(&self, structure: &StructureShape, item: &Value) -> Result<bool, String> {
        for (name, wanted) in &self.matching {
            let Some(member) = structure.member(name) else {
                continue;
            };
            let has = read(member, item)?.map_or(Ok(String::new()), |value| text(name, value))?;
            if has != *wanted {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Where the next page begins, if there is one behind the page that begins at `marker`.
    fn next_marker(&self, answer: &Value, marker: i64) -> Result<Option<i64>, String> {
        let Some(paging) = self.action.paging else {
            return Ok(None);
        };
        let member = |name: &str| match self.action.output.member(name) {
            Some(member) => read(member, answer),
            None => Ok(None),
        };
        let next = match member(paging.marker)? {
            Some(next) => text(paging.marker, next)?
                .parse()
                .map_err(|_| format!("{}: expected a whole number", paging.marker))?,
            None => 0,
        };
        let has_items = member(paging.items)?
            .and_then(Value::as_array)
            .is_some_and(|items| !items.is_empty());
        let step = page_step(self.action.name, marker, next, !has_items);
        Ok(matches!(step, PageStep::Next).then_some(next))
    }
}

impl Ask for BySchema {
    type Output = RawResponse;

    async fn ask(
        &self,
        client: &Client,
        limit: Option<Duration>,
    ) -> Result<Asked<RawResponse>, Error> {
        let mut params = self.params.clone();
        let mut statuses = Vec::new();
        let mut marker = 0;
        loop {
            let mut call = self.call(client, params.clone());
            if let Some(limit) = limit {
                call = call.timeout(limit);
            }
            let response = call.await?;
            let (answer, raw) = (response.output(), response.raw());
            let problem = |problem: String| malformed(raw, &serde_json::Error::custom(problem));
            statuses.extend(self.statuses(answer).map_err(problem)?);
            let next = self.next_marker(answer, marker).map_err(problem)?;
            match (next, self.action.paging) {
                (Some(next), Some(paging)) => {
                    marker = next;
                    params.replace(paging.marker, next.to_string());
                }
                _ => {
                    return Ok(Asked {
                        statuses,
                        output: raw.clone(),
                        raw: raw.clone(),
                    });
                }
            }
        }
    }
}

/// A member of an answer, under any of its names; none where it is left out or `null`, unless no
/// answer is without it.
fn read<'v>(member: &Member, answer: &'v Value) -> Result<Option<&'v Value>, String> {
    let members = answer
        .as_object()
        .ok_or_else(|| "expected an object".to_owned())?;
    match member.find_in(members).map(|(_, value)| value) {
        None if member.presence == Presence::Essential => {
            Err(format!("{}: missing", member.wire_name))
        }
        value => Ok(value),
    }
}

fn text(name: &str, value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(format!("{name}: expected text")),
    }
}
