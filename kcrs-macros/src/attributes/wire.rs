//! `#[wire(…)]` on a field.

use super::keys::{Key, Keyed, Vocabulary, read_lists};
use super::range::{Bounds, Domain};
use crate::errors::Errors;
use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Expr, LitBool, LitInt, LitStr, Path, Token, parenthesized};

const VOCABULARY: Vocabulary = Vocabulary {
    attribute: "wire",
    keys: &[
        ("name", r#"name = "EniLBIp""#),
        ("alias", r#"alias = "tokenId""#),
        ("essential", "essential"),
        ("optional", "optional"),
        ("decode", "decode = header_text"),
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
    pub(crate) length: Option<Keyed<Length>>,
    pub(crate) range: Option<Keyed<Bounds>>,
    pub(crate) pattern: Option<Keyed<Pattern>>,
    pub(crate) items: Option<Keyed<Bounds>>,
    pub(crate) unique: Option<Span>,
    pub(crate) required_when: Option<Keyed<Condition>>,
    pub(crate) default: Option<Keyed<Literal>>,
    pub(crate) sensitive: Option<Span>,
}

/// `length(2..=30, characters)`
pub(crate) struct Length {
    pub(crate) bounds: Bounds,
    pub(crate) unit: LengthUnit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LengthUnit {
    Characters,
    Bytes,
}

/// `pattern("[a-z]+", "lower-case letters")`
pub(crate) struct Pattern {
    pub(crate) regex: LitStr,
    pub(crate) words: Option<LitStr>,
}

/// `charge_type = ChargeType::Monthly`
pub(crate) struct Condition {
    pub(crate) field: Ident,
    pub(crate) value: Expr,
}

/// What the service assumes for a member that is not sent.
pub(crate) enum Literal {
    Text(LitStr),
    Integer { value: i64, span: Span },
    Boolean(LitBool),
}

impl Pattern {
    /// What the pattern allows, in words; empty where the attribute has none.
    pub(crate) fn words(&self) -> String {
        self.words.as_ref().map(LitStr::value).unwrap_or_default()
    }
}

impl WireAttributes {
    pub(crate) fn parse(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let mut wire = Self::default();
        let lists = attributes.iter().filter(|a| a.path().is_ident("wire"));
        read_lists(lists, &VOCABULARY, errors, |key, input| {
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
            "decode" => self.decode = Some(key.keyed(decoder(key, input)?)),
            "length" => self.length = Some(key.keyed(in_parentheses(key, input, length)?)),
            "range" => {
                let bounds = in_parentheses(key, input, |key, content| {
                    Bounds::parse(key, content, Domain::Integer)
                })?;
                self.range = Some(key.keyed(bounds));
            }
            "pattern" => self.pattern = Some(key.keyed(in_parentheses(key, input, pattern)?)),
            "items" => {
                let bounds = in_parentheses(key, input, |key, content| {
                    Bounds::parse(key, content, Domain::Count)
                })?;
                self.items = Some(key.keyed(bounds));
            }
            "unique" => key.flag(input, &mut self.unique)?,
            "required_when" => {
                self.required_when = Some(key.keyed(in_parentheses(key, input, condition)?));
            }
            "default" => self.default = Some(key.keyed(literal(key, input)?)),
            "sensitive" => key.flag(input, &mut self.sensitive)?,
            _ => return Err(key.misuse()),
        }
        Ok(())
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

fn decoder(key: &Key, input: ParseStream<'_>) -> syn::Result<Path> {
    key.equals(input)?;
    input
        .parse::<Path>()
        .map_err(|error| key.wrong(error.span(), "expected the name of a decoding function"))
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

fn length(key: &Key, content: ParseStream<'_>) -> syn::Result<Length> {
    let start = content.span();
    let bounds = Bounds::parse(key, content, Domain::Count)?;
    let what = "expected what is counted, `characters` or `bytes`";
    if content.is_empty() {
        return Err(key.wrong(start, what));
    }
    content.parse::<Token![,]>()?;
    let unit = content
        .call(Ident::parse_any)
        .map_err(|error| key.wrong(error.span(), what))?;
    let unit = match unit.to_string().as_str() {
        "characters" => LengthUnit::Characters,
        "bytes" => LengthUnit::Bytes,
        _ => return Err(key.wrong(unit.span(), what)),
    };
    Ok(Length { bounds, unit })
}

fn pattern(key: &Key, content: ParseStream<'_>) -> syn::Result<Pattern> {
    let regex = key.quoted(content)?;
    // Compiled as it will be used: the whole value has to match.
    if let Err(error) = regex_lite::Regex::new(&format!("^(?:{})$", regex.value())) {
        let message = format!("not a regular expression that `regex-lite` takes: {error}");
        return Err(syn::Error::new(regex.span(), message));
    }
    let words = if content.peek(Token![,]) && !content.peek2(syn::parse::End) {
        content.parse::<Token![,]>()?;
        Some(key.quoted(content)?)
    } else {
        None
    };
    Ok(Pattern { regex, words })
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

fn literal(key: &Key, input: ParseStream<'_>) -> syn::Result<Literal> {
    key.equals(input)?;
    if input.peek(LitStr) {
        return Ok(Literal::Text(input.parse()?));
    }
    if input.peek(LitBool) {
        return Ok(Literal::Boolean(input.parse()?));
    }
    let what = "expected a literal: text in quotes, an integer, `true` or `false`";
    let span = input.span();
    let minus = input.parse::<Option<Token![-]>>()?.is_some();
    let literal = input.parse::<LitInt>().map_err(|_| key.wrong(span, what))?;
    let digits = literal.base10_digits();
    let value = if minus {
        format!("-{digits}").parse()
    } else {
        digits.parse()
    };
    match value {
        Ok(value) => Ok(Literal::Integer { value, span }),
        Err(_) => Err(key.wrong(span, "a default is an integer of 64 bits at most")),
    }
}
