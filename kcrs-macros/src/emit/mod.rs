//! Last stage: tokens. One file per emitted item; every path is absolute or begins with `__v1`,
//! which the expansion imports.

mod builder;
mod debug;
mod decode;
mod encode;
mod from_params;
mod reflect;
mod request;
mod rules;
pub(crate) mod stub;
mod to_params;
mod validate;

use crate::model::{Derive, Model};
use proc_macro2::TokenStream;
use quote::quote;

/// Everything that a derive emits. Beside errors, traits have no content.
pub(crate) fn expansion(derive: Derive, model: &Model, has_errors: bool) -> TokenStream {
    let name = &model.ident;
    if derive == Derive::FromParams {
        let body = match has_errors {
            true => quote!(__v1::stub!(from_params #name);),
            false => from_params::implementation(model),
        };
        return scope(&model.runtime, &body);
    }
    // A waiter is described as data, but neither sent nor read itself.
    let is_input = model.input && derive != Derive::Waiter;
    let traits = match has_errors {
        true => stub::traits(name, is_input, model.output),
        false => traits(model, is_input),
    };
    let builder = builder::definition(model);
    let methods = builder::implementation(model);
    let debug = debug::implementation(model);
    let request = model
        .request
        .as_ref()
        .map(|request| request::implementation(model, request));
    let scope = scope(&model.runtime, &quote!(#methods #debug #request #traits));
    quote!(#builder #scope)
}

/// Emits the traits of a request, a structure or a waiter.
fn traits(model: &Model, is_input: bool) -> TokenStream {
    let rules = rules::definitions(model);
    let input = is_input.then(|| {
        let to_params = to_params::implementation(model);
        let validate = validate::implementation(model);
        quote!(#to_params #validate)
    });
    let output = model.output.then(|| {
        let decode = decode::implementation(model);
        let encode = encode::implementation(model);
        quote!(#decode #encode)
    });
    let reflect = reflect::implementation(model);
    quote!(#rules #input #output #reflect)
}

/// A scope of its own for names that must not meet those of the user.
fn scope(runtime: &TokenStream, body: &TokenStream) -> TokenStream {
    quote! {
        const _: () = {
            use #runtime as __v1;
            #body
        };
    }
}
