//! Names with unusual case, look-alikes, and names that shadow Rust's prelude.

use std::collections::BTreeMap;

use crate::codes::Code;
use crate::naming::upper_camel;
use crate::syntax::Span;

use super::Lints;

pub(super) fn run(lints: &Lints<'_, '_>) {
    let actions: Vec<(&str, Span)> = lints
        .symbols
        .actions
        .iter()
        .map(|(_, entry)| (entry.name, entry.span))
        .collect();
    let types: Vec<(&str, Span)> = lints
        .symbols
        .types
        .iter()
        .map(|entry| (entry.name, entry.span))
        .collect();
    usual_form(lints, "an action", &actions);
    look_alikes(lints, &actions);
    look_alikes(lints, &types);
    for (name, span) in actions.iter().chain(&types) {
        if PRELUDE.contains(name) {
            let message =
                format!("`{name}` hides a name of Rust's that code knows without importing it");
            lints
                .warn(Code::SHADOWED_NAME, *span, message)
                .help("name it otherwise");
        }
    }
    for siblings in lints.lists() {
        let members: Vec<(&str, Span)> = siblings
            .iter()
            .map(|draft| (draft.member.wire.as_str(), draft.fields.span))
            .collect();
        usual_form(lints, "a parameter or field", &members);
        look_alikes(lints, &members);
    }
}

fn usual_form(lints: &Lints<'_, '_>, what: &str, names: &[(&str, Span)]) {
    for (name, span) in names {
        let is_usual = name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.chars().all(|c| c.is_ascii_alphanumeric());
        if !is_usual {
            let message = format!("`{name}` is no usual name of {what}");
            lints
                .warn(Code::NAMING, *span, message)
                .help(format!("usual is UpperCamelCase: `{}`", upper_camel(name)));
        }
    }
}

/// Finds names that are easily confused.
fn look_alikes(lints: &Lints<'_, '_>, names: &[(&str, Span)]) {
    let mut seen: BTreeMap<String, (&str, Span)> = BTreeMap::new();
    for (name, span) in names {
        if let Some((other, first)) = seen.insert(look(name), (name, *span)) {
            let message = format!("`{name}` and `{other}` look alike");
            lints
                .warn(Code::LOOKALIKE_NAMES, *span, message)
                .help("name one of them otherwise")
                .label(first, "the other");
        }
    }
}

/// Normalizes a name so that look-alikes are equal.
fn look(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '_' | '-'))
        .map(|c| match c.to_ascii_lowercase() {
            '0' => 'o',
            '1' | 'l' => 'i',
            c => c,
        })
        .collect()
}

/// Names of Rust's prelude that generated code does not use.
const PRELUDE: [&str; 21] = [
    "AsMut",
    "AsRef",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Error",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "FromIterator",
    "Hash",
    "IntoIterator",
    "Iterator",
    "Ord",
    "PartialOrd",
    "Sized",
    "ToOwned",
    "ToString",
    "TryFrom",
];
