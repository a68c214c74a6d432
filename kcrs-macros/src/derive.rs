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
    let expansion = match named_fields(derive, input) {
        Ok(fields) => expand_struct(derive, input, fields, &mut errors),
        Err(error) => {
            errors.push(error);
            emit::stub(derive, input)
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
    checks::check(&model, errors);
    if derive == Derive::FromParams && !model.input {
        let message = "`FromParams` reads what is sent, and this structure is only answered; \
                       `#[structure(input, output)]` is for both";
        errors.at(model.name.span(), message);
    }
    if !errors.is_empty() {
        model.strip();
    }
    match derive {
        Derive::Request | Derive::Structure => emit::declaration(&model),
        Derive::FromParams => emit::from_params(&model),
    }
}

/// The named fields of a struct, none of a struct without fields.
fn named_fields(derive: Derive, input: &DeriveInput) -> syn::Result<Option<&FieldsNamed>> {
    let derive = derive.name();
    let takes = format!("`#[derive({derive})]` takes a struct with named fields");
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
    if !input.generics.params.is_empty() {
        let message = format!(
            "{takes} and without generic parameters or lifetimes: its members own their values"
        );
        return Err(syn::Error::new_spanned(&input.generics.params, message));
    }
    match &data.fields {
        Fields::Named(fields) => Ok(Some(fields)),
        Fields::Unit => Ok(None),
        Fields::Unnamed(fields) => {
            let message = format!("{takes}: the names of the fields become those of the members");
            Err(syn::Error::new_spanned(fields, message))
        }
    }
}

impl Derive {
    fn name(self) -> &'static str {
        match self {
            Self::Request => "Request",
            Self::Structure => "Structure",
            Self::FromParams => "FromParams",
        }
    }
}
