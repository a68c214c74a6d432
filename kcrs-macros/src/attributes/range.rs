//! `2..=30`, `1..`, `..=100`: inclusive bounds, either of which may be open.

use super::keys::Key;
use proc_macro2::{Literal, Span, TokenStream};
use quote::quote;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{LitInt, Token};

/// Inclusive bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
}

impl Bounds {
    /// Reads bounds of a length or a number of items.
    pub(super) fn counts(key: &Key, input: ParseStream<'_>) -> syn::Result<Self> {
        Self::parse(key, input, true)
    }

    /// Reads bounds of a number.
    pub(super) fn integers(key: &Key, input: ParseStream<'_>) -> syn::Result<Self> {
        Self::parse(key, input, false)
    }

    fn parse(key: &Key, input: ParseStream<'_>, counts: bool) -> syn::Result<Self> {
        let (min, min_span) = bound(key, input, counts)?.unzip();
        let (dots, inclusive) = if input.peek(Token![..=]) {
            (input.parse::<Token![..=]>()?.span(), true)
        } else if input.peek(Token![..]) {
            (input.parse::<Token![..]>()?.span(), false)
        } else {
            let next = if input.is_empty() {
                key.ident.span()
            } else {
                input.span()
            };
            return Err(key.wrong(min_span.unwrap_or(next), "expected a range"));
        };
        let (max, max_span) = bound(key, input, counts)?.unzip();

        let (span, what) = match (min, max) {
            (None, None) => (dots, "a range needs a bound"),
            (Some(min), Some(max)) if min > max => {
                let what = format!("nothing is from {min} to {max}, the range is empty");
                return Err(key.wrong(min_span.unwrap_or(dots), &what));
            }
            (_, Some(0)) if counts => (
                max_span.unwrap_or(dots),
                "an upper bound of 0 allows nothing",
            ),
            (_, Some(_)) if !inclusive => (
                dots,
                "bounds are inclusive, so a range with an end has `..=`",
            ),
            (_, None) if inclusive => (dots, "`..=` needs an upper bound"),
            _ => return Ok(Self { min, max }),
        };
        Err(key.wrong(span, what))
    }

    /// The bounds as two arguments; an open one is the limit of the type.
    pub(super) fn arguments(self, least: TokenStream, greatest: TokenStream) -> TokenStream {
        let literal = |bound, open| match bound {
            Some(bound) => {
                let literal = Literal::i64_unsuffixed(bound);
                quote!(#literal)
            }
            None => open,
        };
        let (min, max) = (literal(self.min, least), literal(self.max, greatest));
        quote!(#min, #max)
    }
}

fn bound(key: &Key, input: ParseStream<'_>, counts: bool) -> syn::Result<Option<(i64, Span)>> {
    if !input.peek(Token![-]) && !input.peek(syn::Lit) {
        return Ok(None);
    }
    let start = input.span();
    let is_negative = input.peek(Token![-]);
    let (value, span) = integer(input, |span| key.wrong(span, "a bound is an integer"))?;
    match value {
        Some(_) if counts && is_negative => Err(key.wrong(start, "a count cannot be negative")),
        Some(value) => Ok(Some((value, span))),
        None => Err(key.wrong(span, "a bound is an integer of 64 bits")),
    }
}

/// Reads an integer with or without a sign, and the place of its digits; none where it has more
/// than 64 bits.
pub(super) fn integer(
    input: ParseStream<'_>,
    otherwise: impl FnOnce(Span) -> syn::Error,
) -> syn::Result<(Option<i64>, Span)> {
    let minus = input.parse::<Option<Token![-]>>()?.map_or("", |_| "-");
    let literal = input
        .parse::<LitInt>()
        .map_err(|error| otherwise(error.span()))?;
    let value = format!("{minus}{}", literal.base10_digits()).parse().ok();
    Ok((value, literal.span()))
}
