//! `examples.rs`: a call of each action and its response, for servers and their tests.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Action;
use crate::naming::{ident, shouty};

use super::Emitter;

pub(crate) fn emit(emitter: &mut Emitter<'_>) -> TokenStream {
    let api = emitter.api;
    let actions = api.actions.iter();
    let examples: TokenStream = actions.map(|action| constant(emitter, action)).collect();
    let import = (!examples.is_empty()).then(|| {
        quote!(
            use crate::__private::v1::schema::Example;
        )
    });
    quote!(#import #examples)
}

/// The example of an action.
pub(super) fn constant(emitter: &mut Emitter<'_>, action: &Action) -> TokenStream {
    let example = &action.example;
    if example.request.is_empty() {
        return TokenStream::new();
    }
    let docs = emitter.own_docs(
        &format!("A call of [`{0}`](crate::actions::{0}).", action.rust),
        &format!("[`{0}`](crate::actions::{0}) 的调用示例。", action.rust),
    );
    let name = ident(&shouty(&action.rust));
    let (request, response) = (
        emitter.texts.raw(&example.request),
        emitter.texts.raw(&example.response),
    );
    quote!(#docs pub const #name: Example = Example::new(#request, #response);)
}
