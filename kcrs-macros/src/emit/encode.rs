//! `Serialize` as the service writes it, where the runtime has the feature.

use crate::model::Model;
use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};

pub(crate) fn implementation(model: &Model) -> TokenStream {
    let name = &model.ident;
    let title = &model.name;
    let count = Literal::usize_unsuffixed(model.members.len());
    let fields = model.members.iter().map(|member| {
        let (ident, wire) = (&member.ident, &member.wire);
        let name = match &wire.written_as {
            Some(name) => name.value.value(),
            None => member.wire_name.clone(),
        };
        let value = match wire.encode.as_ref().map(|encode| &encode.value) {
            // One name is an encoder of the runtime, a path one of the user's.
            Some(path) => match path.get_ident() {
                Some(encoder) => quote!(&__v1::encode::#encoder(&self.#ident)),
                None => quote!(&#path(&self.#ident)),
            },
            None => quote!(&self.#ident),
        };
        quote_spanned! {member.type_span()=>
            __v1::serde::ser::SerializeStruct::serialize_field(&mut fields, #name, #value)?;
        }
    });
    quote! {
        __v1::if_serialize! {
            #[automatically_derived]
            impl __v1::serde::Serialize for #name {
                fn serialize<__S: __v1::serde::Serializer>(
                    &self,
                    serializer: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    let mut fields =
                        __v1::serde::Serializer::serialize_struct(serializer, #title, #count)?;
                    #(#fields)*
                    __v1::serde::ser::SerializeStruct::end(fields)
                }
            }
        }
    }
}
