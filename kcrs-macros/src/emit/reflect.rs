//! `Reflect`: the struct described as data.

use super::validate::unit;
use super::{count_bounds, integer_bounds};
use crate::attributes::{Condition, Literal};
use crate::model::{Member, Model, Presence};
use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;

pub(crate) fn implementation(model: &Model) -> TokenStream {
    let (name, docs) = (&model.name, &model.docs);
    let title = name.unraw().to_string();
    let members = model.members.iter().map(|member| describe(model, member));
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

fn describe(model: &Model, member: &Member) -> TokenStream {
    let Member {
        ident,
        ty,
        wire_name,
        wire,
        ..
    } = member;
    let rust_name = ident.unraw().to_string();
    let presence = match member.presence {
        Presence::Required => quote!(Required),
        Presence::Optional => quote!(Optional),
        Presence::Essential => quote!(Essential),
        Presence::Nullable => quote!(Nullable),
        Presence::Defaulted => quote!(Defaulted),
    };
    let mut calls = Vec::new();
    let docs = member.docs();
    if !docs.is_empty() {
        calls.push(quote!(.docs(__v1::schema::Docs::new(#docs))));
    }
    if !wire.aliases.is_empty() {
        let aliases = wire.aliases.iter().map(|alias| &alias.value);
        calls.push(quote!(.aliases(&[#(#aliases),*])));
    }
    if let Some(default) = &wire.default {
        let default = default.value.wire_text();
        calls.push(quote!(.default(#default)));
    }
    if let Some(length) = &wire.length {
        let (min, max) = count_bounds(length.value.bounds);
        let unit = unit(length.value.unit);
        calls.push(quote!(.length(#min, #max, #unit)));
    }
    if let Some(range) = &wire.range {
        let (min, max) = integer_bounds(range.value);
        calls.push(quote!(.range(#min, #max)));
    }
    if let Some(pattern) = &wire.pattern {
        let (regex, words) = (&pattern.value.regex, pattern.value.words());
        calls.push(quote!(.pattern(#regex, #words)));
    }
    if let Some(items) = &wire.items {
        let (min, max) = count_bounds(items.value);
        calls.push(quote!(.items(#min, #max)));
    }
    if wire.unique.is_some() {
        calls.push(quote!(.unique()));
    }
    if let Some(condition) = &wire.required_when {
        let arguments = condition_arguments(model, &condition.value);
        calls.push(quote!(.required_when(#arguments)));
    }
    if wire.sensitive.is_some() {
        calls.push(quote!(.sensitive()));
    }
    quote! {
        __v1::schema::Member::new(
            #wire_name,
            #rust_name,
            <#ty as __v1::Reflect>::SHAPE,
            __v1::schema::Presence::#presence,
        ) #(#calls)*
    }
}

/// The other member's wire name, and its value as a function: a constant cannot ask for the wire
/// text.
fn condition_arguments(model: &Model, condition: &Condition) -> TokenStream {
    let value = &condition.value;
    let other = match model.field(&condition.field) {
        Some(other) => other.wire_name.as_str(),
        None => "",
    };
    quote!(#other, || __v1::wire_text(&(#value)))
}

impl Literal {
    /// The value as it would be sent.
    fn wire_text(&self) -> String {
        match self {
            Self::Text(text) => text.value(),
            Self::Integer { value, .. } => value.to_string(),
            Self::Boolean(boolean) if boolean.value => "True".to_owned(),
            Self::Boolean(_) => "False".to_owned(),
        }
    }
}
