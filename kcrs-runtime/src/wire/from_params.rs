//! Decoding of parameters into values, for servers.
//!
//! The parameters are sorted by the parts of their names once; the members of a structure, and the
//! items of a list, are then a slice. So neither deep names nor many of them cost more than their
//! length, and a name recurses only as deep as the structure that is read.

use std::cmp::Ordering;
use std::fmt;

use crate::wire::decode::parse_boolean;
use crate::wire::params::Params;
use crate::wire::secret::SecretString;
use crate::wire::violation::{Rule, Violation, Violations};

/// Maximum depth of structures and lists; only a structure that contains itself has that many.
const MAX_DEPTH: usize = 64;

/// Maximum number of wrong item numbers reported for one list.
const MAX_WRONG_NUMBERS: usize = 100;

/// Characters of a name or value that are shown.
const MAX_SHOWN: usize = 64;

/// A value that can be read from parameters.
pub trait FromParams: Sized {
    /// Reads the value at the place where the reader is. Where it returns `None` it has reported
    /// why.
    fn read_params(reader: &mut ParamReader<'_>) -> Option<Self>;

    /// Reads a request. Parameters that it does not have are ignored.
    fn from_params(params: &Params) -> Result<Self, Violations> {
        let mut names: Vec<(&str, &str)> = params.iter().collect();
        // Stable, so that repeated parameters keep their order.
        names.sort_by(|(left, _), (right, _)| compare(left, right));
        let mut violations = Violations::default();
        let value = Self::read_params(&mut ParamReader {
            values: &[],
            members: &names,
            path: "",
            depth: 0,
            sensitive: false,
            sensitive_next: false,
            violations: &mut violations,
        });
        match value {
            Some(value) if violations.is_empty() => Ok(value),
            _ => Err(violations),
        }
    }
}

/// Reads values at one place among the parameters.
pub struct ParamReader<'a> {
    /// Values of exactly this name.
    values: &'a [(&'a str, &'a str)],
    /// The parameters below, in the order of [`compare`].
    members: &'a [(&'a str, &'a str)],
    path: &'a str,
    depth: usize,
    sensitive: bool,
    sensitive_next: bool,
    violations: &'a mut Violations,
}

impl<'a> ParamReader<'a> {
    /// A member that has to be there.
    pub fn required<T: FromParams>(&mut self, name: &str) -> Option<T> {
        match self.enter(name) {
            Some(mut member) => T::read_params(&mut member),
            None => self.report_missing(name, "missing"),
        }
    }

    /// A member that may be absent; `None` means that it is there and wrong.
    pub fn optional<T: FromParams>(&mut self, name: &str) -> Option<Option<T>> {
        match self.enter(name) {
            Some(mut member) => T::read_params(&mut member).map(Some),
            None => Some(None),
        }
    }

    /// A list that has to have an item; its numbers go from 1 to `last`.
    pub fn required_list<T: FromParams>(&mut self, name: &str, last: usize) -> Option<Vec<T>> {
        match self.enter(name) {
            Some(mut list) => list.items(last),
            None => self.report_missing(name, "missing: must have at least one item"),
        }
    }

    /// A list that may be absent and then is empty; its numbers go from 1 to `last`.
    pub fn optional_list<T: FromParams>(&mut self, name: &str, last: usize) -> Option<Vec<T>> {
        match self.enter(name) {
            Some(mut list) => list.items(last),
            None => Some(Vec::new()),
        }
    }

    /// Violations of the member that is read next do not quote its value.
    pub fn sensitive(&mut self) -> &mut Self {
        self.sensitive_next = true;
        self
    }

    /// Reports a plain value at a place that has members; [`Self::required`] and its like do so by
    /// themselves.
    pub fn members(&mut self) {
        if !self.values.is_empty() {
            self.values = &[];
            self.report::<()>(Rule::Malformed, "must have members, is a plain value");
        }
    }

