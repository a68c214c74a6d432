//! The checks of a value against the rules of its member.

use std::collections::HashMap;
use std::fmt::Display;

use super::Validator;
use crate::wire::schema::LengthUnit;
use crate::wire::violation::Rule;

impl Validator<'_> {
    /// Checks a text: its length and its pattern.
    pub fn text(&mut self, text: &str) {
        if let Some(length) = self.constraints.length {
            let (found, word) = match length.unit {
                LengthUnit::Characters => (text.chars().count(), "character"),
                LengthUnit::Bytes => (text.len(), "byte"),
            };
            if !(length.min..=length.max).contains(&found) {
                let allowed = counted(length.min, length.max, word);
                let message = format!("must be {allowed} long, is {found}");
                self.report(Rule::Length, message);
            }
        }
        let Some(pattern) = self.constraints.pattern else {
            return;
        };
        if pattern.matches(text) {
            return;
        }
        let mut message = match pattern.words {
            "" => format!("must match {}", pattern.regex),
            words => format!("must be {words}"),
        };
        if !self.path.is_sensitive() {
            message.push_str(&format!(", is {:?}", shortened(text)));
        }
        self.report(Rule::Pattern, message);
    }

    /// Checks a text that no violation may quote.
    pub fn secret(&mut self, text: &str) {
        self.path = self.path.sensitive();
        self.text(text);
    }

    /// Checks a number: its range.
    pub fn integer(&mut self, number: i64) {
        let Some((min, max)) = self.constraints.range else {
            return;
        };
        if (min..=max).contains(&number) {
            return;
        }
        let allowed = bounds(min, max, min == i64::MIN, max == i64::MAX);
        let message = match self.path.is_sensitive() {
            true => format!("must be {allowed}"),
            false => format!("must be {allowed}, is {number}"),
        };
        self.report(Rule::Range, message);
    }

    /// Checks the number of a list's items. An empty list is an absent one.
    pub(super) fn count(&mut self, count: usize) {
        let constraints = self.constraints;
        match constraints.items {
            _ if count == 0 && constraints.required => {
                self.report(Rule::Missing, "missing: must have at least one item");
            }
            Some((min, max)) if count > 0 && !(min..=max).contains(&count) => {
                let message = format!("must have {}, has {count}", counted(min, max, "item"));
                self.report(Rule::ItemCount, message);
            }
            _ => {}
        }
    }

    /// Reports each of `count` items whose key an earlier one has, at the item's `member` where the
    /// key is only that. `key` gets the number of an item, which counts from 1.
    pub(crate) fn unique_keys(
        &mut self,
        count: usize,
        key: &dyn Fn(usize) -> String,
        member: Option<&str>,
    ) {
        let mut first = HashMap::new();
        for number in 1..=count {
            let earlier = *first.entry(key(number)).or_insert(number);
            if earlier == number {
                continue;
            }
            let message = format!("must be unique, is the same as in item {earlier}");
            let mut item = self.item(number);
            match member {
                Some(name) => item.child(name).report(Rule::Unique, message),
                None => item.report(Rule::Unique, message),
            }
        }
    }
}

/// "2 to 30 characters", "at least 1 item".
fn counted(min: usize, max: usize, word: &str) -> String {
    let last = if max == usize::MAX { min } else { max };
    let plural = if last == 1 { "" } else { "s" };
    let allowed = bounds(min, max, min == 0, max == usize::MAX);
    format!("{allowed} {word}{plural}")
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
