//! Last stage: tokens. One file an emitted thing; every path is absolute or begins with `__v1`,
//! which the expansion imports.

mod builder;
mod debug;
mod decode;
mod encode;
mod from_params;
mod names;
mod reflect;
mod request;
mod rules;
pub(crate) mod stub;
mod to_params;
mod validate;

use crate::model::Model;
use proc_macro2::TokenStream;
use quote::quote;

/// Everything of `#[derive(Request)]` or `#[derive(Structure)]`.
pub(crate) fn declaration(model: &Model) -> TokenStream {
    let builder = builder::definition(model);
    let request = model
        .request
        .as_ref()
        .map(|request| request::implementation(model, request));
    let sent = model.input.then(|| {
        let to_params = to_params::implementation(model);
        let validate = validate::implementation(model);
        quote!(#to_params #validate)
    });
    let answered = model.output.then(|| {
        let decode = decode::implementation(model);
        let encode = encode::implementation(model);
        quote!(#decode #encode)
    });
    let builder_methods = builder::implementation(model);
    let debug = debug::implementation(model);
    let reflect = reflect::implementation(model);
    let rules = rules::definitions(model);
    let body = quote!(#builder_methods #debug #request #rules #sent #answered #reflect);
    let scope = scope(&model.runtime, &body);
    quote!(#builder #scope)
}

/// Everything of `#[derive(Waiter)]`.
pub(crate) fn waiter(model: &Model) -> TokenStream {
    let builder = builder::definition(model);
    let builder_methods = builder::implementation(model);
    let debug = debug::implementation(model);
    let scope = scope(&model.runtime, &quote!(#builder_methods #debug));
    quote!(#builder #scope)
}

/// Everything of `#[derive(FromParams)]`.
pub(crate) fn from_params(model: &Model) -> TokenStream {
    scope(&model.runtime, &from_params::implementation(model))
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
