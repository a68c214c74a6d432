//! `FromParams`: the reverse of `ToParams`.

use crate::model::{Member, Model};
use crate::types::Wrapper;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote, quote_spanned};

/// Last index of a list whose number of items has no declared maximum.
const DEFAULT_MAX_INDEX: i64 = 100;

pub(crate) fn implementation(model: &Model) -> TokenStream {
    let name = &model.name;
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
    let Member {
        shape, wire_name, ..
    } = member;
    let element = &shape.element;
    let sensitive = member.wire.sensitive.map(|_| quote!(.sensitive()));
    let max_index = member.wire.max_items.unwrap_or(DEFAULT_MAX_INDEX);
    let max_index = Literal::i64_unsuffixed(max_index);
    let span = member.type_span();
    let call = match shape.wrapper {
        Wrapper::Plain => quote_spanned!(span=> required::<#element>(#wire_name)),
        Wrapper::Option | Wrapper::OptionalList => {
            let value = &shape.value;
            quote_spanned!(span=> optional::<#value>(#wire_name))
        }
        Wrapper::List if member.is_required() => {
            quote_spanned!(span=> required_list::<#element>(#wire_name, #max_index))
        }
        Wrapper::List => quote_spanned!(span=> optional_list::<#element>(#wire_name, #max_index)),
    };
    quote!(reader #sensitive.#call)
}
