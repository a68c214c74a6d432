//! Parameters by their names on the wire.

use super::{Api, Member};

/// A parameter: a member of a request, or of a structure in one.
#[derive(Clone, Debug)]
pub(crate) struct Parameter<'a> {
    pub(crate) member: &'a Member,
    /// The name: `Trigger.Header.1.Key`.
    pub(crate) name: String,
    /// The name of the innermost structure around it that may be left out.
    pub(crate) optional_within: Option<String>,
}

impl Api {
    /// The parameters that members stand for, those of a structure behind the structure itself.
    /// `items` tells what follows the name of a list, once for each item: `.1`, `.2`.
    pub(crate) fn parameters<'a>(
        &'a self,
        members: &'a [Member],
        items: impl Fn(&Member) -> Vec<String>,
    ) -> Vec<Parameter<'a>> {
        let mut parameters = Vec::new();
        self.add_parameters(&mut parameters, members, "", None, &items);
        parameters
    }

    fn add_parameters<'a>(
        &'a self,
        out: &mut Vec<Parameter<'a>>,
        members: &'a [Member],
        prefix: &str,
        optional_within: Option<&str>,
        items: &dyn Fn(&Member) -> Vec<String>,
    ) {
        for member in members {
            let numbers = match member.ty.list {
                true => items(member),
                false => vec![String::new()],
            };
            for number in numbers {
                let parameter = Parameter {
                    member,
                    name: format!("{prefix}{}{number}", member.wire),
                    optional_within: optional_within.map(str::to_owned),
                };
                out.push(parameter.clone());
                if let Some(structure) = self.structure(member.ty.kind) {
                    let prefix = format!("{}.", parameter.name);
                    let optional_within = parameter.optional_around_members();
                    self.add_parameters(out, &structure.members, &prefix, optional_within, items);
                }
            }
        }
    }
}

impl Parameter<'_> {
    /// Prefix of the member's own name: `Trigger.Header.1.`
    #[cfg(feature = "cli")]
    pub(crate) fn prefix(&self) -> &str {
        let own_name = self.name.rfind(&self.member.wire).unwrap_or_default();
        &self.name[..own_name]
    }

    /// What members of the parameter are within, if that may be left out.
    pub(crate) fn optional_around_members(&self) -> Option<&str> {
        match self.member.required {
            true => self.optional_within.as_deref(),
            false => Some(&self.name),
        }
    }
}
