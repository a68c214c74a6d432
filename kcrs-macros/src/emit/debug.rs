//! `Debug` of the struct and of its builder, without the values of sensitive members.

use super::names::Names;
use crate::model::{Member, Model};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::ext::IdentExt;

pub(crate) fn implementation(model: &Model) -> TokenStream {
    let name = &model.name;
    let names = Names::new(model);
    let of_struct = body(model, name);
    let of_builder = body(model, &names.builder);
    let builder = &names.builder;
    let generics = names.generics();
    let shown = model
        .required()
        .filter(|member| member.wire.sensitive.is_none())
        .filter_map(|member| Some(&names.of(member)?.state));
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

fn body(model: &Model, name: &Ident) -> TokenStream {
    let title = name.unraw().to_string();
    let fields = model.members.iter().map(field);
    quote! {
        fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            __v1::debug_struct(f, #title, &[#(#fields),*])
        }
    }
}

fn field(member: &Member) -> TokenStream {
    let ident = &member.ident;
    let title = ident.unraw().to_string();
    match member.wire.sensitive {
        Some(_) => quote!((#title, &__v1::Redacted)),
        None => quote!((#title, &self.#ident)),
    }
}
