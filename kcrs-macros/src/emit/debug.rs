//! `Debug` of the struct and of its builder, without the values of sensitive members.

use crate::model::{Member, Model};
use proc_macro2::TokenStream;
use quote::quote;

pub(crate) fn implementation(model: &Model) -> TokenStream {
    let (name, builder, generics) = (&model.ident, &model.builder, model.generics());
    let of_struct = body(model, &model.name);
    let of_builder = body(model, &builder.to_string());
    let shown = model.members.iter();
    let shown = shown.filter(|member| member.wire.sensitive.is_none());
    let shown = shown.filter_map(|member| Some(&member.state.as_ref()?.ident));
    quote! {
        #[automatically_derived]
        impl ::core::fmt::Debug for #name {
            #of_struct
        }
        #[automatically_derived]
        impl<#(#generics),*> ::core::fmt::Debug for #builder<#(#generics),*>
        where
            #(#shown: ::core::fmt::Debug,)*
        {
            #of_builder
        }
    }
}

fn body(model: &Model, title: &str) -> TokenStream {
    let fields = model.members.iter().map(field);
    quote! {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __v1::debug_struct(f, #title, &[#(#fields),*])
        }
    }
}

fn field(member: &Member) -> TokenStream {
    let Member { ident, name, .. } = member;
    match member.wire.sensitive {
        Some(_) => quote!((#name, &__v1::Redacted)),
        None => quote!((#name, &self.#ident)),
    }
}
