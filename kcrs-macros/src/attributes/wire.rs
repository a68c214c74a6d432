//! `#[wire(…)]` on a field.

use super::keys::{Key, Keyed, Vocabulary, read_lists};
use super::range::{Bounds, integer};
use crate::errors::Errors;
use crate::types::Scalar;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Expr, LitBool, LitStr, Path, Token, parenthesized};

const VOCABULARY: Vocabulary = Vocabulary {
    attribute: "wire",
    derive: "Structure",
    keys: &[
        ("name", r#"name = "EniLBIp""#),
        ("alias", r#"alias = "tokenId""#),
        ("essential", "essential"),
        ("optional", "optional"),
        ("decode", "decode = header_text"),
        ("written_as", r#"written_as = "tokenId""#),
        ("encode", "encode = header_text"),
        ("length", "length(2..=30, characters)"),
        ("range", "range(1..=99)"),
        ("pattern", r#"pattern("[a-z]+", "lower-case letters")"#),
        ("items", "items(1..=100)"),
        ("unique", "unique"),
        (
            "required_when",
            "required_when(charge_type = ChargeType::Monthly)",
        ),
        ("default", "default = true"),
        ("sensitive", "sensitive"),
    ],
    repeatable: &["alias"],
};

/// Everything that `#[wire(…)]` said about one field.
#[derive(Default)]
pub(crate) struct WireAttributes {
    pub(crate) name: Option<LitStr>,
    pub(crate) aliases: Vec<Keyed<LitStr>>,
    pub(crate) essential: Option<Span>,
    pub(crate) optional: Option<Span>,
    pub(crate) decode: Option<Keyed<Path>>,
    /// The name under which it is serialised, where that is another.
    pub(crate) written_as: Option<Keyed<LitStr>>,
    pub(crate) encode: Option<Keyed<Path>>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) max_items: Option<i64>,
    pub(crate) required_when: Option<Keyed<Condition>>,
    pub(crate) default: Option<DefaultValue>,
    pub(crate) sensitive: Option<Span>,
}

/// A rule for a member's value.
pub(crate) struct Rule {
    pub(crate) key: Span,
    pub(crate) name: &'static str,
    pub(crate) subject: Subject,
    /// The method of `Constraints` that adds it, called.
    pub(crate) call: TokenStream,
}

/// Subject of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Text,
    Integer,
    List,
}

/// `charge_type = ChargeType::Monthly`
pub(crate) struct Condition {
    pub(crate) field: Ident,
    pub(crate) value: Expr,
}

/// Default of the service for a member that is not sent.
pub(crate) struct DefaultValue {
    pub(crate) key: Span,
    /// Text, an integer or a Boolean.
    pub(crate) scalar: Scalar,
    /// The value as it would be sent.
    pub(crate) text: String,
    pub(crate) span: Span,
}

impl WireAttributes {
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut wire = Self::default();
        read_lists(attributes, &VOCABULARY, errors, |key, input| {
            wire.read(key, input)
        });
        wire
    }

    fn read(&mut self, key: &Key, input: ParseStream<'_>) -> syn::Result<()> {
        match key.name {
            "name" => self.name = Some(wire_name(key, input)?),
            "alias" => self.aliases.push(key.keyed(wire_name(key, input)?)),
            "essential" => key.flag(input, &mut self.essential)?,
            "optional" => key.flag(input, &mut self.optional)?,
            "decode" => {
                let decoder = key.value(input, "expected the name of a decoding function")?;
                self.decode = Some(key.keyed(decoder));
            }
            "written_as" => self.written_as = Some(key.keyed(wire_name(key, input)?)),
            "encode" => {
                let encoder = key.value(input, "expected the name of an encoding function")?;
                self.encode = Some(key.keyed(encoder));
            }
            "length" => self.rule(key, Subject::Text, in_parentheses(key, input, length)?),
            "pattern" => self.rule(key, Subject::Text, in_parentheses(key, input, pattern)?),
            "range" => {
                let bounds = in_parentheses(key, input, Bounds::integers)?.arguments(
                    quote!(::core::primitive::i64::MIN),
                    quote!(::core::primitive::i64::MAX),
                );
                self.rule(key, Subject::Integer, quote!(range(#bounds)));
            }
            "items" => {
                let bounds = in_parentheses(key, input, Bounds::counts)?;
                self.max_items = bounds.max;
                let bounds = count_arguments(bounds);
                self.rule(key, Subject::List, quote!(items(#bounds)));
            }
            "unique" => {
                // Still meant where it was given a value, which is reported.
                self.rule(key, Subject::List, quote!(unique()));
                key.flag(input, &mut None)?;
            }
            "required_when" => {
                self.required_when = Some(key.keyed(in_parentheses(key, input, condition)?));
            }
            "default" => self.default = Some(default(key, input)?),
            "sensitive" => key.flag(input, &mut self.sensitive)?,
            _ => return Err(key.misuse()),
        }
        Ok(())
    }

    fn rule(&mut self, key: &Key, subject: Subject, call: TokenStream) {
        self.rules.push(Rule {
            key: key.ident.span(),
            name: key.name,
            subject,
            call,
        });
    }
}

fn wire_name(key: &Key, input: ParseStream<'_>) -> syn::Result<LitStr> {
    let text = key.text(input)?;
    let name = text.value();
    if name.is_empty() {
        return Err(key.wrong(text.span(), "a wire name cannot be empty"));
    }
    if name.contains('.') {
        let what = "a wire name has no dots, which separate the levels of a nested parameter";
        return Err(key.wrong(text.span(), what));
    }
    Ok(text)
}

/// Reads `(…)` to its end.
fn in_parentheses<T>(
    key: &Key,
    input: ParseStream<'_>,
    read: impl FnOnce(&Key, ParseStream<'_>) -> syn::Result<T>,
) -> syn::Result<T> {
    if !input.peek(syn::token::Paren) {
        return Err(key.misuse());
    }
    let content;
    parenthesized!(content in input);
    if content.is_empty() {
        return Err(key.misuse());
    }
    let value = read(key, &content)?;
    content.parse::<Option<Token![,]>>()?;
    if content.is_empty() {
        Ok(value)
    } else {
        Err(key.wrong(content.span(), "nothing more is expected here"))
    }
}

fn count_arguments(bounds: Bounds) -> TokenStream {
    bounds.arguments(quote!(0), quote!(::core::primitive::usize::MAX))
}

fn length(key: &Key, content: ParseStream<'_>) -> syn::Result<TokenStream> {
    let start = content.span();
    let bounds = count_arguments(Bounds::counts(key, content)?);
    let what = "expected what is counted, `characters` or `bytes`";
    if content.is_empty() {
        return Err(key.wrong(start, what));
    }
    content.parse::<Token![,]>()?;
    let unit = content
        .call(Ident::parse_any)
        .map_err(|error| key.wrong(error.span(), what))?;
    let unit = match unit.to_string().as_str() {
        "characters" => quote!(Characters),
        "bytes" => quote!(Bytes),
        _ => return Err(key.wrong(unit.span(), what)),
    };
    Ok(quote!(length(#bounds, __v1::LengthUnit::#unit)))
}

fn pattern(key: &Key, content: ParseStream<'_>) -> syn::Result<TokenStream> {
    let regex = key.quoted(content)?;
    // Compiled as it will be used: the whole value has to match.
    if let Err(error) = regex_lite::Regex::new(&format!("^(?:{})$", regex.value())) {
        let message = format!("not a regular expression that `regex-lite` takes: {error}");
        return Err(syn::Error::new(regex.span(), message));
    }
    let words = if content.peek(Token![,]) && !content.peek2(syn::parse::End) {
        content.parse::<Token![,]>()?;
        key.quoted(content)?.value()
    } else {
        String::new()
    };
    Ok(quote!(pattern(__v1::pattern!(#regex, #words))))
}

fn condition(key: &Key, content: ParseStream<'_>) -> syn::Result<Condition> {
    let field = content
        .call(Ident::parse_any)
        .map_err(|error| key.wrong(error.span(), "expected the name of a field"))?;
    if !content.peek(Token![=]) || content.peek(Token![==]) {
        return Err(key.wrong(field.span(), "expected `field = value`"));
    }
    content.parse::<Token![=]>()?;
    let value = content.parse()?;
    Ok(Condition { field, value })
}

fn default(key: &Key, input: ParseStream<'_>) -> syn::Result<DefaultValue> {
    key.equals(input)?;
    let span = input.span();
    let (scalar, text) = if input.peek(LitStr) {
        (Scalar::Text, input.parse::<LitStr>()?.value())
    } else if input.peek(LitBool) {
        let text = if input.parse::<LitBool>()?.value {
            "True"
        } else {
            "False"
        };
        (Scalar::Boolean, text.to_owned())
    } else {
        let what = "expected a literal: text in quotes, an integer, `true` or `false`";
        let (value, _) = integer(input, |_| key.wrong(span, what))?;
        let what = "a default is an integer of 64 bits at most";
        let value = value.ok_or_else(|| key.wrong(span, what))?;
        (Scalar::Integer, value.to_string())
    };
    Ok(DefaultValue {
        key: key.ident.span(),
        scalar,
        text,
        span,
    })
}
