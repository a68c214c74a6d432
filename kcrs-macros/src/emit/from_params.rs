//! `FromParams`: the reverse of `ToParams`.

use crate::model::{Member, Model};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote, quote_spanned};

/// Last index of a list whose number of items has no declared maximum.
const DEFAULT_MAX_INDEX: i64 = 100;

pub(crate) fn implementation(model: &Model) -> TokenStream {
    let name = &model.ident;
    // Reads each member before the first `?`, so that every problem is reported.
    let local = |index: usize| format_ident!("__{index}");
    let locals = model.members.iter().enumerate().map(|(index, member)| {
        let local = local(index);
        let read = read(member);
        quote!(let #local = #read;)
    });
    let fields = model.members.iter().enumerate().map(|(index, member)| {
        let (ident, local) = (&member.ident, local(index));
        quote!(#ident: #local?)
    });
    let shape = model.members.is_empty().then(|| quote!(reader.members();));
    quote! {
        #[automatically_derived]
        impl __v1::FromParams for #name {
            fn read_params(reader: &mut __v1::ParamReader<'_>) -> ::core::option::Option<Self> {
                #shape
                #(#locals)*
                ::core::option::Option::Some(Self { #(#fields),* })
            }
        }
    }
}

fn read(member: &Member) -> TokenStream {
    let (shape, wire_name) = (&member.shape, &member.wire_name);
    let element = &shape.element;
    let sensitive = member.wire.sensitive.map(|_| quote!(.sensitive()));
    let last = member.wire.max_items.unwrap_or(DEFAULT_MAX_INDEX);
    let last = Literal::i64_unsuffixed(last);
    let method = match (member.state.is_some(), shape.is_list) {
        (true, false) => quote!(required),
        (false, false) => quote!(optional),
        (true, true) => quote!(required_list),
        (false, true) => quote!(optional_list),
    };
    let last = shape.is_list.then(|| quote!(, #last));
    let call = quote_spanned!(member.type_span()=> #method::<#element>(#wire_name #last));
    quote!(reader #sensitive.#call)
}
