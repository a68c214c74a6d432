//! What is emitted beside errors: the traits without content, so that the code which uses the item
//! raises no errors beside those that count.

use super::{builder, debug, request, scope};
use crate::attributes::{ContainerAttributes, REQUEST, STRUCTURE};
use crate::errors::Errors;
use crate::model::{Derive, Model, runtime_path};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{DeriveInput, Generics};

/// For a struct with mistakes: its real builder and `Debug`, and traits that do nothing.
pub(crate) fn of_struct(derive: Derive, model: &Model) -> TokenStream {
    let item = Item {
        name: &model.name,
        generics: &Generics::default(),
    };
    if derive == Derive::FromParams {
        return scope(&model.runtime, &item.read_params());
    }
    if derive == Derive::Waiter {
        return super::waiter(model);
    }
    let definition = builder::definition(model);
    let builder = builder::implementation(model);
    let debug = debug::implementation(model);
    let request = model
        .request
        .as_ref()
        .map(|request| request::implementation(model, request));
    let sent = model.input.then(|| item.sent());
    let answered = model.output.then(|| item.answered());
    let reflect = item.reflect();
    let body = quote!(#builder #debug #request #sent #answered #reflect);
    let scope = scope(&model.runtime, &body);
    quote!(#definition #scope)
}

/// For an item that has no fields with names: traits that do nothing.
pub(crate) fn of_item(derive: Derive, input: &DeriveInput) -> TokenStream {
    // Mistakes in the attributes are for later: the item itself has to change first.
    let mut ignored = Errors::default();
    let request = ContainerAttributes::parse(&input.attrs, &REQUEST, &mut ignored);
    let structure = ContainerAttributes::parse(&input.attrs, &STRUCTURE, &mut ignored);
    let runtime = match &request.krate {
        Some(_) => runtime_path(&request),
        None => runtime_path(&structure),
    };
    let item = Item {
        name: &input.ident,
        generics: &input.generics,
    };
    let (debug, reflect) = (item.debug(), item.reflect());
    let body = match derive {
        Derive::FromParams => item.read_params(),
        Derive::Waiter => item.debug(),
        Derive::Request => {
            let sent = item.sent();
            let request = item.request(&request);
            quote!(#debug #reflect #sent #request)
        }
        Derive::Structure => {
            let is_input = structure.input.is_some() || structure.output.is_none();
            let sent = is_input.then(|| item.sent());
            let answered = structure.output.map(|_| item.answered());
            quote!(#debug #reflect #sent #answered)
        }
    };
    scope(&runtime, &body)
}

struct Item<'a> {
    name: &'a Ident,
    generics: &'a Generics,
}

impl Item<'_> {
    fn debug(&self) -> TokenStream {
        let body = quote! {
            fn fmt(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::result::Result::Ok(())
            }
        };
        self.implement(&quote!(::core::fmt::Debug), &body)
    }

    fn reflect(&self) -> TokenStream {
        let body = quote! {
            const SHAPE: &'static __v1::schema::Shape = &__v1::schema::Shape::Structure(
                __v1::schema::StructureShape::new("", __v1::schema::Docs::new(""), &[]),
            );
        };
        self.implement(&quote!(__v1::Reflect), &body)
    }

    fn sent(&self) -> TokenStream {
        let write = quote! {
            fn write_params(&self, _: &mut __v1::ParamWriter<'_>) {}
        };
        let validate = quote! {
            fn validate_into(&self, _: &mut __v1::Validator<'_>) {}
        };
        let to_params = self.implement(&quote!(__v1::ToParams), &write);
        let validate = self.implement(&quote!(__v1::Validate), &validate);
        quote!(#to_params #validate)
    }

    fn read_params(&self) -> TokenStream {
        let body = quote! {
            fn read_params(_: &mut __v1::ParamReader<'_>) -> ::core::option::Option<Self> {
                ::core::option::Option::None
            }
        };
        self.implement(&quote!(__v1::FromParams), &body)
    }

    fn answered(&self) -> TokenStream {
        let from_json = quote! {
            fn from_json<'__de, __D: __v1::serde::Deserializer<'__de>>(
                _: __D,
                _: &__v1::decode::Path<'_>,
            ) -> ::core::result::Result<::core::option::Option<Self>, __D::Error> {
                ::core::result::Result::Ok(::core::option::Option::None)
            }
        };
        let from_json = self.implement(&quote!(__v1::decode::FromJson), &from_json);
        let serialize = quote! {
            fn serialize<__S: __v1::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                __v1::serde::Serializer::serialize_unit(serializer)
            }
        };
        let serialize = self.implement(&quote!(__v1::serde::Serialize), &serialize);
        let name = self.name;
        let parameters = self.generics.params.iter();
        let (_, arguments, bounds) = self.generics.split_for_impl();
        quote! {
            #from_json
            #[automatically_derived]
            impl<'__de, #(#parameters),*> __v1::serde::Deserialize<'__de> for #name #arguments #bounds {
                fn deserialize<__D: __v1::serde::Deserializer<'__de>>(
                    deserializer: __D,
                ) -> ::core::result::Result<Self, __D::Error> {
                    __v1::decode::deserialize(deserializer)
                }
            }
            __v1::if_serialize! { #serialize }
        }
    }

    /// Only without generics: `Request` is `'static`, which a parameter may not be.
    fn request(&self, container: &ContainerAttributes) -> TokenStream {
        if !self.generics.params.is_empty() {
            return TokenStream::new();
        }
        let output = match &container.output_type {
            Some(output) => quote!(#output),
            None => quote!(()),
        };
        let body = quote! {
            type Output = #output;
            const ACTION: &'static ::core::primitive::str = "";
            const VERSION: ::core::option::Option<&'static ::core::primitive::str> =
                ::core::option::Option::None;
            const METHOD: __v1::Method = __v1::Method::Get;
            const IDEMPOTENT: ::core::primitive::bool = false;
        };
        self.implement(&quote!(__v1::Request), &body)
    }

    fn implement(&self, implemented: &TokenStream, body: &TokenStream) -> TokenStream {
        let name = self.name;
        let (generics, arguments, bounds) = self.generics.split_for_impl();
        quote! {
            #[automatically_derived]
            impl #generics #implemented for #name #arguments #bounds {
                #body
            }
        }
    }
}
