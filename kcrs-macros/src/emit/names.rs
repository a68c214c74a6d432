//! The identifiers that a builder consists of.

use crate::model::{Member, Model};
use heck::ToUpperCamelCase;
use proc_macro2::Ident;
use std::collections::HashMap;
use syn::ext::IdentExt;

/// The identifiers of a builder.
pub(crate) struct Names {
    pub(crate) builder: Ident,
    /// The type parameter of who sends; only requests are sent.
    pub(crate) executor: Option<Ident>,
    pub(crate) states: Vec<(Ident, StateNames)>,
}

/// What belongs to one required member: its type parameter and its marker traits.
pub(crate) struct StateNames {
    pub(crate) state: Ident,
    pub(crate) is_set: Ident,
    pub(crate) is_unset: Ident,
}

impl Names {
    pub(crate) fn new(model: &Model) -> Self {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let states = model.required().map(|member| {
            let mut camel = member.ident.unraw().to_string().to_upper_camel_case();
            let count = seen.entry(camel.clone()).or_default();
            *count += 1;
            if *count > 1 {
                camel = format!("{camel}{count}");
            }
            let names = StateNames {
                state: model.fresh(&format!("{camel}State")),
                is_set: model.fresh(&format!("{camel}IsSet")),
                is_unset: model.fresh(&format!("{camel}IsUnset")),
            };
            (member.ident.clone(), names)
        });
        Self {
            builder: model.builder_name(),
            states: states.collect(),
            executor: (model.request.is_some() || model.is_waiter).then(|| model.fresh("C")),
        }
    }

    pub(crate) fn of(&self, member: &Member) -> Option<&StateNames> {
        self.states
            .iter()
            .find(|(ident, _)| *ident == member.ident)
            .map(|(_, names)| names)
    }

    pub(crate) fn states(&self) -> impl Iterator<Item = &Ident> {
        self.states.iter().map(|(_, names)| &names.state)
    }

    pub(crate) fn generics(&self) -> Vec<&Ident> {
        self.executor.iter().chain(self.states()).collect()
    }

    /// The field's name, as a name of the expansion: lints about the user's own code do not look at
    /// it.
    pub(crate) fn method(&self, member: &Member) -> Ident {
        let mut ident = member.ident.clone();
        ident.set_span(member.span());
        ident
    }
}
