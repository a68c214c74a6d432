//! `waiters.rs`: a struct for each waiter, and the location of states in outputs.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Action, Api, Docs, Member, Outcome, Presence, Structure, Waiter};
use crate::naming::{field_ident, ident, upper_camel};

use super::actions::runtime_types;
use super::{Emitter, docs};

pub(crate) fn emit(emitter: &mut Emitter<'_>) -> TokenStream {
    let waiters: Vec<Waiting<'_>> = all(emitter).collect();
    if waiters.is_empty() {
        return TokenStream::new();
    }
    let members = || waiters.iter().flat_map(|waiting| &waiting.members);
    let imports = emitter.imports(&runtime_types(members()).into_iter().collect::<Vec<_>>());
    let types = emitter.import_types(members());
    let has_outcomes = waiters
        .iter()
        .any(|waiting| waiting.waiter.empty.is_some() || waiting.waiter.not_found.is_some());
    let outcome = has_outcomes.then(|| quote!(Outcome,));
    let items: TokenStream = waiters
        .iter()
        .map(|waiting| items(emitter, waiting))
        .collect();
    quote! {
        use core::time::Duration;
        use crate::__private::v1::{self, Waitable};
        use crate::__private::v1::schema::{#outcome Waiter};
        #imports
        use crate::actions;
        #types
        #items
    }
}

/// A waiter with the action that it asks.
pub(crate) struct Waiting<'a> {
    pub(crate) action: &'a Action,
    pub(crate) waiter: &'a Waiter,
    /// Arguments of the caller, the required ones first.
    pub(crate) members: Vec<Member>,
}

/// All waiters, action by action.
pub(crate) fn all<'a>(emitter: &Emitter<'a>) -> impl Iterator<Item = Waiting<'a>> {
    let api = emitter.api;
    api.actions.iter().flat_map(move |action| of(api, action))
}

/// The waiters of an action.
pub(crate) fn of<'a>(api: &'a Api, action: &'a Action) -> impl Iterator<Item = Waiting<'a>> {
    action.waiters.iter().map(move |waiter| Waiting {
        action,
        waiter,
        members: members(api, action, waiter),
    })
}

/// The name of a waiter's struct.
pub(crate) fn rust_name(waiter: &Waiter) -> String {
    upper_camel(&waiter.name)
}

/// Arguments of the caller, the required ones first.
pub(crate) fn members(api: &Api, action: &Action, waiter: &Waiter) -> Vec<Member> {
    let item = first_step(action, waiter).and_then(|items| api.structure(items.ty.kind));
    let mut members: Vec<Member> = waiter
        .with
        .iter()
        .filter_map(|name| find(&action.request, name))
        .map(|parameter| described(required(parameter), parameter, item))
        .collect();
    for name in matched(action, waiter) {
        let own = item.and_then(|item| find(&item.members, name));
        members.extend(own.map(required));
    }
    let others = action
        .request
        .iter()
        .filter(|member| !waiter.with.contains(&member.wire) && !pages(action, member));
    members.extend(others.cloned());
    members
}

/// The members of an item that are compared only. One that is a parameter too is given once.
fn matched<'w>(action: &Action, waiter: &'w Waiter) -> impl Iterator<Item = &'w String> {
    let is_sent = |name: &String| find(&action.request, name).is_some();
    let only: Vec<_> = waiter
        .matching
        .iter()
        .filter(|name| !is_sent(name))
        .collect();
    only.into_iter()
}

/// A member that must be given, without its list: a wait is for a single item.
fn required(member: &Member) -> Member {
    let mut member = member.clone();
    member.required = true;
    member.ty.list = false;
    member.limits.items = None;
    member.limits.unique = false;
    member
}

/// The member with the description that fits a waiter: of a parameter that may be left out it
/// explains what that means, of a member of the item it does not.
fn described(mut member: Member, parameter: &Member, item: Option<&Structure>) -> Member {
    let own = item.and_then(|item| find(&item.members, &parameter.wire));
    if let Some(own) = own.filter(|_| !parameter.required) {
        member.docs = own.docs.clone();
    }
    member
}

/// Returns whether a parameter is about pages.
fn pages(action: &Action, member: &Member) -> bool {
    action.paging.as_ref().is_some_and(|paging| {
        paging.marker == member.wire || paging.page_size.as_ref() == Some(&member.wire)
    })
}

fn find<'m>(members: &'m [Member], wire: &str) -> Option<&'m Member> {
    members.iter().find(|member| member.wire == wire)
}

