//! Second stage: the struct as the checks and the emitters see it.

use crate::attributes::{ContainerAttributes, REQUEST, STRUCTURE, WAITER, WireAttributes};
use crate::errors::Errors;
use crate::types::FieldType;
use heck::ToUpperCamelCase;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use std::collections::HashSet;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, DeriveInput, Expr, Field, FieldsNamed, Lit, Meta, Type, Visibility};

/// Derive that is being expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Derive {
    Request,
    Structure,
    FromParams,
    Waiter,
}

/// A struct that can be expanded.
pub(crate) struct Model {
    pub(crate) ident: Ident,
    /// The name without `r#`.
    pub(crate) name: String,
    pub(crate) visibility: Visibility,
    pub(crate) docs: String,
    /// Attributes of `#[derive(Request)]` alone.
    pub(crate) request: Option<ContainerAttributes>,
    /// Whether it is what `#[derive(Waiter)]` makes: not sent itself, but asked about.
    pub(crate) is_waiter: bool,
    /// Sent to the service.
    pub(crate) input: bool,
    /// Returned by the service.
    pub(crate) output: bool,
    /// Path of the private module that the expansion calls.
    pub(crate) runtime: TokenStream,
    pub(crate) members: Vec<Member>,
    pub(crate) builder: Ident,
    /// The type parameter of who sends; only requests are sent, and waiters.
    pub(crate) executor: Option<Ident>,
}

pub(crate) struct Member {
    pub(crate) ident: Ident,
    /// The name without `r#`.
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) shape: FieldType,
    pub(crate) wire_name: String,
    pub(crate) wire: WireAttributes,
    pub(crate) presence: Presence,
    /// State of the builder for it, where it is required.
    pub(crate) state: Option<State>,
    pub(crate) doc_attributes: Vec<Attribute>,
    /// False if another method has the name (reported as an error).
    pub(crate) has_setter: bool,
}

/// The type parameter of a builder that stands for a required member, and its marker traits.
pub(crate) struct State {
    pub(crate) ident: Ident,
    pub(crate) is_set: Ident,
    pub(crate) is_unset: Ident,
}

/// Meaning of an absent member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    /// Input: a parameter that must be sent.
    Required,
    /// Input: a parameter that may be left out.
    Optional,
    /// Output: its absence is an error.
    Essential,
    /// Output: its absence is `None`.
    Nullable,
    /// Output: its absence is the default value.
    Defaulted,
}

impl Model {
    /// Reads a struct with named fields; attributes that are wrong are reported and left out.
    pub(crate) fn new(
        derive: Derive,
        input: &DeriveInput,
        fields: Option<&FieldsNamed>,
        errors: &mut Errors,
    ) -> Self {
        let (container, is_request) = container(derive, input, errors);
        let is_waiter = derive == Derive::Waiter;
        let output = !is_request && container.output.is_some();
        let is_input = is_request || container.input.is_some() || !output;

        let mut members: Vec<Member> = fields
            .into_iter()
            .flat_map(|fields| &fields.named)
            .filter_map(|field| Member::new(field, is_input, errors))
            .collect();
        let mut identifiers = Identifiers::default();
        identifiers.occupy(input.ident.to_token_stream());
        identifiers.occupy(container.output_type());
        for member in &members {
            identifiers.occupy(member.ty.to_token_stream());
        }
        let executor = (is_request || is_waiter).then(|| identifiers.fresh("C".to_owned()));
        for member in &mut members {
            if matches!(member.presence, Presence::Required | Presence::Essential) {
                let camel = member.name.to_upper_camel_case();
                member.state = Some(State {
                    ident: identifiers.fresh(format!("{camel}State")),
                    is_set: identifiers.fresh(format!("{camel}IsSet")),
                    is_unset: identifiers.fresh(format!("{camel}IsUnset")),
                });
            }
        }
        let name = input.ident.unraw().to_string();
        Self {
            ident: input.ident.clone(),
            visibility: input.vis.clone(),
            docs: doc_text(&input.attrs),
            runtime: runtime_path(&container),
            request: is_request.then_some(container),
            is_waiter,
            input: is_input,
            output,
            members,
            builder: Ident::new(&format!("{name}Builder"), Span::call_site()),
            executor,
            name,
        }
    }

    pub(crate) fn states(&self) -> impl Iterator<Item = &State> {
        self.members
            .iter()
            .filter_map(|member| member.state.as_ref())
    }

    /// The type parameters of the builder.
    pub(crate) fn generics(&self) -> Vec<&Ident> {
        let states = self.states().map(|state| &state.ident);
        self.executor.iter().chain(states).collect()
    }

    pub(crate) fn field(&self, name: &Ident) -> Option<&Member> {
        let mut members = self.members.iter();
        members.find(|member| name.unraw() == member.name)
    }
}

