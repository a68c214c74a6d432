//! The API, resolved: every name looked up, every rule checked. What the emitters and other tools
//! read.
//!
//! Everything keeps both of its names (on the wire and in Rust) and its description in both
//! languages.

mod member;
mod parameters;

use std::collections::BTreeSet;

#[cfg(feature = "cli")]
use serde::Serialize;

#[cfg(feature = "cli")]
pub(crate) use parameters::Parameter;

pub use member::{
    Bounds, Completion, Condition, Kind, Length, LengthUnit, Limits, Literal, Member, Pattern,
    Presence, TypeRef,
};

/// An API.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Api {
    /// The service.
    pub service: Service,
    /// The chapters, in order.
    pub chapters: Vec<Chapter>,
    /// The actions, chapter by chapter.
    pub actions: Vec<Action>,
    /// The structures and enums: the shared ones, then chapter by chapter.
    pub types: Vec<Type>,
    /// The rows of the table of errors.
    pub errors: Vec<ErrorRow>,
}

/// A description in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Docs {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

/// Facts that all actions share.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Service {
    /// The name in signatures, such as `kcrs`.
    pub name: String,
    /// Name of the service, for readers.
    pub title: Docs,
    /// The API version.
    pub version: String,
    /// The address of a region; `{region}` stands for its id.
    pub endpoint: String,
    /// An address that serves all regions.
    pub global_endpoint: Option<String>,
    /// Schemes by which it can be reached, the recommended one first.
    pub schemes: Vec<String>,
    /// The region used when none is named.
    pub default_region: String,
    /// The regions known. There may be others.
    pub regions: Vec<Region>,
    /// The ways to sign, the preferred one first.
    pub signatures: Vec<Signature>,
    /// Bounds of the item numbers of a list.
    pub lists: Bounds,
    /// Shared parameters that are never sent empty, by wire name.
    pub never_empty: Vec<String>,
    /// Format of times.
    pub timestamps: Option<Timestamps>,
}

/// A region.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Region {
    /// The id, such as `cn-beijing-6`.
    pub id: String,
    /// Its name.
    pub docs: Docs,
    /// Whether it is known from observation only, not from the document.
    pub observed: bool,
}

/// A way to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[cfg_attr(feature = "cli", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Signature {
    /// AWS Signature Version 4 in the `Authorization` header.
    V4,
    /// AWS Signature Version 4 in the query.
    V4Query,
    /// One HMAC over the sorted parameters.
    Simplified,
}

/// Format of times.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Timestamps {
    /// The format, in words such as `YYYY-MM-DD hh:mm:ss`.
    pub format: String,
    /// The offset from UTC.
    pub utc_offset: String,
    /// Whether the offset is known to be right.
    pub verified: bool,
}

/// A group of actions: one file of the spec.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Chapter {
    /// The file's name without its ending.
    pub id: String,
    /// The title.
    pub docs: Docs,
}

/// An action.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Action {
    /// The name on the wire.
    pub wire: String,
    /// The name of the Rust struct.
    pub rust: String,
    /// The name of the client's method.
    pub method_name: String,
    /// The chapter, an index into [`Api::chapters`].
    pub chapter: usize,
    /// The HTTP method that clients use.
    pub method: Method,
    /// Other methods that the service takes. One request never mixes two.
    pub other_methods: Vec<Method>,
    /// Whether sending it twice is the same as sending it once.
    pub idempotent: bool,
    /// Whether it is known from observation only, not from the document.
    pub observed: bool,
    /// Its title in the document.
    pub documented_as: Option<String>,
    /// Description.
    pub docs: Docs,
    /// Its parameters.
    pub request: Vec<Member>,
    /// The fields of its response.
    pub response: Vec<Member>,
    /// Pagination of its list.
    pub paging: Option<Paging>,
    /// Waiters that poll it.
    pub waiters: Vec<Waiter>,
    /// A call and its response, verbatim; both empty where the document has none.
    pub example: Example,
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[cfg_attr(feature = "cli", serde(rename_all = "UPPERCASE"))]
#[non_exhaustive]
pub enum Method {
    /// Parameters in the query.
    #[default]
    Get,
    /// Parameters in the body.
    Post,
}

/// Pagination of a list. All names are wire names.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Paging {
    /// The parameter and the field that hold the start of a page.
    pub marker: String,
    /// The parameter that bounds a page.
    pub page_size: Option<String>,
    /// The field that counts all items.
    pub total: Option<String>,
    /// The field that holds the items.
    pub items: String,
    /// The member that identifies an item.
    pub key: Option<String>,
}

/// Something to wait for by polling an action.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Waiter {
    /// The name.
    pub name: String,
    /// The parameters to poll with, by wire name.
    pub with: Vec<String>,
    /// The members that a listed item must have as given, by wire name.
    pub matching: Vec<String>,
    /// The path to the state in the response: wire names joined by dots.
    pub path: Option<String>,
    /// States that end the wait with success.
    pub success: Vec<String>,
    /// States that end it with failure.
    pub failure: Vec<String>,
    /// States that come before the end.
    pub retry: Vec<String>,
    /// Outcome of an empty list.
    pub empty: Option<Outcome>,
    /// Outcome of a "not found" error.
    pub not_found: Option<Outcome>,
    /// Seconds between polls.
    pub interval: u64,
    /// Seconds after which to give up.
    pub limit: u64,
    /// Seconds to wait after success.
    pub settle: Option<u64>,
}

