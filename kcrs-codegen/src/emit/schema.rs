//! `schema.rs`: the table of actions.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Action, Api, Completion, Member, Outcome, Paging, Waiter};
use crate::naming::{ident, shouty};

use super::{Emitter, docs};

pub(crate) fn emit(emitter: &mut Emitter<'_>) -> TokenStream {
    let api = emitter.api;
    let completions = Completions::new(emitter);
    let names = api
        .actions
        .iter()
        .map(|action| ident(&shouty(&action.rust)));
    let table_docs = emitter.says(
        "The actions, in the order of the spec. A program that never names this table does not carry it.",
        "全部接口，按规格文件的顺序排列。程序若不引用此表，则不会带上它。",
    );
    let imports = imports(api, &completions);
    let sets = completions.sets.iter().map(|(name, set)| {
        let values = set
            .iter()
            .map(|(path, completion)| self::completion(path, completion));
        quote!(const #name: &[Completion] = &[#(#values),*];)
    });
    let constants = api
        .actions
        .iter()
        .zip(&completions.of)
        .map(|(action, set)| constant(emitter, action, set.as_ref()));
    quote! {
        #imports

        #table_docs
        pub static ACTIONS: &[Action] = &[#(#names),*];
        #(#constants)*
        #(#sets)*
    }
}

fn imports(api: &Api, completions: &Completions<'_>) -> TokenStream {
    let mut waiters = api
        .actions
        .iter()
        .flat_map(|action| &action.waiters)
        .peekable();
    let has_waiters = waiters.peek().is_some();
    let names = [
        ("Action", true),
        ("Completion", !completions.sets.is_empty()),
        ("Docs", true),
        (
            "Outcome",
            waiters.any(|waiter| waiter.empty.is_some() || waiter.not_found.is_some()),
        ),
        (
            "Paging",
            api.actions.iter().any(|action| action.paging.is_some()),
        ),
        ("Waiter", has_waiters),
    ];
    let names = names
        .into_iter()
        .filter(|(_, used)| *used)
        .map(|(name, _)| ident(name));
    let duration = has_waiters.then(|| {
        quote!(
            use core::time::Duration;
        )
    });
    quote! {
        #duration
        use crate::__private::v1::schema::{#(#names),*};
        use crate::actions;
        #[cfg(feature = "server")]
        use crate::examples;
    }
}

fn constant(emitter: &Emitter<'_>, action: &Action, completions: Option<&Ident>) -> TokenStream {
    let (name, request) = (ident(&shouty(&action.rust)), ident(&action.rust));
    let chapter = &emitter.api.chapters[action.chapter];
    let (id, title) = (
        &chapter.id,
        format!(
            "{}\n\n{}",
            docs::escape(&chapter.docs.en),
            docs::escape(&chapter.docs.zh)
        ),
    );
    let paging = action.paging.as_ref().map(paging);
    let completions = completions.map(|set| quote!(.completions(#set)));
    let waiters = (!action.waiters.is_empty()).then(|| {
        let waiters = action.waiters.iter().map(waiter);
        quote!(.waiters(&[#(#waiters),*]))
    });
    let of = quote!(Action::of::<actions::#request>().chapter(#id, Docs::new(#title)) #paging #completions #waiters);
    quote! {
        const #name: Action = {
            let action = #of;
            #[cfg(feature = "server")]
            let action = action.served::<actions::#request>(examples::#name);
            action
        };
    }
}

fn paging(paging: &Paging) -> TokenStream {
    let (marker, items) = (&paging.marker, &paging.items);
    let page_size = paging
        .page_size
        .iter()
        .map(|name| quote!(.page_size(#name)));
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
    let [empty, not_found] =
        [("empty", waiter.empty), ("not_found", waiter.not_found)].map(|(method, outcome)| {
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
    let times = [
        ("interval", Some(waiter.interval)),
        ("limit", Some(waiter.limit)),
        ("settle", waiter.settle),
    ];
    let times = times.into_iter().filter_map(|(method, seconds)| {
        let (method, seconds) = (
            format_ident!("{method}"),
            proc_macro2::Literal::u64_unsuffixed(seconds?),
        );
        Some(quote!(.#method(Duration::from_secs(#seconds))))
    });
    quote! {
        Waiter::new(#name) #with #matching #(#path)* #success #failure #retry #empty #not_found #(#times)*
    }
}

/// The completions of all actions. Many actions have the same ones, so each set is a constant.
struct Completions<'a> {
    sets: Vec<(Ident, Set<'a>)>,
    /// The set that an action has, by its index.
    of: Vec<Option<Ident>>,
}

/// Completions, each with the names that lead to its parameter.
type Set<'a> = Vec<(String, &'a Completion)>;

impl<'a> Completions<'a> {
    fn new(emitter: &Emitter<'a>) -> Self {
        let mut completions = Self {
            sets: Vec::new(),
            of: Vec::new(),
        };
        let mut known: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for action in &emitter.api.actions {
            let mut set = Vec::new();
            collect(emitter, &action.request, "", &mut set);
            let name = (!set.is_empty()).then(|| completions.constant(&mut known, set));
            completions.of.push(name);
        }
        completions
    }

    fn constant(&mut self, known: &mut BTreeMap<String, Vec<usize>>, set: Set<'a>) -> Ident {
        let paths: Vec<String> = set.iter().map(|(path, _)| shouty(path)).collect();
        let name = format!("VALUES_OF_{}", paths.join("_"));
        let same_name = known.entry(name.clone()).or_default();
        if let Some(index) = same_name.iter().find(|index| self.sets[**index].1 == set) {
            return self.sets[*index].0.clone();
        }
        let number = if same_name.is_empty() {
            String::new()
        } else {
            format!("_{}", same_name.len() + 1)
        };
        same_name.push(self.sets.len());
        let name = ident(&format!("{name}{number}"));
        self.sets.push((name.clone(), set));
        name
    }
}

fn collect<'a>(
    emitter: &Emitter<'a>,
    members: &'a [Member],
    path: &str,
    out: &mut Vec<(String, &'a Completion)>,
) {
    for member in members {
        let path = format!("{path}{}", member.wire);
        out.extend(
            member
                .completed_by
                .iter()
                .map(|completion| (path.clone(), completion)),
        );
        if let Some(structure) = emitter.api.structure(member.ty.kind) {
            collect(emitter, &structure.members, &format!("{path}."), out);
        }
    }
}
