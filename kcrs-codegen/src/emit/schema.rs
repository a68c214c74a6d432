//! `schema.rs`: the table of actions.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::model::{Action, Completion, Paging, Waiter};
use crate::naming::{ident, shouty};

use super::{Emitter, Part, docs, waiters};

pub(crate) fn emit(emitter: &mut Emitter<'_>) -> TokenStream {
    let api = emitter.api;
    let completions = Completions::new(emitter);
    let names = api
        .actions
        .iter()
        .map(|action| ident(&shouty(&action.rust)));
    let table_docs = emitter.own_docs(
        "The actions, in the order of the spec. A program that never names this table does not carry it.",
        "全部接口，按规格文件的顺序排列。程序若不引用此表，则不会带上它。",
    );
    let imports = imports(emitter, &completions);
    let sets = completions
        .sets
        .iter()
        .map(|(name, set)| set_constant(name, set));
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

fn imports(emitter: &Emitter<'_>, completions: &Completions<'_>) -> TokenStream {
    let (api, options) = (emitter.api, emitter.options);
    let has_waiters =
        options.has_waiters() && api.actions.iter().any(|action| !action.waiters.is_empty());
    let names = [
        ("Action", true),
        ("Completion", !completions.sets.is_empty()),
        ("Docs", true),
        (
            "Paging",
            api.actions.iter().any(|action| action.paging.is_some()),
        ),
    ];
    let names = names
        .into_iter()
        .filter(|(_, used)| *used)
        .map(|(name, _)| ident(name));
    let waiters = has_waiters.then(|| {
        quote! {
            use crate::__private::v1::Waitable;
            use crate::waiters;
        }
    });
    let cfg = options.server_cfg();
    let has_examples = api
        .actions
        .iter()
        .any(|action| !action.example.request.is_empty());
    let examples = (options.has_server() && options.examples && has_examples)
        .then(|| quote!(#cfg use crate::examples;));
    quote! {
        use crate::__private::v1::schema::{#(#names),*};
        #waiters
        use crate::actions;
        #examples
    }
}

/// The entry of an action, with the completions of its parameters. They may be those of other
/// actions too.
#[cfg(feature = "cli")]
pub(super) fn entry(emitter: &Emitter<'_>, index: usize) -> TokenStream {
    let completions = Completions::new(emitter);
    let set = completions.of[index].as_ref();
    let constant = constant(emitter, &emitter.api.actions[index], set);
    let sets = completions
        .sets
        .iter()
        .filter(|(name, _)| Some(name) == set)
        .map(|(name, set)| set_constant(name, set));
    quote!(#constant #(#sets)*)
}

fn set_constant(name: &Ident, set: &Set<'_>) -> TokenStream {
    let values = set
        .iter()
        .map(|(path, completion)| self::completion(path, completion));
    quote!(const #name: &[Completion] = &[#(#values),*];)
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
    let observed = action.observed.then(|| quote!(.observed()));
    let completions = completions.map(|set| quote!(.completions(#set)));
    let options = emitter.options;
    let waiters = (options.has_waiters() && !action.waiters.is_empty()).then(|| {
        let waiters = action.waiters.iter().map(waiter);
        quote!(.waiters(&[#(#waiters),*]))
    });
    let of = quote!(Action::of::<actions::#request>().chapter(#id, Docs::new(#title)) #observed #paging #completions #waiters);
    let served = match options.examples && !action.example.request.is_empty() {
        true => quote!(served::<actions::#request>(examples::#name)),
        false => quote!(checked::<actions::#request>()),
    };
    let cfg = options.server_cfg();
    match &options.server {
        Part::Never => quote!(const #name: Action = #of;),
        Part::Always => quote!(const #name: Action = #of.#served;),
        Part::Feature(_) => quote! {
            const #name: Action = {
                let action = #of;
                #cfg
                let action = action.#served;
                action
            };
        },
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

/// The waiter's own rules, with its texts, which a program that waits does not need.
fn waiter(waiter: &Waiter) -> TokenStream {
    let name = ident(&waiters::rust_name(waiter));
    quote!(<waiters::#name as Waitable>::WAITER.described_by::<waiters::#name>())
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
            let parameters = emitter
                .api
                .parameters(&action.request, |_| vec![String::new()]);
            let with_completion = parameters.into_iter().filter_map(|parameter| {
                let completion = parameter.member.completed_by.as_ref()?;
                Some((parameter.name, completion))
            });
            let set: Set<'_> = with_completion.collect();
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
