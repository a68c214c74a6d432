//! Lists, which are read to their end.

use clap::ArgMatches;
use kcrs_generated::Params;
use kcrs_generated::schema::{Action, Paging};
use serde_json::Value;

use super::arguments::{self, MAX_ITEMS, NO_PAGINATE};
use crate::failure::Failure;
use crate::globals::Globals;
use crate::language::Language;
use crate::output::{self, Form};
use crate::session::Session;
use crate::terminal::Progress;
use crate::wire::{Call, member_of};

/// How much of a list is wanted.
#[derive(Debug)]
pub(super) struct Pages {
    action: &'static Action,
    paging: Paging,
    /// Nothing but one page.
    single: bool,
    most: Option<usize>,
}

impl Pages {
    /// What is wanted; none where the action's answer is no list.
    pub(super) fn wanted(
        action: &'static Action,
        matches: &ArgMatches,
        params: &Params,
    ) -> Option<Self> {
        let paging = action.paging?;
        let names_page = arguments::flags(action)
            .iter()
            .any(|flag| flag.asks_for_a_page(matches, params));
        let most = matches.get_one::<u64>(MAX_ITEMS);
        Some(Self {
            action,
            paging,
            single: names_page || matches.get_flag(NO_PAGINATE),
            most: most.map(|most| usize::try_from(*most).unwrap_or(usize::MAX)),
        })
    }

    pub(super) fn print(&self, call: Call, globals: &Globals) -> Result<(), Failure> {
        let answer = if self.single {
            call.answer(globals)?
        } else {
            let session = Session::start(globals)?;
            session.run(self.read(&session, call, globals.language))?
        };
        // For people, a list is its items.
        let is_for_people = globals.output == Some(Form::Table) && globals.query.is_none();
        let items =
            member_of(self.action.output, &answer, self.paging.items).filter(|_| is_for_people);
        output::print(items.map_or(&answer, |(_, items)| items), globals)
    }

    /// The first page, with the items of all.
    async fn read(
        &self,
        session: &Session,
        call: Call,
        language: Language,
    ) -> Result<Value, Failure> {
        let client = session.client.caller();
        let mut pages = client
            .pages_by_schema(self.action, call.into_params())
            .expect("the action has pages");
        let mut progress = Progress::new(self.action.name);
        let mut first = None;
        let mut items: Vec<Value> = Vec::new();
        let mut count = 0;
        let mut marker = 0;
        while let Some(page) = pages.next().await {
            let mut page = page.map_err(|error| after(&items, pages.marker(), error))?;
            count += 1;
            let name = page.items_name().to_owned();
            let room = self.most.map_or(usize::MAX, |most| most - items.len());
            marker = page.marker_after(room);
            let new = page.take_items();
            let is_cut = new.len() > room;
            items.extend(new.into_iter().take(room));
            let answer = first.get_or_insert_with(|| (name, page.into_answer()));
            let total = self
                .paging
                .total
                .and_then(|total| member_of(self.action.output, &answer.1, total)?.1.as_u64());
            progress.count(items.len(), total.and_then(|total| total.try_into().ok()));
            let is_full = self.most.is_some_and(|most| items.len() >= most);
            if is_cut || is_full && marker != 0 {
                break;
            }
        }
        drop(progress);
        let is_whole = count == 1 && marker == 0;
        let (name, mut answer) = first.expect("a list has a page");
        let marker_name = member_of(self.action.output, &answer, self.paging.marker);
        let marker_name = marker_name.map(|(name, _)| name.to_owned());
        if let Value::Object(members) = &mut answer {
            members.insert(name, items.into());
            if let Some(name) = marker_name.filter(|_| !is_whole) {
                members.insert(name, marker.into());
            }
        }
        if marker != 0 {
            output::note(language.choose(
                format!("the list goes on; see the rest with --starting-marker {marker}"),
                format!("列表未完，可用 --starting-marker {marker} 继续读取"),
            ));
        }
        Ok(answer)
    }
}

/// An error, and where the list was when it came.
fn after(items: &[Value], marker: i64, error: kcrs_generated::Error) -> Failure {
    let failure = Failure::from(error);
    if items.is_empty() {
        return failure;
    }
    let place = format!(
        "after {} items, before --starting-marker {marker}",
        items.len()
    );
    failure.with(place)
}
