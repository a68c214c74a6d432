//! Calls as the command line takes them.

use crate::emit::sample_text;
use crate::model::{Action, Member, Waiter};

use super::{Reference, kebab};

/// Maximum length of a command on one line.
const WIDTH: usize = 100;

impl Reference<'_> {
    /// The command of an action, with what it requires.
    pub(super) fn command(&self, action: &Action) -> String {
        let required = action.request.iter().filter(|member| member.required);
        let flags = required.map(|member| self.flag(action, member, member.ty.list));
        self.line(&kebab(&action.wire), flags.collect())
    }

    /// The command of a waiter, with what has to be given.
    pub(super) fn waiter_command(&self, waiter: &Waiter, action: &Action) -> String {
        let given = |name: &String, members: &[Member]| {
            let member = members.iter().find(|member| member.wire == *name)?;
            Some(self.flag(action, member, member.ty.list))
        };
        let sent = waiter
            .with
            .iter()
            .filter_map(|name| given(name, &action.request));
        let path = waiter.path.as_deref().unwrap_or_default();
        let items = path.split('.').next().unwrap_or_default();
        let items = action.response.iter().find(|field| field.wire == items);
        let item = items.and_then(|items| self.api.structure(items.ty.kind));
        let compared = waiter
            .matching
            .iter()
            .filter(|name| !waiter.with.contains(name))
            .filter_map(|name| given(name, &item?.members));
        self.line(
            &format!("wait {}", kebab(&waiter.name)),
            sent.chain(compared).collect(),
        )
    }

    fn line(&self, command: &str, flags: Vec<String>) -> String {
        let parts = std::iter::once(format!("{} {command}", self.options.program)).chain(flags);
        let parts: Vec<String> = parts.collect();
        let line = parts.join(" ");
        if line.chars().count() <= WIDTH {
            line
        } else {
            parts.join(" \\\n    ")
        }
    }

    fn flag(&self, action: &Action, member: &Member, is_list: bool) -> String {
        let path = match is_list {
            true => format!("{}.1", member.wire),
            false => member.wire.clone(),
        };
        let value = self.value(action, member, &path, true);
        let flag = member.rust.replace('_', "-");
        format!("--{flag} {}", quoted(&value))
    }

    /// A value: that of the example, unless it is a placeholder. Structures are written
    /// `Key=value,Key=value`.
    fn value(&self, action: &Action, member: &Member, path: &str, is_outermost: bool) -> String {
        if let Some(structure) = self.api.structure(member.ty.kind) {
            let required = structure.members.iter().filter(|member| member.required);
            let members = required.map(|member| {
                let number = if member.ty.list { ".1" } else { "" };
                let path = format!("{path}.{}{number}", member.wire);
                let value = self.value(action, member, &path, false);
                format!("{}={value}", member.wire)
            });
            let members = members.collect::<Vec<_>>().join(",");
            return match is_outermost {
                true => members,
                false => format!("{{{members}}}"),
            };
        }
        let mut parameters = action.example.parameters.iter();
        let given = parameters
            .find(|(name, _)| name == path)
            .map(|(_, value)| value.as_str());
        sample_text(self.api, member, given)
    }
}

/// A word of a shell.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_value_is_one_word() {
        for (text, expected) in [
            ("a-b_1./:", "a-b_1./:"),
            ("", "''"),
            ("a b", "'a b'"),
            ("it's", "'it'\\''s'"),
            ("$x", "'$x'"),
            ("名", "'名'"),
        ] {
            assert_eq!(quoted(text), expected);
        }
    }
}
