//! What the checks need to know of the types that they are applied to.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::OnceLock;

use regex_lite::Regex;

use crate::wire::secret::SecretString;

/// A regular expression that is compiled when it is first used and must match a whole text.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern, which the derive has checked.
    pub const fn new(source: &'static str) -> Self {
        Self {
            source,
            regex: OnceLock::new(),
        }
    }

    /// The regular expression as it was written.
    pub fn source(&self) -> &'static str {
        self.source
    }

    /// Whether the whole text matches. A pattern that is no regular expression refuses nothing.
    pub fn matches(&self, text: &str) -> bool {
        let regex = self
            .regex
            .get_or_init(|| Regex::new(&format!(r"\A(?:{})\z", self.source)).ok());
        regex.as_ref().is_none_or(|regex| regex.is_match(text))
    }
}

/// A text, or several.
#[diagnostic::on_unimplemented(
    message = "`length` and `pattern` are rules for text, which `{Self}` is not",
    note = "they apply to `String`, `SecretString`, `Timestamp`, and to options and lists of these"
)]
pub trait Texts {
    /// Whether the texts must not be quoted.
    const SECRET: bool = false;

    /// Hands over each text, in a list with its number, which counts from 1.
    fn each_text(&self, visit: &mut dyn FnMut(Option<usize>, &str));
}

/// A whole number, or several.
#[diagnostic::on_unimplemented(
    message = "`range` is a rule for whole numbers, which `{Self}` is not",
    note = "it applies to `i64`, and to options and lists of these"
)]
pub trait Integers {
    /// Hands over each number, in a list with its place, which counts from 1.
    fn each_integer(&self, visit: &mut dyn FnMut(Option<usize>, i64));
}

/// A list.
#[diagnostic::on_unimplemented(
    message = "`items`, `unique` and `optional` are rules for lists, which `{Self}` is not",
    note = "they apply to `Vec`"
)]
pub trait Items {
    /// The type of the items.
    type Item;

    /// The items.
    fn items(&self) -> &[Self::Item];
}

/// A type whose values a list may have to hold only once.
#[diagnostic::on_unimplemented(
    message = "`unique` is no rule for a list of `{Self}`",
    note = "it applies to lists of text, whole numbers and enumerations"
)]
pub trait UniqueKey {
    /// What must not occur twice.
    type Key: Eq + Hash + ?Sized;

    /// What must not occur twice.
    fn unique_key(&self) -> &Self::Key;
}

/// A value that a condition compares with another: itself, or an option that has to be there.
#[diagnostic::on_unimplemented(
    message = "a condition cannot compare `{Self}` with `{V}`",
    note = "name a value of the member's own type, without the `Option`"
)]
pub trait Is<V: ?Sized> {
    /// Whether this is that value.
    fn is(&self, value: &V) -> bool;
}

/// Pairs of places (earlier, later) of equal items, the earlier being the first of its kind.
pub(super) fn first_repetitions<T: UniqueKey>(items: &[T]) -> Vec<(usize, usize)> {
    let mut repetitions = Vec::new();
    if items.len() < 2 {
        return repetitions;
    }
    let mut first = HashMap::with_capacity(items.len());
    for (place, item) in items.iter().enumerate() {
        let earlier = *first.entry(item.unique_key()).or_insert(place);
        if earlier != place {
            repetitions.push((earlier, place));
        }
    }
    repetitions
}

impl Texts for String {
    fn each_text(&self, visit: &mut dyn FnMut(Option<usize>, &str)) {
        visit(None, self);
    }
}

impl Texts for SecretString {
    const SECRET: bool = true;

    fn each_text(&self, visit: &mut dyn FnMut(Option<usize>, &str)) {
        visit(None, self.expose());
    }
}

impl<T: Texts> Texts for Option<T> {
    const SECRET: bool = T::SECRET;

    fn each_text(&self, visit: &mut dyn FnMut(Option<usize>, &str)) {
        if let Some(text) = self {
            text.each_text(visit);
        }
    }
}

impl<T: Texts> Texts for Vec<T> {
    const SECRET: bool = T::SECRET;

    fn each_text(&self, visit: &mut dyn FnMut(Option<usize>, &str)) {
        for (index, item) in self.iter().enumerate() {
            item.each_text(&mut |_, text| visit(Some(index + 1), text));
        }
    }
}

impl<T: Integers> Integers for Option<T> {
    fn each_integer(&self, visit: &mut dyn FnMut(Option<usize>, i64)) {
        if let Some(number) = self {
            number.each_integer(visit);
        }
    }
}

impl<T: Integers> Integers for Vec<T> {
    fn each_integer(&self, visit: &mut dyn FnMut(Option<usize>, i64)) {
        for (index, item) in self.iter().enumerate() {
            item.each_integer(&mut |_, number| visit(Some(index + 1), number));
        }
    }
}

impl<T> Items for Vec<T> {
    type Item = T;

    fn items(&self) -> &[T] {
        self
    }
}

impl UniqueKey for String {
    type Key = str;

    fn unique_key(&self) -> &str {
        self
    }
}

impl UniqueKey for SecretString {
    type Key = str;

    fn unique_key(&self) -> &str {
        self.expose()
    }
}

impl Integers for i64 {
    fn each_integer(&self, visit: &mut dyn FnMut(Option<usize>, i64)) {
        visit(None, *self);
    }
}

impl UniqueKey for i64 {
    type Key = Self;

    fn unique_key(&self) -> &Self {
        self
    }
}

impl<T: PartialEq> Is<T> for T {
    fn is(&self, value: &T) -> bool {
        self == value
    }
}

impl<T: PartialEq> Is<T> for Option<T> {
    fn is(&self, value: &T) -> bool {
        self.as_ref() == Some(value)
    }
}

impl Is<&str> for String {
    fn is(&self, value: &&str) -> bool {
        self == value
    }
}

impl Is<&str> for Option<String> {
    fn is(&self, value: &&str) -> bool {
        self.as_deref() == Some(*value)
    }
}
