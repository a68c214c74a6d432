//! The format of a spec as data: which keys each mapping has, in their order, and what stands under
//! them. The checks, the canonical form and the JSON Schema come from this table.

mod action;
mod member;
mod service;

use std::path::Path;

pub(crate) use action::CHAPTER;
pub(crate) use member::{
    COMMON, DEFINITION, FIELD, FIELD_WORDS, MEMBER, PARAMETER, PARAMETER_WORDS,
};
pub(crate) use service::{ERRORS, SERVICE};

/// The kind of a file of a spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// `service.yaml`.
    Service,
    /// `errors.yaml`.
    Errors,
    /// Any other file.
    Chapter,
}

/// A mapping with known keys.
#[derive(Debug)]
pub(crate) struct Mapping {
    /// Unique name of what it describes.
    pub(crate) name: &'static str,
    /// Subject of the file.
    pub(crate) about: &'static str,
    /// The keys, in the order in which they are written.
    pub(crate) keys: &'static [Key],
    /// Constraints between the keys.
    pub(crate) rules: &'static [Rule],
    pub(crate) layout: Layout,
}

/// A key and its value.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) is_required: bool,
    /// The key beside which it need not be given.
    pub(crate) waived_by: Option<&'static str>,
    pub(crate) value: Value,
    /// Help for a missing key.
    pub(crate) hint: Option<&'static str>,
}

/// The kind of a value.
#[derive(Debug)]
pub(crate) enum Value {
    /// A text that is not empty.
    Text,
    /// A text that is sent or shown verbatim, with a regular expression for it. The formatter
    /// always quotes it.
    Verbatim(&'static str),
    /// A text that matches a regular expression, with an example.
    Form(&'static str, &'static str),
    /// A range of numbers, with the regular expression of its text and an example.
    Bounds(&'static str, &'static str),
    /// One of a set of words.
    Word(&'static [Word]),
    /// One of a set of names, with what they are names of.
    Name(&'static str, &'static [Word]),
    Boolean,
    /// A number between two bounds, inclusive.
    Integer(i64, i64),
    /// A text, a number or a Boolean.
    Constant,
    /// The name of a type, or a list of one.
    Type(&'static [Word]),
    Mapping(&'static Mapping),
    /// A mapping with free keys.
    Named(&'static Named),
    List(&'static List),
    /// A short form, or a mapping.
    Either(&'static [Word], &'static Mapping),
}

/// A word and its meaning.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) word: &'static str,
    pub(crate) about: &'static str,
    /// The key and value of the equivalent mapping.
    pub(crate) long_form: Option<(&'static str, bool)>,
}

/// A mapping with free keys.
#[derive(Debug)]
pub(crate) struct Named {
    /// A regular expression for the keys.
    pub(crate) keys: &'static str,
    /// Keys that are not allowed.
    pub(crate) reserved: &'static [&'static str],
    pub(crate) value: Value,
    pub(crate) min: usize,
    /// The maximum number of entries.
    pub(crate) max: Option<usize>,
    pub(crate) layout: Layout,
}

/// A list.
#[derive(Debug)]
pub(crate) struct List {
    pub(crate) item: Value,
    pub(crate) min: usize,
    /// Whether each item occurs once.
    pub(crate) is_unique: bool,
    pub(crate) layout: Layout,
}

/// Layout of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// On one line if they fit.
    Fit,
    /// One per line.
    Block,
    /// One per line, with empty lines around entries that span several lines.
    Spaced,
}

/// A constraint between keys.
#[derive(Debug)]
pub(crate) enum Rule {
    /// Exactly one of the two is present.
    OneOf(&'static str, &'static str),
    /// Not both are present; of Booleans, not both are true.
    NotBoth(&'static str, &'static str),
    /// If `with` is present and `without` is not, the `needed` ones are required.
    Needs {
        with: &'static str,
        without: &'static str,
        needed: &'static [&'static str],
    },
    /// If `of` is present, `first` and `second` are present both or not at all.
    Together {
        of: &'static str,
        first: &'static str,
        second: &'static str,
    },
    /// If the first is present, the second is required.
    Demands(&'static str, &'static str),
}

/// A position in the structure of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    Root(&'static Mapping),
    Known(&'static Value),
    /// One that is not in the table.
    Unknown,
}

impl Place {
    /// Returns the mapping with known keys that is allowed here.
    pub(crate) fn mapping(self) -> Option<&'static Mapping> {
        match self {
            Self::Root(mapping) => Some(mapping),
            Self::Known(Value::Mapping(mapping) | Value::Either(_, mapping)) => Some(*mapping),
            _ => None,
        }
    }

    /// Returns the place under a key, or of an item if there is no key.
    pub(crate) fn under(self, name: Option<&str>) -> Self {
        if let Some(mapping) = self.mapping() {
            return name
                .and_then(|name| mapping.key(name))
                .map_or(Self::Unknown, |key| Self::Known(&key.value));
        }
        match self {
            Self::Known(Value::Named(named)) => Self::Known(&named.value),
            Self::Known(Value::List(list)) if name.is_none() => Self::Known(&list.item),
            _ => Self::Unknown,
        }
    }

    /// Returns the words that are allowed here instead of a mapping.
    pub(crate) fn words(self) -> &'static [Word] {
        match self {
            Self::Known(Value::Either(words, _)) => words,
            _ => &[],
        }
    }

    pub(crate) fn layout(self) -> Layout {
        match self {
            Self::Known(Value::Named(named)) => named.layout,
            Self::Known(Value::List(list)) => list.layout,
            _ => self.mapping().map_or(Layout::Fit, |mapping| mapping.layout),
        }
    }

    pub(crate) fn is_verbatim(self) -> bool {
        matches!(self, Self::Known(Value::Verbatim(_)))
    }
}

/// Returns whether a text is one of the words.
pub(crate) fn is_word(words: &[Word], text: &str) -> bool {
    words.iter().any(|known| known.word == text)
}

impl FileKind {
    /// Returns the kind of a file by its name.
    pub fn of_path(path: &Path) -> Self {
        Self::of_stem(path.file_stem().and_then(|stem| stem.to_str()))
    }

