//! Attributes that a build script adds to what is generated.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Api, Member, Shape};
use crate::suggest;

use super::Options;
use super::waiters;

/// Attributes, each with a pattern of what has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attributes {
    pub(crate) of_types: Vec<Attribute>,
    /// Of fields and of the variants of enums.
    pub(crate) of_fields: Vec<Attribute>,
}

/// An attribute, and what has it.
#[derive(Clone, Debug)]
pub(crate) struct Attribute {
    /// Rust names, of a field with that of its type and a dot before it; `*` stands for any text.
    pub(crate) pattern: String,
    /// As it is written in Rust, with `#[…]`.
    pub(crate) text: String,
}

/// Error of an attribute, with its correction.
pub(crate) struct Mistake {
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Attributes {
    /// Finds attributes that do not parse and patterns that match nothing.
    pub(crate) fn check(&self, api: &Api, options: &Options) -> Vec<Mistake> {
        let (types, fields) = names(api, options);
        let mut mistakes = Vec::new();
        for (attributes, names, what) in [
            (&self.of_types, &types, "type"),
            (&self.of_fields, &fields, "field"),
        ] {
            for attribute in attributes {
                if attribute.parse().is_none() {
                    mistakes.push(Mistake {
                        message: format!("`{}` is no attribute", attribute.text),
                        help: "expected one or more of the form `#[derive(PartialOrd)]`".to_owned(),
                    });
                }
                if !names.iter().any(|name| attribute.fits(name)) {
                    mistakes.push(Mistake {
                        message: format!("`{}` fits no {what}", attribute.pattern),
                        help: suggest::allowed(
                            &attribute.pattern,
                            nearby(names, &attribute.pattern),
                        ),
                    });
                }
            }
        }
        mistakes
    }

    /// The attributes of a type.
    pub(crate) fn of_type(&self, name: &str) -> TokenStream {
        let attributes = of(&self.of_types, name);
        quote!(#(#attributes)*)
    }

    /// The attributes of a field.
    pub(crate) fn of_field(&self, owner: &str, field: &str) -> TokenStream {
        let name = format!("{owner}.{field}");
        let attributes = of(&self.of_fields, &name);
        quote!(#(#attributes)*)
    }

    /// The attributes of an enum as `open_enum!` takes them.
    pub(crate) fn of_enum(&self, name: &str) -> TokenStream {
        for_open_enum(of(&self.of_types, name))
    }

    /// The attributes of a variant as `open_enum!` takes them.
    pub(crate) fn of_variant(&self, owner: &str, variant: &str) -> TokenStream {
        for_open_enum(of(&self.of_fields, &format!("{owner}.{variant}")))
    }
}

impl Attribute {
    fn fits(&self, name: &str) -> bool {
        fits(&self.pattern, name)
    }

    fn parse(&self) -> Option<Vec<syn::Attribute>> {
        use syn::parse::Parser;
        let attributes = syn::Attribute::parse_outer.parse_str(&self.text).ok()?;
        (!attributes.is_empty()).then_some(attributes)
    }
}

fn of<'a>(attributes: &'a [Attribute], name: &'a str) -> impl Iterator<Item = syn::Attribute> + 'a {
    attributes
        .iter()
        .filter(move |attribute| attribute.fits(name))
        .filter_map(Attribute::parse)
        .flatten()
}

fn for_open_enum(attributes: impl Iterator<Item = syn::Attribute>) -> TokenStream {
    let wrapped = attributes.map(|attribute| {
        let meta = attribute.meta;
        quote!(#[attribute(#meta)])
    });
    wrapped.collect()
}

/// Returns whether a name matches a pattern, in which `*` stands for any text.
fn fits(pattern: &str, name: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let mut pieces: Vec<&str> = pieces.collect();
    let Some(last) = pieces.pop() else {
        return rest.is_empty();
    };
    for piece in pieces {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// The names that a pattern may have been meant for: fields of the type that it names, where there
/// is such a type.
fn nearby<'a>(names: &'a BTreeSet<String>, pattern: &str) -> Vec<&'a str> {
    let owner = pattern.split_once('.').map(|(owner, _)| owner);
    let is_owned = |name: &&str| {
        name.split_once('.')
            .is_some_and(|(found, _)| Some(found) == owner)
    };
    let all = || names.iter().map(String::as_str);
    let owned: Vec<&str> = all().filter(is_owned).collect();
    if owned.is_empty() {
        all().collect()
    } else {
        owned
    }
}

/// The names of all types and of all fields that are generated.
fn names(api: &Api, options: &Options) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut types, mut fields) = (BTreeSet::new(), BTreeSet::new());
    let mut add = |name: &str, members: Vec<&str>| {
        fields.extend(members.iter().map(|member| format!("{name}.{member}")));
        types.insert(name.to_owned());
    };
    fn rust(members: &[Member]) -> Vec<&str> {
        members.iter().map(|member| member.rust.as_str()).collect()
    }
    for action in &api.actions {
        add(&action.rust, rust(&action.request));
        add(&action.output(), rust(&action.response));
        for waiter in action.waiters.iter().filter(|_| options.has_waiters()) {
            let members = waiters::members(api, action, waiter);
            add(&waiters::rust_name(waiter), rust(&members));
        }
    }
    for ty in &api.types {
        let members = match &ty.shape {
            Shape::Structure(shape) => rust(&shape.members),
            Shape::Enum(shape) => shape
                .values
                .iter()
                .map(|value| value.rust.as_str())
                .collect(),
        };
        add(&ty.name, members);
    }
    add("ErrorCode", Vec::new());
    (types, fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, name, expected) in [
            ("Book", "Book", true),
            ("Book", "Books", false),
            ("*", "Book", true),
            ("*", "", true),
            ("*Output", "AddBookOutput", true),
            ("*Output", "Outputs", false),
            ("Add*", "AddBook", true),
            ("A*B*k", "AddBook", true),
            ("A*B*k", "AddBoo", false),
            ("aa*aa", "aaa", false),
            ("*.id", "Book.id", true),
            ("Book.*", "Book.id", true),
            ("", "Book", false),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }
}