impl Member {
    fn new(field: &Field, is_input: bool, errors: &mut Errors) -> Option<Self> {
        let ident = field.ident.clone()?;
        let name = ident.unraw().to_string();
        let shape = FieldType::of(&field.ty);
        let wire = WireAttributes::parse(&field.attrs, errors);
        let wire_name = match &wire.name {
            Some(name) => name.value(),
            None => name.to_upper_camel_case(),
        };
        let presence = presence(&shape, &wire, is_input);
        Some(Self {
            ident,
            name,
            state: None,
            ty: field.ty.clone(),
            shape,
            wire_name,
            wire,
            presence,
            has_setter: true,
            doc_attributes: field.attrs.iter().filter(is_doc).cloned().collect(),
        })
    }

    /// Returns whether the builder has a `set_…` which also takes the absence of a value.
    pub(crate) fn has_set(&self) -> bool {
        self.state.is_none() && (self.shape.is_option || self.shape.is_list)
    }

    /// The field's name, as a name of the expansion: lints about the user's own code do not look at
    /// it.
    pub(crate) fn method(&self) -> Ident {
        let mut ident = self.ident.clone();
        ident.set_span(self.span());
        ident
    }

    /// The place of the field's name, where lints about a user's own code do not look.
    pub(crate) fn span(&self) -> Span {
        self.ident.span().resolved_at(Span::call_site())
    }

    /// The place of the field's type, for errors about what the type lacks.
    pub(crate) fn type_span(&self) -> Span {
        self.ty.span().resolved_at(Span::call_site())
    }
}

fn presence(shape: &FieldType, wire: &WireAttributes, is_input: bool) -> Presence {
    match is_input {
        true if shape.is_option || (shape.is_list && wire.optional.is_some()) => Presence::Optional,
        true => Presence::Required,
        false if shape.is_option => Presence::Nullable,
        false if wire.essential.is_some() => Presence::Essential,
        false => Presence::Defaulted,
    }
}

fn container(
    derive: Derive,
    input: &DeriveInput,
    errors: &mut Errors,
) -> (ContainerAttributes, bool) {
    let find = |name| input.attrs.iter().find(|a| a.path().is_ident(name));
    let request = find(REQUEST.attribute);
    let (own, other) = match derive {
        Derive::Request => (REQUEST, Some(STRUCTURE)),
        Derive::Structure => (STRUCTURE, Some(REQUEST)),
        Derive::FromParams if request.is_some() => (REQUEST, None),
        Derive::FromParams => (STRUCTURE, None),
        Derive::Waiter => (WAITER, None),
    };
    if let Some(other) = other
        && let Some(stray) = find(other.attribute)
    {
        let message = format!(
            "`#[{}(…)]` belongs to `#[derive({})]`; `#[derive({})]` takes `#[{}(…)]`",
            other.attribute, other.derive, own.derive, own.attribute
        );
        errors.on(stray, message);
    }
    let container = ContainerAttributes::parse(&input.attrs, &own, errors);
    // What is no list has an error already.
    let is_list = request.is_none_or(|request| matches!(request.meta, Meta::List(_)));
    if derive == Derive::Request && container.output.is_none() && is_list {
        let message = "`#[derive(Request)]` needs the type of the output: `#[request(output = CreateInstanceOutput)]`";
        match request {
            Some(request) => errors.on(request, message),
            None => errors.at(input.ident.span(), message),
        }
    }
    (container, own.attribute == REQUEST.attribute)
}

/// The private module of the crate that the container names.
pub(crate) fn runtime_path(container: &ContainerAttributes) -> TokenStream {
    match &container.krate {
        Some(path) => quote!(#path::__private::v1),
        None => quote!(::kcrs_generated::__private::v1),
    }
}

fn is_doc(attribute: &&Attribute) -> bool {
    attribute.path().is_ident("doc")
}

/// The lines of a doc comment, each without the space that follows `///`.
pub(crate) fn doc_text(attributes: &[Attribute]) -> String {
    let mut text = String::new();
    for attribute in attributes.iter().filter(is_doc) {
        if let Meta::NameValue(pair) = &attribute.meta
            && let Expr::Lit(literal) = &pair.value
            && let Lit::Str(paragraph) = &literal.lit
        {
            for line in paragraph.value().split('\n') {
                text.push_str(line.strip_prefix(' ').unwrap_or(line).trim_end());
                text.push('\n');
            }
        }
    }
    text.trim().to_owned()
}

/// Identifiers that no name of the expansion may shadow: the struct's, and those in the types of
/// its fields and of its output.
#[derive(Default)]
struct Identifiers(HashSet<String>);

impl Identifiers {
    fn occupy(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    self.0.insert(ident.to_string());
                }
                TokenTree::Group(group) => self.occupy(group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// An identifier that begins with `name` and is used once.
    fn fresh(&mut self, mut name: String) -> Ident {
        while !self.0.insert(name.clone()) {
            name.push('_');
        }
        Ident::new(&name, Span::call_site())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse_quote;

    #[test]
    fn doc_comments_keep_their_paragraphs() {
        let input: DeriveInput = parse_quote! {
            /// Creates a thing.
            ///
            ///  * indented
            #[doc(hidden)]
            #[doc = " 创建。\n 第二行。"]
            struct A;
        };
        assert_eq!(
            doc_text(&input.attrs),
            "Creates a thing.\n\n * indented\n创建。\n第二行。"
        );
    }
}
