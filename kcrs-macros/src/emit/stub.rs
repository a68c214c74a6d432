//! What is emitted for an item that cannot be expanded at all (an enum, a tuple struct, a generic struct): the traits without
//! content, so that the code which uses the item raises no errors beside the one that counts.

use crate::attributes::ContainerAttributes;
use crate::errors::Errors;
use crate::model::{Derive, runtime_path};
use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

pub(crate) fn stub(derive: Derive, input: &DeriveInput) -> TokenStream {
    // Mistakes in the attributes are for later: the item itself has to change first.
    let mut ignored = Errors::default();
    let request = ContainerAttributes::parse_request(&input.attrs, &mut ignored);
    let structure = ContainerAttributes::parse_structure(&input.attrs, &mut ignored);
    let container = match derive {
        Derive::Request => &request,
        Derive::Structure => &structure,
        Derive::FromParams if request.krate.is_some() => &request,
        Derive::FromParams => &structure,
    };
    let body = match derive {
        Derive::FromParams => from_params(input),
        Derive::Request => {
            let (common, sent) = (common(input), sent(input));
            let request = request_trait(input, container);
            quote!(#common #sent #request)
        }
        Derive::Structure => {
            let output = container.output.is_some();
            let common = common(input);
            let sent = (container.input.is_some() || !output).then(|| sent(input));
            let answered = output.then(|| answered(input));
            quote!(#common #sent #answered)
        }
    };
    super::scope(&runtime_path(container), &body)
}

fn common(input: &DeriveInput) -> TokenStream {
    let name = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics ::core::fmt::Debug for #name #arguments #bounds {
            fn fmt(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::result::Result::Ok(())
            }
        }
        #[automatically_derived]
        impl #generics __v1::Reflect for #name #arguments #bounds {
            const SHAPE: &'static __v1::schema::Shape = &__v1::schema::Shape::Structure(
                __v1::schema::StructureShape::new("", __v1::schema::Docs::new(""), &[]),
            );
        }
    }
}

fn sent(input: &DeriveInput) -> TokenStream {
    let name = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics __v1::ToParams for #name #arguments #bounds {
            fn write_params(&self, _: &mut __v1::ParamWriter<'_>) {}
        }
        #[automatically_derived]
        impl #generics __v1::Validate for #name #arguments #bounds {
            fn validate_into(&self, _: &mut __v1::Validator<'_>) {}
        }
    }
}

fn answered(input: &DeriveInput) -> TokenStream {
    let name = &input.ident;
    let (_, arguments, bounds) = input.generics.split_for_impl();
    let parameters = &input.generics.params;
    let (generics, _, _) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics __v1::decode::FromJson for #name #arguments #bounds {
            fn from_json<'__de, __D: __v1::serde::Deserializer<'__de>>(
                _: __D,
                _: &__v1::decode::Path<'_>,
            ) -> ::core::result::Result<::core::option::Option<Self>, __D::Error> {
                ::core::result::Result::Ok(::core::option::Option::None)
            }
        }
        #[automatically_derived]
        impl<'__de, #parameters> __v1::serde::Deserialize<'__de> for #name #arguments #bounds {
            fn deserialize<__D: __v1::serde::Deserializer<'__de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                __v1::decode::deserialize(deserializer)
            }
        }
        __v1::if_serialize! {
            #[automatically_derived]
            impl #generics __v1::serde::Serialize for #name #arguments #bounds {
                fn serialize<__S: __v1::serde::Serializer>(
                    &self,
                    serializer: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    __v1::serde::Serializer::serialize_unit(serializer)
                }
            }
        }
    }
}

/// Only without generics: `Request` is `'static`, which a parameter may not be.
fn request_trait(input: &DeriveInput, container: &ContainerAttributes) -> TokenStream {
    if !input.generics.params.is_empty() {
        return TokenStream::new();
    }
    let name = &input.ident;
    let output = match &container.output_type {
        Some(output) => quote!(#output),
        None => quote!(()),
    };
    quote! {
        #[automatically_derived]
        impl __v1::Request for #name {
            type Output = #output;
            const ACTION: &'static ::core::primitive::str = "";
            const VERSION: ::core::option::Option<&'static ::core::primitive::str> =
                ::core::option::Option::None;
            const METHOD: __v1::Method = __v1::Method::Get;
            const IDEMPOTENT: ::core::primitive::bool = false;
        }
    }
}

fn from_params(input: &DeriveInput) -> TokenStream {
    let name = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics __v1::FromParams for #name #arguments #bounds {
            fn read_params(
                _: &mut __v1::ParamReader<'_>,
            ) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        }
    }
}
