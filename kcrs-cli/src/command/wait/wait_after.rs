//! `--wait`: waiting for what an action has begun.

use clap::{Arg, ArgMatches};
use kcrs_generated::schema::Action;
use kcrs_generated::{Params, WaitOptions};
use serde_json::Value;

use super::times;
use super::waiter_command::{Parameter, WaiterCommand, noun};
use crate::args::{command_options, flag, option};
use crate::command::action::prose;
use crate::error::{CliError, ExitCode};
use crate::run::{Session, member_of};
use crate::text::Text;

const WAIT: &str = "wait";
const PREFIX: &str = "wait-";

/// The waiter that follows an action, and its options.
#[derive(Debug)]
pub(in crate::command) struct WaitAfter {
    action: &'static Action,
    known: WaiterCommand,
    /// Values of parameters that neither the request nor the response has.
    given: Vec<(Parameter, String)>,
    options: WaitOptions,
}

/// The options of an action's command; none where there is nothing to wait for.
pub(in crate::command) fn declare(action: &'static Action) -> Vec<Arg> {
    let Some(known) = begun_by(action) else {
        return Vec::new();
    };
    let name = known.command_name();
    let wait = flag(
        WAIT,
        text!(
            "Wait for the end of what this begins (`kcrs wait {name}`)",
            "等待操作完成（同 `kcrs wait {name}`）"
        ),
    );
    let others = missing(&known, action).map(|parameter| {
        let help = Text::verbatim(prose(parameter.member.docs, &[]));
        let name = format!("{PREFIX}{}", parameter.flag);
        option(name, parameter.value_name(), help)
    });
    let details = times::declare(PREFIX, &known.waiter)
        .into_iter()
        .chain(others);
    std::iter::once(wait)
        .chain(details.map(|arg| arg.requires(WAIT).hide_short_help(true)))
        .map(|arg| arg.help_heading(command_options()))
        .collect()
}

impl WaitAfter {
    /// Returns the waiter to run after the action, if one is asked for.
    pub(in crate::command) fn wanted(
        action: &'static Action,
        matches: &ArgMatches,
    ) -> Result<Option<Self>, CliError> {
        let Some(known) = begun_by(action).filter(|_| matches.get_flag(WAIT)) else {
            return Ok(None);
        };
        let given = missing(&known, action).filter_map(|parameter| {
            let value = matches.get_one::<String>(&format!("{PREFIX}{}", parameter.flag))?;
            Some((parameter, value.clone()))
        });
        Ok(Some(Self {
            action,
            given: given.collect(),
            options: times::options(matches, PREFIX)?,
            known,
        }))
    }

    /// Waits.
    pub(in crate::command) fn wait(
        self,
        session: &Session,
        request: &Params,
        response: &Value,
    ) -> Result<(), CliError> {
        let mut params = Params::new();
        for parameter in self.known.parameters() {
            match value_of(self.action, &parameter, request, response) {
                Some(value) => parameter.push(&[&value], &mut params),
                None if parameter.is_required() => {
                    return Err(CliError::new(
                        ExitCode::NoResponse,
                        text!(
                            "it is done, but cannot be waited for: the response has no {}",
                            "已执行，但无法等待：应答中没有 {}",
                            parameter.member.wire_name
                        ),
                    ));
                }
                None => {}
            }
        }
        for (parameter, value) in &self.given {
            parameter.push(&[value], &mut params);
        }
        self.known.wait(session, params, self.options)
    }
}

/// The state that an action begins to bring about: one of the same thing, its end where the action
/// is a deletion, whose parameters are all in the request or the response.
fn begun_by(action: &'static Action) -> Option<WaiterCommand> {
    let verb = action.name.strip_suffix(noun(action))?;
    let ends = match verb {
        "Create" | "Start" => false,
        "Delete" => true,
        _ => return None,
    };
    WaiterCommand::all().find(|known| {
        known.noun() == noun(action)
            && known.is_for_the_end() == ends
            && known
                .parameters()
                .iter()
                .all(|parameter| !parameter.is_required() || has(action, parameter))
    })
}

/// Parameters that an action has neither in its request nor in its response.
fn missing(known: &WaiterCommand, action: &'static Action) -> impl Iterator<Item = Parameter> {
    let parameters = known.parameters().into_iter();
    parameters.filter(|parameter| !has(action, parameter))
}

fn has(action: &Action, parameter: &Parameter) -> bool {
    let name = parameter.member.wire_name;
    let in_request = action.request.member(name).is_some();
    in_request || action.output.member(name).is_some()
}

/// The value that the request or the response has for a parameter.
fn value_of(
    action: &Action,
    parameter: &Parameter,
    request: &Params,
    response: &Value,
) -> Option<String> {
    let name = parameter.member.wire_name;
    let in_request = request
        .get(name)
        .or_else(|| request.get(&format!("{name}.1")));
    in_request
        .map(str::to_owned)
        .or_else(|| match member_of(action.output, response, name)?.1 {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use kcrs_generated::schema::ACTIONS;

    use super::*;

    #[test]
    fn what_begins_something_that_takes_time_can_be_waited_for() {
        let begun: Vec<_> = ACTIONS
            .iter()
            .filter_map(|action| Some((action.name, begun_by(action)?.command_name())))
            .collect();
        let expected = [
            ("CreateInstance", "instance-running"),
            ("DeleteInstance", "instance-deleted"),
            ("CreateInternalEndpoint", "internal-endpoint-running"),
            ("CreateInternalEndpointDns", "internal-endpoint-dns-running"),
            ("StartImageScan", "image-scan-finished"),
        ];
        let expected = expected.map(|(action, waiter)| (action, waiter.to_owned()));
        assert_eq!(begun, expected);
    }

    #[test]
    fn what_no_response_has_can_be_given() {
        let missing_of = |name: &str| -> Vec<String> {
            let action = ACTIONS.iter().find(|action| action.name == name);
            let action = action.expect("an action");
            let known = begun_by(action).expect("something to wait for");
            missing(&known, action)
                .map(|parameter| parameter.flag)
                .collect()
        };
        assert_eq!(missing_of("CreateInstance"), Vec::<String>::new());
        assert_eq!(
            missing_of("DeleteInstance"),
            ["project-id", "instance-name"]
        );
    }
}
