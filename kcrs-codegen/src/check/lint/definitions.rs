//! Definitions that nothing uses, keys that say nothing, secrets that are shown, observations
//! without a word.

use crate::codes::Code;
use crate::load::{Node, Place, Value};
use crate::model::Kind;
use crate::naming::snake;

use super::super::usage::reached;
use super::{Lints, Spec};

pub(super) fn run(spec: &Spec<'_, '_>, lints: &Lints<'_, '_, '_>) {
    unused(spec, lints);
    secrets(spec, lints);
    redundant_names(spec, lints);
    for (file, source) in spec.sources.files.iter().enumerate() {
        if let Some(root) = &source.root {
            redundant_keys(lints, "", root);
            if lints.is_on(Code::UNCOMMENTED_OBSERVATION) {
                let lines: Vec<&str> = source.lines();
                observations(lints, root, &|place| {
                    spec.sources.files[file]
                        .line_of(place)
                        .is_some_and(|line| has_comment(&lines, line))
                });
            }
        }
    }
}

fn unused(spec: &Spec<'_, '_>, lints: &Lints<'_, '_, '_>) {
    let members = spec
        .actions
        .iter()
        .flat_map(|action| action.request.iter().chain(&action.response));
    let reached = reached(spec.members, members);
    for (entry, _) in spec
        .outline
        .types
        .iter()
        .zip(reached)
        .filter(|(_, reached)| !reached)
    {
        lints.found(
            Code::UNUSED_DEFINITION,
            entry.place,
            format!("no action uses the type `{}`", entry.name),
            "use it, or take it out",
        );
    }
    for (what, shared) in [
        ("parameter", &spec.scope.parameters),
        ("field", &spec.scope.fields),
    ] {
        for entry in shared.unused() {
            lints.found(
                Code::UNUSED_DEFINITION,
                entry.place,
                format!("no action uses the shared {what} `{}`", entry.name),
                "use it, or take it out",
            );
        }
    }
}

fn secrets(spec: &Spec<'_, '_>, lints: &Lints<'_, '_, '_>) {
    for draft in spec.lists().flatten() {
        let member = &draft.member;
        let name = member.wire.to_lowercase();
        if member.ty.kind == Kind::Text
            && !member.sensitive
            && SECRETS.iter().any(|secret| name.ends_with(secret))
        {
            lints.found(
                Code::EXPOSED_SECRET,
                draft.fields.value_place("type"),
                format!(
                    "`{}` sounds like a secret, and is printed in logs",
                    member.wire
                ),
                "write `type: Secret`, or `sensitive: true`",
            );
        }
    }
}

/// How names of secrets end.
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

fn redundant_names(spec: &Spec<'_, '_>, lints: &Lints<'_, '_, '_>) {
    for draft in spec.lists().flatten() {
        if draft.fields.get("name").is_some() && draft.member.rust == snake(&draft.member.wire) {
            redundant(
                lints,
                draft.fields.place_of("name"),
                format!("`{}` has this Rust name anyway", draft.member.wire),
            );
        }
    }
    for (ty, entry) in spec.types.iter().zip(&spec.outline.types) {
        if ty.documented_as.as_deref() == Some(&ty.name)
            && let Some((key, _)) = get(entry.value, "documented_as")
        {
            redundant(lints, key.place, format!("`{}` is its name", ty.name));
        }
    }
}

/// Flags that are false where nothing else could make them true, and a `use` of the own name.
fn redundant_keys(lints: &Lints<'_, '_, '_>, name: &str, node: &Node) {
    match &node.value {
        Value::List(items) => items
            .iter()
            .for_each(|item| redundant_keys(lints, "", item)),
        Value::Map(entries) => {
            let is_definition = get(node, "type").is_some() || get(node, "code").is_some();
            for (key, value) in entries {
                let Value::Text(word) = &key.value else {
                    continue;
                };
                if is_definition
                    && FLAGS.contains(&word.as_str())
                    && matches!(value.value, Value::Boolean(false))
                {
                    redundant(lints, key.place, format!("`{word}` is false anyway"));
                } else if word == "use" && matches!(&value.value, Value::Text(text) if text == name)
                {
                    let message = format!("without `type`, this is the shared `{name}` anyway");
                    redundant(lints, key.place, message);
                }
                redundant_keys(lints, word, value);
            }
        }
        _ => {}
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

fn redundant(lints: &Lints<'_, '_, '_>, place: Place, message: String) {
    lints.found(Code::REDUNDANT_KEY, place, message, "take the key out");
}

fn observations(lints: &Lints<'_, '_, '_>, node: &Node, is_commented: &dyn Fn(Place) -> bool) {
    match &node.value {
        Value::List(items) => items
            .iter()
            .for_each(|item| observations(lints, item, is_commented)),
        Value::Map(entries) => {
            if let Some((key, value)) = get(node, "source")
                && matches!(&value.value, Value::Text(text) if text == "observed")
                && !is_commented(key.place)
                && !is_commented(node.place)
            {
                lints.found(
                    Code::UNCOMMENTED_OBSERVATION,
                    value.place,
                    "observed, and no comment says where",
                    "say in a comment, in the line or above it, what showed it",
                );
            }
            for (_, value) in entries {
                observations(lints, value, is_commented);
            }
        }
        _ => {}
    }
}

/// Whether a line, counted from 0, has a comment, or the one above is one.
fn has_comment(lines: &[&str], line: usize) -> bool {
    let here = lines.get(line).is_some_and(|text| text.contains(" #"));
    let above = line
        .checked_sub(1)
        .and_then(|line| lines.get(line))
        .is_some_and(|text| text.trim_start().starts_with('#'));
    here || above
}

fn get<'n>(node: &'n Node, key: &str) -> Option<(&'n Node, &'n Node)> {
    let Value::Map(entries) = &node.value else {
        return None;
    };
    entries
        .iter()
        .find(|(name, _)| matches!(&name.value, Value::Text(name) if name == key))
        .map(|(key, value)| (key, value))
}
