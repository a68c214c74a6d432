//! The states that can be waited for, and what it takes to say of what.

use heck::ToKebabCase;
use kcrs_generated::schema::{ACTIONS, Action, Docs, Member, Outcome, Shape, Waiter};
use kcrs_generated::{Params, WaitOptions};

use super::is_required;
use crate::args::parameters::flag_of;
use crate::error::CliError;
use crate::run::{self, Session};

/// A state that can be waited for.
#[derive(Clone, Copy, Debug)]
pub(super) struct WaiterCommand {
    /// The action that is asked.
    pub(super) action: &'static Action,
    pub(super) waiter: Waiter,
}

/// What says of what something is waited for.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) member: &'static Member,
    pub(super) docs: Docs,
    /// The name of the flag, without dashes.
    pub(super) flag: String,
    pub(super) is_required: bool,
    /// Whether it is a list that is not limited to the one that is waited for.
    pub(super) takes_several: bool,
}

impl WaiterCommand {
    pub(super) fn all() -> impl Iterator<Item = Self> {
        ACTIONS.iter().flat_map(|action| {
            action.waiters.iter().map(|waiter| Self {
                action,
                waiter: *waiter,
            })
        })
    }

    /// The name of its command: `instance-running`.
    pub(super) fn command_name(&self) -> String {
        self.waiter.name.to_kebab_case()
    }

    /// What is waited for, in the API's words: `InternalEndpoint`.
    pub(super) fn noun(&self) -> &'static str {
        noun(self.action)
    }

    /// Whether what is waited for is that there is no such thing any more.
    pub(super) fn is_for_the_end(&self) -> bool {
        self.waiter.not_found == Outcome::Success
    }

    /// Waits, with its progress on stderr.
    pub(super) fn wait(
        &self,
        session: &Session,
        params: Params,
        options: WaitOptions,
    ) -> Result<(), CliError> {
        let name = self.command_name();
        run::wait(session, &name, (self.action, &self.waiter), params, options)
    }

    pub(super) fn parameters(&self) -> Vec<Parameter> {
        let sent = self.action.request.members.iter().filter_map(|member| {
            let is_with = self.waiter.with.contains(&member.wire_name);
            let is_list = matches!(member.shape, Shape::List(_));
            let is_of_pages = self.action.paging.is_some_and(|paging| {
                member.wire_name == paging.marker || Some(member.wire_name) == paging.page_size
            });
            (!is_of_pages).then(|| Parameter {
                flag: flag_of(member, TAKEN),
                docs: if is_with {
                    docs_of_one(member, self.action)
                } else {
                    member.docs
                },
                member,
                is_required: is_with || is_required(member.presence),
                takes_several: is_list && !is_with,
            })
        });
        let compared = self.waiter.matching.iter().filter_map(|name| {
            let member = self.item_member(name)?;
            Some(Parameter {
                flag: flag_of(member, TAKEN),
                docs: member.docs,
                member,
                is_required: true,
                takes_several: false,
            })
        });
        sent.chain(compared).collect()
    }

    /// The member of the list items that have the status.
    fn item_member(&self, name: &str) -> Option<&'static Member> {
        let mut structure = self.action.output;
        for part in self.waiter.path.split('.') {
            match structure.member(part)?.shape.nested() {
                Some(nested) => structure = nested,
                None => break,
            }
        }
        structure.member(name)
    }
}

/// The flags of these commands that are none of a parameter.
const TAKEN: &[&str] = &["interval", "settle", "timeout"];

impl Parameter {
    pub(super) fn value_name(&self) -> &'static str {
        match self.member.shape {
            Shape::Integer => "NUMBER",
            _ => "TEXT",
        }
    }

    /// Adds values as they go over the wire.
    pub(super) fn push(&self, values: &[&str], params: &mut Params) {
        for (index, value) in values.iter().enumerate() {
            let name = match self.member.shape {
                Shape::List(_) => format!("{}.{}", self.member.wire_name, index + 1),
                _ => self.member.wire_name.to_owned(),
            };
            params.push(name, *value);
        }
    }
}

/// What a parameter means that takes one value here: where the action has a list of them, as
/// another action of the chapter says of one.
fn docs_of_one(member: &Member, action: &Action) -> Docs {
    if !matches!(member.shape, Shape::List(_)) {
        return member.docs;
    }
    let others = ACTIONS
        .iter()
        .filter(|other| other.chapter == action.chapter)
        .filter_map(|other| other.request.member(member.wire_name));
    others
        .filter(|other| !matches!(other.shape, Shape::List(_)))
        .map(|other| other.docs)
        .next()
        .unwrap_or(member.docs)
}

/// What an action is about: its name without the verb.
pub(super) fn noun(action: &'static Action) -> &'static str {
    let name = action.name;
    let verb = name
        .char_indices()
        .skip(1)
        .find(|(_, c)| c.is_ascii_uppercase())
        .map_or(name.len(), |(at, _)| at);
    &name[verb..]
}
