//! The stages in order: attributes → model → checks → emit.

use crate::checks;
use crate::emit;
use crate::errors::Errors;
use crate::model::{Derive, Model};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, FieldsNamed};

/// Expands one derive; mistakes become errors beside an expansion that keeps other code compiling.
pub(crate) fn expand(derive: Derive, input: &DeriveInput) -> TokenStream {
    let mut errors = Errors::default();
    let expansion = match named_fields(input) {
        Ok(fields) => expand_struct(derive, input, fields, &mut errors),
        Err(error) => {
            errors.push(error);
            emit::stub::of_item(derive, input)
        }
    };
    let errors = errors.into_compile_errors();
    quote!(#errors #expansion)
}

fn expand_struct(
    derive: Derive,
    input: &DeriveInput,
    fields: Option<&FieldsNamed>,
    errors: &mut Errors,
) -> TokenStream {
    let mut model = Model::new(derive, input, fields, errors);
    checks::check(&mut model, errors);
    if derive == Derive::FromParams && !model.input {
        let message = "`FromParams` reads what is sent, and this structure is only answered; \
                       `#[structure(input, output)]` is for both";
        errors.at(model.name.span(), message);
    }
    if !errors.is_empty() {
        return emit::stub::of_struct(derive, &model);
    }
    match derive {
        Derive::Request | Derive::Structure => emit::declaration(&model),
        Derive::FromParams => emit::from_params(&model),
    }
}

/// The named fields of a struct, none of a struct without fields. The messages name no derive, so that those of two derives
/// are one error.
fn named_fields(input: &DeriveInput) -> syn::Result<Option<&FieldsNamed>> {
    let takes = "this derive takes a struct with named fields";
    let data = match &input.data {
        Data::Struct(data) => data,
        Data::Enum(data) => {
            let message = format!("{takes}; for an enum of the wire there is `open_enum!`");
            return Err(syn::Error::new_spanned(data.enum_token, message));
        }
        Data::Union(data) => {
            return Err(syn::Error::new_spanned(data.union_token, takes));
        }
    };
    let generics = &input.generics.params;
    if !generics.is_empty() {
        let message = format!("{takes} and without generic parameters: members own their values");
        return Err(syn::Error::new_spanned(generics, message));
    }
    match &data.fields {
        Fields::Named(fields) => Ok(Some(fields)),
        Fields::Unit => Ok(None),
        Fields::Unnamed(fields) => {
            let message = format!("{takes}: the members are called as the fields are");
            Err(syn::Error::new_spanned(fields, message))
        }
    }
}
