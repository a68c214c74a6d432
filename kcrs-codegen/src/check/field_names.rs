//! Checks names of members, on the wire and in Rust.

use std::collections::BTreeMap;

use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::naming::is_field_name;
use crate::syntax::{Entry, Span};

use super::fields::Diagnostics;
use super::{Draft, Scope};

/// Requires the name of a member to have the characters that names on the wire have.
pub(crate) fn check_wire_name(scope: &Scope<'_>, entry: Entry<'_>) {
    let (is_allowed, mut help) = (
        |c: char| is_of_name(c) && c != '.',
        "letters, digits, `_` and `-`",
    );
    if entry.name.chars().find(|c| !is_allowed(*c)) == Some('.') {
        help = "the items of a list are numbered by its type: write `Name: {type: [String]}` for `Name.N`";
    }
    check_characters(scope.diagnostics, entry.name, entry.span, is_allowed, help);
}

/// Requires an action or an error code to have the characters of names; it can be dotted.
pub(crate) fn check_dotted_name(diagnostics: &Diagnostics, name: &str, span: Span) {
    let help = "letters, digits, `_`, `-` and `.`";
    check_characters(diagnostics, name, span, is_of_name, help);
}

/// Requires the value of an enum to have nothing that cannot be seen: controls, and marks of width
/// and direction.
pub(crate) fn check_value(diagnostics: &Diagnostics, value: &str, span: Span) {
    let is_hidden = |c: char| {
        matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(c, '\u{2060}'..='\u{2069}' | '\u{feff}')
            || c.is_control()
    };
    let help = "only characters that can be seen";
    check_characters(diagnostics, value, span, |c| !is_hidden(c), help);
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

fn check_characters(
    diagnostics: &Diagnostics,
    name: &str,
    span: Span,
    is_allowed: impl Fn(char) -> bool,
    help: &str,
) {
    if let Some(c) = name.chars().find(|c| !is_allowed(*c)) {
        let (name, c) = (name.escape_debug(), c.escape_debug());
        let message = format!("the name `{name}` has `{c}` in it");
        diagnostics.error_with(Code::WIRE_NAME, span, message, help);
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
