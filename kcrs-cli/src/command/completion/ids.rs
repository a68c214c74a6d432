//! Ids that the service knows.

use std::ffi::OsString;
use std::time::Duration;

use clap::{ArgMatches, FromArgMatches};
use kcrs_generated::Params;
use kcrs_generated::schema::{ACTIONS, Action, CompletedBy, Shape};
use serde_json::Value;

use crate::args::GlobalArgs;
use crate::command::{action, declare, find, root};
use crate::run::{Call, Session, ask_for_large_pages, member_of};

/// The time limit: a person who types does not wait for longer.
const PATIENCE: Duration = Duration::from_secs(2);
/// Maximum number of ids offered.
const MAX_IDS: usize = 500;

/// An id, and what it is called.
#[derive(Debug)]
pub(super) struct Id {
    pub(super) value: String,
    pub(super) name: Option<String>,
}

/// The ids of a list, which is read with the parameters that are on the command line already; none
/// where that fails or takes too long.
pub(super) fn list(by: CompletedBy, words: &[String]) -> Vec<Id> {
    query(by, words).unwrap_or_default()
}

fn query(by: CompletedBy, words: &[String]) -> Option<Vec<Id>> {
    let matches = parse(words)?;
    let matches = innermost(&matches);
    let action = ACTIONS.iter().find(|action| action.name == by.action)?;
    let params = params(action, matches)?;
    let globals = GlobalArgs::from_arg_matches(matches).ok()?;
    let session = Session::start(&globals).ok()?;
    session.run(async {
        let reading = tokio::time::timeout(PATIENCE, read(&session, action, params, by));
        reading.await.ok()
    })
}

/// Parses the words so far; `None` where they are no command.
fn parse(words: &[String]) -> Option<ArgMatches> {
    let mut arguments: Vec<OsString> = words.iter().map(Into::into).collect();
    let word = root::command_word(&mut arguments)?;
    let named = find(&word)?;
    let command = root::with(declare(&named));
    command
        .ignore_errors(true)
        .try_get_matches_from(arguments)
        .ok()
}

fn innermost(matches: &ArgMatches) -> &ArgMatches {
    match matches.subcommand() {
        Some((_, matches)) => innermost(matches),
        None => matches,
    }
}

/// The required parameters of the list; none where one of them is not on the command line.
fn params(action: &'static Action, matches: &ArgMatches) -> Option<Params> {
    let mut params = Params::new();
    for flag in action::flags(action)
        .iter()
        .filter(|flag| flag.is_required())
    {
        // Commands that are none of an action's have the names of fields.
        let ids = [flag.name.clone(), flag.name.replace('-', "_")];
        let mut given = ids.iter().filter_map(|id| matches.try_get_raw(id).ok()?);
        let value = given.find_map(|mut values| values.next())?;
        let value = &expanded(value.to_str()?)?;
        let name = flag.member.wire_name;
        match flag.member.shape {
            Shape::List(_) => params.push(format!("{name}.1"), value),
            _ => params.push(name, value),
        }
    }
    Some(params)
}

/// A value as the shell would have it: `$NAME` is what the variable has, where it is exported.
fn expanded(value: &str) -> Option<String> {
    match value.strip_prefix('$') {
        Some(name) => std::env::var(name.trim_matches(['{', '}'])).ok(),
        None => Some(value.to_owned()),
    }
}

async fn read(
    session: &Session,
    action: &'static Action,
    mut params: Params,
    by: CompletedBy,
) -> Vec<Id> {
    let mut ids = Vec::new();
    ask_for_large_pages(action, &mut params, None);
    let client = session.client.executor();
    let Some(mut pages) = client.pages_by_schema(action, params.clone()) else {
        if let Ok(response) = Call::of(action, params).send_with(&session.client).await {
            take(action, &response, by, &mut ids);
        }
        return ids;
    };
    while ids.len() < MAX_IDS
        && let Some(Ok(page)) = pages.next().await
    {
        take(action, page.output(), by, &mut ids);
    }
    ids
}

/// Takes the ids out of a response.
fn take(action: &Action, response: &Value, by: CompletedBy, ids: &mut Vec<Id>) {
    let Some((_, Value::Array(items))) = member_of(action.output, response, by.items) else {
        return;
    };
    let list = action.output.member(by.items);
    let item_shape = list.and_then(|list| list.shape.nested());
    for item in items {
        let (Some(name), Some(shape)) = (by.value, item_shape) else {
            push(item, None, ids);
            continue;
        };
        let called = shape
            .members
            .iter()
            .find(|other| other.wire_name.ends_with("Name") && other.wire_name != name)
            .and_then(|other| member_of(shape, item, other.wire_name)?.1.as_str());
        if let Some((_, value)) = member_of(shape, item, name) {
            push(value, called, ids);
        }
    }
}

fn push(value: &Value, name: Option<&str>, ids: &mut Vec<Id>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| push(value, name, ids)),
        Value::String(text) if !text.is_empty() && ids.iter().all(|id| id.value != *text) => {
            ids.push(Id {
                value: text.clone(),
                name: name.filter(|name| !name.is_empty()).map(str::to_owned),
            });
        }
        Value::Number(number) => ids.push(Id {
            value: number.to_string(),
            name: name.map(str::to_owned),
        }),
        _ => {}
    }
}
