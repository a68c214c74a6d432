//! `FromParams`: the reverse of `ToParams`.

use crate::model::{Member, Model};
use crate::types::Wrapper;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The service numbers the items of a list from 1 to this.
const LARGEST_INDEX: i64 = 100;

pub(crate) fn implementation(model: &Model) -> TokenStream {
    let name = &model.name;
    let locals = model.members.iter().map(|member| {
        let ident = &member.ident;
        let read = read(member);
        quote!(let #ident = #read;)
    });
    let fields = model.members.iter().map(|member| {
        let ident = &member.ident;
        quote!(#ident: #ident?)
    });
    // Reads each member before the first `?`, so that every problem is reported.
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
    let items = member.wire.items.as_ref().and_then(|items| items.value.max);
    let largest = Literal::i64_unsuffixed(items.unwrap_or(0).max(LARGEST_INDEX));
    let call = match shape.wrapper {
        Wrapper::Plain => quote!(required::<#element>(#wire_name)),
        Wrapper::Option | Wrapper::OptionalList => {
            let value = &shape.value;
            quote!(optional::<#value>(#wire_name))
        }
        Wrapper::List if member.is_required() => {
            quote!(required_list::<#element>(#wire_name, #largest))
        }
        Wrapper::List => quote!(optional_list::<#element>(#wire_name, #largest)),
    };
    quote!(reader #sensitive.#call)
}
