//! The derives of kcrs: they turn declarations of requests, answers and their parts into typestate
//! builders, validation, flattening and decoding.
//!
//! Their expansions name `::kcrs_generated::__private::v1` and the standard library, all by
//! absolute paths; `crate = …` names another crate. The derives see types as they are written:
//! `Option`, `Vec`, `String`, `SecretString`, `Timestamp`, `bool` and `i64` are recognised
//! by the last segment of their path, whatever comes before it.

mod attributes;
mod checks;
mod derive;
mod emit;
mod errors;
mod model;
mod types;

use model::Derive;
use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a struct the request of an action: a builder, validation, parameters, and all that a
/// client needs to send it.
///
/// ```
/// # extern crate kcrs_runtime as kcrs_generated;
/// use kcrs_generated::{Request, Structure};
///
/// /// Renames a thing.
/// #[derive(Clone, PartialEq, Request)]
/// #[request(action = "ModifyThing", output = ModifyThingOutput, method = POST, idempotent = true)]
/// pub struct ModifyThing {
///     /// Which one.
///     #[wire(length(1..=8, characters), pattern("[a-z0-9-]+", "lower-case letters, digits and hyphens"))]
///     pub thing_id: String,
///     /// How it is charged.
///     #[wire(default = "Hourly")]
///     pub charge_type: Option<String>,
///     /// For how many months.
///     #[wire(range(1..=36), required_when(charge_type = "Monthly"))]
///     pub purchase_time: Option<i64>,
///     #[wire(sensitive)]
///     pub password: Option<String>,
/// }
///
/// #[derive(Clone, PartialEq, Structure)]
/// #[structure(output)]
/// pub struct ModifyThingOutput {
///     #[wire(alias = "requestId")]
///     pub request_id: String,
/// }
///
/// let request = ModifyThing::builder()
///     .thing_id("web-1")
///     .charge_type("Monthly")
///     .password("correct horse")
///     .build();
/// assert_eq!(request.to_params().get("ThingId"), Some("web-1"));
/// assert!(!format!("{request:?}").contains("horse"));
///
/// let violations = request.validate().unwrap_err();
/// assert_eq!(violations.len(), 1); // PurchaseTime is required when ChargeType is Monthly
/// ```
///
/// A required parameter that is not set is an error of the compiler which names the setter to call:
///
/// ```compile_fail,E0277
/// # extern crate kcrs_runtime as kcrs_generated;
/// # use kcrs_generated::{Request, Structure};
/// # #[derive(Request)]
/// # #[request(output = ModifyThingOutput)]
/// # struct ModifyThing { thing_id: String }
/// # #[derive(Structure)]
/// # #[structure(output)]
/// # struct ModifyThingOutput {}
/// ModifyThing::builder().build(); // required parameter `thing_id` was not set
/// ```
///
/// # What it emits
///
/// - `ModifyThingBuilder`, `ModifyThing::builder()`, and `ModifyThing::builder_for(client)`, whose
///   builder has `send()` and `send_response()`. Texts are set from whatever is `Into<String>`,
///   lists from any iterator, and for each optional parameter there is also a `set_…` that takes
///   the `Option` or the `Vec`.
/// - `ModifyThing::validate()` and `ModifyThing::to_params()`.
/// - implementations of `Request`, `ToParams`, `Validate`, `Reflect` and `Debug` (also of the
///   builder).
///
/// # Attributes of the struct
///
/// | `#[request(…)]` | meaning |
/// |---|---|
/// | `output = ModifyThingOutput` | the type of the answer; required |
/// | `action = "ModifyThing"` | the action's name; otherwise the struct's |
/// | `method = POST` | `GET` or `POST`; otherwise `GET` |
/// | `idempotent = true` | whether it may be sent again after a failure; otherwise `false` |
/// | `paged` | the answers are pages: the builder has `pages()` and `items()` too, and `Paged` is to be implemented |
/// | `version = "2021-11-09"` | the API's version; otherwise that of the client's service |
/// | `crate = ::my_client` | the crate that has `__private::v1`; otherwise `::kcrs_generated` |
///
#[doc = include_str!("../doc/wire.md")]
#[proc_macro_derive(Request, attributes(request, structure, wire))]
pub fn derive_request(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::expand(Derive::Request, &input).into()
}

