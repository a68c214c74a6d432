//! `Validate`: what the attributes say of each member, then what the member says of itself.

use super::{count_bounds, integer_bounds};
use crate::attributes::LengthUnit;
use crate::model::{Member, Model, Presence};
use crate::types::{Scalar, Wrapper};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

pub(crate) fn implementation(model: &Model) -> TokenStream {
    let name = &model.name;
    let checks: Vec<TokenStream> = model
        .members
        .iter()
        .filter_map(|member| {
            let own = member_checks(member);
            let condition = required_when(model, member);
            (own.is_some() || condition.is_some()).then(|| quote!(#own #condition))
        })
        .collect();
    let validator = match checks.is_empty() {
        true => quote!(_),
        false => quote!(validator),
    };
    quote! {
        #[automatically_derived]
        impl __v1::Validate for #name {
            fn validate_into(&self, #validator: &mut __v1::Validator<'_>) {
                #(#checks)*
            }
        }
    }
}

fn member_checks(member: &Member) -> Option<TokenStream> {
    let wire = &member.wire;
    let mut calls = Vec::new();
    // What the type lacks for a rule is an error on the rule.
    let at = |key: Span| key.resolved_at(Span::call_site());
    if member.shape.wrapper == Wrapper::List && member.presence == Presence::Required {
        calls.push(quote!(.required()));
    }
    if let Some(items) = &wire.items {
        let (min, max) = count_bounds(items.value);
        calls.push(quote_spanned!(at(items.key)=> .items(#min, #max)));
    }
    if let Some(unique) = wire.unique {
        calls.push(quote_spanned!(at(unique)=> .unique()));
    }
    if let Some(length) = &wire.length {
        let (min, max) = count_bounds(length.value.bounds);
        let unit = unit(length.value.unit);
        calls.push(quote_spanned!(at(length.key)=> .length(#min, #max, #unit)));
    }
    if let Some(pattern) = &wire.pattern {
        let regex = &pattern.value.regex;
        let words = pattern.value.words();
        let pattern = quote_spanned!(at(pattern.key)=> .pattern(__v1::pattern!(#regex), #words));
        calls.push(pattern);
    }
    if let Some(range) = &wire.range {
        let (min, max) = integer_bounds(range.value);
        calls.push(quote_spanned!(at(range.key)=> .range(#min, #max)));
    }
    if member.shape.scalar == Scalar::Named {
        calls.push(quote_spanned!(member.type_span()=> .nested()));
    }
    if calls.is_empty() {
        return None;
    }
    let Member {
        ident, wire_name, ..
    } = member;
    let sensitive = wire.sensitive.map(|_| quote!(.sensitive()));
    Some(quote!(validator.member(#wire_name, &self.#ident) #sensitive #(#calls)*;))
}

fn required_when(model: &Model, member: &Member) -> Option<TokenStream> {
    let condition = &member.wire.required_when.as_ref()?.value;
    let other = model.field(&condition.field)?;
    let (other_ident, other_wire) = (&other.ident, &other.wire_name);
    let value = &condition.value;
    let Member {
        ident, wire_name, ..
    } = member;
    let is_set = match member.shape.is_option() {
        true => quote!(self.#ident.is_some()),
        false => quote!(!self.#ident.is_empty()),
    };
    Some(quote! {
        validator.required_when(#wire_name, #is_set, #other_wire, &self.#other_ident, &(#value));
    })
}

pub(crate) fn unit(unit: LengthUnit) -> TokenStream {
    match unit {
        LengthUnit::Characters => quote!(__v1::LengthUnit::Characters),
        LengthUnit::Bytes => quote!(__v1::LengthUnit::Bytes),
    }
}
