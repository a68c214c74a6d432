//! `service.yaml`.

use std::collections::BTreeMap;

use crate::codes::Code;
use crate::found::Found;
use crate::load::{Node, Value};
use crate::model::{Region, Service, Signature, Span, Timestamps};
use crate::naming::shouty;
use crate::walk::{Entry, Fields, Problems};

use super::limits::parse_span;
use super::outline::Outline;

pub(crate) fn read(outline: &Outline<'_>, problems: &Problems) -> Service {
    let mut service = Service {
        lists: Span {
            min: Some(1),
            max: Some(100),
        },
        ..Service::default()
    };
    let Some(fields) = &outline.service else {
        return service;
    };
    let text = |key| {
        fields
            .required_text(problems, key)
            .unwrap_or_default()
            .to_owned()
    };

    service.name = name(fields, problems);
    service.version = text("version");
    service.endpoint = text("endpoint");
    service.global_endpoint = fields.text(problems, "global_endpoint").map(str::to_owned);
    for (key, placeholders) in [("endpoint", &["region"][..]), ("global_endpoint", &[])] {
        if let Some(node) = fields.get(key) {
            check_endpoint(node, key, placeholders, problems);
        }
    }
    if let Some(node) = fields.required(problems, "title") {
        let title = problems.fields(node, fields.place_of("title"), "`title`", &["en", "zh"]);
        service.title = super::docs(&title, problems);
    }
    if let Some(node) = fields.required(problems, "regions") {
        let regions = problems.fields(
            node,
            fields.place_of("regions"),
            "`regions`",
            &["default", "known"],
        );
        read_regions(&mut service, &regions, problems);
    }
    if let Some(node) = fields.required(problems, "signatures") {
        read_signatures(&mut service, node, problems);
    }
    if let Some(node) = fields.get("lists") {
        let lists = problems.fields(node, fields.place_of("lists"), "`lists`", &["indices"]);
        if let Some(span) = lists
            .required(problems, "indices")
            .and_then(|node| read_indices(node, problems))
        {
            service.lists = span;
        }
    }
    if let Some(node) = fields.get("timestamps") {
        let keys = ["format", "utc_offset", "verified"];
        let timestamps =
            problems.fields(node, fields.place_of("timestamps"), "`timestamps`", &keys);
        service.timestamps = Some(Timestamps {
            format: timestamps
                .required_text(problems, "format")
                .unwrap_or_default()
                .to_owned(),
            utc_offset: timestamps
                .required_text(problems, "utc_offset")
                .unwrap_or_default()
                .to_owned(),
            verified: timestamps.flag(problems, "verified"),
        });
    }
    service
}

fn name(fields: &Fields<'_>, problems: &Problems) -> String {
    let Some(name) = fields.required_text(problems, "service") else {
        return String::new();
    };
    if !name.starts_with(|c: char| c.is_ascii_lowercase())
        || !name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    {
        let place = fields
            .get("service")
            .map_or(fields.place, |node| node.place);
        problems.error_with(
            Code::INVALID_NAME,
            place,
            format!("`{name}` cannot name a service"),
            "lower-case letters, digits and `-`",
        );
    }
    name.to_owned()
}

fn check_endpoint(node: &Node, key: &str, placeholders: &[&str], problems: &Problems) {
    let Some(text) = problems.text(node, key) else {
        return;
    };
    if !text.starts_with("https://") && !text.starts_with("http://") {
        problems.error(
            Code::ENDPOINT,
            node.place,
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
            problems.error_with(
                Code::ENDPOINT,
                node.place,
                format!("`{key}` has a placeholder that nothing fills"),
                help,
            );
            return;
        };
        rest = &rest[start + name.len() + 2..];
    }
}

fn read_regions(service: &mut Service, regions: &Fields<'_>, problems: &Problems) {
    if let Some(known) = regions.required(problems, "known") {
        let mut names = BTreeMap::new();
        for entry in problems.entries(known, "`known`") {
            let fields = problems.fields(
                entry.value,
                entry.place,
                "a region",
                &["en", "zh", "source"],
            );
            check_region_name(&mut names, &entry, problems);
            let docs = super::docs(&fields, problems);
            let observed = super::observed(&fields, problems);
            service.regions.push(Region {
                id: entry.name.to_owned(),
                docs,
                observed,
            });
        }
    }
    if let Some(default) = regions.required_text(problems, "default") {
        let known = service.regions.iter().map(|region| region.id.as_str());
        if !known.clone().any(|id| id == default) {
            let place = regions
                .get("default")
                .map_or(regions.place, |node| node.place);
            problems.unknown(Code::UNKNOWN_NAME, place, "region", default, known);
        }
        service.default_region = default.to_owned();
    }
}

/// Regions become constants.
fn check_region_name<'a>(
    names: &mut BTreeMap<String, Entry<'a>>,
    entry: &Entry<'a>,
    problems: &Problems,
) {
    let name = shouty(entry.name);
    let is_constant = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && name != "ALL";
    if !is_constant {
        let help = "letters, digits and `-`, beginning with a letter, and not `all`";
        problems.error_with(
            Code::INVALID_NAME,
            entry.place,
            format!("`{}` cannot name a region", entry.name),
            help,
        );
    }
    if let Some(other) = names.get(&name) {
        let message = format!(
            "`{}` and `{}` are both `{name}` in Rust",
            entry.name, other.name
        );
        problems.report(
            Found::new(Code::NAME_COLLISION, entry.place, message)
                .label(other.place, format!("this is `{name}` too")),
        );
    } else {
        names.insert(name, *entry);
    }
}

fn read_signatures(service: &mut Service, node: &Node, problems: &Problems) {
    for (name, place) in problems.texts(node, "signatures") {
        match SIGNATURES.iter().find(|(known, _)| *known == name) {
            Some((_, signature)) => service.signatures.push(*signature),
            None => problems.unknown(
                Code::UNKNOWN_WORD,
                place,
                "signature",
                name,
                SIGNATURES.iter().map(|(name, _)| *name),
            ),
        }
    }
    if matches!(&node.value, Value::List(items) if items.is_empty()) {
        problems.error(Code::EMPTY, node.place, "`signatures` is empty");
    }
}

fn read_indices(node: &Node, problems: &Problems) -> Option<Span> {
    let span = parse_span(problems, node, "indices")?;
    if span.min != Some(1) || span.max.is_none() {
        problems.error_with(
            Code::INDICES,
            node.place,
            "list items are numbered from 1, up to a largest index",
            "such as `1..100`",
        );
        return None;
    }
    Some(span)
}

/// The signatures that the runtime makes, by their names in a spec.
const SIGNATURES: [(&str, Signature); 3] = [
    ("v4", Signature::V4),
    ("v4_query", Signature::V4Query),
    ("simplified", Signature::Simplified),
];
