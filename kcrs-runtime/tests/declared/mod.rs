//! Declarations as the generated crates have them, held to what those are held to.
#![deny(warnings, missing_docs)]

use kcrs_runtime::{FromParams, SecretString, Structure, Timestamp, open_enum};

open_enum! {
    /// Kind of event.
    pub enum Kind {
        /// An image was pushed.
        Push = "PushImage",
        /// An image was deleted.
        Delete = "DeleteImage",
    }
}

/// What calls back.
///
/// 触发器。
#[derive(Clone, PartialEq, Structure, FromParams)]
#[structure(crate = kcrs_runtime)]
#[non_exhaustive]
pub struct Trigger {
    /// Name of the trigger.
    #[wire(length(2..=30, characters), pattern("[a-z][a-z0-9]*", "lower-case letters and digits"))]
    pub trigger_name: String,
    /// What it is called for.
    #[wire(items(1..=100), unique)]
    pub event_type: Vec<Kind>,
    /// Headers of the call.
    #[wire(optional, items(..=100))]
    pub header: Vec<Header>,
    /// Whether it works.
    #[wire(default = true)]
    pub enabled: Option<bool>,
    /// For how long.
    #[wire(range(1..), required_when(enabled = true))]
    pub months: Option<i64>,
    /// What it proves itself with.
    pub secret: Option<SecretString>,
}

/// A header of a call.
#[derive(Clone, PartialEq, Structure, FromParams)]
#[structure(input, output, crate = kcrs_runtime)]
#[non_exhaustive]
pub struct Header {
    /// Its name.
    pub key: String,
    /// Its values.
    #[wire(items(1..=100), sensitive)]
    pub value: Vec<String>,
}

/// An output.
#[derive(Clone, PartialEq, Structure)]
#[structure(output, crate = kcrs_runtime)]
#[non_exhaustive]
pub struct Output {
    /// Id of the token.
    #[wire(alias = "tokenId", essential)]
    pub token_id: String,
    /// Id of the call.
    pub request_id: String,
    /// When the token ends.
    pub expire_time: Option<Timestamp>,
    /// A list.
    pub items: Vec<Item>,
    /// Headers, oddly written.
    #[wire(decode = header_text)]
    pub header: Vec<Header>,
}

/// An item of an output.
#[derive(Clone, PartialEq, Structure)]
#[structure(output, crate = kcrs_runtime)]
#[non_exhaustive]
pub struct Item {
    /// Its name.
    pub name: String,
    /// How many.
    #[wire(essential)]
    pub count: i64,
    /// Its kind.
    pub kind: Kind,
}

/// Makes a trigger.
///
/// 创建触发器。
#[derive(Clone, PartialEq, kcrs_runtime::Request, FromParams)]
#[request(output = Output, method = POST, crate = kcrs_runtime)]
#[non_exhaustive]
pub struct CreateTrigger {
    /// Where.
    #[wire(length(1..=63, characters))]
    pub namespace: String,
    /// What.
    pub trigger: Trigger,
    /// Which ones.
    #[wire(optional, items(..=100))]
    pub filter: Vec<kcrs_runtime::Filter>,
}
