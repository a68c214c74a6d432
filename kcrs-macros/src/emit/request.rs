//! `Request`, and the two inherent methods that a request has as a value.

use crate::model::{Model, RequestModel};
use proc_macro2::TokenStream;
use quote::quote;

pub(crate) fn implementation(model: &Model, request: &RequestModel) -> TokenStream {
    let name = &model.name;
    let RequestModel {
        action,
        output,
        method,
        idempotent,
        ..
    } = request;
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
