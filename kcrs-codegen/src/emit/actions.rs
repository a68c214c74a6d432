//! `actions.rs`: a struct for each request and each output.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Action, Kind, Member, Method, Paging};
use crate::naming::{field_ident, ident};

use super::{Emitter, docs};

pub(crate) fn emit(emitter: &mut Emitter<'_>) -> TokenStream {
    let api = emitter.api;
    let members = || {
        api.actions
            .iter()
            .flat_map(|action| action.request.iter().chain(&action.response))
    };
    let mut names = vec!["Request", "Structure"];
    let mut paged = api
        .actions
        .iter()
        .filter_map(|action| action.paging.as_ref());
    if let Some(first) = paged.next() {
        names.push("Paged");
        if first.key.is_some() || paged.any(|paging| paging.key.is_some()) {
            names.push("ItemKey");
        }
    }
    names.extend(runtime_types(members()));
    let imports = emitter.imports(&names);
    let types = emitter.import_types(members());
    let actions: TokenStream = api
        .actions
        .iter()
        .map(|action| action_items(emitter, action))
        .collect();
    let import_from_params = emitter.import_from_params();
    quote! {
        #import_from_params
        #imports
        #types
        #actions
    }
}

/// The runtime's types that members have.
pub(crate) fn runtime_types<'m>(
    members: impl Iterator<Item = &'m Member>,
) -> BTreeSet<&'static str> {
    members
        .filter_map(|member| match member.ty.kind {
            Kind::Timestamp => Some("Timestamp"),
            Kind::Secret => Some("SecretString"),
            Kind::Filter => Some("Filter"),
            _ => None,
        })
        .collect()
}

/// The request, the output, and the location of pages.
pub(super) fn action_items(emitter: &mut Emitter<'_>, action: &Action) -> TokenStream {
    let (name, output) = (ident(&action.rust), ident(&action.output()));
    let mut arguments = Vec::new();
    if action.wire != action.rust {
        let wire = &action.wire;
        arguments.push(quote!(action = #wire));
    }
    arguments.push(quote!(output = #output));
    if action.method == Method::Post {
        arguments.push(quote!(method = POST));
    }
    if action.idempotent {
        arguments.push(quote!(idempotent = true));
    }
    if action.paging.is_some() {
        arguments.push(quote!(paged));
    }
    arguments.extend(emitter.crate_argument());
    let structure_arguments: Vec<_> = std::iter::once(quote!(output))
        .chain(emitter.crate_argument())
        .collect();
    let request_docs = emitter.docs(docs::prose_of(&action.docs, action.observed));
    let output_name = output.to_string();
    let attributes = &emitter.options.attributes;
    let request_attributes = attributes.of_type(&action.rust);
    let output_attributes = attributes.of_type(&output_name);
    let from_params = emitter.derive_from_params();
    let has_required = action.request.iter().any(|member| member.required);
    let default = (!has_required).then(|| quote!(Default,));
    let request = emitter.fields(&action.rust, &action.request, true, false);
    let output_docs = emitter.own_docs(
        &format!("Output of [`{name}`]."),
        &format!("[`{name}`] 的应答。"),
    );
    let output_fields = emitter.fields(&output_name, &action.response, false, true);
    let paging = action
        .paging
        .as_ref()
        .and_then(|paging| paged(emitter, action, paging));
    quote! {
        #request_docs
        #[derive(Clone, #default PartialEq, Eq, Hash, Request)]
        #from_params
        #request_attributes
        #[request(#(#arguments),*)]
        #[non_exhaustive]
        pub struct #name { #request }
        #output_docs
        #[derive(Clone, PartialEq, Eq, Hash, Structure)]
        #output_attributes
        #[structure(#(#structure_arguments),*)]
        #[non_exhaustive]
        pub struct #output { #output_fields }
        #paging
    }
}

/// The `Paged` implementation: where the marker and the items are.
fn paged(emitter: &Emitter<'_>, action: &Action, paging: &Paging) -> Option<TokenStream> {
    let find = |members: &'_ [Member], wire: &str| {
        let found = members.iter().find(|member| member.wire == wire);
        found.cloned()
    };
    let (request, output) = (ident(&action.rust), ident(&action.output()));
    let items = find(&action.response, &paging.items)?;
    let item = emitter.kind(items.ty.kind);
    let items_name = field_ident(&items.rust);
    let marker = find(&action.request, &paging.marker)?;
    let marker_name = field_ident(&marker.rust);
    let next = field_ident(&find(&action.response, &paging.marker)?.rust);
    let (get, set) = match marker.required {
        true => (quote!(self.#marker_name), quote!(marker)),
        false => (
            quote!(self.#marker_name.unwrap_or_default()),
            quote!(Some(marker)),
        ),
    };
    let key = paging.key.as_ref().and_then(|key| {
        let members = &emitter.api.structure(items.ty.kind)?.members;
        let name = field_ident(&find(members, key)?.rust);
        Some(quote! {
            fn identify(item: &#item, key: &mut ItemKey) {
                key.add(&item.#name);
            }
        })
    });
    Some(quote! {
        impl Paged for #request {
            type Item = #item;

            fn marker(&self) -> i64 {
                #get
            }

            fn set_marker(&mut self, marker: i64) {
                self.#marker_name = #set;
            }

            fn next_marker(page: &#output) -> i64 {
                page.#next
            }

            fn items_mut(page: &mut #output) -> &mut Vec<#item> {
                &mut page.#items_name
            }

            #key
        }
    })
}
