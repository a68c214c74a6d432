//! What is wrong with a request, by the flags that it was typed in with.

use clap::ArgMatches;
use kcrs_generated::schema::Action;
use kcrs_generated::{Rule, Violation, Violations};

use super::arguments::Flag;
use super::command_name;
use crate::error::CliError;
use crate::language::Language;

/// How the parameters are called on the command line.
pub(super) struct Naming<'a> {
    flags: &'a [Flag],
    matches: &'a ArgMatches,
    language: Language,
}

impl<'a> Naming<'a> {
    pub(super) fn new(flags: &'a [Flag], matches: &'a ArgMatches, language: Language) -> Self {
        Self {
            flags,
            matches,
            language,
        }
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
            format!("--{name}: item {rest}")
        } else {
            format!("--{name}: {rest}")
        }
    }

    pub(super) fn failure(&self, action: &Action, violations: &Violations) -> CliError {
        let command = command_name(action);
        let mut text = self.language.choose(
            format!("{command}: the request is not valid, nothing was sent:"),
            format!("{command}：请求不合规则，未发送："),
        );
        for violation in violations {
            let name = self.name(violation.path());
            text.push_str(&format!("\n  {name}: {}", self.message(violation)));
        }
        text.push_str(&self.language.choose(
            format!("\n`kcrs {command} --help` describes each parameter."),
            format!("\n各参数的说明见 `kcrs {command} --help`。"),
        ));
        CliError::usage(text)
    }

    fn message(&self, violation: &Violation) -> String {
        let flag = |wire_name: &str| {
            let mut flags = self.flags.iter();
            flags.find(|flag| flag.member.wire_name == wire_name)
        };
        let condition =
            flag(violation.path()).and_then(|flag| flag.member.constraints.required_when);
        match (violation.rule(), condition) {
            (Rule::Missing, _) if !violation.path().contains('.') => {
                self.language.choose("is required", "必填").to_owned()
            }
            (Rule::RequiredWhen, Some(condition)) => {
                let name = flag(condition.member).map_or(condition.member, |flag| &flag.name);
                format!("is required when --{name} is {}", condition.value())
            }
            _ => violation.message().to_owned(),
        }
    }
}
