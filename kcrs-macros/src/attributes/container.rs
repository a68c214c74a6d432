//! `#[request(…)]` and `#[structure(…)]` on a struct.

use super::keys::{Key, Vocabulary, read_lists};
use crate::errors::Errors;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, LitStr, Path, Type};

pub(crate) const REQUEST: Vocabulary = Vocabulary {
    attribute: "request",
    derive: "Request",
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

pub(crate) const STRUCTURE: Vocabulary = Vocabulary {
    attribute: "structure",
    derive: "Structure",
    keys: &[
        ("input", "input"),
        ("output", "output"),
        ("crate", "crate = ::my_client"),
    ],
    repeatable: &[],
};

pub(crate) const WAITER: Vocabulary = Vocabulary {
    attribute: "waiter",
    derive: "Waiter",
    keys: &[("crate", "crate = ::my_client")],
    repeatable: &[],
};

/// Everything that `#[request(…)]`, `#[structure(…)]` or `#[waiter(…)]` said.
#[derive(Default)]
pub(crate) struct ContainerAttributes {
    pub(crate) action: Option<LitStr>,
    output_type: Option<Type>,
    /// `Get` or `Post`.
    pub(crate) method: Option<Ident>,
    pub(crate) idempotent: bool,
    pub(crate) paged: Option<Span>,
    pub(crate) version: Option<LitStr>,
    pub(crate) input: Option<Span>,
    /// Span of `output`, of a request also where its value is wrong.
    pub(crate) output: Option<Span>,
    pub(crate) krate: Option<Path>,
}

impl ContainerAttributes {
    pub(crate) fn parse(
        attributes: &[Attribute],
        vocabulary: &Vocabulary,
        errors: &mut Errors,
    ) -> Self {
        let mut container = Self::default();
        read_lists(attributes, vocabulary, errors, |key, input| {
            container.read(vocabulary.attribute, key, input)
        });
        container
    }

    /// The type of the output; `()` where it is missing, which is an error of its own.
    pub(crate) fn output_type(&self) -> TokenStream {
        match &self.output_type {
            Some(output) => quote!(#output),
            None => quote!(()),
        }
    }

    fn read(&mut self, attribute: &str, key: &Key, input: ParseStream<'_>) -> syn::Result<()> {
        match key.name {
            "crate" => {
                key.equals(input)?;
                let path = input.call(Path::parse_mod_style);
                let what = "expected the path of a crate";
                self.krate = Some(path.map_err(|error| key.wrong(error.span(), what))?);
            }
            "input" => key.flag(input, &mut self.input)?,
            "output" if attribute == "request" => {
                self.output = Some(key.ident.span());
                self.output_type = Some(key.value(input, "expected the type of the output")?);
            }
            "output" => key.flag(input, &mut self.output)?,
            "action" => self.action = Some(not_empty(key, input)?),
            "version" => self.version = Some(not_empty(key, input)?),
            "method" => self.method = Some(method(key, input)?),
            "paged" => key.flag(input, &mut self.paged)?,
            "idempotent" => self.idempotent = key.boolean(input)?,
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

fn method(key: &Key, input: ParseStream<'_>) -> syn::Result<Ident> {
    key.equals(input)?;
    let what = "a method is `GET` or `POST`, without quotes";
    let span = input.span();
    let method = input
        .call(Ident::parse_any)
        .map(|method| method.to_string());
    match method.as_deref() {
        Ok("GET") => Ok(Ident::new("Get", Span::call_site())),
        Ok("POST") => Ok(Ident::new("Post", Span::call_site())),
        _ => Err(key.wrong(span, what)),
    }
}
