//! `client.rs`: the client, a method an action.

use proc_macro2::TokenStream;
use quote::quote;

use crate::format::Paragraph;
use crate::model::Action;
use crate::naming::{field_ident, ident};

use super::{Emitter, docs};

pub(crate) fn emit(emitter: &mut Emitter<'_>) -> TokenStream {
    let service = &emitter.api.service;
    let client_docs = emitter.docs(vec![
        Paragraph::Wrapped(format!(
            "Client of {}, API version {}. A clone is cheap and shares connections; it can be sent to other tasks.",
            docs::escape(&service.title.en),
            service.version
        )),
        Paragraph::Line(format!(
            "{}的客户端，API 版本 {}。克隆的开销很小，且共用连接，可交给其他任务使用。",
            docs::escape(&service.title.zh),
            service.version
        )),
    ]);
    let builder_docs = emitter.says("Starts to configure a client.", "开始配置客户端。");
    let send_docs = emitter.says(
        "Sends a request that is a value: one of [`actions`](crate::actions), or one of your own.",
        "发送一个请求值：[`actions`](crate::actions) 之一，或自定义的请求。",
    );
    let response_docs = emitter.says(
        "The same, with status, headers and the raw answer beside the output.",
        "同上，除结果外还给出状态码、响应头和原始应答。",
    );
    let call_docs = emitter.says(
        "Calls an action by its name, with parameters as they go over the wire; for what this crate has no type for.",
        "按名称调用接口，参数即线上的键值对；用于本库没有类型的接口。",
    );
    let methods: TokenStream = emitter
        .api
        .actions
        .iter()
        .map(|action| method(emitter, action))
        .collect();
    quote! {
        use crate::__private::v1;
        use crate::{actions, service};

        #client_docs
        #[derive(Clone, Debug)]
        pub struct Client {
            inner: v1::Client,
        }

        impl From<v1::Client> for Client {
            fn from(inner: v1::Client) -> Self {
                Self { inner }
            }
        }

        impl Client {
            #builder_docs
            pub fn builder() -> v1::ClientBuilder<Self> {
                v1::ClientBuilder::new(&service::SERVICE)
            }
            #send_docs
            pub fn send<R: v1::Request>(&self, request: R) -> v1::Call<R::Output> {
                self.inner.send(request)
            }
            #response_docs
            pub fn send_response<R: v1::Request>(&self, request: R) -> v1::Call<v1::Response<R::Output>> {
                self.inner.send_response(request)
            }
            #call_docs
            pub fn call(&self, operation: v1::Operation) -> v1::Call<v1::RawResponse> {
                self.inner.call(operation)
            }
            #methods
        }
    }
}

fn method(emitter: &mut Emitter<'_>, action: &Action) -> TokenStream {
    let mut paragraphs = docs::plain(&action.docs);
    paragraphs.push(Paragraph::Lines(emitter.sample(action)));
    let docs = emitter.docs(paragraphs);
    let method = field_ident(&action.method_name);
    let (request, builder) = (
        ident(&action.rust),
        ident(&format!("{}Builder", action.rust)),
    );
    quote! {
        #docs
        pub fn #method(&self) -> actions::#builder<v1::Client> {
            actions::#request::builder_for(self.inner.clone())
        }
    }
}
