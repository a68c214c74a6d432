//! Fields: type, attributes, docs.

use proc_macro2::{Literal as Token, TokenStream};
use quote::{format_ident, quote};

use crate::model::{Bounds, Condition, Kind, Limits, Literal, Member, Presence};
use crate::naming::{field_ident, upper_camel};

use super::Emitter;

impl Emitter<'_> {
    /// The fields of a struct that requests (`input`) or outputs (`output`) have.
    pub(crate) fn fields(
        &mut self,
        owner: &str,
        members: &[Member],
        input: bool,
        output: bool,
    ) -> TokenStream {
        let fields = members.iter().map(|member| {
            let docs = self.member_docs(member, input, output);
            let docs = self.docs(docs);
            let attributes = self.attributes(member, input, output);
            let added = self.options.attributes.of_field(owner, &member.rust);
            let name = field_ident(&member.rust);
            let ty = self.member_type(member, input, output);
            quote!(#docs #attributes #added pub #name: #ty,)
        });
        fields.collect()
    }

    pub(crate) fn member_type(&self, member: &Member, input: bool, output: bool) -> TokenStream {
        let kind = self.kind(member.ty.kind);
        match (member.ty.list, is_option(member, input, output)) {
            (true, _) => quote!(Vec<#kind>),
            (false, true) => quote!(Option<#kind>),
            (false, false) => kind,
        }
    }

    fn attributes(&self, member: &Member, input: bool, output: bool) -> TokenStream {
        let mut keys: Vec<TokenStream> = Vec::new();
        let wire = &member.wire;
        if upper_camel(&member.rust) != *wire {
            keys.push(quote!(name = #wire));
        }
        if output {
            keys.extend(member.aliases.iter().map(|alias| quote!(alias = #alias)));
            if member.presence == Presence::Essential && !input {
                keys.push(quote!(essential));
            }
            if let Some(decoder) = &member.decode {
                let decoder = format_ident!("{decoder}");
                keys.push(quote!(decode = #decoder));
            }
            let written = member.written_as.iter();
            keys.extend(written.map(|name| quote!(written_as = #name)));
            if let Some(encoder) = &member.encode {
                let encoder = format_ident!("{encoder}");
                keys.push(quote!(encode = #encoder));
            }
        }
        if input {
            if member.ty.list && !member.required {
                keys.push(quote!(optional));
            }
            limits(&mut keys, &member.limits);
            if let Some(condition) = &member.required_when {
                let condition = self.condition(condition);
                keys.push(quote!(required_when(#condition)));
            }
        }
        if let Some(default) = &member.default {
            let default = self.default(default);
            keys.push(quote!(default = #default));
        }
        if member.sensitive && member.ty.kind != Kind::Secret {
            keys.push(quote!(sensitive));
        }
        // A pattern is long; it has an attribute of its own.
        let pattern = if input { pattern(&member.limits) } else { None };
        let keys = if keys.is_empty() {
            TokenStream::new()
        } else {
            quote!(#[wire(#(#keys),*)])
        };
        quote!(#keys #pattern)
    }

    fn condition(&self, condition: &Condition) -> TokenStream {
        let name = field_ident(&condition.rust);
        let value = match &condition.value {
            Literal::Variant { ty, value, .. } => self.variant(*ty, *value),
            other => self.default(other),
        };
        quote!(#name = #value)
    }

    fn default(&self, literal: &Literal) -> TokenStream {
        match literal {
            Literal::Text(text) | Literal::Variant { wire: text, .. } => quote!(#text),
            Literal::Integer(value) => integer(*value),
            Literal::Boolean(value) => quote!(#value),
        }
    }
}

/// Returns whether the field is an `Option`.
pub(crate) fn is_option(member: &Member, input: bool, output: bool) -> bool {
    let may_lack = (input && !member.required) || (output && member.presence == Presence::Nullable);
    may_lack && !member.ty.list
}

fn limits(keys: &mut Vec<TokenStream>, limits: &Limits) {
    if let Some(length) = limits.length {
        let (range, unit) = (
            range(length.bounds),
            format_ident!("{}", length.unit.name()),
        );
        keys.push(quote!(length(#range, #unit)));
    }
    for (key, span) in [("range", limits.range), ("items", limits.items)] {
        if let Some(span) = span {
            let (key, range) = (format_ident!("{key}"), range(span));
            keys.push(quote!(#key(#range)));
        }
    }
    if limits.unique {
        keys.push(quote!(unique));
    }
}

fn pattern(limits: &Limits) -> Option<TokenStream> {
    let pattern = limits.pattern.as_ref()?;
    let regex = regex_literal(&pattern.regex);
    let says = pattern.says.as_ref().map(|says| {
        let says = &says.en;
        quote!(, #says)
    });
    Some(quote!(#[wire(pattern(#regex #says))]))
}

/// A raw string where backslashes would have to be doubled.
fn regex_literal(regex: &str) -> Token {
    let raw = match (regex.contains('\\'), regex.contains('"')) {
        (true, false) => format!("r\"{regex}\""),
        (true, true) if !regex.contains("\"#") => format!("r#\"{regex}\"#"),
        _ => return Token::string(regex),
    };
    raw.parse().unwrap_or_else(|_| Token::string(regex))
}

fn range(bounds: Bounds) -> TokenStream {
    let min = bounds.min.map(integer);
    match bounds.max.map(integer) {
        Some(max) => quote!(#min..=#max),
        None => quote!(#min..),
    }
}

pub(crate) fn integer(value: i64) -> TokenStream {
    let digits = Token::u64_unsuffixed(value.unsigned_abs());
    if value < 0 {
        quote!(-#digits)
    } else {
        quote!(#digits)
    }
}