    /// The plain value at this place.
    pub fn text(&mut self) -> Option<&'a str> {
        if !self.members.is_empty() {
            return self.report(Rule::Malformed, "must be a plain value, has members");
        }
        match self.values {
            [] => self.report(Rule::Missing, "missing"),
            [(_, value)] => Some(value),
            [_, _] => self.report(Rule::Duplicate, "given twice"),
            more => self.report(Rule::Duplicate, format!("given {} times", more.len())),
        }
    }

    /// The plain value at this place, read by `parse`; `expected` continues "must be".
    pub fn parse<T>(&mut self, expected: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.text()?;
        match parse(text) {
            Some(value) => Some(value),
            None if self.sensitive => self.report(Rule::Malformed, format!("must be {expected}")),
            None => self.report(
                Rule::Malformed,
                format!("must be {expected}, is {:?}", shortened(text)),
            ),
        }
    }

    fn items<T: FromParams>(&mut self, last: usize) -> Option<Vec<T>> {
        let mut complete = true;
        if !self.values.is_empty() {
            self.values = &[];
            let message = format!("must be a list, numbered from {}.1", self.path);
            complete = self.report::<()>(Rule::Malformed, message).is_some();
        }
        let numbers = self.numbers(last);
        complete &= numbers.is_some();
        let mut numbers = numbers.unwrap_or_default();
        numbers.sort_unstable_by_key(|&(number, _)| number);
        let mut items = Vec::with_capacity(numbers.len());
        for (_, name) in numbers {
            let item = self
                .enter(name)
                .and_then(|mut item| T::read_params(&mut item));
            complete &= item.is_some();
            items.extend(item);
        }
        complete.then_some(items)
    }

    /// The numbers of the list's items, as numbers and as written; `None` when one is wrong.
    fn numbers(&mut self, last: usize) -> Option<Vec<(usize, &'a str)>> {
        let mut numbers = Vec::new();
        let mut wrong = 0;
        let mut rest = self.members;
        while let Some((name, _)) = rest.first() {
            let name = first_part(&name[self.prefix()..]);
            let len =
                rest.partition_point(|(other, _)| first_part(&other[self.prefix()..]) == name);
            rest = &rest[len..];
            match item_number(name).filter(|number| (1..=last).contains(number)) {
                Some(number) => numbers.push((number, name)),
                None => {
                    wrong += 1;
                    if wrong <= MAX_WRONG_NUMBERS {
                        self.report_member(
                            name,
                            Rule::Index,
                            format!("the number must be 1 to {last}"),
                        );
                    }
                }
            }
        }
        (wrong == 0).then_some(numbers)
    }

    /// Goes to a member; `None` where there is nothing by that name.
    fn enter<'b>(&'b mut self, name: &str) -> Option<ParamReader<'b>> {
        self.members();
        let sensitive = std::mem::take(&mut self.sensitive_next) || self.sensitive;
        let prefix = self.prefix();
        let start = self
            .members
            .partition_point(|(other, _)| compare(&other[prefix..], name) == Ordering::Less);
        let from = &self.members[start..];
        let values = from.partition_point(|(other, _)| other[prefix..] == *name);
        let all = from.partition_point(|(other, _)| is_at_or_below(&other[prefix..], name));
        let (first, _) = from[..all].first()?;
        let path = &first[..prefix + name.len()];
        if self.depth == MAX_DEPTH {
            self.report_member(
                name,
                Rule::Malformed,
                format!("is nested more than {MAX_DEPTH} levels deep"),
            );
            return None;
        }
        Some(ParamReader {
            values: &from[..values],
            members: &from[values..all],
            path,
            depth: self.depth + 1,
            sensitive,
            sensitive_next: false,
            violations: self.violations,
        })
    }

    /// Returns the offset of members' names in the names below this place.
    fn prefix(&self) -> usize {
        if self.path.is_empty() && self.depth == 0 {
            0
        } else {
            self.path.len() + 1
        }
    }

    fn report<T>(&mut self, rule: Rule, message: impl Into<String>) -> Option<T> {
        self.violations
            .push(Violation::new(self.path, rule, message));
        None
    }

    fn report_member(&mut self, name: &str, rule: Rule, message: impl Into<String>) {
        let dot = if self.prefix() == 0 { "" } else { "." };
        let path = format!("{}{dot}{}", self.path, shortened(name));
        self.violations.push(Violation::new(path, rule, message));
    }

    fn report_missing<T>(&mut self, name: &str, message: &str) -> Option<T> {
        self.report_member(name, Rule::Missing, message);
        None
    }
}

/// Shows the place only: the parameters may hold secrets.
impl fmt::Debug for ParamReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParamReader")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// The order in which a name comes directly before the names below it.
fn compare(left: &str, right: &str) -> Ordering {
    let key = |byte| if byte == b'.' { 0 } else { u16::from(byte) + 1 };
    left.bytes().map(key).cmp(right.bytes().map(key))
}

fn is_at_or_below(name: &str, top: &str) -> bool {
    name.strip_prefix(top)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn first_part(name: &str) -> &str {
    name.split_once('.').map_or(name, |(first, _)| first)
}

/// A number without sign and leading zeros.
fn item_number(text: &str) -> Option<usize> {
    let canonical = !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    if canonical { text.parse().ok() } else { None }
}

fn shortened(text: &str) -> &str {
    text.char_indices()
        .nth(MAX_SHOWN)
        .map_or(text, |(end, _)| &text[..end])
}

impl FromParams for String {
    fn read_params(reader: &mut ParamReader<'_>) -> Option<Self> {
        reader.text().map(str::to_owned)
    }
}

impl FromParams for SecretString {
    fn read_params(reader: &mut ParamReader<'_>) -> Option<Self> {
        reader.text().map(Self::from)
    }
}

impl FromParams for bool {
    fn read_params(reader: &mut ParamReader<'_>) -> Option<Self> {
        reader.parse("True or False", parse_boolean)
    }
}

impl<T: FromParams> FromParams for Box<T> {
    fn read_params(reader: &mut ParamReader<'_>) -> Option<Self> {
        T::read_params(reader).map(Box::new)
    }
}

impl FromParams for i64 {
    fn read_params(reader: &mut ParamReader<'_>) -> Option<Self> {
        let expected = format!("a whole number from {} to {}", Self::MIN, Self::MAX);
        reader.parse(&expected, |text| text.parse().ok())
    }
}

#[cfg(test)]
mod tests;
