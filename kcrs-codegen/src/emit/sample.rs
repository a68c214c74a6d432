//! The example in the docs of a client's method: a call with what it requires.

use std::collections::BTreeSet;

use regex_lite::Regex;

use crate::model::{Action, Api, Kind, LengthUnit, Member};
use crate::naming::field_ident;

use super::Emitter;
#[cfg(feature = "cli")]
use super::Options;
#[cfg(feature = "cli")]
use super::waiters;

/// The lines of an action's example, with its fences.
#[cfg(feature = "cli")]
pub(crate) fn sample(api: &Api, crate_name: &str, action: &Action) -> Vec<String> {
    Emitter::new(api, &Options::all(crate_name)).sample(action)
}

/// The lines of the examples of an action's waiters.
#[cfg(feature = "cli")]
pub(crate) fn waiter_samples(api: &Api, crate_name: &str, action: &Action) -> Vec<Vec<String>> {
    let options = Options::all(crate_name);
    let emitter = Emitter::new(api, &options);
    waiters::of(api, action)
        .map(|waiting| {
            let method = format!("wait_until_{}", waiting.waiter.name);
            emitter.waiter_sample(action, &method, &waiting.members)
        })
        .collect()
}

impl Emitter<'_> {
    /// The lines of the example, with its fences.
    pub(crate) fn sample(&self, action: &Action) -> Vec<String> {
        let method = format!(".{}()", field_ident(&action.method_name));
        self.sample_of(action, "let output = ", method, &action.request, ".send()")
    }

    /// The lines of the example of a waiter.
    pub(crate) fn waiter_sample(
        &self,
        action: &Action,
        method: &str,
        members: &[Member],
    ) -> Vec<String> {
        self.sample_of(action, "", format!(".{method}()"), members, ".wait()")
    }

    fn sample_of(
        &self,
        action: &Action,
        binding: &str,
        method: String,
        members: &[Member],
        last: &str,
    ) -> Vec<String> {
        let mut sample = Sample {
            emitter: self,
            action,
            types: BTreeSet::new(),
        };
        let mut calls = vec![method];
        calls.extend(sample.setters(members, ""));
        calls.push(last.to_owned());
        calls.push(".await?;".to_owned());

        let krate = self.options.root();
        let mut lines = vec![
            if self.options.doc_tests {
                "```no_run"
            } else {
                "```ignore"
            }
            .to_owned(),
            format!("# async fn example(client: {krate}::Client) -> Result<(), {krate}::Error> {{"),
        ];
        let types: Vec<&str> = sample.types.into_iter().collect();
        match types.as_slice() {
            [] => {}
            [one] => lines.extend([format!("use {krate}::types::{one};"), String::new()]),
            types => lines.extend([
                format!("use {krate}::types::{{{}}};", types.join(", ")),
                String::new(),
            ]),
        }
        let line = format!("{binding}client{}", calls.concat());
        // As rustfmt breaks chains.
        if line.len() <= CHAIN_WIDTH {
            lines.push(line);
        } else {
            lines.push(format!("{binding}client"));
            lines.extend(calls.iter().map(|call| format!("    {call}")));
        }
        lines.extend(["# Ok(()) }", "```"].map(str::to_owned));
        lines
    }
}

const CHAIN_WIDTH: usize = 72;

/// The text of a value that is no structure: that of the spec's example, unless it is a
/// placeholder, else one that the member's type and limits allow.
pub(crate) fn text(api: &Api, member: &Member, given: Option<&str>) -> String {
    let or = |made_up: String| given.map_or(made_up, str::to_owned);
    match member.ty.kind {
        Kind::Text => plain_text(member, given),
        Kind::Secret => "secret".to_owned(),
        Kind::Timestamp => or("2024-01-31 12:00:00".to_owned()),
        Kind::Integer => {
            let range = member.limits.range.unwrap_or_default();
            let given = given.and_then(|value| value.parse().ok());
            let number: i64 = given.or(range.min).or(range.max).unwrap_or(1);
            number.to_string()
        }
        Kind::Boolean => {
            let is_true = given.is_none_or(|value| value.eq_ignore_ascii_case("true"));
            is_true.to_string()
        }
        Kind::Filter => "Name=name,Value=value".to_owned(),
        Kind::Named(_) => {
            let values = api.enumeration(member.ty.kind).map(|shape| &shape.values);
            let first = values.and_then(|values| values.first());
            or(first.map_or_else(String::new, |value| value.wire.clone()))
        }
    }
}

