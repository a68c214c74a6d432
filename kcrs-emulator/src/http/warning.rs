//! Deviations of clients from the document.

use std::fmt;

use kcrs_generated::{ErrorRow, error_rows};

/// Characters of a parameter's name that are kept.
const MAX_NAME_CHARACTERS: usize = 64;

/// Something about a request that the document forbids, or that is probably a mistake, and that was
/// taken all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    kind: WarningKind,
    parameter: String,
}

/// Message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WarningKind {
    /// A list is numbered from 0; the document numbers from 1.
    ListFromZero,
    /// The parameters are a JSON body; the document wants a form.
    JsonBody,
    /// A Boolean is not spelt `True` or `False`.
    BooleanSpelling,
    /// A parameter of a POST is in the query; the document wants all of them in the body.
    MixedParameters,
    /// A GET has a body, which is not looked at.
    BodyIgnored,
    /// A space in the query is written `+`; signatures want `%20`.
    PlusForSpace,
    /// The action has no such parameter. The service ignores it, so this is never refused.
    UnknownParameter,
}

impl WarningKind {
    /// The word for it in logs and in the admin API, such as `list-from-zero`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ListFromZero => "list-from-zero",
            Self::JsonBody => "json-body",
            Self::BooleanSpelling => "boolean-spelling",
            Self::MixedParameters => "mixed-parameters",
            Self::BodyIgnored => "body-ignored",
            Self::PlusForSpace => "plus-for-space",
            Self::UnknownParameter => "unknown-parameter",
        }
    }

    /// The row of the error table that a strict emulator refuses with; `None` where it takes the
    /// request too.
    #[must_use]
    pub fn refusal(self) -> Option<&'static ErrorRow> {
        match self {
            Self::ListFromZero | Self::BooleanSpelling => {
                Some(&error_rows::INVALID_PARAMETER_VALUE)
            }
            Self::JsonBody | Self::MixedParameters | Self::BodyIgnored | Self::PlusForSpace => {
                Some(&error_rows::INVALID_QUERY_PARAMETER)
            }
            Self::UnknownParameter => None,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::ListFromZero => "is numbered from 0, the document numbers from 1",
            Self::JsonBody => "is JSON, the document wants a form",
            Self::BooleanSpelling => "must be spelt True or False",
            Self::MixedParameters => "is in the query of a POST, the document wants it in the body",
            Self::BodyIgnored => "is ignored, the parameters of a GET are in its query",
            Self::PlusForSpace => "has + for a space, signatures want %20",
            Self::UnknownParameter => "is no parameter of the action and is ignored",
        }
    }
}

impl Warning {
    pub(crate) fn new(kind: WarningKind, parameter: &str) -> Self {
        let parameter = shortened(parameter, MAX_NAME_CHARACTERS).to_owned();
        Self { kind, parameter }
    }

    /// Message.
    #[must_use]
    pub fn kind(&self) -> WarningKind {
        self.kind
    }

    /// The name of the parameter that it is about, as sent; `(body)` for the body as a whole.
    #[must_use]
    pub fn parameter(&self) -> &str {
        &self.parameter
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.parameter, self.kind.words())
    }
}

/// The beginning of a text, at most so many characters.
pub(crate) fn shortened(text: &str, characters: usize) -> &str {
    text.char_indices()
        .nth(characters)
        .map_or(text, |(end, _)| &text[..end])
}
