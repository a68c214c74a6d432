//! The checks of one member.

use std::fmt::{self, Display};

use super::rules::{Integers, Items, Pattern, Texts, UniqueKey, first_repetitions};
use super::{Validate, Validator};
use crate::wire::violation::Rule;

/// Checks one member, reporting each broken rule. A member that is `None` breaks none.
///
/// Rules for texts and numbers apply to each item where the member is a list.
pub struct MemberValidator<'v, T: ?Sized> {
    at: Validator<'v>,
    value: &'v T,
}

/// What the length of a text counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LengthUnit {
    /// Unicode characters.
    Characters,
    /// Bytes of the UTF-8 form.
    Bytes,
}

impl<'v, T: ?Sized> MemberValidator<'v, T> {
    pub(super) fn new(at: Validator<'v>, value: &'v T) -> Self {
        Self { at, value }
    }

    /// From here on messages do not quote the value.
    pub fn sensitive(mut self) -> Self {
        self.at.path = self.at.path.sensitive();
        self
    }
}

impl<T: Texts + ?Sized> MemberValidator<'_, T> {
    /// The text must have `min` to `max` characters or bytes.
    pub fn length(mut self, min: usize, max: usize, unit: LengthUnit) -> Self {
        let at = &mut self.at;
        self.value
            .each_text(&mut |item, text| check_length(at, item, text, min, max, unit));
        self
    }

    /// The whole text must match the pattern; `words` say what that means and may be empty.
    pub fn pattern(mut self, pattern: &Pattern, words: &str) -> Self {
        let at = &mut self.at;
        let quotable = !T::SECRET && !at.path.is_sensitive();
        self.value
            .each_text(&mut |item, text| check_pattern(at, item, text, pattern, words, quotable));
        self
    }
}

impl<T: Integers + ?Sized> MemberValidator<'_, T> {
    /// The number must be `min` to `max`.
    pub fn range(mut self, min: i64, max: i64) -> Self {
        let at = &mut self.at;
        self.value
            .each_integer(&mut |item, number| check_range(at, item, number, min, max));
        self
    }
}

impl<T: Items + ?Sized> MemberValidator<'_, T> {
    /// The list must have `min` to `max` items; an empty list is an absent one, which
    /// [`Self::required`] judges.
    pub fn items(mut self, min: usize, max: usize) -> Self {
        let count = self.value.items().len();
        if count > 0 && !(min..=max).contains(&count) {
            let message = format!("must have {}, has {count}", counted(min, max, "item"));
            self.at.report(Rule::ItemCount, message);
        }
        self
    }

    /// The list must have an item.
    pub fn required(mut self) -> Self {
        if self.value.items().is_empty() {
            self.at
                .report(Rule::Missing, "missing: must have at least one item");
        }
        self
    }

    /// No item may occur twice.
    pub fn unique(mut self) -> Self
    where
        T::Item: UniqueKey,
    {
        check_unique(&mut self.at, self.value.items(), None);
        self
    }
}

impl<T: ?Sized> MemberValidator<'_, T> {
    /// Checks the members of the member.
    pub fn nested(mut self) -> Self
    where
        T: Validate,
    {
        self.value.validate_into(&mut self.at);
        self
    }
}

/// Shows the place only: the value may be a secret.
impl<T: ?Sized> fmt::Debug for MemberValidator<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemberValidator")
            .field("path", &self.at.path)
            .finish_non_exhaustive()
    }
}

/// Reports each item whose key an earlier one has, at the item's `member` where the key is only
/// that.
pub(crate) fn check_unique<T: UniqueKey>(
    at: &mut Validator<'_>,
    items: &[T],
    member: Option<&str>,
) {
    for (earlier, later) in first_repetitions(items) {
        let message = format!("must be unique, is the same as in item {}", earlier + 1);
        let mut item = at.item(later + 1);
        match member {
            Some(name) => item.child(name).report(Rule::Unique, message),
            None => item.report(Rule::Unique, message),
        }
    }
}

fn check_length(
    at: &mut Validator<'_>,
    item: Option<usize>,
    text: &str,
    min: usize,
    max: usize,
    unit: LengthUnit,
) {
    let (length, word) = match unit {
        LengthUnit::Characters => (text.chars().count(), "character"),
        LengthUnit::Bytes => (text.len(), "byte"),
    };
    if !(min..=max).contains(&length) {
        let message = format!("must be {} long, is {length}", counted(min, max, word));
        report(at, item, Rule::Length, message);
    }
}

fn check_pattern(
    at: &mut Validator<'_>,
    item: Option<usize>,
    text: &str,
    pattern: &Pattern,
    words: &str,
    quotable: bool,
) {
    if pattern.matches(text) {
        return;
    }
    let mut message = match words {
        "" => format!("must match {}", pattern.source()),
        words => format!("must be {words}"),
    };
    if quotable {
        message.push_str(&format!(", is {:?}", shortened(text)));
    }
    report(at, item, Rule::Pattern, message);
}

fn check_range(at: &mut Validator<'_>, item: Option<usize>, number: i64, min: i64, max: i64) {
    if (min..=max).contains(&number) {
        return;
    }
    let mut message = format!(
        "must be {}",
        bounds(min, max, min == i64::MIN, max == i64::MAX)
    );
    if !at.path.is_sensitive() {
        message.push_str(&format!(", is {number}"));
    }
    report(at, item, Rule::Range, message);
}

fn report(at: &mut Validator<'_>, item: Option<usize>, rule: Rule, message: String) {
    match item {
        Some(number) => at.item(number).report(rule, message),
        None => at.report(rule, message),
    }
}

/// "2 to 30 characters", "at least 1 item".
fn counted(min: usize, max: usize, word: &str) -> String {
    let last = if max == usize::MAX { min } else { max };
    let plural = if last == 1 { "" } else { "s" };
    format!(
        "{} {word}{plural}",
        bounds(min, max, min == 0, max == usize::MAX)
    )
}

fn bounds<N: Display + PartialEq>(min: N, max: N, open_min: bool, open_max: bool) -> String {
    match (open_min, open_max) {
        _ if min == max => format!("exactly {min}"),
        (true, false) => format!("at most {max}"),
        (_, true) => format!("at least {min}"),
        (false, false) => format!("{min} to {max}"),
    }
}

/// Enough of a text to recognise it by.
fn shortened(text: &str) -> String {
    const MAX_SHOWN: usize = 64;
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
