//! The rules for the values of members: validation runs them, reflection shows them.

use std::fmt;
use std::sync::OnceLock;

use regex_lite::Regex;

use super::shape::Shape;

/// The rules for a member's value.
///
/// ```
/// use kcrs_runtime::LengthUnit;
/// use kcrs_runtime::schema::Constraints;
///
/// static NAME: Constraints = Constraints::NONE.length(2, 30, LengthUnit::Characters);
/// assert_eq!(NAME.length.map(|length| length.max), Some(30));
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Constraints {
    /// Whether a list must have an item.
    pub required: bool,
    /// Length of a text, or of each text of a list.
    pub length: Option<Length>,
    /// The least and greatest number.
    pub range: Option<(i64, i64)>,
    /// Pattern that the whole text must match.
    pub pattern: Option<&'static Pattern>,
    /// The least and greatest count of items.
    pub items: Option<(usize, usize)>,
    /// Whether no item may occur twice.
    pub unique: bool,
    /// Condition under which the member is required.
    pub required_when: Option<Condition>,
    /// Whether the value must not be shown.
    pub sensitive: bool,
}

/// Bounds of the length of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Length {
    /// The least length; 0 where there is no limit.
    pub min: usize,
    /// The greatest length; `usize::MAX` where there is no limit.
    pub max: usize,
    /// Unit of the length.
    pub unit: LengthUnit,
}

/// Unit of a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LengthUnit {
    /// Unicode characters.
    Characters,
    /// Bytes of the UTF-8 form.
    Bytes,
}

/// Pattern of a text.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Pattern {
    /// The regular expression, which the whole text must match.
    pub regex: &'static str,
    /// Description of the allowed texts; may be empty.
    pub words: &'static str,
    compiled: fn() -> &'static CompiledPattern,
}

/// A regular expression that is compiled at its first use.
pub type CompiledPattern = OnceLock<Option<Regex>>;

/// Condition that another member has a certain value.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Condition {
    /// The other member's name on the wire.
    pub member: &'static str,
    value: fn() -> String,
}

impl Constraints {
    /// No rule.
    pub const NONE: Self = Self {
        required: false,
        length: None,
        range: None,
        pattern: None,
        items: None,
        unique: false,
        required_when: None,
        sensitive: false,
    };

    /// Requires an item of a list.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets how long the text may be.
    pub const fn length(mut self, min: usize, max: usize, unit: LengthUnit) -> Self {
        self.length = Some(Length { min, max, unit });
        self
    }

    /// Sets the least and greatest number.
    pub const fn range(mut self, min: i64, max: i64) -> Self {
        self.range = Some((min, max));
        self
    }

    /// Sets what the whole text has to match.
    pub const fn pattern(mut self, pattern: &'static Pattern) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// Sets the least and greatest count of items.
    pub const fn items(mut self, min: usize, max: usize) -> Self {
        self.items = Some((min, max));
        self
    }

    /// Forbids that an item occurs twice.
    pub const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// Requires the member when `member` has that value.
    pub const fn required_when(mut self, member: &'static str, value: fn() -> String) -> Self {
        self.required_when = Some(Condition { member, value });
        self
    }

    /// Forbids to show the value.
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// Returns the rules after checking that each applies to members of this shape; in a constant
    /// that is an error of compilation.
    ///
    /// # Panics
    ///
    /// Where a rule does not apply.
    pub const fn of(self, shape: &Shape) -> Self {
        let (value, is_list) = match shape {
            Shape::List(item) => (*item, true),
            value => (value, false),
        };
        assert!(
            matches!(value, Shape::Text | Shape::Timestamp | Shape::Secret)
                || (self.length.is_none() && self.pattern.is_none()),
            "`length` and `pattern` are rules for text: `String`, `SecretString`, `Timestamp`, and \
             options and lists of these"
        );
        assert!(
            matches!(value, Shape::Integer) || self.range.is_none(),
            "`range` is a rule for whole numbers: `i64`, and options and lists of it"
        );
        assert!(
            is_list || !(self.required || self.items.is_some() || self.unique),
            "`items`, `unique` and `optional` are rules for lists: `Vec`"
        );
        assert!(
            !(self.unique && matches!(value, Shape::Structure(_))),
            "`unique` is a rule for lists of text, whole numbers and enumerations"
        );
        self
    }
}

impl Pattern {
    /// A pattern; [`pattern!`](crate::pattern) gives it its place for the compiled expression.
    #[doc(hidden)]
    pub const fn new(
        regex: &'static str,
        words: &'static str,
        compiled: fn() -> &'static CompiledPattern,
    ) -> Self {
        Self {
            regex,
            words,
            compiled,
        }
    }

    /// Returns whether the whole text matches. A pattern that is no regular expression refuses
    /// nothing.
    pub fn matches(&self, text: &str) -> bool {
        let compile = || Regex::new(&format!(r"\A(?:{})\z", self.regex)).ok();
        let regex = (self.compiled)().get_or_init(compile);
        regex.as_ref().is_none_or(|regex| regex.is_match(text))
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pattern")
            .field("regex", &self.regex)
            .field("words", &self.words)
            .finish_non_exhaustive()
    }
}

impl Condition {
    /// The other member's value, as on the wire.
    pub fn value(&self) -> String {
        (self.value)()
    }
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Condition")
            .field("member", &self.member)
            .field("value", &self.value())
            .finish()
    }
}
