//! Code emitted beside errors: the traits without content, so that the code which uses the item
//! raises no errors beside those that count.

use super::scope;
use crate::attributes::{ContainerAttributes, REQUEST, STRUCTURE};
use crate::errors::Errors;
use crate::model::{Derive, runtime_path};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::DeriveInput;

/// The traits of a request, a structure or a waiter.
pub(crate) fn traits(name: &Ident, is_input: bool, is_output: bool) -> TokenStream {
    let input = is_input.then(|| quote!(__v1::stub!(input #name);));
    let output = is_output.then(|| quote!(__v1::stub!(output #name);));
    quote!(__v1::stub!(reflect #name); #input #output)
}

/// For an item that has no fields with names: all traits. Nothing where it is generic.
pub(crate) fn of_item(derive: Derive, input: &DeriveInput) -> TokenStream {
    if !input.generics.params.is_empty() {
        return TokenStream::new();
    }
    // Mistakes in the attributes are for later: the item itself has to change first.
    let mut ignored = Errors::default();
    let request = ContainerAttributes::parse(&input.attrs, &REQUEST, &mut ignored);
    let structure = ContainerAttributes::parse(&input.attrs, &STRUCTURE, &mut ignored);
    let runtime = match &request.krate {
        Some(_) => runtime_path(&request),
        None => runtime_path(&structure),
    };
    let name = &input.ident;
    let debug = quote!(__v1::stub!(debug #name););
    let body = match derive {
        Derive::FromParams => quote!(__v1::stub!(from_params #name);),
        Derive::Waiter => {
            let traits = traits(name, false, false);
            quote!(#debug #traits)
        }
        Derive::Request => {
            let traits = traits(name, true, false);
            let output = request.output_type();
            quote!(#debug #traits __v1::stub!(request #name, #output);)
        }
        Derive::Structure => {
            let is_output = structure.output.is_some();
            let traits = traits(name, structure.input.is_some() || !is_output, is_output);
            quote!(#debug #traits)
        }
    };
    scope(&runtime, &body)
}
