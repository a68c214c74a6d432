//! `Serialize` under the wire names, where the runtime has the feature.

use crate::model::Model;
use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};

pub(crate) fn implementation(model: &Model) -> TokenStream {
    let name = &model.ident;
    let title = &model.name;
    let count = Literal::usize_unsuffixed(model.members.len());
    let fields = model.members.iter().map(|member| {
        let (ident, wire_name) = (&member.ident, &member.wire_name);
        quote_spanned! {member.type_span()=>
            __v1::serde::ser::SerializeStruct::serialize_field(&mut fields, #wire_name, &self.#ident)?;
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
