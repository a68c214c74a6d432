//! Waiting by schema, for programs that know actions as data only.

use serde_json::Value;

use super::plan::Plan;
use super::{StatusSource, WaitOptions, WaitOutput, follow};
use crate::call::by_schema::{SchemaRequest, list, member, mismatch};
use crate::call::paging::page_step::PageStep;
use crate::wire::schema::{Action, Shape, StructureShape, Waiter};
use crate::{Call, Client, Error, Params, RawResponse, Response, WaitError};

impl Client {
    /// Waits for what `waiter`, one of those of `action`, describes: [`wait`](Self::wait) for
    /// programs that know actions as data.
    ///
    /// `params` are those of the waiter as they go over the wire: the action's own, and the members
    /// that [`Waiter::matching`] names, which are not sent but compared. They are not validated.
    ///
    /// `look` is called with the status after each poll: the one that decides where there are
    /// several, `None` where there is none.
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
        let source = BySchema::new(action, waiter, params);
        let now = self.shared.timer.now();
        let plan = Plan::new(waiter, action.name, source.params.clone(), options, now);
        let waited = follow(plan, self, &source, &mut look).await?;
        Ok(waited.map(|response| response.raw().clone()))
    }
}

struct BySchema<'a> {
    action: &'a Action,
    waiter: &'a Waiter,
    /// Parameters that are sent.
    params: Params,
    /// Members that items must have, by name, and their values.
    matching: Vec<(&'static str, String)>,
}

impl<'a> BySchema<'a> {
    fn new(action: &'a Action, waiter: &'a Waiter, mut params: Params) -> Self {
        let wanted = |name: &&'static str| Some((*name, params.get(name)?.to_owned()));
        let matching = waiter.matching.iter().filter_map(wanted).collect();
        params.0.retain(|param| {
            let is_sent = action.request.member(param.name()).is_some();
            is_sent || !waiter.matching.contains(&param.name())
        });
        Self {
            action,
            waiter,
            params,
            matching,
        }
    }

    fn statuses(&self, output: &Value) -> Result<Vec<String>, String> {
        let mut found = Vec::new();
        let mut path = self.waiter.path.split('.');
        if let Some(status) = self.walk(self.action.output, output, &mut path, &mut found)? {
            // A response about one resource has no status where it does not exist.
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
        let Some(shape) = structure.member(name).map(|member| member.shape) else {
            return Err(format!("the schema has no member {name}"));
        };
        let value = member(structure, name, value)?.map(|(_, value)| value);
        match (shape, value) {
            (Shape::List(item), value) => {
                let structure = item.structure();
                let structure =
                    structure.ok_or_else(|| format!("{name} is no list of structures"))?;
                let items = value.map_or(Ok(&[][..]), |value| list(name, value))?;
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

    /// Returns whether an item of a list is one of those that are waited for.
    fn is_meant(&self, structure: &StructureShape, item: &Value) -> Result<bool, String> {
        for (name, wanted) in &self.matching {
            if structure.member(name).is_none() {
                continue;
            }
            let value = member(structure, name, item)?;
            let has = value.map_or(Ok(String::new()), |(_, value)| text(name, value))?;
            if has != *wanted {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl StatusSource for BySchema<'_> {
    type Request = SchemaRequest;
    type Output = Value;

    fn request(&self, client: &Client) -> SchemaRequest {
        SchemaRequest::new(client, *self.action, self.params.clone())
    }

    fn call(&self, client: &Client, request: &SchemaRequest) -> Call<Response<Value>> {
        request.send(client)
    }

    fn read(
        &self,
        request: &mut SchemaRequest,
        page: &mut Response<Value>,
    ) -> Result<(Vec<String>, bool), Error> {
        let problem = |problem: String| mismatch(page.raw(), &problem);
        let statuses = self.statuses(page.output()).map_err(problem)?;
        let Some(paging) = self.action.paging else {
            return Ok((statuses, false));
        };
        let next = request.next_page(paging, page.output()).map_err(problem)?;
        Ok((statuses, matches!(next.step, PageStep::Next)))
    }
}

fn text(name: &str, value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(format!("{name}: expected text")),
    }
}
