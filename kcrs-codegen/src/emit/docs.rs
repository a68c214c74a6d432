//! Documentation in both languages: the spec's words, and sentences made of limits and conditions.

use crate::constraint_docs::{self, Names};
use crate::model::{Docs, Literal, Member, Presence};

pub(super) use crate::markdown::{code, documented_as, escape, observed, prose, prose_of};

use super::Emitter;

impl Emitter<'_> {
    /// The docs of a field: what it is, then what a value must obey.
    pub(crate) fn member_docs(&self, member: &Member, input: bool, output: bool) -> Docs {
        let mut sentences = Vec::new();
        if input {
            sentences.extend(constraint_docs::limits(self.api, member));
            sentences.extend(constraint_docs::conditions(member, &IN_RUST));
        }
        if output
            && member.presence == Presence::Nullable
            && let Some(condition) = &member.null_when
        {
            sentences.push(constraint_docs::null_when(condition, &IN_RUST, "None"));
        }
        sentences.extend(member.observed.then(observed));
        prose(&member.docs).with(sentences)
    }
}

/// As the generated code names things.
const IN_RUST: Names = Names {
    sibling: |condition| &condition.rust,
    literal: |literal| match literal {
        Literal::Boolean(value) => value.to_string(),
        other => other.wire(),
    },
};
