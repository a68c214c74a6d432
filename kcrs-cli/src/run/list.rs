//! Lists, which are read to their end.

use kcrs_generated::schema::{Action, Paging};
use serde_json::Value;

use super::{Call, Session, member_of};
use crate::args::GlobalArgs;
use crate::error::{CliError, ExitCode};
use crate::output::{self, Format};
use crate::terminal::Progress;
use crate::text::Text;

/// How much of a list is wanted.
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
        let response = if self.single {
            call.send(globals)?
        } else {
            let session = Session::start(globals)?;
            session.run(self.read(&session, call))?
        };
        // For people, a list is its items.
        let printer = &globals.printer;
        let is_table = printer.format == Some(Format::Table) && printer.query.is_none();
        let items = member_of(self.action.output, &response, self.paging.items);
        let items = items.filter(|_| is_table);
        printer.print(items.map_or(&response, |(_, items)| items))
    }

    /// The first page, with the items of all.
    async fn read(&self, session: &Session, call: Call) -> Result<Value, CliError> {
        let client = session.client.executor();
        let mut pages = client
            .pages_by_schema(self.action, call.into_params())
            .expect("the action has pages");
        let mut progress = Progress::new(Text::verbatim(self.action.name));
        let mut first = None;
        let mut items: Vec<Value> = Vec::new();
        let mut count = 0;
        let mut marker = 0;
        while let Some(page) = pages.next().await {
            let mut page = page.map_err(|error| after(&items, pages.marker(), error))?;
            count += 1;
            let name = page.items_name().to_owned();
            let left = self.max_items.map_or(usize::MAX, |max| max - items.len());
            marker = page.marker_after(left);
            let new = page.take_items();
            let is_cut = new.len() > left;
            items.extend(new.into_iter().take(left));
            let response = first.get_or_insert_with(|| (name, page.into_output()));
            let total = self.paging.total.and_then(|total| {
                member_of(self.action.output, &response.1, total)?
                    .1
                    .as_u64()
            });
            progress.count(items.len(), total.and_then(|total| total.try_into().ok()));
            let is_full = self.max_items.is_some_and(|max| items.len() >= max);
            if is_cut || is_full && marker != 0 {
                break;
            }
        }
        drop(progress);
        let is_whole = count == 1 && marker == 0;
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
        Ok(response)
    }
}

/// An error, and how far the list was read.
fn after(items: &[Value], marker: i64, error: kcrs_generated::Error) -> CliError {
    let code = ExitCode::of(&error);
    match items.len() {
        0 => error.into(),
        count => CliError::new(
            code,
            text!(
                "{error} (after {count} items, before --starting-marker {marker})",
                "{error}（已读取 {count} 条，可从 --starting-marker {marker} 继续）"
            ),
        ),
    }
}
