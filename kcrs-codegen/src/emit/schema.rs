//! `schema.rs`: the table of actions.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::model::{Action, Completion, Kind, Member, Outcome, Paging, Waiter};
use crate::naming::{ident, shouty};

use super::{Emitter, docs};

pub(crate) fn emit(emitter: &mut Emitter<'_>) -> TokenStream {
    let api = emitter.api;
    let constants: TokenStream = api.actions.iter().map(|action| constant(emitter, action)).collect();
    let names = api.actions.iter().map(|action| ident(&shouty(&action.rust)));
    let table_docs = emitter.says(
        "The actions, in the order of the spec. A program that never names this table does not carry it.",
        "全部接口，按规格文件的顺序排列。程序若不引用此表，则不会带上它。",
    );
    let used = |name: &'static str, is_used: bool| is_used.then_some(name);
    let has_waiters = api.actions.iter().any(|action| !action.waiters.is_empty());
    let has_outcomes = api
        .actions
        .iter()
        .flat_map(|action| &action.waiters)
        .any(|waiter| waiter.empty.is_some() || waiter.not_found.is_some());
    let has_completions = api.actions.iter().any(|action| !completions(emitter, action).is_empty());
    let mut names_used = vec!["Action", "Docs"];
    names_used.extend(used("Completion", has_completions));
    names_used.extend(used("Outcome", has_outcomes));
    names_used.extend(used("Paging", api.actions.iter().any(|action| action.paging.is_some())));
    names_used.extend(used("Waiter", has_waiters));
    names_used.sort_unstable();
    let names_used = names_used.iter().map(|name| ident(name));
    let duration = has_waiters.then(|| quote!(use core::time::Duration;));
    let example = api.actions.iter().any(|action| action.example.is_some()).then(|| {
        quote! {
            #[cfg(feature = "server")]
            use crate::__private::v1::schema::Example;
        }
    });
    quote! {
        #duration
        #example
        use crate::__private::v1::schema::{#(#names_used),*};
        use crate::actions;

        #table_docs
        pub static ACTIONS: &[Action] = &[#(#names),*];
        #constants
    }
}

fn constant(emitter: &mut Emitter<'_>, action: &Action) -> TokenStream {
    let (name, request) = (ident(&shouty(&action.rust)), ident(&action.rust));
    let chapter = &emitter.api.chapters[action.chapter];
    let (id, title) = (&chapter.id, format!("{}\n\n{}", docs::escape(&chapter.docs.en), docs::escape(&chapter.docs.zh)));
    let paging = action.paging.as_ref().map(paging);
    let completions = completions(emitter, action);
    let completions = (!completions.is_empty()).then(|| {
        let completions = completions.iter().map(|(path, completion)| self::completion(path, completion));
        quote!(.completions(&[#(#completions),*]))
    });
    let waiters = (!action.waiters.is_empty()).then(|| {
        let waiters = action.waiters.iter().map(waiter);
        quote!(.waiters(&[#(#waiters),*]))
    });
    let served = action.example.as_ref().map(|example| {
        let (request_text, answer) = (emitter.texts.raw(&example.request), emitter.texts.raw(&example.answer));
        quote!(action.served::<actions::#request>(Example::new(#request_text, #answer)))
    });
    let served = served.map(|served| {
        quote! {
            #[cfg(feature = "server")]
            let action = #served;
        }
    });
    let of = quote!(Action::of::<actions::#request>().chapter(#id, Docs::new(#title)) #paging #completions #waiters);
    match served {
        Some(served) => quote!(const #name: Action = { let action = #of; #served action };),
        None => quote!(const #name: Action = #of;),
    }
}

fn paging(paging: &Paging) -> TokenStream {
    let (marker, items) = (&paging.marker, &paging.items);
    let page_size = paging.page_size.iter().map(|name| quote!(.page_size(#name)));
    let total = paging.total.iter().map(|name| quote!(.total(#name)));
    let key = paging.key.iter().map(|name| quote!(.key(#name)));
    quote!(.paging(Paging::new(#marker, #items) #(#page_size)* #(#total)* #(#key)*))
}

fn completion(path: &str, completion: &Completion) -> TokenStream {
    let (action, items) = (&completion.action, &completion.items);
    let value = completion.value.iter().map(|name| quote!(.value(#name)));
    quote!(Completion::new(#path, #action, #items) #(#value)*)
}

fn waiter(waiter: &Waiter) -> TokenStream {
    let name = &waiter.name;
    let lists = [
        ("with", &waiter.with),
        ("matching", &waiter.matching),
        ("success", &waiter.success),
        ("failure", &waiter.failure),
        ("retry", &waiter.retry),
    ];
    let [with, matching, success, failure, retry] = lists.map(|(method, names)| {
        let method = format_ident!("{method}");
        (!names.is_empty()).then(|| quote!(.#method(&[#(#names),*])))
    });
    let path = waiter.path.iter().map(|path| quote!(.path(#path)));
    let [empty, not_found] = [("empty", waiter.empty), ("not_found", waiter.not_found)].map(|(method, outcome)| {
        let method = format_ident!("{method}");
        outcome.map(|outcome| {
            let outcome = match outcome {
                Outcome::Retry => quote!(Outcome::Retry),
                Outcome::Success => quote!(Outcome::Success),
                Outcome::Failure => quote!(Outcome::Failure),
            };
            quote!(.#method(#outcome))
        })
    });
    let times = [("interval", Some(waiter.interval)), ("limit", Some(waiter.limit)), ("settle", waiter.settle)];
    let times = times.into_iter().filter_map(|(method, seconds)| {
        let (method, seconds) = (format_ident!("{method}"), proc_macro2::Literal::u64_unsuffixed(seconds?));
        Some(quote!(.#method(Duration::from_secs(#seconds))))
    });
    quote! {
        Waiter::new(#name) #with #matching #(#path)* #success #failure #retry #empty #not_found #(#times)*
    }
}

/// The parameters of an action that another lists values for, each by the names that lead to it.
fn completions<'a>(emitter: &Emitter<'a>, action: &'a Action) -> Vec<(String, &'a Completion)> {
    fn collect<'a>(emitter: &Emitter<'a>, members: &'a [Member], path: &str, out: &mut Vec<(String, &'a Completion)>) {
        for member in members {
            let path = format!("{path}{}", member.wire);
            out.extend(member.completed_by.iter().map(|completion| (path.clone(), completion)));
            if let Kind::Named(_) = member.ty.kind
                && let Some(structure) = emitter.api.structure(member.ty.kind)
            {
                collect(emitter, &structure.members, &format!("{path}."), out);
            }
        }
    }
    let mut found = Vec::new();
    collect(emitter, &action.request, "", &mut found);
    found
}
