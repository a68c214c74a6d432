//! `client.rs`: the client, a method an action.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Action;
use crate::naming::{field_ident, ident};

use super::waiters::{self, Waiting};
use super::{Emitter, docs};

pub(crate) fn emit(emitter: &mut Emitter<'_>) -> TokenStream {
    let service = &emitter.api.service;
    let client_docs = emitter.own_docs(
        &format!(
            "Client of {}, API version {}. A clone is cheap and shares connections; it can be sent to other tasks. `C` is who calls: by default what calls in asynchronous code.",
            docs::escape(&service.title.en),
            service.version
        ),
        &format!(
            "{}的客户端，API 版本 {}。克隆的开销很小，且共用连接，可交给其他任务使用。`C` 为调用方式，默认为异步。",
            docs::escape(&service.title.zh),
            service.version
        ),
    );
    let builder_docs = emitter.own_docs("Starts to configure a client.", "开始配置客户端。");
    let send_docs = emitter.own_docs(
        "Sends a request that is a value: one of [`actions`](crate::actions), or one of your own.",
        "发送一个请求值：[`actions`](crate::actions) 之一，或自定义的请求。",
    );
    let response_docs = emitter.own_docs(
        "The same, with status, headers and the raw body beside the output.",
        "同上，除结果外还给出状态码、响应头和原始应答。",
    );
    let options_docs = emitter.own_docs(
        "A client whose calls have these options: time limits, retries, region and so on. It shares all with this one.",
        "返回一个以这些选项（超时、重试、地域等）发起调用的客户端，与本客户端共用一切。",
    );
    let waiters: TokenStream = waiters::all(emitter)
        .filter(|_| emitter.options.has_waiters())
        .collect::<Vec<_>>()
        .iter()
        .map(|waiting| waiter(emitter, waiting))
        .collect();
    let executor_docs = emitter.own_docs(
        "The runtime's client within, for code that does not know of this service.",
        "内部的运行时客户端，供与具体服务无关的代码使用。",
    );
    let endpoint_docs = emitter.own_docs(
        "Where requests go, unless options say otherwise.",
        "请求发往的地址（未被选项另行指定时）。",
    );
    let region_docs = emitter.own_docs(
        "The region that requests are signed for, unless options say otherwise.",
        "请求签名所用的地域（未被选项另行指定时）。",
    );
    let call_docs = emitter.own_docs(
        "Calls an action by its name, with parameters as they go over the wire; for what this crate has no type for.",
        "按名称调用接口，参数即线上的键值对；用于本库没有类型的接口。",
    );
    let methods: TokenStream = emitter
        .api
        .actions
        .iter()
        .map(|action| method(emitter, action))
        .collect();
    let imports = match waiters.is_empty() {
        true => quote!(
            use crate::{actions, service};
        ),
        false => quote!(
            use crate::{actions, service, waiters};
        ),
    };
    quote! {
        use crate::__private::v1;
        #imports

        #client_docs
        #[derive(Clone, Debug)]
        pub struct Client<C = v1::Client> {
            inner: C,
        }

        impl<C: v1::CallExecutor> From<C> for Client<C> {
            fn from(inner: C) -> Self {
                Self { inner }
            }
        }

        impl v1::ClientHandle for Client {
            type Of<C: v1::CallExecutor> = Client<C>;
        }

        impl Client {
            #builder_docs
            pub fn builder() -> v1::ClientBuilder<Self> {
                v1::ClientBuilder::new(&service::SERVICE)
            }
        }

        impl<C: v1::CallExecutor> Client<C> {
            #send_docs
            pub fn send<R: v1::Request>(&self, request: R) -> C::Call<R::Output> {
                self.inner.send(request)
            }
            #response_docs
            pub fn send_response<R: v1::Request>(&self, request: R) -> C::Call<v1::Response<R::Output>> {
                self.inner.send_response(request)
            }
            #options_docs
            #[must_use]
            pub fn with_options(&self, options: v1::CallOptions) -> Self {
                Self {
                    inner: self.inner.with_options(options),
                }
            }
            #executor_docs
            pub fn executor(&self) -> &C {
                &self.inner
            }
            #endpoint_docs
            pub fn endpoint(&self) -> &v1::Endpoint {
                self.inner.endpoint()
            }
            #region_docs
            pub fn region(&self) -> &str {
                self.inner.region()
            }
            #call_docs
            pub fn call(&self, operation: v1::Operation) -> C::Call<v1::RawResponse> {
                self.inner.call(operation)
            }
            #methods
            #waiters
        }
    }
}

/// The method of an action.
pub(super) fn method(emitter: &mut Emitter<'_>, action: &Action) -> TokenStream {
    let sample = emitter.sample(action);
    let docs = emitter.docs_with_lines(docs::prose_of(&action.docs, action.observed), sample);
    let method = field_ident(&action.method_name);
    let (request, builder) = (
        ident(&action.rust),
        ident(&format!("{}Builder", action.rust)),
    );
    quote! {
        #docs
        pub fn #method(&self) -> actions::#builder<C> {
            actions::#request::builder_for(self.inner.clone())
        }
    }
}

/// The method of a waiter.
pub(super) fn waiter(emitter: &mut Emitter<'_>, waiting: &Waiting<'_>) -> TokenStream {
    let Waiting {
        action,
        waiter,
        members,
    } = waiting;
    let name = format!("wait_until_{}", waiter.name);
    let sample = emitter.waiter_sample(action, &name, members);
    let docs = emitter.docs_with_lines(waiters::describe(action, waiter), sample);
    let method = field_ident(&name);
    let rust = waiters::rust_name(waiter);
    let (waiter, builder) = (ident(&rust), ident(&format!("{rust}Builder")));
    quote! {
        #docs
        pub fn #method(&self) -> waiters::#builder<C> {
            waiters::#waiter::builder_for(self.inner.clone())
        }
    }
}
