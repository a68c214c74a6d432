//! Unused definitions, redundant keys, exposed secrets, observations without a comment.

use crate::codes::Code;
use crate::model::Kind;
use crate::naming::snake;
use crate::syntax::{Node, Source, Span, Value};

use super::super::reachability::reached;
use super::Lints;
use super::actions::PAGE_WORDS;

pub(super) fn run(lints: &Lints<'_, '_>) {
    unused(lints);
    secrets(lints);
    redundant_names(lints);
    for source in &lints.sources.files {
        if let Some(root) = &source.root {
            root.visit_mappings(["", ""], &mut |[_, name], node| {
                redundant_keys(lints, name, node);
                observation(lints, node, source);
            });
        }
    }
}

fn unused(lints: &Lints<'_, '_>) {
    let members = lints
        .actions
        .iter()
        .flat_map(|action| action.request.iter().chain(&action.response));
    let reached = reached(lints.shapes.members, members);
    for (entry, _) in lints
        .symbols
        .types
        .iter()
        .zip(reached)
        .filter(|(_, reached)| !reached)
    {
        let message = format!("no action uses the type `{}`", entry.name);
        lints
            .warn(Code::UNUSED_DEFINITION, entry.span, message)
            .help("use it, or take it out");
    }
    for (what, shared) in [
        ("parameter", &lints.shapes.scope.parameters),
        ("field", &lints.shapes.scope.fields),
    ] {
        for entry in shared.unused() {
            let message = format!("no action uses the shared {what} `{}`", entry.name);
            lints
                .warn(Code::UNUSED_DEFINITION, entry.span, message)
                .help("use it, or take it out");
        }
    }
}

fn secrets(lints: &Lints<'_, '_>) {
    for draft in lints.lists().flatten() {
        let member = &draft.member;
        let name = member.wire.to_lowercase();
        if member.ty.kind == Kind::Text
            && !member.sensitive
            && !PAGE_WORDS.contains(&&*name)
            && SECRETS.iter().any(|secret| name.ends_with(secret))
        {
            let message = format!(
                "`{}` sounds like a secret, and is printed in logs",
                member.wire
            );
            lints
                .warn(
                    Code::EXPOSED_SECRET,
                    draft.fields.value_span("type"),
                    message,
                )
                .help("write `type: Secret`, or `sensitive: true`");
        }
    }
}

/// Suffixes of names of secrets.
const SECRETS: [&str; 8] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "privatekey",
    "secretkey",
    "credential",
];

fn redundant_names(lints: &Lints<'_, '_>) {
    for draft in lints.lists().flatten() {
        if draft.fields.get("name").is_some() && draft.member.rust == snake(&draft.member.wire) {
            redundant(
                lints,
                draft.fields.span_of("name"),
                format!("`{}` has this Rust name anyway", draft.member.wire),
            );
        }
    }
    for (ty, entry) in lints.shapes.types.iter().zip(&lints.symbols.types) {
        if ty.documented_as.as_deref() == Some(&ty.name)
            && let Some(key) = entry.value.entry("documented_as")
        {
            redundant(lints, key.span, format!("`{}` is its name", ty.name));
        }
    }
}

/// Finds flags that are false by default, and a `use` of the own name.
fn redundant_keys(lints: &Lints<'_, '_>, name: &str, node: &Node) {
    let is_definition = node.entry("type").is_some() || node.entry("code").is_some();
    for entry in node.entries() {
        let is_false = matches!(entry.value.value, Value::Boolean(false));
        if is_definition && is_false && FLAGS.contains(&entry.name) {
            redundant(
                lints,
                entry.span,
                format!("`{}` is false anyway", entry.name),
            );
        } else if entry.name == "use" && entry.value.text() == Some(name) {
            let message = format!("without `type`, this is the shared `{name}` anyway");
            redundant(lints, entry.span, message);
        }
    }
}

const FLAGS: [&str; 6] = [
    "required",
    "unique",
    "essential",
    "nullable",
    "sensitive",
    "gateway",
];

fn redundant(lints: &Lints<'_, '_>, span: Span, message: String) {
    lints
        .warn(Code::REDUNDANT_KEY, span, message)
        .help("take the key out");
}

fn observation(lints: &Lints<'_, '_>, node: &Node, source: &Source) {
    if lints.is_on(Code::UNCOMMENTED_OBSERVATION)
        && let Some(entry) = node.entry("source")
        && entry.value.text() == Some("observed")
        && !source.is_commented(entry.span)
        && !source.is_commented(node.span)
    {
        let message = "observed, and no comment says where";
        lints
            .warn(Code::UNCOMMENTED_OBSERVATION, entry.value.span, message)
            .help("say in a comment, in the line or above it, what showed it");
    }
}
