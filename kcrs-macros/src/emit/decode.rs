//! `FromJson`, the tolerant reading of a response, and `Deserialize` on top of it.

use crate::model::{Member, Model};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

pub(crate) fn implementation(model: &Model) -> TokenStream {
    let name = &model.ident;
    let parts = model.members.iter().map(|member| {
        let (ident, value) = (&member.ident, &member.shape.value);
        quote!(#ident: ::core::option::Option<#value>)
    });
    let arms = model.members.iter().map(arm);
    let fields = model.members.iter().map(field);
    quote! {
        #[derive(::core::default::Default)]
        struct __Parts { #(#parts),* }

        #[automatically_derived]
        impl __v1::decode::Members for __Parts {
            fn member<'de, __A: __v1::serde::de::MapAccess<'de>>(
                &mut self,
                name: &::core::primitive::str,
                value: &mut __v1::decode::Value<'_, __A>,
            ) -> ::core::result::Result<(), __A::Error> {
                match name {
                    #(#arms)*
                    _ => {}
                }
                ::core::result::Result::Ok(())
            }
        }

        #[automatically_derived]
        impl __v1::decode::FromJson for #name {
            const EXPECTED: &'static ::core::primitive::str = "an object";

            fn from_object<'de, __A: __v1::serde::de::MapAccess<'de>>(
                object: __A,
                path: &__v1::decode::Path<'_>,
            ) -> ::core::result::Result<::core::option::Option<Self>, __A::Error> {
                let parts = __v1::decode::members::<__Parts, __A>(object, path)?;
                ::core::result::Result::Ok(::core::option::Option::Some(Self { #(#fields),* }))
            }
        }

        __v1::deserialize!(#name);
    }
}

fn arm(member: &Member) -> TokenStream {
    let (ident, wire_name, wire) = (&member.ident, &member.wire_name, &member.wire);
    let aliases = wire.aliases.iter().map(|alias| &alias.value);
    let value = match wire.sensitive {
        Some(_) => quote!(value.sensitive()),
        None => quote!(value),
    };
    let read = match wire.decode.as_ref().map(|decode| &decode.value) {
        // One name is a decoder of the runtime, a path one of the user's.
        Some(path) => match path.get_ident() {
            Some(decoder) => quote!(__v1::decode::#decoder(#value)?),
            None => quote!(#path(#value)?),
        },
        None => quote_spanned!(member.type_span()=> #value.read()?),
    };
    quote! {
        #wire_name #(| #aliases)* => __v1::decode::set(&mut self.#ident, #read),
    }
}

fn field(member: &Member) -> TokenStream {
    let (ident, wire_name) = (&member.ident, &member.wire_name);
    let value = if member.wire.essential.is_some() {
        quote!(__v1::decode::essential(parts.#ident, #wire_name, path)?)
    } else if member.shape.is_option {
        quote!(parts.#ident)
    } else {
        quote_spanned!(member.type_span()=> parts.#ident.unwrap_or_default())
    };
    quote!(#ident: #value)
}
