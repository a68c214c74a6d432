//! The format of a spec as data: which keys each mapping has, in their order, and what stands under
//! them. The checks, the canonical form and the JSON Schema come from this table.

mod action;
mod member;
mod service;

pub(crate) use action::CHAPTER;
pub(crate) use member::{
    COMMON, DEFINITION, FIELD, FIELD_WORDS, MEMBER, PARAMETER, PARAMETER_WORDS,
};
pub(crate) use service::{ERRORS, SERVICE};

/// A mapping with known keys.
#[derive(Debug)]
pub(crate) struct Mapping {
    /// A name for what it describes, unique.
    pub(crate) name: &'static str,
    /// What it describes.
    pub(crate) about: &'static str,
    /// The keys, in the order in which they are written.
    pub(crate) keys: &'static [Key],
    /// What the keys demand of each other.
    pub(crate) rules: &'static [Rule],
    pub(crate) layout: Layout,
}

/// A key and what stands under it.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) is_required: bool,
    pub(crate) value: Value,
    /// What to write where it is missing.
    pub(crate) hint: Option<&'static str>,
}

/// What may stand in a place.
#[derive(Debug)]
pub(crate) enum Value {
    /// A text that is not empty.
    Text,
    /// A text that travels as it is, with a regular expression for it. It is always quoted, so that
    /// all of its kind look alike.
    Verbatim(&'static str),
    /// A text of a form: a regular expression, and a text that has it.
    Form(&'static str, &'static str),
    /// A range of numbers: likewise.
    Bounds(&'static str, &'static str),
    /// One of a few words.
    Word(&'static [Word]),
    /// One of a few names: what they are names of, and the names.
    Name(&'static str, &'static [Word]),
    Boolean,
    /// A number between two.
    Integer(i64, i64),
    /// A text, a number or a Boolean.
    Constant,
    /// The name of a type, or a list of one.
    Type(&'static [Word]),
    Mapping(&'static Mapping),
    /// A mapping with free keys: the form of a key, what stands under each, and the layout.
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
    /// The mapping of one key with one value that says the same.
    pub(crate) long_form: Option<(&'static str, bool)>,
}

/// A mapping with free keys.
#[derive(Debug)]
pub(crate) struct Named {
    /// A regular expression for the keys.
    pub(crate) keys: &'static str,
    /// Keys that have another meaning.
    pub(crate) reserved: &'static [&'static str],
    pub(crate) value: Value,
    pub(crate) min: usize,
    /// The most entries, if that is limited.
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

/// How entries are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// On one line where it fits.
    Fit,
    /// One below the other.
    Block,
    /// One below the other, and an empty line beside each that takes several lines.
    Spaced,
}

/// What keys demand of each other.
#[derive(Debug)]
pub(crate) enum Rule {
    /// Exactly one of two.
    OneOf(&'static str, &'static str),
    /// Not both true.
    NotBoth(&'static str, &'static str),
    /// Where one is there and another is not, more are needed.
    Needs {
        with: &'static str,
        without: &'static str,
        needed: &'static [&'static str],
    },
    /// One goes with the other, where a third is there.
    Together {
        of: &'static str,
        first: &'static str,
        second: &'static str,
    },
    /// Where one is there, so is another.
    Demands(&'static str, &'static str),
}

/// A place in a file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    Root(&'static Mapping),
    Known(&'static Value),
    /// One that the format does not have.
    Unknown,
}

impl Place {
    /// The mapping with known keys that may stand here.
    pub(crate) fn mapping(self) -> Option<&'static Mapping> {
        match self {
            Self::Root(mapping) => Some(mapping),
            Self::Known(Value::Mapping(mapping) | Value::Either(_, mapping)) => Some(*mapping),
            _ => None,
        }
    }

    /// The place under a key, or of an item, which has none.
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

    /// The words that may stand here instead of a mapping.
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

/// The mapping that a file with a name, without `.yaml`, is.
pub(crate) fn of_file(stem: &str) -> &'static Mapping {
    match stem {
        "service" => &SERVICE,
        "errors" => &ERRORS,
        _ => &CHAPTER,
    }
}

/// Whether a text is one of a few words.
pub(crate) fn is_word(words: &[Word], text: &str) -> bool {
    words.iter().any(|known| known.word == text)
}

impl Mapping {
    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

impl Key {
    pub(crate) const fn required(name: &'static str, value: Value, about: &'static str) -> Self {
        Self {
            name,
            about,
            is_required: true,
            value,
            hint: None,
        }
    }

    pub(crate) const fn optional(name: &'static str, value: Value, about: &'static str) -> Self {
        Self {
            name,
            about,
            is_required: false,
            value,
            hint: None,
        }
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

const EN: Key = Key::required(
    "en",
    Value::Text,
    "Description in English, short, in plain text.",
)
.hint("write a description in English, `en: …`; the generated docs have both languages");
const ZH: Key = Key::required(
    "zh",
    Value::Text,
    "Description in Chinese, short, in plain text.",
)
.hint("write a description in Chinese, `zh: …`; the generated docs have both languages");
const SOURCE: Key = Key::optional(
    "source",
    Value::Word(&[word(
        "observed",
        "Not in the document; the real service shows it.",
    )]),
    "Where it is known from, if not from the document.",
);

/// Whatever has a description and nothing else.
static DOCS: Mapping = Mapping {
    name: "docs",
    about: "A description in both languages.",
    keys: &[EN, ZH],
    rules: &[],
    layout: Layout::Fit,
};

const SPAN: &str = r"^\s*(-?[0-9]+\.\.(-?[0-9]+)?|\.\.-?[0-9]+)\s*$";
const COUNT: &str = r"^\s*([0-9]+\.\.([1-9][0-9]*)?|\.\.[1-9][0-9]*)\s*$";
const LENGTH: &str = r"^\s*([0-9]+\.\.([1-9][0-9]*)?|\.\.[1-9][0-9]*) +(characters|bytes)\s*$";
const DURATION: &str = r"^0*[1-9][0-9]*[smh]$";
const WIRE_NAME: &str = r"^[A-Za-z0-9_-]+$";
const RUST_FIELD: &str = r"^[a-z][a-z0-9_]*$";
const RUST_TYPE: &str = r"^[A-Z][A-Za-z0-9]*$";
const ANY_NAME: &str = r"\S";
