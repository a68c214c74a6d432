//! Documentation in both languages: the spec's words, and sentences made of limits and conditions.

use crate::constraint_docs::{self, Names};
use crate::model::{Docs, Literal, Member, Presence};
use crate::rust_printer::Paragraph;

pub(super) use crate::markdown::{OBSERVED, chinese, code, english, escape};

use super::Emitter;

/// The words of the spec as Markdown.
pub(crate) fn plain(docs: &Docs) -> Vec<Paragraph> {
    vec![
        Paragraph::Wrapped(english(&docs.en)),
        Paragraph::Line(chinese(&docs.zh)),
    ]
}

impl Emitter<'_> {
    /// The docs of a field: what it is, then what a value must obey.
    pub(crate) fn member_docs(&self, member: &Member, input: bool, output: bool) -> Vec<Paragraph> {
        let mut en = english(&member.docs.en);
        let mut zh = chinese(&member.docs.zh);
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
        if member.observed {
            let (observed_en, observed_zh) = OBSERVED;
            sentences.push(Docs {
                en: observed_en.to_owned(),
                zh: observed_zh.to_owned(),
            });
        }
        for sentence in sentences {
            en.push(' ');
            en.push_str(&sentence.en);
            zh.push_str(&sentence.zh);
        }
        vec![Paragraph::Wrapped(en), Paragraph::Line(zh)]
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
