//! Options of the generated code.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;

use super::attributes::Attributes;
use crate::naming::ident;

/// Condition under which a part of the code is generated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// It is generated.
    Always,
    /// It is not generated.
    Never,
    /// It is generated, and compiled where the crate that it becomes part of has this feature.
    Feature(String),
}

impl Part {
    /// A part that is compiled with a feature of the crate.
    pub fn feature(name: impl Into<String>) -> Self {
        Self::Feature(name.into())
    }
}

impl From<bool> for Part {
    fn from(is_there: bool) -> Self {
        match is_there {
            true => Self::Always,
            false => Self::Never,
        }
    }
}

/// Options of the generated code.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// The crate that the files become part of, as `use` names it.
    pub(crate) crate_name: String,
    /// The module of that crate in which they are; none when it is the crate's root.
    pub(crate) module: Vec<String>,
    pub(crate) client: bool,
    pub(crate) waiters: bool,
    pub(crate) schema: bool,
    pub(crate) examples: bool,
    pub(crate) server: Part,
    /// Whether examples in docs are compiled by `cargo test`.
    pub(crate) doc_tests: bool,
    pub(crate) attributes: Attributes,
}

impl Options {
    /// Everything, at the root of a crate that has a feature `server`.
    pub(crate) fn all(crate_name: &str) -> Self {
        Self {
            crate_name: crate_name.to_owned(),
            module: Vec::new(),
            client: true,
            waiters: true,
            schema: true,
            examples: true,
            server: Part::feature("server"),
            doc_tests: true,
            attributes: Attributes::default(),
        }
    }

    pub(crate) fn has_server(&self) -> bool {
        self.server != Part::Never
    }

    pub(crate) fn has_waiters(&self) -> bool {
        self.client && self.waiters
    }

    /// The condition of what a server needs.
    pub(crate) fn server_cfg(&self) -> TokenStream {
        match &self.server {
            Part::Feature(feature) => quote!(#[cfg(feature = #feature)]),
            _ => TokenStream::new(),
        }
    }

    /// The root of the generated code, as another crate names it.
    pub(crate) fn root(&self) -> String {
        let module = self.module.iter().map(|name| format!("::{name}"));
        self.crate_name.clone() + &module.collect::<String>()
    }

    /// Prefixes paths that begin at the root of the crate with the module.
    pub(crate) fn rebase(&self, tokens: TokenStream) -> TokenStream {
        if self.module.is_empty() {
            return tokens;
        }
        let module: Vec<Ident> = self.module.iter().map(|name| ident(name)).collect();
        rebase(tokens, &module)
    }

    /// The same for the links of a doc comment. In the words of a spec brackets are escaped.
    pub(crate) fn rebase_links(&self, text: &mut String) {
        if !self.module.is_empty() && text.contains(LINK) {
            *text = text.replace(LINK, &format!("{LINK}{}::", self.module.join("::")));
        }
    }
}

const LINK: &str = "](crate::";

fn rebase(tokens: TokenStream, module: &[Ident]) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let inner = rebase(group.stream(), module);
                let mut moved = proc_macro2::Group::new(group.delimiter(), inner);
                moved.set_span(group.span());
                out.extend([TokenTree::Group(moved)]);
            }
            TokenTree::Ident(word) if word == "crate" => {
                // `crate = …` is the key of an attribute.
                let is_key =
                    matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '=');
                out.extend(match is_key {
                    true => quote!(#word),
                    false => quote!(#word #(:: #module)*),
                });
            }
            other => out.extend([other]),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_move_to_the_module() {
        let options = Options {
            module: vec!["api".into(), "shelf".into()],
            ..Options::all("a")
        };
        let tokens = quote! {
            use crate::types::Book;
            #[request(crate = crate)]
            struct A;
        };
        let expected = quote! {
            use crate::api::shelf::types::Book;
            #[request(crate = crate::api::shelf)]
            struct A;
        };
        assert_eq!(options.rebase(tokens).to_string(), expected.to_string());
        let mut text = "See [`A`](crate::actions::A).".to_owned();
        options.rebase_links(&mut text);
        assert_eq!(text, "See [`A`](crate::api::shelf::actions::A).");
    }
}
