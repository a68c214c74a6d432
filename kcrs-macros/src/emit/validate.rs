//! `Validate`: the rules of each member, then what the member says of itself.

use super::rules;
use crate::model::{Member, Model};
use crate::types::Scalar;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

pub(crate) fn implementation(model: &Model) -> TokenStream {
    let name = &model.ident;
    let members = model.members.iter();
    let checks = members
        .flat_map(|member| [value(member), unique(member), required_when(model, member)])
        .flatten();
    quote! {
        #[automatically_derived]
        impl __v1::Validate for #name {
            fn validate_into(&self, validator: &mut __v1::Validator<'_>) {
                #(#checks)*
            }
        }
    }
}

fn value(member: &Member) -> Option<TokenStream> {
    if member.shape.scalar != Scalar::Named && !rules::is_checked(member) {
        return None;
    }
    let (ident, wire_name) = (&member.ident, &member.wire_name);
    let span = member.type_span();
    Some(match rules::name(member) {
        Some(rules) => {
            quote_spanned!(span=> validator.member(#wire_name, &self.#ident, #rules);)
        }
        None => quote_spanned!(span=> validator.nested(#wire_name, &self.#ident);),
    })
}

fn unique(member: &Member) -> Option<TokenStream> {
    let mut rules = member.wire.rules.iter();
    rules.find(|rule| rule.name == "unique")?;
    let (ident, wire_name) = (&member.ident, &member.wire_name);
    Some(quote_spanned!(member.type_span()=> validator.unique(#wire_name, &self.#ident);))
}

fn required_when(model: &Model, member: &Member) -> Option<TokenStream> {
    let (other, condition) = rules::condition(model, member)?;
    let (ident, wire_name) = (&member.ident, &member.wire_name);
    let (rules, other, value) = (rules::name(member), &other.ident, &condition.value);
    let is_set = match member.shape.is_option {
        true => quote!(self.#ident.is_some()),
        false => quote!(!self.#ident.is_empty()),
    };
    Some(quote! {
        validator.required_when(#wire_name, #is_set, #rules, &self.#other, &(#value));
    })
}
