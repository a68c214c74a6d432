//! Syntax of all attribute lists: `key`, `key = value` and `key(values)`, separated by commas.

use crate::errors::Errors;
use proc_macro2::{Ident, Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, LitBool, LitStr, Meta, Token};

/// The keys that an attribute takes, each with an example of how it is written.
pub(crate) struct Vocabulary {
    pub(crate) attribute: &'static str,
    /// The derive that the attribute is for.
    pub(crate) derive: &'static str,
    pub(crate) keys: &'static [(&'static str, &'static str)],
    /// The keys that may come more than once.
    pub(crate) repeatable: &'static [&'static str],
}

/// A key as it was written, with how it should be written.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) ident: Ident,
    pub(crate) name: &'static str,
    example: &'static str,
}

/// A value together with the place of its key.
#[derive(Clone)]
pub(crate) struct Keyed<T> {
    pub(crate) key: Span,
    pub(crate) value: T,
}

/// Hands each known key of the attribute to `read`; everything else in it becomes an error.
pub(crate) fn read_lists(
    attributes: &[Attribute],
    vocabulary: &Vocabulary,
    errors: &mut Errors,
    mut read: impl FnMut(&Key, ParseStream<'_>) -> syn::Result<()>,
) {
    let mut seen = Vec::new();
    for attribute in attributes {
        if !attribute.path().is_ident(vocabulary.attribute) {
            continue;
        }
        let Meta::List(list) = &attribute.meta else {
            let name = vocabulary.attribute;
            let message = format!("write `#[{name}(…)]` with {}", vocabulary.listing());
            errors.push(syn::Error::new_spanned(&attribute.meta, message));
            continue;
        };
        let outcome =
            (|input: ParseStream<'_>| read_list(input, vocabulary, &mut seen, errors, &mut read))
                .parse2(list.tokens.clone());
        if let Err(error) = outcome {
            errors.push(error);
        }
    }
}

fn read_list(
    input: ParseStream<'_>,
    vocabulary: &Vocabulary,
    seen: &mut Vec<&'static str>,
    errors: &mut Errors,
    read: &mut impl FnMut(&Key, ParseStream<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    while !input.is_empty() {
        let outcome = read_entry(input, vocabulary, seen, read);
        let outcome = outcome.and_then(|()| match input.is_empty() || input.peek(Token![,]) {
            true => Ok(()),
            false => Err(input.error("expected `,` before the next key")),
        });
        if let Err(error) = outcome {
            errors.push(error);
            while !input.is_empty() && !input.peek(Token![,]) {
                input.parse::<TokenTree>()?;
            }
        }
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(())
}

fn read_entry(
    input: ParseStream<'_>,
    vocabulary: &Vocabulary,
    seen: &mut Vec<&'static str>,
    read: &mut impl FnMut(&Key, ParseStream<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    if !input.peek(syn::Ident::peek_any) {
        return Err(input.error(format!("expected a key: {}", vocabulary.listing())));
    }
    let ident = input.call(Ident::parse_any)?;
    let key = vocabulary.find(ident)?;
    if seen.contains(&key.name) && !vocabulary.repeatable.contains(&key.name) {
        let message = format!("`{}` is given twice; keep one", key.name);
        return Err(syn::Error::new(key.ident.span(), message));
    }
    seen.push(key.name);

    // A failed reading leaves the stream where the value begins, so that the rest of the list is
    // still read.
    let ahead = input.fork();
    read(&key, &ahead)?;
    input.advance_to(&ahead);
    Ok(())
}

impl Vocabulary {
    fn find(&self, ident: Ident) -> syn::Result<Key> {
        let written = ident.to_string();
        if let Some(&(name, example)) = self.keys.iter().find(|(name, _)| *name == written) {
            return Ok(Key {
                ident,
                name,
                example,
            });
        }
        let attribute = self.attribute;
        let listing = self.listing();
        let hint = closest(&written, self.keys.iter().map(|(name, _)| *name))
            .map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
        let message =
            format!("unknown key `{written}`{hint} (`#[{attribute}(…)]` takes {listing})");
        Err(syn::Error::new(ident.span(), message))
    }

    fn listing(&self) -> String {
        let names = self.keys.iter().map(|(name, _)| format!("`{name}`"));
        names.collect::<Vec<_>>().join(", ")
    }
}

impl Key {
    pub(crate) fn keyed<T>(&self, value: T) -> Keyed<T> {
        Keyed {
            key: self.ident.span(),
            value,
        }
    }

    /// An error on the key itself, which shows how the key is written.
    pub(crate) fn misuse(&self) -> syn::Error {
        let message = format!("`{}` is written like `{}`", self.name, self.example);
        syn::Error::new(self.ident.span(), message)
    }

    /// An error on `span`, which shows how the key is written.
    pub(crate) fn wrong(&self, span: Span, what: &str) -> syn::Error {
        syn::Error::new(
            span,
            format!("{what}; write for example `{}`", self.example),
        )
    }

    /// Reads the `=` before a value.
    pub(crate) fn equals(&self, input: ParseStream<'_>) -> syn::Result<()> {
        if !input.peek(Token![=]) || input.peek(Token![==]) {
            return Err(self.misuse());
        }
        input.parse::<Token![=]>()?;
        if input.is_empty() || input.peek(Token![,]) {
            return Err(self.misuse());
        }
        Ok(())
    }

    /// Reads nothing: a flag has no value, but one that was given a value is still meant.
    pub(crate) fn flag(&self, input: ParseStream<'_>, place: &mut Option<Span>) -> syn::Result<()> {
        *place = Some(self.ident.span());
        if input.is_empty() || input.peek(Token![,]) {
            return Ok(());
        }
        Err(self.wrong(input.span(), &format!("`{}` takes no value", self.name)))
    }

    /// Reads `= "text"`.
    pub(crate) fn text(&self, input: ParseStream<'_>) -> syn::Result<LitStr> {
        self.equals(input)?;
        self.quoted(input)
    }

    /// Reads `"text"`.
    pub(crate) fn quoted(&self, input: ParseStream<'_>) -> syn::Result<LitStr> {
        input
            .parse::<LitStr>()
            .map_err(|error| self.wrong(error.span(), "expected text in quotes"))
    }

    /// Reads `= value`; `what` names the values that are allowed.
    pub(crate) fn value<T: Parse>(&self, input: ParseStream<'_>, what: &str) -> syn::Result<T> {
        self.equals(input)?;
        input
            .parse()
            .map_err(|error| self.wrong(error.span(), what))
    }

    /// Reads `= true` or `= false`.
    pub(crate) fn boolean(&self, input: ParseStream<'_>) -> syn::Result<bool> {
        let value: LitBool = self.value(input, "expected `true` or `false`")?;
        Ok(value.value)
    }
}

/// The candidate that differs from `written` in at most a third of its letters.
fn closest<'a>(written: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .map(|candidate| (distance(written, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len().max(3) / 3)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let substituted = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}
