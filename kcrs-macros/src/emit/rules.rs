//! The rules of each member as a constant, which validation runs and reflection shows.

use crate::attributes::{Condition, Keyed};
use crate::model::{Member, Model, Presence};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};

/// The constants of all members that have rules.
pub(crate) fn definitions(model: &Model) -> TokenStream {
    let rules = model.members.iter().filter_map(|member| {
        let name = name(member)?;
        let ty = &member.ty;
        let rules = member.wire.rules.iter().map(|rule| &rule.call);
        let condition = condition(model, member).map(|(other, condition)| {
            let (other, value) = (&other.wire_name, &condition.value);
            // A function, since a constant cannot ask for the wire text.
            quote!(.required_when(#other, || __v1::wire_text(&(#value))))
        });
        let required = needs_item(member).then(|| quote!(.required()));
        let sensitive = member.wire.sensitive.map(|_| quote!(.sensitive()));
        let checked = is_checked(member)
            .then(|| quote_spanned!(member.type_span()=> .of(<#ty as __v1::Reflect>::SHAPE)));
        Some(quote! {
            #[allow(non_upper_case_globals)]
            const #name: &__v1::Constraints =
                &__v1::Constraints::NONE #required #(.#rules)* #condition #sensitive #checked;
        })
    });
    quote!(#(#rules)*)
}

/// The constant of a member; none where it has no rules.
pub(crate) fn name(member: &Member) -> Option<Ident> {
    let wire = &member.wire;
    let has_rules = is_checked(member) || wire.required_when.is_some() || wire.sensitive.is_some();
    has_rules.then(|| format_ident!("__{}", member.name))
}

/// Returns whether the value of a member has rules.
pub(crate) fn is_checked(member: &Member) -> bool {
    needs_item(member) || !member.wire.rules.is_empty()
}

/// The other member on which a member depends, and how.
pub(crate) fn condition<'a>(
    model: &'a Model,
    member: &'a Member,
) -> Option<(&'a Member, &'a Condition)> {
    let Keyed { value, .. } = member.wire.required_when.as_ref()?;
    Some((model.field(&value.field)?, value))
}

fn needs_item(member: &Member) -> bool {
    member.shape.is_list && member.presence == Presence::Required
}
