//! The typestate builder.
//!
//! Each required member has a type parameter, which is `Unset` or the `Set` that holds its value,
//! so nothing is ever unwrapped. What makes a missing or doubled member *one* readable error is: a
//! marker trait a member with a message of its own, and bounds on the *methods* that need it (on
//! the impl block they would turn into "method not found").

use super::names::{Names, StateNames};
use crate::model::{Member, Model, Presence};
use crate::types::Scalar;
use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

/// The builder struct, beside the struct it builds.
pub(crate) fn definition(model: &Model) -> TokenStream {
    let Model {
        name,
        visibility,
        runtime,
        ..
    } = model;
    let names = Names::new(model);
    let builder = &names.builder;
    let mut parameters = Vec::new();
    if let Some(executor) = &names.executor {
        parameters.push(quote!(#executor = ()));
    }
    parameters.extend(names.states().map(|state| quote!(#state = #runtime::Unset)));
    let executor_field = names
        .executor
        .iter()
        .map(|executor| quote!(__executor: #executor,));
    let fields = model.members.iter().map(|member| {
        let ident = names.method(member);
        match names.of(member) {
            Some(StateNames { state, .. }) => quote!(#ident: #state),
            None => {
                let ty = &member.ty;
                quote!(#ident: #ty)
            }
        }
    });
    let docs = format!("Builds [`{0}`]; made by [`{0}::builder`].", name.unraw());
    quote! {
        #[doc = #docs]
        #[must_use = "a builder does nothing until its last method is called"]
        #visibility struct #builder<#(#parameters),*> {
            #(#executor_field)*
            #(#fields,)*
        }
    }
}

/// The marker traits, the constructors and all methods.
pub(crate) fn implementation(model: &Model) -> TokenStream {
    let names = Names::new(model);
    let traits = model
        .required()
        .filter_map(|member| Some(marker_traits(model, member, names.of(member)?)));
    let constructors = constructors(model, &names);
    let with_setter = model.members.iter().filter(|member| member.has_setter);
    let setters = with_setter.map(|member| match names.of(member) {
        Some(state) => required_setter(model, &names, member, state),
        None => optional_setters(member, &names),
    });
    let last = last_methods(model, &names);
    let builder = &names.builder;
    let generics = names.generics();
    let sending = sending_methods(model, &names);
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

fn marker_traits(model: &Model, member: &Member, names: &StateNames) -> TokenStream {
    let StateNames {
        is_set, is_unset, ..
    } = names;
    let ty = &member.ty;
    let name = member.ident.unraw();
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
    quote! {
        #[diagnostic::on_unimplemented(message = #not_set, label = #missing, note = #call)]
        pub trait #is_set: __v1::Holds<#ty> {}
        #[diagnostic::do_not_recommend]
        impl #is_set for __v1::Set<#ty> {}
        #[diagnostic::on_unimplemented(message = #twice, label = #already, note = "keep one of the calls")]
        pub trait #is_unset {}
        #[diagnostic::do_not_recommend]
        impl #is_unset for __v1::Unset {}
    }
}

fn constructors(model: &Model, names: &Names) -> TokenStream {
    let Model { name, members, .. } = model;
    let builder = &names.builder;
    let initial = members.iter().map(|member| {
        let ident = names.method(member);
        let value = match names.of(member) {
            Some(_) => quote!(__v1::Unset),
            None if member.shape.is_option => quote!(::core::option::Option::None),
            None if member.shape.is_list => quote!(::std::vec::Vec::new()),
            None => quote!(::core::default::Default::default()),
        };
        quote!(#ident: #value)
    });
    let display = name.unraw();
    let docs = format!("Starts a [`{display}`].");
    let Some(executor) = &names.executor else {
        return quote! {
            #[automatically_derived]
            impl #name {
                #[doc = #docs]
                pub fn builder() -> #builder {
                    #builder { #(#initial),* }
                }
            }
        };
    };
    let for_docs = match model.is_waiter {
        true => {
            format!("Starts a [`{display}`] whose builder can wait: `client` is the one that asks.")
        }
        false => format!(
            "Starts a [`{display}`] whose builder can send it: `client` is the one that sends."
        ),
    };
    quote! {
        #[automatically_derived]
        impl #name {
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

fn required_setter(model: &Model, names: &Names, member: &Member, own: &StateNames) -> TokenStream {
    let builder = &names.builder;
    let ty = &member.ty;
    let arguments = names.generics().into_iter().map(|generic| {
        if *generic == own.state {
            quote!(__v1::Set<#ty>)
        } else {
            quote!(#generic)
        }
    });
    let others = model
        .members
        .iter()
        .filter(|other| other.ident != member.ident)
        .map(|other| {
            let ident = names.method(other);
            quote!(#ident: self.#ident)
        });
    let executor = names
        .executor
        .iter()
        .map(|_| quote!(__executor: self.__executor,));
    let docs = setter_docs(member);
    let ident = names.method(member);
    let Argument { ty, value } = argument(member);
    let StateNames {
        state, is_unset, ..
    } = own;
    quote! {
        #docs
        pub fn #ident(self, value: #ty) -> #builder<#(#arguments),*>
        where
            #state: #is_unset,
        {
            #builder { #(#executor)* #ident: __v1::Set(#value), #(#others),* }
        }
    }
}

fn optional_setters(member: &Member, names: &Names) -> TokenStream {
    let docs = setter_docs(member);
    let ident = names.method(member);
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
    let name = ident.unraw();
    let set = format_ident!("set_{}", name, span = member.span());
    let ty = &member.ty;
    let docs = match member.shape.is_option {
        true => format!("Sets `{name}` to a value or to none; see [`{name}`](Self::{ident})."),
        false => {
            format!("Sets `{name}` to a list, which may be empty; see [`{name}`](Self::{ident}).")
        }
    };
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
        let docs = format!("Sets `{}`.", member.ident.unraw());
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

fn where_all_set(names: &Names) -> TokenStream {
    let bounds = names.states.iter().map(|(_, names)| {
        let StateNames { state, is_set, .. } = names;
        quote!(#state: #is_set)
    });
    match names.states.is_empty() {
        true => TokenStream::new(),
        false => quote!(where #(#bounds),*),
    }
}

fn last_methods(model: &Model, names: &Names) -> TokenStream {
    let name = &model.name;
    let fields = model.members.iter().map(|member| {
        let ident = &member.ident;
        match names.of(member) {
            Some(_) => quote!(#ident: __v1::Holds::into_value(self.#ident)),
            None => quote!(#ident: self.#ident),
        }
    });
    let built = quote!(#name { #(#fields),* });
    let where_all_set = where_all_set(names);
    let docs = format!("The finished [`{}`].", name.unraw());
    let Some(executor) = &names.executor else {
        return quote! {
            #[doc = #docs]
            pub fn build(self) -> #name #where_all_set {
                #built
            }
        };
    };
    quote! {
        #[doc = #docs]
        pub fn build(self) -> #name #where_all_set {
            self.__into_parts().1
        }

        fn __into_parts(self) -> (#executor, #name) #where_all_set {
            (self.__executor, #built)
        }
    }
}

fn sending_methods(model: &Model, names: &Names) -> TokenStream {
    let Some(executor) = &names.executor else {
        return TokenStream::new();
    };
    let name = &model.name;
    let builder = &names.builder;
    let states: Vec<_> = names.states().collect();
    let where_all_set = where_all_set(names);
    let last = match &model.request {
        None => quote! {
            /// Waits. What the result is, and when there is an error instead, the structure's
            /// description tells.
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
            let output = &request.output;
            let paging = request.paged.then(|| {
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
    quote! {
        #[automatically_derived]
        impl<#executor: __v1::CallExecutor, #(#states),*> #builder<#executor, #(#states),*> {
            /// Sets time limits, retries and the like for this call; what the options do not set is
            /// as the client has it.
            pub fn with_options(mut self, options: __v1::CallOptions) -> Self {
                self.__executor = __v1::CallExecutor::with_options(&self.__executor, options);
                self
            }

            #last
        }
    }
}
