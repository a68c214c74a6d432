//! `actions.rs`: a struct a request and a struct an answer.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::format::Paragraph;
use crate::model::{Action, Kind, Member, Method};
use crate::naming::ident;

use super::{Emitter, docs};

pub(crate) fn emit(emitter: &mut Emitter<'_>) -> TokenStream {
    let api = emitter.api;
    let members = || {
        api.actions
            .iter()
            .flat_map(|action| action.request.iter().chain(&action.answer))
    };
    let mut names = vec!["Request", "Structure"];
    names.extend(runtime_types(members()));
    let imports = emitter.imports(&names);
    let types: BTreeSet<&str> = members()
        .map(|member| emitter.type_name(member.ty.kind))
        .filter(|n| !n.is_empty())
        .collect();
    let types: Vec<_> = types.into_iter().map(ident).collect();
    let types = if types.is_empty() {
        TokenStream::new()
    } else {
        quote!(use crate::types::{#(#types),*};)
    };
    let actions: TokenStream = api
        .actions
        .iter()
        .map(|action| action_items(emitter, action))
        .collect();
    quote! {
        #[cfg(feature = "server")]
        use crate::__private::v1::FromParams;
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

fn action_items(emitter: &mut Emitter<'_>, action: &Action) -> TokenStream {
    let (name, output) = (
        ident(&action.rust),
        ident(&format!("{}Output", action.rust)),
    );
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
    arguments.extend(emitter.crate_argument());
    let structure_arguments: Vec<_> = std::iter::once(quote!(output))
        .chain(emitter.crate_argument())
        .collect();
    let request_docs = emitter.docs(docs::plain(&action.docs));
    let request = emitter.fields(&action.request, true, false);
    let output_docs = emitter.docs(vec![
        Paragraph::Wrapped(format!("Answer to [`{name}`].")),
        Paragraph::Line(format!("[`{name}`] 的应答。")),
    ]);
    let answer = emitter.fields(&action.answer, false, true);
    quote! {
        #request_docs
        #[derive(Clone, PartialEq, Request)]
        #[cfg_attr(feature = "server", derive(FromParams))]
        #[request(#(#arguments),*)]
        #[non_exhaustive]
        pub struct #name { #request }
        #output_docs
        #[derive(Clone, PartialEq, Structure)]
        #[structure(#(#structure_arguments),*)]
        #[non_exhaustive]
        pub struct #output { #answer }
    }
}