fn first_step<'a>(action: &'a Action, waiter: &Waiter) -> Option<&'a Member> {
    find(&action.response, waiter.path.as_ref()?.split('.').next()?)
}

/// The struct of a waiter, and what it asks.
pub(super) fn items(emitter: &mut Emitter<'_>, waiting: &Waiting<'_>) -> TokenStream {
    let Waiting {
        action,
        waiter,
        members,
    } = waiting;
    let name = ident(&rust_name(waiter));
    let request = ident(&action.rust);
    let output = ident(&action.output());
    let docs = emitter.docs(describe(action, waiter));
    let fields = emitter.fields(&rust_name(waiter), members, true, false);
    let attributes = emitter.options.attributes.of_type(&rust_name(waiter));
    let krate = emitter
        .crate_argument()
        .map(|argument| quote!(#[waiter(#argument)]));
    let parameters = action
        .request
        .iter()
        .map(|member| parameter(action, waiter, member));
    let rules = rules(waiter);
    let statuses = statuses(emitter, action, waiter);
    let parameter_name = if waiter.path.is_some() {
        quote!(output)
    } else {
        quote!(_)
    };
    let paging = action.paging.is_some().then(|| {
        quote! {
            fn next_page(request: &mut actions::#request, page: &mut actions::#output) -> bool {
                v1::next_page(request, page)
            }
        }
    });
    quote! {
        #docs
        #[derive(Clone, PartialEq, v1::Waiter)]
        #attributes
        #krate
        #[non_exhaustive]
        pub struct #name { #fields }

        impl Waitable for #name {
            type Request = actions::#request;

            const WAITER: Waiter = #rules;

            fn request(&self) -> actions::#request {
                actions::#request { #(#parameters),* }
            }

            fn statuses(&self, #parameter_name: &actions::#output) -> Vec<String> {
                #statuses
            }

            #paging
        }
    }
}

