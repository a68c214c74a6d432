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

/// Which derive is being expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Derive {
    Request,
    Structure,
    FromParams,
    Waiter,
}

/// A struct that can be expanded.
pub(crate) struct Model {
    pub(crate) name: Ident,
    pub(crate) visibility: Visibility,
    pub(crate) docs: String,
    /// What only `#[derive(Request)]` has.
    pub(crate) request: Option<RequestModel>,
    /// Whether it is what `#[derive(Waiter)]` makes: not sent itself, but asked about.
    pub(crate) is_waiter: bool,
    /// Sent to the service.
    pub(crate) input: bool,
    /// Answered by the service.
    pub(crate) output: bool,
    /// Path of the private module that the expansion calls.
    pub(crate) runtime: TokenStream,
    pub(crate) members: Vec<Member>,
    /// Identifiers that occur in the types of fields; no name of ours may shadow them.
    taken: HashSet<String>,
}

pub(crate) struct RequestModel {
    pub(crate) action: String,
    /// `()` where the attribute is missing, which is an error of its own.
    pub(crate) output: Type,
    /// `Get` or `Post`.
    pub(crate) method: Ident,
    pub(crate) idempotent: bool,
    pub(crate) paged: bool,
    pub(crate) version: Option<String>,
}

pub(crate) struct Member {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) shape: FieldType,
    pub(crate) wire_name: String,
    pub(crate) wire: WireAttributes,
    pub(crate) presence: Presence,
    pub(crate) doc_attributes: Vec<Attribute>,
    /// No only where another method has the name, which is an error.
    pub(crate) has_setter: bool,
}

/// What it means that a member is not there.
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
        let (container, request) = container(derive, input, errors);
        let is_request = request.is_some();
        let output = !is_request && container.output.is_some();
        let is_input = is_request || container.input.is_some() || !output;

        let members: Vec<Member> = fields
            .into_iter()
            .flat_map(|fields| &fields.named)
            .filter_map(|field| Member::new(field, is_input, errors))
            .collect();

        let mut taken = HashSet::new();
        for member in &members {
            collect_idents(member.ty.to_token_stream(), &mut taken);
        }
        Self {
            name: input.ident.clone(),
            visibility: input.vis.clone(),
            docs: doc_text(&input.attrs),
            request,
            is_waiter: derive == Derive::Waiter,
            input: is_input,
            output,
            runtime: runtime_path(&container),
            members,
            taken,
        }
    }

    pub(crate) fn builder_name(&self) -> Ident {
        Ident::new(&format!("{}Builder", self.name.unraw()), Span::call_site())
    }

    /// An identifier which begins with `name` and shadows nothing that the fields' types mention.
    pub(crate) fn fresh(&self, name: &str) -> Ident {
        let mut name = name.to_owned();
        while self.taken.contains(&name) {
            name.push('_');
        }
        Ident::new(&name, Span::call_site())
    }

    pub(crate) fn field(&self, name: &Ident) -> Option<&Member> {
        self.members
            .iter()
            .find(|member| member.ident.unraw() == name.unraw())
    }

    pub(crate) fn required(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| member.is_required())
    }
}

impl Member {
    fn new(field: &Field, is_input: bool, errors: &mut Errors) -> Option<Self> {
        let ident = field.ident.clone()?;
        let shape = FieldType::of(&field.ty);
        let wire = WireAttributes::parse(&field.attrs, errors);
        let wire_name = match &wire.name {
            Some(name) => name.value(),
            None => ident.unraw().to_string().to_upper_camel_case(),
        };
        let presence = presence(&shape, &wire, is_input);
        Some(Self {
            ident,
            ty: field.ty.clone(),
            shape,
            wire_name,
            wire,
            presence,
            has_setter: true,
            doc_attributes: field
                .attrs
                .iter()
                .filter(|attribute| attribute.path().is_ident("doc"))
                .cloned()
                .collect(),
        })
    }

    /// Whether the builder insists on it.
    pub(crate) fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required | Presence::Essential)
    }

    /// Whether the builder has a `set_…` which also takes the absence of a value.
    pub(crate) fn has_set(&self) -> bool {
        !self.is_required() && (self.shape.is_option || self.shape.is_list)
    }

    pub(crate) fn docs(&self) -> String {
        doc_text(&self.doc_attributes)
    }

    /// The place of the field's name, where lints about a user's own code do not look.
    pub(crate) fn span(&self) -> Span {
        self.ident.span().resolved_at(Span::call_site())
    }

    /// The place of the field's type, for errors about what the type lacks.
    pub(crate) fn type_span(&self) -> Span {
        self.ty.span().resolved_at(Span::call_site())
    }

    pub(crate) fn name_span(&self) -> Span {
        match &self.wire.name {
            Some(name) => name.span(),
            None => self.ident.span(),
        }
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
) -> (ContainerAttributes, Option<RequestModel>) {
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
        errors.push(syn::Error::new_spanned(stray, message));
    }
    let mut container = ContainerAttributes::parse(&input.attrs, &own, errors);
    if own.attribute != REQUEST.attribute {
        return (container, None);
    }

    // What is no list has an error already.
    let is_list = request.is_none_or(|request| matches!(request.meta, Meta::List(_)));
    if derive == Derive::Request && container.output.is_none() && is_list {
        let message = "`#[derive(Request)]` needs the type of the answer: `#[request(output = CreateInstanceOutput)]`";
        match request {
            Some(request) => errors.push(syn::Error::new_spanned(request, message)),
            None => errors.at(input.ident.span(), message),
        }
    }
    let request = RequestModel {
        action: match &container.action {
            Some(action) => action.value(),
            None => input.ident.unraw().to_string(),
        },
        output: container
            .output_type
            .take()
            .unwrap_or_else(|| syn::parse_quote!(())),
        method: container
            .method
            .take()
            .unwrap_or_else(|| Ident::new("Get", Span::call_site())),
        idempotent: container.idempotent,
        paged: container.paged.is_some(),
        version: container.version.as_ref().map(|version| version.value()),
    };
    (container, Some(request))
}

/// The private module of the crate that the container names.
pub(crate) fn runtime_path(container: &ContainerAttributes) -> TokenStream {
    match &container.krate {
        Some(path) => quote!(#path::__private::v1),
        None => quote!(::kcrs_generated::__private::v1),
    }
}

/// The lines of a doc comment, each without the space that follows `///`.
fn doc_text(attributes: &[Attribute]) -> String {
    let mut text = String::new();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("doc")) {
        let Meta::NameValue(pair) = &attribute.meta else {
            continue;
        };
        let Expr::Lit(literal) = &pair.value else {
            continue;
        };
        let Lit::Str(paragraph) = &literal.lit else {
            continue;
        };
        for line in paragraph.value().split('\n') {
            text.push_str(line.strip_prefix(' ').unwrap_or(line).trim_end());
            text.push('\n');
        }
    }
    text.trim().to_owned()
}

/// Adds the identifiers in `tokens` to `names`.
fn collect_idents(tokens: TokenStream, names: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                names.insert(ident.to_string());
            }
            TokenTree::Group(group) => collect_idents(group.stream(), names),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
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
