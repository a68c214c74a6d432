//! The derives of kcrs: they turn declarations of requests, outputs and their parts into typestate
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
#[doc = include_str!("../doc/request.md")]
#[doc = include_str!("../doc/wire.md")]
#[proc_macro_derive(Request, attributes(request, structure, wire))]
pub fn derive_request(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::expand(Derive::Request, &input).into()
}

/// Makes a struct a part of requests, an output or a part of one, or both.
///
#[doc = include_str!("../doc/structure.md")]
#[doc = include_str!("../doc/wire.md")]
#[proc_macro_derive(Structure, attributes(request, structure, wire))]
pub fn derive_structure(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::expand(Derive::Structure, &input).into()
}

/// Makes a struct what is waited for: a builder whose last methods are `wait()` and
/// `wait_with(options)`.
///
#[doc = include_str!("../doc/waiter.md")]
#[proc_macro_derive(Waiter, attributes(waiter, wire))]
pub fn derive_waiter(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::expand(Derive::Waiter, &input).into()
}

/// Reads a request or a structure back from parameters; servers need it, and the runtime has the
/// trait with its feature `server`.
///
#[doc = include_str!("../doc/from_params.md")]
#[proc_macro_derive(FromParams, attributes(request, structure, wire))]
pub fn derive_from_params(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::expand(Derive::FromParams, &input).into()
}
