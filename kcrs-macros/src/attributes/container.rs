//! `#[request(…)]` and `#[structure(…)]` on a struct.

use super::keys::{Key, Vocabulary, read_lists};
use crate::errors::Errors;
use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, LitStr, Path, Type};

const REQUEST: Vocabulary = Vocabulary {
    attribute: "request",
    keys: &[
        ("action", r#"action = "CreateInstance""#),
        ("output", "output = CreateInstanceOutput"),
        ("method", "method = POST"),
        ("idempotent", "idempotent = true"),
        ("paged", "paged"),
        ("version", r#"version = "2021-11-09""#),
        ("crate", "crate = ::my_client"),
    ],
    repeatable: &[],
};

const STRUCTURE: Vocabulary = Vocabulary {
    attribute: "structure",
    keys: &[
        ("input", "input"),
        ("output", "output"),
        ("crate", "crate = ::my_client"),
    ],
    repeatable: &[],
};

const WAITER: Vocabulary = Vocabulary {
    attribute: "waiter",
    keys: &[("crate", "crate = ::my_client")],
    repeatable: &[],
};

/// Everything that `#[request(…)]`, `#[structure(…)]` or `#[waiter(…)]` said.
#[derive(Default)]
pub(crate) struct ContainerAttributes {
    pub(crate) action: Option<LitStr>,
    pub(crate) output_type: Option<Type>,
    pub(crate) method: Option<Method>,
    pub(crate) idempotent: Option<bool>,
    pub(crate) paged: Option<Span>,
    pub(crate) version: Option<LitStr>,
    pub(crate) input: Option<Span>,
    pub(crate) output: Option<Span>,
    pub(crate) krate: Option<Path>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
}

impl ContainerAttributes {
    pub(crate) fn parse_request(attributes: &[Attribute], errors: &mut Errors) -> Self {
        Self::parse(attributes, &REQUEST, errors)
    }

    pub(crate) fn parse_structure(attributes: &[Attribute], errors: &mut Errors) -> Self {
        Self::parse(attributes, &STRUCTURE, errors)
    }

    pub(crate) fn parse_waiter(attributes: &[Attribute], errors: &mut Errors) -> Self {
        Self::parse(attributes, &WAITER, errors)
    }

    fn parse(attributes: &[Attribute], vocabulary: &Vocabulary, errors: &mut Errors) -> Self {
        let mut container = Self::default();
        let lists = attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident(vocabulary.attribute));
        read_lists(lists, vocabulary, errors, |key, input| {
            container.read(vocabulary.attribute, key, input)
        });
        container
    }

    fn read(&mut self, attribute: &str, key: &Key, input: ParseStream<'_>) -> syn::Result<()> {
        match (attribute, key.name) {
            (_, "crate") => self.krate = Some(path(key, input)?),
            ("structure", "input") => key.flag(input, &mut self.input)?,
            ("structure", "output") => key.flag(input, &mut self.output)?,
            ("request", "action") => self.action = Some(not_empty(key, input)?),
            ("request", "version") => self.version = Some(not_empty(key, input)?),
            ("request", "output") => self.output_type = Some(output_type(key, input)?),
            ("request", "method") => self.method = Some(method(key, input)?),
            ("request", "paged") => key.flag(input, &mut self.paged)?,
            ("request", "idempotent") => self.idempotent = Some(key.boolean(input)?),
            _ => return Err(key.misuse()),
        }
        Ok(())
    }
}

fn not_empty(key: &Key, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let text = key.text(input)?;
    if text.value().is_empty() {
        return Err(key.wrong(text.span(), &format!("`{}` cannot be empty", key.name)));
    }
    Ok(text)
}

fn output_type(key: &Key, input: ParseStream<'_>) -> syn::Result<Type> {
    key.equals(input)?;
    input
        .parse::<Type>()
        .map_err(|error| key.wrong(error.span(), "expected the type of the answer"))
}

fn path(key: &Key, input: ParseStream<'_>) -> syn::Result<Path> {
    key.equals(input)?;
    input
        .call(Path::parse_mod_style)
        .map_err(|error| key.wrong(error.span(), "expected the path of a crate"))
}

fn method(key: &Key, input: ParseStream<'_>) -> syn::Result<Method> {
    key.equals(input)?;
    let what = "a method is `GET` or `POST`, without quotes";
    let span = input.span();
    let method = input
        .call(Ident::parse_any)
        .map_err(|_| key.wrong(span, what))?;
    match method.to_string().as_str() {
        "GET" => Ok(Method::Get),
        "POST" => Ok(Method::Post),
        _ => Err(key.wrong(span, what)),
    }
}
