//! `service.yaml`.

use std::collections::BTreeMap;

use super::fields::{Diagnostics, Entry, Fields};
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::{Bounds, Region, Service, Signature, Timestamps};
use crate::naming::shouty;
use crate::syntax::{Node, Value};

use super::limits::parse_span;
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
    let text = |key| {
        fields
            .required_text(diagnostics, key)
            .unwrap_or_default()
            .to_owned()
    };

    service.name = name(fields, diagnostics);
    service.version = text("version");
    service.endpoint = text("endpoint");
    service.global_endpoint = fields
        .text(diagnostics, "global_endpoint")
        .map(str::to_owned);
    for (key, placeholders) in [("endpoint", &["region"][..]), ("global_endpoint", &[])] {
        if let Some(node) = fields.get(key) {
            check_endpoint(node, key, placeholders, diagnostics);
        }
    }
    if let Some(node) = fields.required(diagnostics, "title") {
        let title = diagnostics.fields(node, fields.span_of("title"), "`title`", &["en", "zh"]);
        service.title = super::docs(&title, diagnostics);
    }
    if let Some(node) = fields.required(diagnostics, "regions") {
        let regions = diagnostics.fields(
            node,
            fields.span_of("regions"),
            "`regions`",
            &["default", "known"],
        );
        read_regions(&mut service, &regions, diagnostics);
    }
    if let Some(node) = fields.required(diagnostics, "signatures") {
        read_signatures(&mut service, node, diagnostics);
    }
    if let Some(node) = fields.get("lists") {
        let lists = diagnostics.fields(node, fields.span_of("lists"), "`lists`", &["indices"]);
        if let Some(bounds) = lists
            .required(diagnostics, "indices")
            .and_then(|node| read_indices(node, diagnostics))
        {
            service.lists = bounds;
        }
    }
    if let Some(node) = fields.get("timestamps") {
        let keys = ["format", "utc_offset", "verified"];
        let timestamps =
            diagnostics.fields(node, fields.span_of("timestamps"), "`timestamps`", &keys);
        service.timestamps = Some(Timestamps {
            format: timestamps
                .required_text(diagnostics, "format")
                .unwrap_or_default()
                .to_owned(),
            utc_offset: timestamps
                .required_text(diagnostics, "utc_offset")
                .unwrap_or_default()
                .to_owned(),
            verified: timestamps.flag(diagnostics, "verified"),
        });
    }
    service
}

fn name(fields: &Fields<'_>, diagnostics: &Diagnostics) -> String {
    let Some(name) = fields.required_text(diagnostics, "service") else {
        return String::new();
    };
    if !name.starts_with(|c: char| c.is_ascii_lowercase())
        || !name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    {
        let span = fields.get("service").map_or(fields.span, |node| node.span);
        diagnostics.error_with(
            Code::INVALID_NAME,
            span,
            format!("`{name}` cannot name a service"),
            "lower-case letters, digits and `-`",
        );
    }
    name.to_owned()
}

fn check_endpoint(node: &Node, key: &str, placeholders: &[&str], diagnostics: &Diagnostics) {
    let Some(text) = diagnostics.text(node, key) else {
        return;
    };
    if !text.starts_with("https://") && !text.starts_with("http://") {
        diagnostics.error(
            Code::ENDPOINT,
            node.span,
            format!("`{key}` must begin with `https://` or `http://`"),
        );
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
            diagnostics.error_with(
                Code::ENDPOINT,
                node.span,
                format!("`{key}` has a placeholder that nothing fills"),
                help,
            );
            return;
        };
        rest = &rest[start + name.len() + 2..];
    }
}

fn read_regions(service: &mut Service, regions: &Fields<'_>, diagnostics: &Diagnostics) {
    if let Some(known) = regions.required(diagnostics, "known") {
        let mut names = BTreeMap::new();
        for entry in diagnostics.entries(known, "`known`") {
            let fields =
                diagnostics.fields(entry.value, entry.span, "a region", &["en", "zh", "source"]);
            check_region_name(&mut names, &entry, diagnostics);
            let docs = super::docs(&fields, diagnostics);
            let observed = super::observed(&fields, diagnostics);
            service.regions.push(Region {
                id: entry.name.to_owned(),
                docs,
                observed,
            });
        }
    }
    if let Some(default) = regions.required_text(diagnostics, "default") {
        let known = service.regions.iter().map(|region| region.id.as_str());
        if !known.clone().any(|id| id == default) {
            let span = regions
                .get("default")
                .map_or(regions.span, |node| node.span);
            diagnostics.unknown(Code::UNKNOWN_NAME, span, "region", default, known);
        }
        service.default_region = default.to_owned();
    }
}

/// Regions become constants.
fn check_region_name<'a>(
    names: &mut BTreeMap<String, Entry<'a>>,
    entry: &Entry<'a>,
    diagnostics: &Diagnostics,
) {
    let name = shouty(entry.name);
    let is_constant = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && name != "ALL";
    if !is_constant {
        let help = "letters, digits and `-`, beginning with a letter, and not `all`";
        diagnostics.error_with(
            Code::INVALID_NAME,
            entry.span,
            format!("`{}` cannot name a region", entry.name),
            help,
        );
    }
    if let Some(other) = names.get(&name) {
        let message = format!(
            "`{}` and `{}` are both `{name}` in Rust",
            entry.name, other.name
        );
        diagnostics.report(
            Diagnostic::new(Code::NAME_COLLISION, entry.span, message)
                .label(other.span, format!("this is `{name}` too")),
        );
    } else {
        names.insert(name, *entry);
    }
}

fn read_signatures(service: &mut Service, node: &Node, diagnostics: &Diagnostics) {
    for (name, span) in diagnostics.texts(node, "signatures") {
        match SIGNATURES.iter().find(|(known, _)| *known == name) {
            Some((_, signature)) => service.signatures.push(*signature),
            None => diagnostics.unknown(
                Code::UNKNOWN_WORD,
                span,
                "signature",
                name,
                SIGNATURES.iter().map(|(name, _)| *name),
            ),
        }
    }
    if matches!(&node.value, Value::List(items) if items.is_empty()) {
        diagnostics.error(Code::EMPTY, node.span, "`signatures` is empty");
    }
}

fn read_indices(node: &Node, diagnostics: &Diagnostics) -> Option<Bounds> {
    let bounds = parse_span(diagnostics, node, "indices")?;
    if bounds.min != Some(1) || bounds.max.is_none() {
        diagnostics.error_with(
            Code::INDICES,
            node.span,
            "list items are numbered from 1, up to a largest index",
            "such as `1..100`",
        );
        return None;
    }
    Some(bounds)
}

/// The signatures that the runtime makes, by their names in a spec.
const SIGNATURES: [(&str, Signature); 3] = [
    ("v4", Signature::V4),
    ("v4_query", Signature::V4Query),
    ("simplified", Signature::Simplified),
];
