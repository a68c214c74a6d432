//! Reads `errors.yaml`.

use std::collections::{BTreeMap, BTreeSet};

use crate::codes::Code;
use crate::model::{BrokenRule, ErrorClass, ErrorRow};
use crate::naming::{is_type_name, shouty, type_name};
use crate::syntax::Node;

use super::field_names::check_dotted_name;
use super::fields::Fields;
use super::rust_names::RustNames;
use super::sink::Diagnostics;
use super::symbols::{Symbols, is_first};

pub(crate) fn read(symbols: &Symbols<'_>, diagnostics: &Diagnostics) -> Vec<ErrorRow> {
    let items = symbols.errors.map(Node::items).unwrap_or_default();
    let mut seen = BTreeMap::new();
    let mut seen_codes = BTreeSet::new();
    let mut names = RustNames::new(diagnostics, "names of errors are unique; codes may repeat");
    let mut codes = RustNames::new(
        diagnostics,
        "write a code as the service sends it everywhere",
    );
    let mut rows = Vec::new();
    for item in items {
        let fields = Fields::new(item, item.span);
        let row = read_row(&fields, diagnostics);
        if let Some(node) = fields.get("code").filter(|_| !row.code.is_empty()) {
            let variant = type_name(&row.code);
            check_dotted_name(diagnostics, &row.code, node.span);
            if !is_type_name(&variant) || variant == "Unknown" {
                let message = format!("the code `{}` makes no name of a variant", row.code);
                diagnostics
                    .error(Code::INVALID_NAME, node.span, message)
                    .help("letters and digits, beginning with a letter");
            } else if seen_codes.insert(row.code.clone()) {
                codes.add(&variant, format!("the code `{}`", row.code), node.span);
            }
        }
        if let Some((name, node)) = fields.text("name").zip(fields.get("name")) {
            if !is_type_name(name) || row.rust == "ALL" {
                let help = "use UpperCamelCase, and not `All`";
                diagnostics.cannot_name(node.span, name, "an error", help);
            }
            let help = "names of errors are unique; codes may repeat";
            if is_first(&mut seen, (name, node.span), "error", help, diagnostics) {
                names.add(&row.rust, format!("`{name}`"), node.span);
            }
        }
        rows.push(row);
    }
    rows
}

fn read_row(fields: &Fields<'_>, diagnostics: &Diagnostics) -> ErrorRow {
    let name = fields.owned("name");
    ErrorRow {
        rust: shouty(&name),
        code: fields.owned("code"),
        message: fields.owned("message"),
        status: status(fields, diagnostics),
        class: fields.choice("class", &CLASSES).unwrap_or_default(),
        rule: fields.choice("rule", &RULES),
        gateway: fields.flag("gateway"),
        keywords: fields.owned_texts("keywords"),
        observed: fields.is_observed(),
        docs: fields.docs(),
        name,
    }
}

fn status(fields: &Fields<'_>, diagnostics: &Diagnostics) -> u16 {
    let status = fields.integer("status").unwrap_or(400);
    if !(400..=599).contains(&status) {
        let message = format!("{status} is not the status of an error");
        diagnostics
            .error(Code::ERROR_STATUS, fields.value_span("status"), message)
            .help("allowed: 400 to 599");
    }
    u16::try_from(status).unwrap_or_default()
}

pub(super) const CLASSES: [(&str, ErrorClass); 5] = [
    ("client", ErrorClass::Client),
    ("throttling", ErrorClass::Throttling),
    ("transient", ErrorClass::Transient),
    ("clock_skew", ErrorClass::ClockSkew),
    ("dry_run", ErrorClass::DryRun),
];

pub(super) const RULES: [(&str, BrokenRule); 2] = [
    ("required", BrokenRule::Required),
    ("value", BrokenRule::Value),
];