    /// Returns the kind of a file by its name without `.yaml`.
    pub(crate) fn of_stem(stem: Option<&str>) -> Self {
        match stem {
            Some("service") => Self::Service,
            Some("errors") => Self::Errors,
            _ => Self::Chapter,
        }
    }

    /// Guesses the kind of a file from its text.
    pub fn of_text(text: &str) -> Self {
        let has_key = |key: &str| text.lines().any(|line| line.starts_with(key));
        if has_key("service:") {
            Self::Service
        } else if has_key("errors:") {
            Self::Errors
        } else {
            Self::Chapter
        }
    }

    pub(crate) fn mapping(self) -> &'static Mapping {
        match self {
            Self::Service => &SERVICE,
            Self::Errors => &ERRORS,
            Self::Chapter => &CHAPTER,
        }
    }
}

impl Mapping {
    const fn new(name: &'static str, about: &'static str) -> Self {
        Self {
            name,
            about,
            keys: &[],
            rules: &[],
            layout: Layout::Fit,
        }
    }

    const fn keys(mut self, keys: &'static [Key]) -> Self {
        self.keys = keys;
        self
    }

    const fn rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }

    const fn layout(mut self, layout: Layout) -> Self {
        self.layout = layout;
        self
    }

    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

impl Named {
    const fn new(keys: &'static str, value: Value) -> Self {
        Self {
            keys,
            reserved: &[],
            value,
            min: 0,
            max: None,
            layout: Layout::Fit,
        }
    }

    const fn min(mut self, min: usize) -> Self {
        self.min = min;
        self
    }

    const fn layout(mut self, layout: Layout) -> Self {
        self.layout = layout;
        self
    }
}

impl List {
    const fn new(item: Value, min: usize) -> Self {
        Self {
            item,
            min,
            is_unique: false,
            layout: Layout::Fit,
        }
    }

    const fn unique(mut self) -> Self {
        self.is_unique = true;
        self
    }
}

impl Key {
    const fn required(name: &'static str, value: Value) -> Self {
        let mut key = Self::optional(name, value);
        key.is_required = true;
        key
    }

    const fn optional(name: &'static str, value: Value) -> Self {
        Self {
            name,
            about: "",
            is_required: false,
            waived_by: None,
            value,
            hint: None,
        }
    }

    const fn about(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    const fn unless(mut self, other: &'static str) -> Self {
        self.waived_by = Some(other);
        self
    }

    const fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }
}

const fn word(word: &'static str, about: &'static str) -> Word {
    Word {
        word,
        about,
        long_form: None,
    }
}

const EN: Key = Key::required("en", Value::Text)
    .about("Description in English, short, in plain text.")
    .hint("write a description in English, `en: …`; the generated docs have both languages");
const ZH: Key = Key::required("zh", Value::Text)
    .about("Description in Chinese, short, in plain text.")
    .hint("write a description in Chinese, `zh: …`; the generated docs have both languages");
const DOCUMENTED_AS: Key = Key::optional("documented_as", Value::Text)
    .about("What the document calls it, where that is another name.");
const SOURCE: Key = Key::optional(
    "source",
    Value::Word(&[word(
        "observed",
        "Not in the document; the real service shows it.",
    )]),
)
.about("Where it is known from, if not from the document.");

/// A description and nothing else.
static DOCS: Mapping = Mapping::new("docs", "A description in both languages.").keys(&[EN, ZH]);

/// Texts that differ.
static TEXTS: List = List::new(Value::Text, 0).unique();

const SPAN: &str = r"^\s*(-?[0-9]+\.\.(-?[0-9]+)?|\.\.-?[0-9]+)\s*$";
const COUNT: &str = r"^\s*([0-9]+\.\.([1-9][0-9]*)?|\.\.[1-9][0-9]*)\s*$";
const LENGTH: &str = r"^\s*([0-9]+\.\.([1-9][0-9]*)?|\.\.[1-9][0-9]*) +(characters|bytes)\s*$";
const DURATION: &str = r"^0*[1-9][0-9]*[smh]$";
const WIRE_NAME: &str = r"^[A-Za-z0-9_-]+$";
const RUST_FIELD: &str = r"^[a-z][a-z0-9_]*$";
const RUST_TYPE: &str = r"^[A-Z][A-Za-z0-9]*$";
const ANY_NAME: &str = r"\S";
