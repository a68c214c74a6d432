//! The API as an OpenAPI document.
//!
//! OpenAPI tells operations apart by their paths; a query API has one path and tells them apart by
//! a parameter. So the document is for reading and for tools: each action has a path of its own,
//! `/CreateInstance`, which the service does not have, and the document says so (`x-documentary`).
//! The emulator takes these paths when it is asked to.
//!
//! What OpenAPI has no word for:
//!
//! - **Numbered lists and structures** (`Trigger.Header.1.Key`). `deepObject` writes
//!   `Trigger[Header]`, and is defined for one level only; a form has no encoding for it at all. So
//!   parameters stand in the document by their names on the wire, with the first items of each list
//!   spelt out ([`Options::list_items`]) and an `x-list` that says how the list goes on. Where the
//!   version has `patternProperties`, forms describe all items.
//! - **Null of a reference**, in 3.0: fields that a response may lack are nullable as well, since
//!   the service is known to write null for them; those that refer to another schema are only
//!   optional there, unless the spec says that they are null at times.
//! - **Booleans**, which requests write `True` and `False`: an enum of these two texts.
//! - **Enums that the service may add to**: a text that is one of the known values or another.
//!   Written so that generators which know `anyOf` give an enum that bears new values, and others a
//!   text.
//! - **Other spellings**, `requestId` for `RequestId`: `x-aliases`. Fields that have some are not
//!   `required`, since the generators of clients that we know make one name of both. Examples have
//!   the spelling and the types that the schema has.
//! - **Lengths in bytes**: an upper bound in characters, and `x-length-bytes`.
//! - **Signatures**: where they are. What is signed, and how, no security scheme says.

mod document;
mod errors;
mod examples;
mod fields;
mod parameters;
mod text;
mod yaml;

use crate::language::Language;
use crate::model::Api;

use document::Document;

/// A version of OpenAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Version {
    /// 3.0, which most generators of clients read. It says `nullable`, and a reference stands
    /// alone.
    V3_0,
    /// 3.1, whose schemas are those of JSON Schema 2020-12.
    V3_1,
}

/// What a document is to be like.
#[derive(Clone, Debug)]
pub struct Options {
    version: Version,
    languages: Vec<Language>,
    servers: Vec<String>,
    list_items: u16,
}

impl Options {
    /// A document of this version with English descriptions.
    #[must_use]
    pub fn new(version: Version) -> Self {
        Self {
            version,
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

    /// How many items of each list are spelt out as parameters: 1 unless set. Of lists within lists
    /// it is so many of each, so a document grows quickly. A list that cannot have so many items
    /// has as many as it can.
    #[must_use]
    pub fn list_items(mut self, items: u16) -> Self {
        self.list_items = items.max(1);
        self
    }
}

/// The document as indented JSON. Keys and entries have a fixed order.
#[must_use]
pub fn to_json(api: &Api, options: &Options) -> String {
    Document::new(api, options).write().pretty()
}

/// The document as YAML. Texts are quoted, so that readers of every YAML version take `2021-11-09`
/// and `True` for texts.
#[must_use]
pub fn to_yaml(api: &Api, options: &Options) -> String {
    yaml::write(&Document::new(api, options).write())
}
