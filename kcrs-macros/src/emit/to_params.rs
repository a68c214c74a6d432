//! `ToParams`: the members under their wire names.

use crate::model::{Member, Model};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

pub(crate) fn implementation(model: &Model) -> TokenStream {
    let name = &model.ident;
    let writes = model.members.iter().map(write);
    quote! {
        #[automatically_derived]
        impl __v1::ToParams for #name {
            fn write_params(&self, writer: &mut __v1::ParamWriter<'_>) {
                #(#writes)*
            }
        }
    }
}

fn write(member: &Member) -> TokenStream {
    let (ident, wire_name) = (&member.ident, &member.wire_name);
    let span = member.type_span();
    match member.wire.sensitive {
        Some(_) => quote_spanned!(span=> writer.sensitive_member(#wire_name, &self.#ident);),
        None => quote_spanned!(span=> writer.member(#wire_name, &self.#ident);),
    }
}
