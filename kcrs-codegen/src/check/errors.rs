//! Reads `errors.yaml`.

use std::collections::BTreeMap;

use super::field_names::check_dotted_name;
use super::fields::{Diagnostics, Fields};
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::{ErrorClass, ErrorRow};
use crate::naming::{is_type_name, shouty, type_name};
use crate::syntax::{Node, Span};

use super::symbols::Symbols;

pub(crate) fn read(symbols: &Symbols<'_>, diagnostics: &Diagnostics) -> Vec<ErrorRow> {
    let Some(node) = symbols.errors else {
        return Vec::new();
    };
    let mut names = BTreeMap::new();
    let mut codes = BTreeMap::new();
    let mut rows = Vec::new();
    for item in node.items() {
        let (row, name, code) = read_row(item, diagnostics);
        if let Some(code) = code {
            check_code(&mut codes, &row, code, diagnostics);
        }
        if let Some(name) = name
            && let Some((other, first)) =
                names.insert(row.rust.clone(), (row.name.clone(), name.span))
        {
            let (code, message) = match other == row.name {
                true => (
                    Code::DEFINED_TWICE,
                    format!("the error `{other}` is defined twice"),
                ),
                false => (
                    Code::NAME_COLLISION,
                    format!(
                        "`{}` and `{other}` are both `{}` in Rust",
                        row.name, row.rust
                    ),
                ),
            };
            diagnostics.report(
                Diagnostic::new(code, name.span, message)
                    .help("names of errors are unique; codes may repeat")
                    .label(first, "first here"),
            );
        }
        rows.push(row);
    }
    rows
}

/// Refuses codes that make no unique name of a variant.
fn check_code(
    codes: &mut BTreeMap<String, (String, Span)>,
    row: &ErrorRow,
    node: &Node,
    diagnostics: &Diagnostics,
) {
    let variant = type_name(&row.code);
    check_dotted_name(diagnostics, &row.code, node.span);
    if !is_type_name(&variant) || variant == "Unknown" {
        let message = format!("the code `{}` makes no name of a variant", row.code);
        diagnostics.error_with(
            Code::INVALID_NAME,
            node.span,
            message,
            "letters and digits, beginning with a letter",
        );
    } else if let Some((other, first)) =
        codes.insert(variant.clone(), (row.code.clone(), node.span))
        && other != row.code
    {
        let message = format!(
            "the codes `{}` and `{other}` are both `{variant}` in Rust",
            row.code
        );
        diagnostics.report(
            Diagnostic::new(Code::NAME_COLLISION, node.span, message)
                .label(first, format!("`{other}`")),
        );
    }
}

/// Reads a row, and returns the values of its name and code.
fn read_row<'a>(
    item: &'a Node,
    diagnostics: &Diagnostics,
) -> (ErrorRow, Option<&'a Node>, Option<&'a Node>) {
    let fields = Fields::new(item, item.span);
    let name = fields.owned("name");
    let row = ErrorRow {
        rust: shouty(&name),
        code: fields.owned("code"),
        message: fields.owned("message"),
        status: status(&fields, diagnostics),
        class: fields.choice("class", &CLASSES).unwrap_or_default(),
        gateway: fields.flag("gateway"),
        observed: fields.is_observed(),
        docs: fields.docs(),
        name,
    };
    if let Some(node) = fields.get("name")
        && !row.name.is_empty()
        && (!is_type_name(&row.name) || row.rust == "ALL")
    {
        diagnostics.error_with(
            Code::INVALID_NAME,
            node.span,
            format!("`{}` cannot name an error", row.name),
            "use UpperCamelCase, and not `All`",
        );
    }
    let code = fields.get("code").filter(|_| !row.code.is_empty());
    (row, fields.get("name"), code)
}

fn status(fields: &Fields<'_>, diagnostics: &Diagnostics) -> u16 {
    let status = fields.integer("status").unwrap_or_default();
    if fields.integer("status").is_some() && !(400..=599).contains(&status) {
        diagnostics.error_with(
            Code::ERROR_STATUS,
            fields.value_span("status"),
            format!("{status} is not the status of an error"),
            "allowed: 400 to 599",
        );
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
