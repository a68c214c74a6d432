//! Checks names of members, on the wire and in Rust.

use crate::codes::Code;
use crate::naming::is_field_name;
use crate::syntax::{Entry, Span};

use super::rust_names::RustNames;
use super::sink::Diagnostics;
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
        diagnostics.error(Code::WIRE_NAME, span, message).help(help);
    }
}

/// Requires names of fields to be unique identifiers that do not collide with setters.
pub(crate) fn check_names(scope: &Scope<'_>, drafts: &[Draft<'_>]) {
    let help = "give one of them another Rust name as `name: …`";
    let mut names = RustNames::new(scope.diagnostics, help);
    for draft in drafts {
        let (rust, wire) = (draft.member.rust.as_str(), draft.member.wire.as_str());
        let span = draft.fields.span;
        if !is_field_name(rust) {
            let message = format!("`{rust}`, the Rust name of `{wire}`, is no identifier");
            scope
                .error(Code::RUST_NAME, span, message)
                .help("give its Rust name, in snake_case, as `name: …`");
        } else if !check_reserved(scope, draft, span, &RESERVED, "builders") {
            names.add(rust, format!("`{wire}`"), span);
        }
    }
    for draft in drafts {
        let (rust, wire) = (&draft.member.rust, &draft.member.wire);
        let setter_of = rust.strip_prefix("set_");
        if let Some((other, span)) = setter_of.and_then(|rust| names.get(rust)) {
            let message = format!(
                "`{rust}`, the Rust name of `{wire}`, is also the name of a setter of {other}"
            );
            scope
                .error(Code::NAME_COLLISION, draft.fields.span, message)
                .help("give it another Rust name as `name: …`")
                .label(span, "whose setter it is");
        }
    }
}

/// Refuses parameters that are named like a method of a builder. Returns whether it is one.
pub(crate) fn check_reserved(
    scope: &Scope<'_>,
    draft: &Draft<'_>,
    span: Span,
    methods: &[&str],
    of: &str,
) -> bool {
    let (rust, wire) = (draft.member.rust.as_str(), &draft.member.wire);
    let is_reserved = methods.contains(&rust);
    if is_reserved {
        let message = format!("`{rust}`, the Rust name of `{wire}`, is a method of {of}");
        scope
            .error(Code::RESERVED_NAME, span, message)
            .help("give it another Rust name as `name: …`");
    }
    is_reserved
}

/// Methods and fields that every builder has.
const RESERVED: [&str; 5] = ["build", "send", "send_response", "with_options", "executor"];