/// A field of the request that asks.
fn parameter(action: &Action, waiter: &Waiter, member: &Member) -> TokenStream {
    let name = field_ident(&member.rust);
    let is_given = waiter.with.contains(&member.wire);
    if pages(action, member) {
        return match member.required {
            true => quote!(#name: 0),
            false => quote!(#name: None),
        };
    }
    match (is_given, member.ty.list, member.required) {
        (true, true, _) => quote!(#name: vec![self.#name.clone()]),
        (true, false, false) => quote!(#name: Some(self.#name.clone())),
        _ => quote!(#name: self.#name.clone()),
    }
}

/// The path to the states in an output.
fn statuses(emitter: &Emitter<'_>, action: &Action, waiter: &Waiter) -> TokenStream {
    let Some(path) = &waiter.path else {
        return quote!(Vec::new());
    };
    let mut place = quote!(output);
    let mut items: Option<TokenStream> = None;
    let mut members: &[Member] = &action.response;
    let steps: Vec<&str> = path.split('.').collect();
    for (depth, step) in steps.iter().enumerate() {
        let Some(member) = find(members, step) else {
            break;
        };
        let name = field_ident(&member.rust);
        let is_last = depth + 1 == steps.len();
        let is_many = member.ty.list || member.presence == Presence::Nullable;
        match (&mut items, is_last) {
            (Some(items), true) => {
                return quote!(#items.map(|item| v1::wire_text(&item.#name)).collect());
            }
            (None, true) => return quote!(Waiter::single(v1::wire_text(&#place.#name))),
            (Some(chain), false) if is_many => *chain = quote!(#chain.flat_map(|item| &item.#name)),
            (Some(chain), false) => *chain = quote!(#chain.map(|item| &item.#name)),
            (None, false) if is_many => items = Some(quote!(#place.#name.iter())),
            (None, false) => place = quote!(#place.#name),
        }
        members = emitter
            .api
            .structure(member.ty.kind)
            .map_or(&[][..], |structure| &structure.members);
        if depth == 0
            && let Some(chain) = &mut items
        {
            for other in waiter
                .matching
                .iter()
                .filter_map(|name| find(members, name))
            {
                let name = field_ident(&other.rust);
                let is_nullable = other.presence == Presence::Nullable;
                let is_optional = find(&action.request, &other.wire)
                    .is_some_and(|sent| !sent.required && !waiter.with.contains(&sent.wire));
                let same = match (is_nullable, is_optional) {
                    (false, false) => quote!(item.#name == self.#name),
                    (true, false) => quote!(item.#name.as_ref() == Some(&self.#name)),
                    (false, true) => quote!(Some(&item.#name) == self.#name.as_ref()),
                    (true, true) => quote!(item.#name == self.#name),
                };
                *chain = quote!(#chain.filter(|item| #same));
            }
        }
    }
    quote!(Vec::new())
}

/// The waiter as a constant.
fn rules(waiter: &Waiter) -> TokenStream {
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
        let (method, seconds) = (format_ident!("{method}"), Literal::u64_unsuffixed(seconds?));
        Some(quote!(.#method(Duration::from_secs(#seconds))))
    });
    quote! {
        Waiter::new(#name) #with #matching #(#path)* #success #failure #retry #empty #not_found #(#times)*
    }
}

/// Describes a waiter in words.
pub(crate) fn describe(action: &Action, waiter: &Waiter) -> Docs {
    words_about(
        waiter,
        &format!("[`{0}`](crate::actions::{0})", action.rust),
    )
}

/// Describes a waiter that polls the action of this name.
pub(crate) fn words_about(waiter: &Waiter, asked: &str) -> Docs {
    let state = waiter.path.as_deref().map(docs::code).unwrap_or_default();
    let is_gone = |outcome| waiter.empty == Some(outcome) || waiter.not_found == Some(outcome);
    let gone = || Docs::new("the resource does not exist", "资源不存在");
    let (success, failure) = (values(&waiter.success), values(&waiter.failure));
    let success = success
        .map(|Docs { en, zh }| Docs::new(format!("{state} is {en}"), format!("{state} 为 {zh}")));
    let failure = failure.map(|Docs { en, zh }| match waiter.success.is_empty() {
        true => Docs::new(format!("{state} is {en}"), format!(" {state} 为 {zh}")),
        false => Docs::new(format!("it is {en}"), format!("其为 {zh}")),
    });
    let well = success
        .into_iter()
        .chain(is_gone(Outcome::Success).then(gone));
    // Without an outcome for "not found" the runtime fails the wait.
    let is_lost = is_gone(Outcome::Failure) || waiter.not_found.is_none();
    let badly = failure.into_iter().chain(is_lost.then(gone));
    let Docs { en, zh } = joined(well, " or ", " 或");
    let waits = Docs::new(format!("Waits until {en}."), format!("等待，直到 {zh}。"));
    let badly = joined(badly, " or ", " 或");
    let fails = (!badly.en.is_empty()).then(|| {
        let Docs { en, zh } = badly;
        Docs::new(format!("Fails when {en}."), format!("若{zh} 则失败。"))
    });
    let (interval, limit) = (duration(waiter.interval), duration(waiter.limit));
    let every = interval.en.strip_prefix("1 ").unwrap_or(&interval.en);
    let asks = Docs::new(
        format!(
            "Asks {asked} every {every} at first, for {} at most.",
            limit.en
        ),
        format!(
            "起初每 {}查询一次 {asked}，最长 {}。",
            interval.zh, limit.zh
        ),
    );
    let settles = waiter.settle.map(duration).map(|Docs { en, zh }| {
        Docs::new(
            format!(
                "Success is followed by {en} of waiting, so that what comes next is not refused."
            ),
            format!("成功后再等 {zh}，以免后续操作被拒绝。"),
        )
    });
    waits.with(fails).with([asks]).with(settles)
}

fn joined(parts: impl Iterator<Item = Docs>, en: &str, zh: &str) -> Docs {
    let parts: (Vec<String>, Vec<String>) = parts.map(|part| (part.en, part.zh)).unzip();
    Docs::new(parts.0.join(en), parts.1.join(zh))
}

fn values(states: &[String]) -> Option<Docs> {
    let codes = states.iter().map(|state| docs::code(state));
    let codes = codes.map(|code| Docs::new(code.clone(), code));
    (!states.is_empty()).then(|| joined(codes, " or ", "、"))
}

fn duration(seconds: u64) -> Docs {
    let (number, one, many, zh) = match seconds {
        _ if seconds >= 3600 && seconds.is_multiple_of(3600) => {
            (seconds / 3600, "hour", "hours", "小时")
        }
        _ if seconds >= 60 && seconds.is_multiple_of(60) => {
            (seconds / 60, "minute", "minutes", "分钟")
        }
        _ => (seconds, "second", "seconds", "秒"),
    };
    let unit = if number == 1 { one } else { many };
    Docs::new(format!("{number} {unit}"), format!("{number} {zh}"))
}
