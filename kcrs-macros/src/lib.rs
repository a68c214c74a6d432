//! Derive macros of kcrs.

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

/// Makes a struct the request of an action.
#[proc_macro_derive(Request, attributes(request, structure, wire))]
pub fn derive_request(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::expand(Derive::Request, &input).into()
}

/// Makes a struct a part of requests, of answers, or of both.
#[proc_macro_derive(Structure, attributes(request, structure, wire))]
pub fn derive_structure(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::expand(Derive::Structure, &input).into()
}

/// Reads the struct back from parameters.
#[proc_macro_derive(FromParams, attributes(request, structure, wire))]
pub fn derive_from_params(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::expand(Derive::FromParams, &input).into()
}