/// Makes a struct a part of requests, an answer or a part of one, or both.
///
/// ```
/// # extern crate kcrs_runtime as kcrs_generated;
/// use kcrs_generated::Structure;
///
/// #[derive(Clone, PartialEq, Structure)]
/// #[structure(input, output)]
/// pub struct Label {
///     pub key: String,
///     #[wire(items(1..=10), sensitive)]
///     pub value: Vec<String>,
/// }
///
/// #[derive(Clone, PartialEq, Structure)]
/// #[structure(output)]
/// pub struct Thing {
///     #[wire(essential)]
///     pub thing_id: String,
///     pub size: i64,
///     pub expire_time: Option<String>,
///     pub label: Vec<Label>,
/// }
///
/// let label = Label::builder().key("owner").value(["a", "b"]).build();
/// assert_eq!(format!("{label:?}"), r#"Label { key: "owner", value: "***" }"#);
///
/// let answer = r#"{"ThingId": "t-1", "Size": "3", "Label": [{"Key": "owner"}], "New": true}"#;
/// let thing: Thing = serde_json::from_str(answer)?;
/// assert_eq!((thing.thing_id.as_str(), thing.size, thing.expire_time), ("t-1", 3, None));
/// assert_eq!(thing.label[0].value, Vec::<String>::new());
///
/// let without_id = serde_json::from_str::<Thing>("{}");
/// assert!(without_id.unwrap_err().to_string().contains("ThingId"));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # What it emits
///
/// - `LabelBuilder`, `Label::builder()`, `Reflect`, and `Debug` (also of the builder). Of an answer
///   the builder requires the essential members; tests and servers make answers with it.
/// - for `input`: `ToParams` and `Validate`.
/// - for `output`: `Deserialize`, which takes integers from texts and passes over unknown members,
///   and `Serialize` where the runtime has its feature `serialize`.
///
/// # Attributes of the struct
///
/// | `#[structure(…)]` | meaning |
/// |---|---|
/// | `input` | it is sent; the default where neither side is given |
/// | `output` | it is answered |
/// | `crate = ::my_client` | the crate that has `__private::v1`; otherwise `::kcrs_generated` |
///
#[doc = include_str!("../doc/wire.md")]
#[proc_macro_derive(Structure, attributes(request, structure, wire))]
pub fn derive_structure(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::expand(Derive::Structure, &input).into()
}

/// Makes a struct what is waited for: a builder whose last methods are `wait()` and
/// `wait_with(options)`.
///
/// The struct's members say what to wait for. How, the trait `Waitable` says, which is to be
/// implemented for it: which action is asked, and where the states are in its answer.
///
/// ```
/// # extern crate kcrs_runtime as kcrs_generated;
/// use kcrs_generated::{Request, Structure, Waiter, Waitable, schema};
///
/// #[derive(Clone, PartialEq, Request)]
/// #[request(output = DescribeThingOutput, idempotent = true)]
/// pub struct DescribeThing {
///     pub thing_id: String,
/// }
///
/// #[derive(Clone, PartialEq, Structure)]
/// #[structure(output)]
/// pub struct DescribeThingOutput {
///     pub status: String,
/// }
///
/// /// Waits until a thing is ready.
/// #[derive(Clone, PartialEq, Waiter)]
/// pub struct ThingReady {
///     /// Which one.
///     pub thing_id: String,
///     /// Where it is.
///     pub zone: Option<String>,
/// }
///
/// impl Waitable for ThingReady {
///     type Request = DescribeThing;
///     const WAITER: schema::Waiter = schema::Waiter::new("thing_ready").path("Status").success(&["Ready"]);
///     fn request(&self) -> DescribeThing {
///         DescribeThing::builder().thing_id(self.thing_id.as_str()).build()
///     }
///     fn statuses(&self, output: &DescribeThingOutput) -> Vec<String> {
///         schema::Waiter::single(output.status.clone())
///     }
/// }
///
/// let waiter = ThingReady::builder().thing_id("t-1").build();
/// assert_eq!(waiter.zone, None);
/// ```
///
/// As with a request, a member that is not optional has to be set. `#[waiter(crate = ::my_client)]`
/// names the crate that has `__private::v1`; otherwise it is `::kcrs_generated`.
#[proc_macro_derive(Waiter, attributes(waiter, wire))]
pub fn derive_waiter(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::expand(Derive::Waiter, &input).into()
}

/// Reads a request or a structure back from parameters; servers need it, and the runtime has the
/// trait with its feature `server`.
///
/// It stands beside `Request` or `Structure`, and reads their attributes:
///
/// ```
/// # extern crate kcrs_runtime as kcrs_generated;
/// use kcrs_generated::{FromParams, Params, Structure};
///
/// #[derive(Clone, PartialEq, Structure, FromParams)]
/// pub struct Label {
///     pub key: String,
///     #[wire(items(1..=10))]
///     pub value: Vec<String>,
/// }
///
/// let params = Params::from_iter([("Key", "owner"), ("Value.1", "a"), ("Value.2", "b")]);
/// let label = Label::from_params(&params).unwrap();
/// assert!(label == Label::builder().key("owner").value(["a", "b"]).build());
///
/// let violations = Label::from_params(&Params::new()).unwrap_err();
/// assert_eq!(violations.len(), 2); // Key and Value are missing
/// ```
#[proc_macro_derive(FromParams, attributes(request, structure, wire))]
pub fn derive_from_params(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::expand(Derive::FromParams, &input).into()
}
