//! The typestate builder.
//!
//! Each required member has a type parameter, which is `Unset` or the `Set` that holds its value,
//! so nothing is ever unwrapped. What makes a missing or doubled member *one* readable error is: a
//! marker trait a member with a message of its own, and bounds on the *methods* that need it (on
//! the impl block they would turn into "method not found").

use crate::model::{Member, Model, Presence, State};
use crate::types::Scalar;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

/// The builder struct, beside the struct it builds.
pub(crate) fn definition(model: &Model) -> TokenStream {
    let (name, builder) = (&model.name, &model.builder);
    let (visibility, runtime) = (&model.visibility, &model.runtime);
    let executor = model.executor.as_ref();
    let executor_type = executor.map(|executor| quote!(#executor = (),));
    let executor_field = executor.map(|executor| quote!(__executor: #executor,));
    let states: Vec<_> = model.states().map(|state| &state.ident).collect();
    let states_docs = (!states.is_empty()).then(|| {
        let docs = "Type parameters whose names end with `State` are not part of the API: another \
            version has others.";
        quote!(#[doc = ""] #[doc = #docs])
    });
    let fields = model.members.iter().map(|member| {
        let ident = member.method();
        let ty = match &member.state {
            Some(State { ident, .. }) => quote!(#ident),
            None => member.ty.to_token_stream(),
        };
        quote!(#ident: #ty)
    });
    let docs = format!("Builds [`{name}`]; made by [`{name}::builder`].");
    // The members of a structure may be of types that cannot be cloned.
    let clone = executor.map(|_| quote!(#[derive(::core::clone::Clone)]));
    quote! {
        #[doc = #docs]
        #states_docs
        #clone
        #[must_use = "a builder does nothing until its last method is called"]
        #visibility struct #builder<#executor_type #(#states = #runtime::Unset),*> {
            #executor_field
            #(#fields,)*
        }
    }
}

/// The marker traits, the constructors and all methods.
pub(crate) fn implementation(model: &Model) -> TokenStream {
    let members = || model.members.iter();
    let traits = members().filter_map(|member| marker_traits(model, member));
    let constructors = constructors(model);
    let with_setter = members().filter(|member| member.has_setter);
    let setters = with_setter.map(|member| match &member.state {
        Some(state) => required_setter(model, member, state),
        None => optional_setters(member),
    });
    let (builder, generics) = (&model.builder, model.generics());
    let last = last_methods(model);
    let sending = sending_methods(model);
    quote! {
        #(#traits)*
        #constructors
        #[automatically_derived]
        impl<#(#generics),*> #builder<#(#generics),*> {
            #(#setters)*
            #last
        }
        #sending
    }
}

fn marker_traits(model: &Model, member: &Member) -> Option<TokenStream> {
    let state = member.state.as_ref()?;
    let (is_set, is_unset) = (&state.is_set, &state.is_unset);
    let Member { name, ty, .. } = member;
    let last = match (&model.request, model.is_waiter) {
        (Some(_), _) => "`.send()` or `.build()`",
        (None, true) => "`.wait()` or `.build()`",
        (None, false) => "`.build()`",
    };
    let what = match member.presence {
        Presence::Essential => "essential member",
        _ => "required parameter",
    };
    let not_set = format!("{what} `{name}` was not set");
    let call = format!("call `.{}(…)` before {last}", member.ident);
    let twice = format!("{what} `{name}` was set twice");
    let missing = format!("`{name}` is missing");
    let already = format!("`{name}` has a value already");
    Some(quote! {
        #[diagnostic::on_unimplemented(message = #not_set, label = #missing, note = #call)]
        pub trait #is_set: __v1::Holds<#ty> {}
        #[diagnostic::do_not_recommend]
        impl #is_set for __v1::Set<#ty> {}
        #[diagnostic::on_unimplemented(message = #twice, label = #already, note = "keep one of the calls")]
        pub trait #is_unset {}
        #[diagnostic::do_not_recommend]
        impl #is_unset for __v1::Unset {}
    })
}

fn constructors(model: &Model) -> TokenStream {
    let (ident, name, builder) = (&model.ident, &model.name, &model.builder);
    let initial = model.members.iter().map(|member| {
        let ident = member.method();
        let value = match &member.state {
            Some(_) => quote!(__v1::Unset),
            None if member.shape.is_option => quote!(::core::option::Option::None),
            None if member.shape.is_list => quote!(::std::vec::Vec::new()),
            None => quote!(::core::default::Default::default()),
        };
        quote!(#ident: #value)
    });
    let docs = format!("Starts a [`{name}`].");
    let Some(executor) = &model.executor else {
        return quote! {
            #[automatically_derived]
            impl #ident {
                #[doc = #docs]
                pub fn builder() -> #builder {
                    #builder { #(#initial),* }
                }
            }
        };
    };
    let does = match model.is_waiter {
        true => "wait: `client` is the one that asks",
        false => "send it: `client` is the one that sends",
    };
    let for_docs = format!("Starts a [`{name}`] whose builder can {does}.");
    quote! {
        #[automatically_derived]
        impl #ident {
            #[doc = #docs]
            pub fn builder() -> #builder {
                #builder::__with_executor(())
            }

            #[doc = #for_docs]
            pub fn builder_for<#executor: __v1::CallExecutor>(client: #executor) -> #builder<#executor> {
                #builder::__with_executor(client)
            }
        }
        #[automatically_derived]
        impl<#executor> #builder<#executor> {
            fn __with_executor(executor: #executor) -> Self {
                #builder { __executor: executor, #(#initial),* }
            }
        }
    }
}

fn required_setter(model: &Model, member: &Member, own: &State) -> TokenStream {
    let builder = &model.builder;
    let (state, is_unset) = (&own.ident, &own.is_unset);
    let ty = &member.ty;
    let arguments = model.generics().into_iter().map(|generic| {
        if generic == state {
            quote!(__v1::Set<#ty>)
        } else {
            quote!(#generic)
        }
    });
    let others = model.members.iter().map(Member::method);
    let others = others.filter(|other| *other != member.ident);
    let executor = model.executor.as_ref();
    let executor = executor.map(|_| quote!(__executor: self.__executor,));
    let (docs, ident) = (setter_docs(member), member.method());
    let Argument { ty, value } = argument(member);
    quote! {
        #docs
        pub fn #ident(self, value: #ty) -> #builder<#(#arguments),*>
        where
            #state: #is_unset,
        {
            #builder { #executor #ident: __v1::Set(#value), #(#others: self.#others),* }
        }
    }
}

fn optional_setters(member: &Member) -> TokenStream {
    let (docs, ident) = (setter_docs(member), member.method());
    let Argument { ty, value } = argument(member);
    let value = match member.shape.is_option {
        true => quote!(::core::option::Option::Some(#value)),
        false => value,
    };
    let setter = quote! {
        #docs
        pub fn #ident(mut self, value: #ty) -> Self {
            self.#ident = #value;
            self
        }
    };
    if !member.has_set() {
        return setter;
    }
    let Member { name, ty, .. } = member;
    let set = format_ident!("set_{name}", span = member.span());
    let what = match member.shape.is_option {
        true => "a value or to none",
        false => "a list, which may be empty",
    };
    let docs = format!("Sets `{name}` to {what}; see [`{name}`](Self::{ident}).");
    quote! {
        #setter
        #[doc = #docs]
        pub fn #set(mut self, value: #ty) -> Self {
            self.#ident = value;
            self
        }
    }
}

fn setter_docs(member: &Member) -> TokenStream {
    let docs = &member.doc_attributes;
    if docs.is_empty() {
        let docs = format!("Sets `{}`.", member.name);
        return quote!(#[doc = #docs]);
    }
    quote!(#(#docs)*)
}

/// A setter's parameter type and how `value` becomes the member's value (within its `Option`).
struct Argument {
    ty: TokenStream,
    value: TokenStream,
}

fn argument(member: &Member) -> Argument {
    let element = &member.shape.element;
    // An error about the type belongs to the place where the type is written.
    let span = element.span().resolved_at(Span::call_site());
    match (member.shape.is_list, member.shape.scalar == Scalar::Text) {
        (false, false) => Argument {
            ty: quote!(#element),
            value: quote!(value),
        },
        (false, true) => Argument {
            ty: quote_spanned!(span=> impl ::core::convert::Into<#element>),
            value: quote!(::core::convert::Into::into(value)),
        },
        (true, false) => Argument {
            ty: quote!(impl ::core::iter::IntoIterator<Item = #element>),
            value: quote!(::core::iter::Iterator::collect(
                ::core::iter::IntoIterator::into_iter(value)
            )),
        },
        (true, true) => Argument {
            ty: quote!(impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<#element>>),
            value: quote! {
                ::core::iter::Iterator::collect(::core::iter::Iterator::map(
                    ::core::iter::IntoIterator::into_iter(value),
                    ::core::convert::Into::into,
                ))
            },
        },
    }
}

fn where_all_set(model: &Model) -> Option<TokenStream> {
    let mut bounds = model.states().map(|state| {
        let State { ident, is_set, .. } = state;
        quote!(#ident: #is_set)
    });
    let first = bounds.next()?;
    Some(quote!(where #first #(, #bounds)*))
}

fn last_methods(model: &Model) -> TokenStream {
    let Model { ident, name, .. } = model;
    let fields = model.members.iter().map(|member| {
        let ident = &member.ident;
        match member.state {
            Some(_) => quote!(#ident: __v1::Holds::into_value(self.#ident)),
            None => quote!(#ident: self.#ident),
        }
    });
    let built = quote!(#ident { #(#fields),* });
    let where_all_set = where_all_set(model);
    let docs = format!("The finished [`{name}`].");
    let Some(executor) = &model.executor else {
        return quote! {
            #[doc = #docs]
            pub fn build(self) -> #ident #where_all_set {
                #built
            }
        };
    };
    quote! {
        #[doc = #docs]
        pub fn build(self) -> #ident #where_all_set {
            self.__into_parts().1
        }

        fn __into_parts(self) -> (#executor, #ident) #where_all_set {
            (self.__executor, #built)
        }
    }
}

fn sending_methods(model: &Model) -> Option<TokenStream> {
    let executor = model.executor.as_ref()?;
    let (name, builder) = (&model.ident, &model.builder);
    let (generics, states) = (model.generics(), model.states().map(|state| &state.ident));
    let where_all_set = where_all_set(model);
    let last = match &model.request {
        None => quote! {
            /// Waits. The structure's documentation says what the result is and when there is an
            /// error instead.
            pub fn wait(self) -> #executor::Wait<#name> #where_all_set {
                self.wait_with(__v1::WaitOptions::new())
            }

            /// Waits, with other times than usual.
            pub fn wait_with(self, options: __v1::WaitOptions) -> #executor::Wait<#name> #where_all_set {
                let (client, waiter) = self.__into_parts();
                __v1::CallExecutor::wait(&client, waiter, options)
            }
        },
        Some(request) => {
            let output = request.output_type();
            let paging = request.paged.map(|_| {
                quote! {
                    /// The whole list, page by page, beginning at the page that is asked for.
                    pub fn pages(self) -> #executor::Pages<#name> #where_all_set {
                        let (client, request) = self.__into_parts();
                        __v1::CallExecutor::pages(&client, request)
                    }

                    /// The items of the whole list, beginning at the page that is asked for.
                    pub fn items(self) -> #executor::Items<#name> #where_all_set {
                        let (client, request) = self.__into_parts();
                        __v1::CallExecutor::items(&client, request)
                    }
                }
            });
            quote! {
                /// Sends the request; the result is the output.
                pub fn send(self) -> #executor::Call<#output> #where_all_set {
                    let (client, request) = self.__into_parts();
                    __v1::CallExecutor::send(&client, request)
                }

                /// Sends the request; the result has the status, the headers and the raw body
                /// besides the output.
                pub fn send_response(self) -> #executor::Call<__v1::Response<#output>> #where_all_set {
                    let (client, request) = self.__into_parts();
                    __v1::CallExecutor::send_response(&client, request)
                }

                #paging
            }
        }
    };
    Some(quote! {
        #[automatically_derived]
        impl<#executor: __v1::CallExecutor, #(#states),*> #builder<#(#generics),*> {
            /// Sets time limits, retries and the like for this call; what the options do not set is
            /// as the client has it.
            pub fn with_options(mut self, options: __v1::CallOptions) -> Self {
                self.__executor = __v1::CallExecutor::with_options(&self.__executor, options);
                self
            }

            #last
        }
    })
}
