//! Violations of a request, named by the flags of the command line.

use clap::ArgMatches;
use kcrs_generated::schema::Action;
use kcrs_generated::{Rule, Violation, Violations};

use super::arguments::Flag;
use super::command_name;
use crate::args::invalid_request;
use crate::error::CliError;
use crate::text::Text;

/// Names of parameters on the command line.
pub(super) struct Naming<'a> {
    flags: &'a [Flag],
    matches: &'a ArgMatches,
}

impl<'a> Naming<'a> {
    pub(super) fn new(flags: &'a [Flag], matches: &'a ArgMatches) -> Self {
        Self { flags, matches }
    }

    /// The flag of a parameter and where in its value it is: `--trigger: Header.2.Key` for
    /// `Trigger.Header.2.Key`.
    pub(super) fn name(&self, path: &str) -> String {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let flag = self
            .flags
            .iter()
            .find(|flag| flag.member.wire_name == first);
        let Some(flag) = flag else {
            return path.to_owned();
        };
        let name = flag.spelled(self.matches);
        if rest.is_empty() {
            format!("--{name}")
        } else if rest.bytes().all(|byte| byte.is_ascii_digit()) {
            text!("--{name}: item {rest}", "--{name}: 第 {rest} 项").into()
        } else {
            format!("--{name}: {rest}")
        }
    }

    pub(super) fn failure(&self, action: &Action, violations: &Violations) -> CliError {
        let command = command_name(action);
        let error = invalid_request(&command, violations, |violation| {
            (self.name(violation.path()), self.message(violation))
        });
        error.and(text!(
            "\n`kcrs {command} --help` describes each parameter.",
            "\n各参数的说明见 `kcrs {command} --help`。"
        ))
    }

    fn message(&self, violation: &Violation) -> Text {
        let flag = |wire_name: &str| {
            let mut flags = self.flags.iter();
            flags.find(|flag| flag.member.wire_name == wire_name)
        };
        let condition =
            flag(violation.path()).and_then(|flag| flag.member.constraints.required_when);
        match (violation.rule(), condition) {
            (Rule::Missing, _) if !violation.path().contains('.') => {
                text!("is required", "必填")
            }
            (Rule::RequiredWhen, Some(condition)) => {
                let name = flag(condition.member).map_or(condition.member, |flag| &flag.name);
                let value = condition.value();
                text!(
                    "is required when --{name} is {value}",
                    "--{name} 为 {value} 时必填"
                )
            }
            _ => Text::verbatim(violation.message()),
        }
    }
}
