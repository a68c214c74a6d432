//! `server.rs`: the trait that a server implements, and its dispatcher.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Action, Docs};
use crate::naming::{field_ident, ident, trait_name};

use super::{Emitter, docs};

pub(crate) fn emit(emitter: &mut Emitter<'_>) -> TokenStream {
    let actions: Vec<&Action> = emitter.api.actions.iter().collect();
    let items = items(emitter, &actions);
    quote! {
        use crate::__private::v1::Params;
        use crate::__private::v1::server::{Context, ServerError, handle, not_implemented};
        use crate::actions::*;

        #items
    }
}

/// The trait and the dispatcher, with what they have of these actions.
pub(super) fn items(emitter: &mut Emitter<'_>, actions: &[&Action]) -> TokenStream {
    let api = emitter.api;
    let service = ident(&trait_name(&api.service.name));
    let trait_docs = emitter.own_docs(
        &format!(
            "A server of {}: one method per action. Unimplemented methods return `NotImplemented`.",
            docs::escape(&api.service.title.en)
        ),
        &format!(
            "{}的服务端：每个接口一个方法，未实现的方法返回 `NotImplemented`。",
            docs::escape(&api.service.title.zh)
        ),
    );
    let errors = [
        "# Errors",
        "",
        "An unknown action, invalid parameters, or the error that the service returns.",
    ];
    let dispatch_docs = emitter.docs_with_lines(
        Docs::new(
            "Reads the parameters of an action, checks them, calls the service and returns its output as JSON.",
            "读取并校验接口参数，调用服务，并以 JSON 返回结果。",
        ),
        errors.map(str::to_owned).into(),
    );
    let methods: TokenStream = actions
        .iter()
        .map(|action| {
            let docs = emitter.docs(docs::prose_of(&action.docs, action.observed));
            let method = field_ident(&action.method_name);
            let (request, output) = (ident(&action.rust), ident(&action.output()));
            quote! {
                #docs
                fn #method(
                    &self,
                    context: &Context,
                    request: #request,
                ) -> impl Future<Output = Result<#output, ServerError>> + Send {
                    not_implemented(context, request)
                }
            }
        })
        .collect();
    let arms = actions.iter().map(|action| {
        let (wire, method) = (&action.wire, field_ident(&action.method_name));
        quote!(#wire => handle(params, |r| service.#method(context, r)).await,)
    });
    quote! {
        #trait_docs
        pub trait #service: Send + Sync + 'static {
            #methods
        }

        #dispatch_docs
        pub async fn dispatch(
            service: &impl #service,
            context: &Context,
            action: &str,
            params: &Params,
        ) -> Result<Vec<u8>, ServerError> {
            match action {
                #(#arms)*
                _ => Err(ServerError::unknown_action(action)),
            }
        }
    }
}