/// Outcome of a poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[cfg_attr(feature = "cli", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Outcome {
    /// Poll again.
    Retry,
    /// The wait has succeeded.
    Success,
    /// The wait has failed.
    Failure,
}

/// A call and its response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Example {
    /// The call: an address with its query, perhaps over several lines.
    pub request: String,
    /// The response: JSON.
    pub response: String,
    /// The call's parameters without the common ones.
    pub parameters: Vec<(String, String)>,
}

/// A type of the spec.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Type {
    /// The Rust name.
    pub name: String,
    /// The name in the document, where it is another.
    pub documented_as: Option<String>,
    /// Description.
    pub docs: Docs,
    /// Shape of the type.
    #[cfg_attr(feature = "cli", serde(flatten))]
    pub shape: Shape,
}

/// Shape of a type.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[cfg_attr(feature = "cli", serde(tag = "kind", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Shape {
    /// Members.
    Structure(Structure),
    /// Values, to which the service may add.
    Enum(Enum),
}

/// Members.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Structure {
    /// The members.
    pub members: Vec<Member>,
    /// Whether requests use it.
    pub input: bool,
    /// Whether responses use it.
    pub output: bool,
}

/// Values.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct Enum {
    /// The values known.
    pub values: Vec<EnumValue>,
}

/// A value of an enum.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct EnumValue {
    /// The value on the wire.
    pub wire: String,
    /// The name of the Rust variant.
    pub rust: String,
    /// Whether it is known from observation only, not from the document.
    pub observed: bool,
    /// Description.
    pub docs: Docs,
}

/// A row of the table of errors.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[non_exhaustive]
pub struct ErrorRow {
    /// The row's own name; codes repeat.
    pub name: String,
    /// The name of the Rust constant.
    pub rust: String,
    /// The code.
    pub code: String,
    /// The message; `%s` stands for what varies.
    pub message: String,
    /// The HTTP status.
    pub status: u16,
    /// Class of the error: what a caller can do about it.
    pub class: ErrorClass,
    /// The rule of a parameter that the request breaks.
    pub rule: Option<BrokenRule>,
    /// Whether it is about the API itself, not about a resource.
    pub gateway: bool,
    /// Words, one of which a message of status 400 has if it is throttling.
    pub keywords: Vec<String>,
    /// Whether it is known from observation only, not from the document.
    pub observed: bool,
    /// Description.
    pub docs: Docs,
}

/// Class of an error: what a caller can do about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[cfg_attr(feature = "cli", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ErrorClass {
    /// Send another request.
    #[default]
    Client,
    /// Slow down.
    Throttling,
    /// Try again.
    Transient,
    /// Set the clock.
    ClockSkew,
    /// Nothing: a dry run succeeded.
    DryRun,
}

/// A rule of a parameter that a request breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(Serialize))]
#[cfg_attr(feature = "cli", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum BrokenRule {
    /// It must be given.
    Required,
    /// Its value keeps to its type and limits.
    Value,
}

impl Docs {
    pub(crate) fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self {
            en: en.into(),
            zh: zh.into(),
        }
    }

    /// The description with sentences behind it.
    pub(crate) fn with(mut self, sentences: impl IntoIterator<Item = Self>) -> Self {
        for sentence in sentences {
            self.en.push(' ');
            self.en.push_str(&sentence.en);
            self.zh.push_str(&sentence.zh);
        }
        self
    }
}

impl Action {
    /// The name of the Rust struct of its response.
    pub fn output(&self) -> String {
        format!("{}Output", self.rust)
    }
}

impl Method {
    /// The name, such as `GET`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

impl Api {
    /// The structure that a kind is, if it is one.
    pub fn structure(&self, kind: Kind) -> Option<&Structure> {
        structure(&self.types, kind)
    }

    /// The enum that a kind is, if it is one.
    pub fn enumeration(&self, kind: Kind) -> Option<&Enum> {
        enumeration(&self.types, kind)
    }

    /// The types that an action's request and response reach, as indices into
    /// [`types`](Self::types).
    pub fn types_of(&self, action: &Action) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut next: Vec<&Member> = action.request.iter().chain(&action.response).collect();
        while let Some(member) = next.pop() {
            if let Kind::Named(index) = member.ty.kind
                && reached.insert(index)
                && let Some(structure) = self.structure(member.ty.kind)
            {
                next.extend(&structure.members);
            }
        }
        reached
    }
}

pub(crate) fn structure(types: &[Type], kind: Kind) -> Option<&Structure> {
    match kind {
        Kind::Named(index) => match &types.get(index)?.shape {
            Shape::Structure(structure) => Some(structure),
            Shape::Enum(_) => None,
        },
        _ => None,
    }
}

pub(crate) fn enumeration(types: &[Type], kind: Kind) -> Option<&Enum> {
    match kind {
        Kind::Named(index) => match &types.get(index)?.shape {
            Shape::Enum(shape) => Some(shape),
            Shape::Structure(_) => None,
        },
        _ => None,
    }
}
