//! The API as an OpenAPI 3.1 document.
//!
//! OpenAPI identifies operations by their paths; a query API has one path and identifies them by a
//! parameter. So the document is for reading and for tools: each action has a path of its own,
//! `/CreateInstance`, which the service does not have; `x-documentary` marks the document as such.
//!
//! How the document expresses what OpenAPI cannot:
//!
//! - **Numbered lists and structures** (`Trigger.Header.1.Key`). `deepObject` writes
//!   `Trigger[Header]`, and is defined for one level only; a form has no encoding for it at all. So
//!   parameters stand in the document by their names on the wire, with the first items of each list
//!   spelt out ([`Options::list_items`]) and an `x-list` that describes the others.
//!   `patternProperties` of forms describe all items.
//! - **Booleans**, which requests write `True` and `False`: an enum of these two texts.
//! - **Enums that the service may add to**: a text that is one of the known values or another.
//!   Written so that generators which know `anyOf` produce an enum that accepts new values, and
//!   others a text.
//! - **Other spellings**, `requestId` for `RequestId`: `x-aliases`. Fields that have some are not
//!   `required`, since known client generators map both to one name. Examples have
//!   the spelling and the types that the schema has.
//! - **Lengths in bytes**: an upper bound in characters, and `x-length-bytes`.
//! - **Signatures**: a security scheme has their location, not how they are computed.

mod document;
mod errors;
mod examples;
mod fields;
mod parameters;
mod text;
mod yaml;

use crate::dump::json::pretty;
use crate::language::Language;
use crate::model::Api;

use document::Document;

/// Options of a document.
#[derive(Clone, Debug)]
pub struct Options {
    languages: Vec<Language>,
    servers: Vec<String>,
    list_items: u16,
}

impl Options {
    /// A document with English descriptions.
    #[must_use]
    pub fn new() -> Self {
        Self {
            languages: vec![Language::English],
            servers: Vec::new(),
            list_items: 1,
        }
    }

    /// The languages of descriptions. Of several, each is a paragraph.
    #[must_use]
    pub fn languages(mut self, languages: &[Language]) -> Self {
        self.languages = languages.to_vec();
        self
    }

    /// Puts the address of a server, such as an emulator's, before those of the service; may be
    /// called for several.
    #[must_use]
    pub fn server(mut self, url: impl Into<String>) -> Self {
        self.servers.push(url.into());
        self
    }

    /// Sets how many items of each list are spelt out as parameters; the default is 1. Of lists
    /// within lists it is so many of each, so a document grows quickly. A list that cannot have so
    /// many items has as many as it can.
    #[must_use]
    pub fn list_items(mut self, items: u16) -> Self {
        self.list_items = items.max(1);
        self
    }
}

impl Default for Options {
    fn default() -> Self {
        Self::new()
    }
}

/// The document as indented JSON. Keys and entries have a fixed order.
#[must_use]
pub fn to_json(api: &Api, options: &Options) -> String {
    pretty(&Document::new(api, options).write())
}

/// The document as YAML. Texts are quoted, so that readers of every YAML version take `2021-11-09`
/// and `True` for texts.
#[must_use]
pub fn to_yaml(api: &Api, options: &Options) -> String {
    yaml::write(&Document::new(api, options).write())
}
