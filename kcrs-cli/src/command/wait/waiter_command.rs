//! The states that can be waited for, and the parameters that name the thing.

use heck::ToKebabCase;
use kcrs_generated::schema::{ACTIONS, Action, Member, Outcome, Presence, Shape, Waiter};
use kcrs_generated::{Params, WaitOptions};

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

/// A parameter of a waiter and its flag.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) member: &'static Member,
    /// The name of the flag, without dashes.
    pub(super) flag: String,
    /// Whether the action takes a list of it.
    is_sent_as_list: bool,
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

    /// Returns the resource that is waited for, by its name in the API: `InternalEndpoint`.
    pub(super) fn noun(&self) -> &'static str {
        noun(self.action)
    }

    /// Returns whether what is waited for is that the resource no longer exists.
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
        let parameter = |member: &'static Member| Parameter {
            member,
            flag: flag_of(member, RESERVED_FLAGS),
            is_sent_as_list: self
                .action
                .request
                .member(member.wire_name)
                .is_some_and(is_list),
        };
        self.waiter.parameters.iter().map(parameter).collect()
    }
}

/// The flags of these commands that are none of a parameter.
const RESERVED_FLAGS: &[&str] = &["interval", "settle", "timeout"];

impl Parameter {
    pub(super) fn is_required(&self) -> bool {
        self.member.presence == Presence::Required
    }

    pub(super) fn takes_several(&self) -> bool {
        is_list(self.member)
    }

    pub(super) fn value_name(&self) -> &'static str {
        match self.member.shape {
            Shape::Integer => "NUMBER",
            _ => "TEXT",
        }
    }

    /// Adds values as they go over the wire.
    pub(super) fn push(&self, values: &[&str], params: &mut Params) {
        for (index, value) in values.iter().enumerate() {
            let name = match self.is_sent_as_list {
                true => format!("{}.{}", self.member.wire_name, index + 1),
                false => self.member.wire_name.to_owned(),
            };
            params.push(name, *value);
        }
    }
}

fn is_list(member: &Member) -> bool {
    matches!(member.shape, Shape::List(_))
}

/// Returns the resource of an action: its name without the verb.
pub(super) fn noun(action: &'static Action) -> &'static str {
    let name = action.name;
    let verb = name
        .char_indices()
        .skip(1)
        .find(|(_, c)| c.is_ascii_uppercase())
        .map_or(name.len(), |(at, _)| at);
    &name[verb..]
}
