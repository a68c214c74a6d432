//! `2..=30`, `1..`, `..=100`: inclusive bounds, either of which may be open.

use super::keys::Key;
use proc_macro2::Span;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{LitInt, Token};

/// Inclusive bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) min: Option<i64>,
    pub(crate) max: Option<i64>,
}

/// Which numbers a bound may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Domain {
    /// A length or a number of items.
    Count,
    Integer,
}

impl Bounds {
    pub(crate) fn parse(key: &Key, input: ParseStream<'_>, domain: Domain) -> syn::Result<Self> {
        let (min, min_span) = bound(key, input, domain)?.unzip();
        let (dots, inclusive) = if input.peek(Token![..=]) {
            (input.parse::<Token![..=]>()?.span(), true)
        } else if input.peek(Token![..]) {
            (input.parse::<Token![..]>()?.span(), false)
        } else {
            let place = min_span.unwrap_or_else(|| place_of(key, input));
            return Err(key.wrong(place, "expected a range"));
        };
        let (max, max_span) = bound(key, input, domain)?.unzip();

        let span = |fallback: Span| min_span.or(max_span).unwrap_or(fallback);
        match (min, max) {
            (None, None) => Err(key.wrong(dots, "a range needs a bound")),
            (Some(min), Some(max)) if min > max => Err(key.wrong(
                span(dots),
                &format!("nothing is from {min} to {max}, the range is empty"),
            )),
            (_, Some(0)) if domain == Domain::Count => Err(key.wrong(
                max_span.unwrap_or(dots),
                "an upper bound of 0 allows nothing",
            )),
            (_, Some(_)) if !inclusive => Err(key.wrong(
                dots,
                "bounds are inclusive, so a range with an end has `..=`",
            )),
            (_, None) if inclusive => Err(key.wrong(dots, "`..=` needs an upper bound")),
            _ => Ok(Self { min, max }),
        }
    }
}

fn bound(key: &Key, input: ParseStream<'_>, domain: Domain) -> syn::Result<Option<(i64, Span)>> {
    let minus = input.parse::<Option<Token![-]>>()?;
    if minus.is_none() && !input.peek(syn::Lit) {
        return Ok(None);
    }
    let literal = input
        .parse::<LitInt>()
        .map_err(|error| key.wrong(error.span(), "a bound is an integer"))?;
    let digits = literal.base10_digits();
    let value = match minus {
        Some(_) => format!("-{digits}").parse(),
        None => digits.parse(),
    };
    match value {
        Ok(_) if domain == Domain::Count && minus.is_some() => {
            let span = minus.map_or(literal.span(), |minus| minus.span());
            Err(key.wrong(span, "a count cannot be negative"))
        }
        Ok(value) => Ok(Some((value, literal.span()))),
        Err(_) => Err(key.wrong(literal.span(), "a bound is an integer of 64 bits")),
    }
}

/// The next token or, where there is none, the key.
fn place_of(key: &Key, input: ParseStream<'_>) -> Span {
    if input.is_empty() {
        key.ident.span()
    } else {
        input.span()
    }
}