fn plain_text(member: &Member, given: Option<&str>) -> String {
    let is_placeholder = |value: &&str| value.chars().all(|c| c == 'x' || c.is_ascii_punctuation());
    if let Some(given) = given.filter(|value| !is_placeholder(value)) {
        return given.to_owned();
    }
    let name = member.rust.replace('_', "-");
    let usual = match name.rsplit('-').next() {
        Some("id") => &name,
        Some("ip") => "10.0.0.1",
        Some("url") => "https://example.com/",
        _ => "demo",
    };
    let shortest = member.limits.length.and_then(|length| length.bounds.min);
    let shortest = shortest.and_then(|min| usize::try_from(min).ok());
    let filled = |filler: &str| filler.repeat(shortest.unwrap_or(1).clamp(1, MAX_FILLED));
    let candidates = [
        usual.to_owned(),
        name.clone(),
        name.replace('-', ""),
        given.unwrap_or_default().to_owned(),
        filled("a"),
        filled("A"),
        filled("1"),
    ];
    let allowed = candidates.into_iter().find(|text| is_allowed(member, text));
    allowed.unwrap_or(name)
}

/// Maximum length of a text made up for an example; a longer one does not help the reader.
const MAX_FILLED: usize = 64;

fn is_allowed(member: &Member, text: &str) -> bool {
    let length = member.limits.length.is_none_or(|length| {
        let count = match length.unit {
            LengthUnit::Characters => text.chars().count(),
            LengthUnit::Bytes => text.len(),
        };
        i64::try_from(count).is_ok_and(|count| length.bounds.contains(count))
    });
    let pattern = member.limits.pattern.as_ref().is_none_or(|pattern| {
        let whole = format!("^(?:{})$", pattern.regex);
        Regex::new(&whole).is_ok_and(|regex| regex.is_match(text))
    });
    length && pattern
}

struct Sample<'s, 'a> {
    emitter: &'s Emitter<'a>,
    action: &'s Action,
    types: BTreeSet<&'s str>,
}

impl<'s> Sample<'s, '_> {
    /// A call a required member.
    fn setters(&mut self, members: &'s [Member], path: &str) -> Vec<String> {
        let required = members.iter().filter(|member| member.required);
        required
            .map(|member| {
                let path = format!("{path}{}", member.wire);
                let value = match member.ty.list {
                    true if member.ty.kind == Kind::Filter => "[]".to_owned(),
                    true => format!("[{}]", self.value(member, &format!("{path}.1"))),
                    false => self.value(member, &path),
                };
                format!(".{}({value})", field_ident(&member.rust))
            })
            .collect()
    }

    /// A value: that of the spec's example, unless it is a placeholder.
    fn value(&mut self, member: &'s Member, path: &str) -> String {
        let emitter = self.emitter;
        let parameters = &self.action.example.parameters;
        let given = parameters
            .iter()
            .find(|(name, _)| name == path)
            .map(|(_, value)| value.as_str());
        let text = || text(emitter.api, member, given);
        match member.ty.kind {
            Kind::Text | Kind::Secret | Kind::Timestamp => format!("{:?}", text()),
            Kind::Integer | Kind::Boolean => text(),
            Kind::Filter => String::new(),
            Kind::Named(_) => {
                let name = emitter.type_name(member.ty.kind);
                self.types.insert(name);
                if let Some(structure) = emitter.api.structure(member.ty.kind) {
                    let setters = self.setters(&structure.members, &format!("{path}."));
                    return format!("{name}::builder(){}.build()", setters.concat());
                }
                let values = emitter.api.enumeration(member.ty.kind);
                let values = values.map_or(&[][..], |shape| &shape.values);
                let value = values.iter().find(|value| value.wire == text());
                let variant = value.or(values.first()).map_or("", |value| &value.rust);
                format!("{name}::{variant}")
            }
        }
    }
}
