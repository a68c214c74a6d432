//! `types.rs`: structures and enums.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Enum, Shape, Structure, Type};
use crate::naming::ident;

use super::Emitter;
use super::actions::runtime_types;
use super::docs;

pub(crate) fn emit(emitter: &mut Emitter<'_>) -> TokenStream {
    let api = emitter.api;
    let structures = || {
        api.types.iter().filter_map(|ty| match &ty.shape {
            Shape::Structure(structure) => Some(structure),
            Shape::Enum(_) => None,
        })
    };
    let mut names = Vec::new();
    if structures().next().is_some() {
        names.push("Structure");
    }
    names.extend(runtime_types(
        structures().flat_map(|structure| &structure.members),
    ));
    if api
        .types
        .iter()
        .any(|ty| matches!(ty.shape, Shape::Enum(_)))
    {
        names.push("open_enum");
    }
    let imports = emitter.imports(&names);
    let from_params = structures()
        .any(|structure| structure.input)
        .then(|| emitter.import_from_params());
    let types: TokenStream = api.types.iter().map(|ty| item(emitter, ty)).collect();
    quote!(#from_params #imports #types)
}

/// A structure or an enum.
pub(super) fn item(emitter: &mut Emitter<'_>, ty: &Type) -> TokenStream {
    match &ty.shape {
        Shape::Structure(shape) => structure(emitter, ty, shape),
        Shape::Enum(shape) => enumeration(emitter, ty, shape),
    }
}

fn structure(emitter: &mut Emitter<'_>, ty: &Type, shape: &Structure) -> TokenStream {
    let name = ident(&ty.name);
    let docs = type_docs(emitter, ty);
    let fields = emitter.fields(&ty.name, &shape.members, shape.input, shape.output);
    let attributes = emitter.options.attributes.of_type(&ty.name);
    let mut arguments = match (shape.input, shape.output) {
        (true, true) => vec![quote!(input), quote!(output)],
        (false, true) => vec![quote!(output)],
        // What the derive assumes.
        _ => Vec::new(),
    };
    arguments.extend(emitter.crate_argument());
    let arguments = if arguments.is_empty() {
        TokenStream::new()
    } else {
        quote!(#[structure(#(#arguments),*)])
    };
    let from_params = shape.input.then(|| emitter.derive_from_params());
    quote! {
        #docs
        #[derive(Clone, PartialEq, Eq, Hash, Structure)]
        #from_params
        #attributes
        #arguments
        #[non_exhaustive]
        pub struct #name { #fields }
    }
}

fn enumeration(emitter: &mut Emitter<'_>, ty: &Type, shape: &Enum) -> TokenStream {
    let name = ident(&ty.name);
    let docs = type_docs(emitter, ty);
    let variants = shape.values.iter().map(|value| {
        let docs = emitter.docs(docs::prose_of(&value.docs, value.observed));
        let (variant, wire) = (ident(&value.rust), &value.wire);
        let attributes = emitter.options.attributes.of_variant(&ty.name, &value.rust);
        quote!(#docs #attributes #variant = #wire,)
    });
    let variants: TokenStream = variants.collect();
    let attributes = emitter.options.attributes.of_enum(&ty.name);
    quote!(open_enum! { #docs #attributes pub enum #name { #variants } })
}

fn type_docs(emitter: &mut Emitter<'_>, ty: &Type) -> TokenStream {
    let other = ty.documented_as.as_deref().map(docs::documented_as);
    emitter.docs(docs::prose(&ty.docs).with(other))
}
