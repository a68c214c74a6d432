//! `Reflect`: the struct described as data.

use super::rules;
use crate::model::{Member, Model, doc_text};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

pub(crate) fn implementation(model: &Model) -> TokenStream {
    let (name, title, docs) = (&model.ident, &model.name, &model.docs);
    let members = model.members.iter().map(describe);
    quote! {
        #[automatically_derived]
        impl __v1::Reflect for #name {
            const SHAPE: &'static __v1::schema::Shape =
                &__v1::schema::Shape::Structure(__v1::schema::StructureShape::new(
                    #title,
                    __v1::schema::Docs::new(#docs),
                    &[#(#members),*],
                ));
        }
    }
}

fn describe(member: &Member) -> TokenStream {
    let (name, wire_name) = (&member.name, &member.wire_name);
    let (ty, wire) = (&member.ty, &member.wire);
    // The runtime names them alike.
    let presence = format_ident!("{}", format!("{:?}", member.presence));
    let mut calls = Vec::new();
    let docs = doc_text(&member.doc_attributes);
    if !docs.is_empty() {
        calls.push(quote!(.docs(__v1::schema::Docs::new(#docs))));
    }
    if !wire.aliases.is_empty() {
        let aliases = wire.aliases.iter().map(|alias| &alias.value);
        calls.push(quote!(.aliases(&[#(#aliases),*])));
    }
    if let Some(default) = &wire.default {
        let default = &default.text;
        calls.push(quote!(.default(#default)));
    }
    if let Some(rules) = rules::name(member) {
        calls.push(quote!(.constraints(#rules)));
    }
    quote! {
        __v1::schema::Member::new(
            #wire_name,
            #name,
            <#ty as __v1::Reflect>::SHAPE,
            __v1::schema::Presence::#presence,
        ) #(#calls)*
    }
}
