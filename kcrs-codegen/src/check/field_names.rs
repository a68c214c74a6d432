//! Checks names of members, on the wire and in Rust.

use std::collections::BTreeMap;

use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::naming::is_field_name;
use crate::syntax::Entry;

use super::{Draft, Scope};

pub(crate) fn check_wire_name(scope: &Scope<'_>, entry: Entry<'_>) {
    if let Some(c) = entry
        .name
        .chars()
        .find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-'))
    {
        let help = match c {
            '.' => {
                "the items of a list are numbered by its type: write `Name: {type: [String]}` for `Name.N`"
            }
            _ => "letters, digits, `_` and `-`",
        };
        scope.diagnostics.error_with(
            Code::WIRE_NAME,
            entry.span,
            format!("the name `{}` has `{c}` in it", entry.name),
            help,
        );
    }
}

/// Requires names of fields to be unique identifiers that do not collide with setters.
pub(crate) fn check_names(scope: &Scope<'_>, drafts: &[Draft<'_>]) {
    let mut drafts_by_name: BTreeMap<&str, &Draft<'_>> = BTreeMap::new();
    for draft in drafts {
        let (rust, wire) = (draft.member.rust.as_str(), draft.member.wire.as_str());
        let span = draft.fields.span;
        if !is_field_name(rust) {
            let help = "give its Rust name, in snake_case, as `name: …`";
            scope.diagnostics.error_with(
                Code::RUST_NAME,
                span,
                format!("`{rust}`, the Rust name of `{wire}`, is no identifier"),
                help,
            );
        } else if RESERVED.contains(&rust) {
            let help = "give it another Rust name as `name: …`";
            scope.diagnostics.error_with(
                Code::RESERVED_NAME,
                span,
                format!("`{rust}`, the Rust name of `{wire}`, is a method of builders"),
                help,
            );
        } else if let Some(other) = drafts_by_name.insert(rust, draft) {
            let message = format!(
                "`{wire}` and `{}` are both `{rust}` in Rust",
                other.member.wire
            );
            scope.diagnostics.report(
                Diagnostic::new(Code::NAME_COLLISION, span, message)
                    .help("give one of them another Rust name as `name: …`")
                    .label(other.fields.span, format!("this is `{rust}` too")),
            );
        }
    }
    for draft in drafts {
        if let Some(other) = draft
            .member
            .rust
            .strip_prefix("set_")
            .and_then(|rust| drafts_by_name.get(rust))
        {
            let (rust, wire) = (&draft.member.rust, &draft.member.wire);
            let message = format!(
                "`{rust}`, the Rust name of `{wire}`, is also the name of a setter of `{}`",
                other.member.wire
            );
            scope.diagnostics.report(
                Diagnostic::new(Code::NAME_COLLISION, draft.fields.span, message)
                    .help("give it another Rust name as `name: …`")
                    .label(other.fields.span, "whose setter it is"),
            );
        }
    }
}

/// Methods and fields that every builder has.
const RESERVED: [&str; 5] = ["build", "send", "send_response", "with_options", "executor"];
