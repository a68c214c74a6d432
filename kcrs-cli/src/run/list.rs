//! Lists, which are read to their end.

use std::time::{Duration, Instant};

use kcrs_generated::schema::{Action, Paging};
use kcrs_generated::{Client, Params};
use serde_json::Value;

use super::{Call, Session, empty, member_of};
use crate::args::GlobalArgs;
use crate::error::{CliError, ExitCode};
use crate::output::{self, Format, ItemPrinter};
use crate::terminal::Progress;
use crate::text::Text;

/// Time for which a throttled list is requested again.
const PATIENCE: Duration = Duration::from_secs(120);
/// Pause before the next request, beside the pauses of each call.
const PAUSE: Duration = Duration::from_millis(500);

/// Limits of a list.
#[derive(Debug)]
pub(crate) struct List {
    pub(crate) action: &'static Action,
    pub(crate) paging: Paging,
    /// Whether one page is wanted only.
    pub(crate) single: bool,
    pub(crate) max_items: Option<usize>,
}

impl List {
    pub(crate) fn print(&self, call: Call, globals: &GlobalArgs) -> Result<(), CliError> {
        let printer = &globals.printer;
        let mut as_they_come = printer.items();
        let response = if self.single {
            call.send(globals)?
        } else {
            let session = Session::start(globals)?;
            let client = &session.client;
            let params = call.into_params();
            let read = self.read(client, params.clone(), &mut as_they_come);
            let (response, count) = session.run_or_stop(read, text!("interrupted", "已中断"))?;
            if count == 0
                && let Some(reason) = session.run(empty::reason(client, &params))
            {
                output::warn(reason);
            }
            response
        };
        // For people and for lines, a list is its items.
        let is_items = as_they_come.is_some()
            || printer.format == Some(Format::Table) && printer.query.is_none();
        let items = member_of(self.action.output, &response, self.paging.items);
        let Some((name, items)) = items.filter(|_| is_items) else {
            return printer.print(&response);
        };
        match (as_they_come, items.as_array()) {
            (Some(mut printer), Some(items)) => printer.print(name, items),
            _ => printer.print(items),
        }
    }

    /// The first page, with the items of all that were not printed as they came; and how many there
    /// are.
    async fn read(
        &self,
        client: &Client,
        mut params: Params,
        as_they_come: &mut Option<ItemPrinter>,
    ) -> Result<(Value, usize), CliError> {
        ask_for_large_pages(self.action, &mut params, self.max_items);
        let begin = |params: &Params| {
            let pages = client
                .executor()
                .pages_by_schema(self.action, params.clone());
            pages.expect("the action has pages")
        };
        let (mut pages, begun) = (begin(&params), Instant::now());
        let mut progress = Progress::new(Text::verbatim(self.action.name));
        let mut first = None;
        let mut items: Vec<Value> = Vec::new();
        let (mut count, mut page_count, mut marker) = (0, 0, 0);
        while let Some(page) = pages.next().await {
            let mut page = match page {
                Ok(page) => page,
                // The list goes on with the page that was asked for too fast.
                Err(error) if error.is_throttled() && begun.elapsed() < PATIENCE => {
                    tokio::time::sleep(PAUSE).await;
                    let name = self.paging.marker;
                    let mut rest = Params::new();
                    for (name, value) in params.iter().filter(|(other, _)| *other != name) {
                        rest.push(name.to_owned(), value);
                    }
                    rest.push(name, pages.marker().to_string());
                    pages = begin(&rest);
                    continue;
                }
                Err(error) => return Err(after(count, pages.marker(), error)),
            };
            page_count += 1;
            let name = page.items_name().to_owned();
            let left = self.max_items.map_or(usize::MAX, |max| max - count);
            marker = page.marker_after(left);
            let mut new = page.take_items();
            let is_cut = new.len() > left;
            new.truncate(left);
            count += new.len();
            match as_they_come {
                Some(printer) => printer.print(&name, &new)?,
                None => items.extend(new),
            }
            let response = first.get_or_insert_with(|| (name, page.into_output()));
            let total = self.paging.total.and_then(|total| {
                member_of(self.action.output, &response.1, total)?
                    .1
                    .as_u64()
            });
            progress.count(count, total.and_then(|total| total.try_into().ok()));
            let is_full = self.max_items.is_some_and(|max| count >= max);
            if is_cut || is_full && marker != 0 {
                break;
            }
        }
        drop(progress);
        let is_whole = page_count == 1 && marker == 0;
        let (name, mut response) = first.expect("a list has a page");
        let marker_name = member_of(self.action.output, &response, self.paging.marker);
        let marker_name = marker_name.map(|(name, _)| name.to_owned());
        if let Value::Object(members) = &mut response {
            members.insert(name, items.into());
            if let Some(name) = marker_name.filter(|_| !is_whole) {
                members.insert(name, marker.into());
            }
        }
        if marker != 0 {
            output::warn(text!(
                "the list goes on; see the rest with --starting-marker {marker}",
                "列表未完，可用 --starting-marker {marker} 继续读取"
            ));
        }
        Ok((response, count))
    }
}

/// Makes the pages of a list as large as the service allows, but not larger than what is wanted,
/// unless their size is given.
pub(crate) fn ask_for_large_pages(action: &Action, params: &mut Params, max_items: Option<usize>) {
    let size = action.paging.and_then(|paging| paging.page_size);
    let size = size.filter(|size| params.get(size).is_none());
    let member = size.and_then(|size| action.request.member(size));
    if let Some(member) = member
        && let Some((_, largest)) = member.constraints.range
    {
        let wanted = max_items.and_then(|max| i64::try_from(max).ok());
        let size = wanted.map_or(largest, |max| max.min(largest));
        params.push(member.wire_name, size.to_string());
    }
}

/// An error, and how far the list was read.
fn after(count: usize, marker: i64, error: kcrs_generated::Error) -> CliError {
    let code = ExitCode::of(&error);
    match count {
        0 => error.into(),
        _ => CliError::new(
            code,
            text!(
                "{error} (after {count} items, before --starting-marker {marker})",
                "{error}（已读取 {count} 条，可从 --starting-marker {marker} 继续）"
            ),
        ),
    }
}
