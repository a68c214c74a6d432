//! Generated code of one action.

use std::fmt;

use proc_macro2::TokenStream;
use quote::quote;

use crate::diagnostics::Report;
use crate::model::{Action, Api};
use crate::suggest;

use super::{
    Emitter, GeneratedFile, Options, actions, client, examples, schema, server, types, waiters,
};

/// Returns the generated code of one action: its own items without those of other actions and
/// without `use`, by the file that they are in. `crate_name` is the crate that the files become
/// part of.
///
/// # Errors
///
/// When the generated code does not parse, which is a bug of the generator.
pub fn expand(api: &Api, crate_name: &str, action: &Action) -> Result<Vec<GeneratedFile>, Report> {
    let parts: [(&'static str, Part); 7] = [
        ("actions.rs", actions::action_items),
        ("types.rs", reached_types),
        ("client.rs", methods),
        ("waiters.rs", waiting),
        ("schema.rs", entry),
        ("examples.rs", examples::constant),
        ("server.rs", |emitter, action| {
            server::items(emitter, &[action])
        }),
    ];
    let options = Options::all(crate_name);
    let mut files = Vec::new();
    for (name, part) in parts {
        let mut emitter = Emitter::new(api, &options);
        let tokens = part(&mut emitter, action);
        if !tokens.is_empty() {
            files.push(emitter.file(name, "", tokens)?);
        }
    }
    Ok(files)
}

/// Makes the tokens that a file has of an action.
type Part = fn(&mut Emitter<'_>, &Action) -> TokenStream;

/// The action of a name: on the wire, in Rust, or of the client's method.
///
/// # Errors
///
/// When there is none; the error suggests similar names.
pub fn find_action<'a>(api: &'a Api, name: &str) -> Result<&'a Action, UnknownAction> {
    let snake = name.replace('-', "_");
    let found = api
        .actions
        .iter()
        .find(|action| action.wire == name || action.rust == name || action.method_name == snake);
    found.ok_or_else(|| {
        let known = api.actions.iter().map(|action| action.wire.as_str());
        UnknownAction {
            name: name.to_owned(),
            help: suggest::allowed(name, known),
        }
    })
}

/// An action that the spec does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownAction {
    name: String,
    help: String,
}

impl fmt::Display for UnknownAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the spec has no action `{}`: {}", self.name, self.help)
    }
}

impl std::error::Error for UnknownAction {}

fn reached_types(emitter: &mut Emitter<'_>, action: &Action) -> TokenStream {
    let api = emitter.api;
    let types = api.types_of(action).into_iter();
    types
        .map(|index| types::item(emitter, &api.types[index]))
        .collect()
}

fn methods(emitter: &mut Emitter<'_>, action: &Action) -> TokenStream {
    let method = client::method(emitter, action);
    let waiters: TokenStream = waiters::of(emitter.api, action)
        .map(|waiting| client::waiter(emitter, &waiting))
        .collect();
    quote! {
        impl<C: v1::CallExecutor> Client<C> {
            #method
            #waiters
        }
    }
}

fn waiting(emitter: &mut Emitter<'_>, action: &Action) -> TokenStream {
    waiters::of(emitter.api, action)
        .map(|waiting| waiters::items(emitter, &waiting))
        .collect()
}

fn entry(emitter: &mut Emitter<'_>, action: &Action) -> TokenStream {
    let mut actions = emitter.api.actions.iter();
    let index = actions.position(|known| known.wire == action.wire);
    index.map_or_else(TokenStream::new, |index| schema::entry(emitter, index))
}
