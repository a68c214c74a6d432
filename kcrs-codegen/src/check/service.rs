//! Reads `service.yaml`.

use crate::codes::Code;
use crate::model::{Bounds, Region, Service, Signature, Timestamps};
use crate::naming::shouty;
use crate::syntax::{Entry, Node};

use super::fields::Fields;
use super::limits::parse_span;
use super::rust_names::RustNames;
use super::sink::Diagnostics;
use super::symbols::Symbols;

pub(crate) fn read(symbols: &Symbols<'_>, diagnostics: &Diagnostics) -> Service {
    let mut service = Service {
        lists: Bounds {
            min: Some(1),
            max: Some(100),
        },
        ..Service::default()
    };
    let Some(fields) = &symbols.service else {
        return service;
    };
    service.name = name(fields, diagnostics);
    service.version = fields.owned("version");
    service.endpoint = fields.owned("endpoint");
    service.global_endpoint = fields.text("global_endpoint").map(str::to_owned);
    for (key, placeholders) in [("endpoint", &["region"][..]), ("global_endpoint", &[])] {
        check_endpoint(fields, key, placeholders, diagnostics);
    }
    if let Some(title) = fields.inner("title") {
        service.title = title.docs();
    }
    if let Some(regions) = fields.inner("regions") {
        read_regions(&mut service, &regions, diagnostics);
    }
    let schemes = fields.texts("schemes").into_iter();
    service.schemes = schemes.map(|(scheme, _)| scheme.to_owned()).collect();
    service.signatures = fields.choices("signatures", &SIGNATURES);
    if let Some(lists) = fields.inner("lists")
        && let Some(node) = lists.get("indices")
        && let Some(bounds) = read_indices(node, diagnostics)
    {
        service.lists = bounds;
    }
    let shared = fields.get("parameters").map(Node::entries);
    let known: Vec<&str> = shared.iter().flatten().map(|entry| entry.name).collect();
    // Without any, their key is wrong, and reported as such.
    let names = fields.texts("never_empty").into_iter();
    for (name, span) in names.filter(|(name, _)| !known.is_empty() && !known.contains(name)) {
        let (code, what) = (Code::UNKNOWN_SHARED, "shared parameter");
        diagnostics.unknown(code, span, what, name, known.iter().copied());
    }
    service.never_empty = fields.owned_texts("never_empty");
    service.timestamps = fields.inner("timestamps").map(|timestamps| Timestamps {
        format: timestamps.owned("format"),
        utc_offset: timestamps.owned("utc_offset"),
        verified: timestamps.flag("verified"),
    });
    service
}

fn name(fields: &Fields<'_>, diagnostics: &Diagnostics) -> String {
    let Some(name) = fields.text("service") else {
        return String::new();
    };
    let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(is_allowed) {
        let help = "lower-case letters, digits and `-`";
        diagnostics.cannot_name(fields.value_span("service"), name, "a service", help);
    }
    name.to_owned()
}

fn check_endpoint(
    fields: &Fields<'_>,
    key: &str,
    placeholders: &[&str],
    diagnostics: &Diagnostics,
) {
    let Some(text) = fields.text(key) else {
        return;
    };
    let span = fields.value_span(key);
    if !text.starts_with("https://") && !text.starts_with("http://") {
        let message = format!("`{key}` must begin with `https://` or `http://`");
        diagnostics.error(Code::ENDPOINT, span, message);
    }
    let mut rest = text;
    while let Some(start) = rest.find(['{', '}']) {
        let known = placeholders
            .iter()
            .find(|name| rest[start..].starts_with(&format!("{{{name}}}")));
        let Some(name) = known else {
            let help = match placeholders {
                [] => "it takes no placeholder".to_owned(),
                names => format!("allowed: `{{{}}}`", names.join("}`, `{")),
            };
            let message = format!("`{key}` has a placeholder that nothing fills");
            diagnostics.error(Code::ENDPOINT, span, message).help(help);
            return;
        };
        rest = &rest[start + name.len() + 2..];
    }
}

fn read_regions(service: &mut Service, regions: &Fields<'_>, diagnostics: &Diagnostics) {
    let help = "keep the one that the service knows";
    let mut names = RustNames::new(diagnostics, help);
    for entry in regions.get("known").map(Node::entries).unwrap_or_default() {
        check_region_name(&mut names, &entry, diagnostics);
        let fields = Fields::new(entry.value, entry.span);
        service.regions.push(Region {
            id: entry.name.to_owned(),
            docs: fields.docs(),
            observed: fields.is_observed(),
        });
    }
    if let Some(default) = regions.text("default") {
        let known = service.regions.iter().map(|region| region.id.as_str());
        if !known.clone().any(|id| id == default) {
            let span = regions.value_span("default");
            diagnostics.unknown(Code::UNKNOWN_NAME, span, "region", default, known);
        }
        service.default_region = default.to_owned();
    }
}

/// Requires the id of a region to make a unique name of a constant.
fn check_region_name(names: &mut RustNames<'_>, entry: &Entry<'_>, diagnostics: &Diagnostics) {
    let name = shouty(entry.name);
    let is_constant = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && name != "ALL";
    if !is_constant {
        let help = "letters, digits and `-`, beginning with a letter, and not `all`";
        diagnostics.cannot_name(entry.span, entry.name, "a region", help);
    }
    names.add(&name, format!("`{}`", entry.name), entry.span);
}

fn read_indices(node: &Node, diagnostics: &Diagnostics) -> Option<Bounds> {
    let bounds = parse_span(diagnostics, node, "indices")?;
    if bounds.min != Some(1) || bounds.max.is_none() {
        let message = "list items are numbered from 1, up to a largest index";
        diagnostics
            .error(Code::INDICES, node.span, message)
            .help("such as `1..100`");
        return None;
    }
    Some(bounds)
}

/// The signatures of the runtime, by their names in a spec.
pub(super) const SIGNATURES: [(&str, Signature); 3] = [
    ("v4", Signature::V4),
    ("v4_query", Signature::V4Query),
    ("simplified", Signature::Simplified),
];
