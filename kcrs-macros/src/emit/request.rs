//! `Request`, and the two inherent methods that a request has as a value.

use crate::attributes::ContainerAttributes;
use crate::model::Model;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::LitStr;

pub(crate) fn implementation(model: &Model, request: &ContainerAttributes) -> TokenStream {
    let name = &model.ident;
    let action = request.action.as_ref().map(LitStr::value);
    let action = action.as_ref().unwrap_or(&model.name);
    let output = request.output_type();
    let idempotent = request.idempotent;
    let method = request.method.clone();
    let method = method.unwrap_or_else(|| format_ident!("Get"));
    let version = match &request.version {
        Some(version) => quote!(::core::option::Option::Some(#version)),
        None => quote!(::core::option::Option::None),
    };
    quote! {
        #[automatically_derived]
        impl #name {
            /// Checks the request as it would be checked before it is sent; reports every violation
            /// at once.
            pub fn validate(&self) -> ::core::result::Result<(), __v1::Violations> {
                __v1::validate(self)
            }

            /// The parameters of the request in the order in which they are sent.
            pub fn to_params(&self) -> __v1::Params {
                __v1::ToParams::to_params(self)
            }
        }

        #[automatically_derived]
        impl __v1::Request for #name {
            type Output = #output;
            const ACTION: &'static ::core::primitive::str = #action;
            const VERSION: ::core::option::Option<&'static ::core::primitive::str> = #version;
            const METHOD: __v1::Method = __v1::Method::#method;
            const IDEMPOTENT: ::core::primitive::bool = #idempotent;
        }
    }
}
