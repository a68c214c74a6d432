//! `errors.yaml`.

use std::collections::BTreeMap;

use super::fields::Diagnostics;
use crate::codes::Code;
use crate::diagnostics::Diagnostic;
use crate::model::{ErrorClass, ErrorRow};
use crate::naming::{is_type_name, shouty, type_name};
use crate::syntax::{Node, Span, Value};

use super::symbols::Symbols;

pub(crate) fn read(symbols: &Symbols<'_>, diagnostics: &Diagnostics) -> Vec<ErrorRow> {
    let Some(node) = symbols.errors else {
        return Vec::new();
    };
    let mut names = BTreeMap::new();
    let mut codes = BTreeMap::new();
    let mut rows = Vec::new();
    for item in diagnostics.list(node, "errors") {
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
    if matches!(&node.value, Value::List(items) if items.is_empty()) {
        diagnostics.error(Code::EMPTY, node.span, "`errors` is empty");
    }
    rows
}

/// Codes become variants.
fn check_code(
    codes: &mut BTreeMap<String, (String, Span)>,
    row: &ErrorRow,
    node: &Node,
    diagnostics: &Diagnostics,
) {
    let variant = type_name(&row.code);
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

/// A row, and where its name and its code stand.
fn read_row<'a>(
    item: &'a Node,
    diagnostics: &Diagnostics,
) -> (ErrorRow, Option<&'a Node>, Option<&'a Node>) {
    let fields = diagnostics.fields(item, item.span, "an error", &KEYS);
    let text = |key| {
        fields
            .required_text(diagnostics, key)
            .unwrap_or_default()
            .to_owned()
    };
    let name = text("name");
    let row = ErrorRow {
        rust: shouty(&name),
        code: text("code"),
        message: text("message"),
        status: fields
            .required(diagnostics, "status")
            .and_then(|node| status(node, diagnostics))
            .unwrap_or_default(),
        class: fields
            .choice(diagnostics, "class", &CLASSES)
            .unwrap_or_default(),
        gateway: fields.flag(diagnostics, "gateway"),
        observed: super::observed(&fields, diagnostics),
        docs: super::docs(&fields, diagnostics),
        name,
    };
    fields.required(diagnostics, "class");
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

fn status(node: &Node, diagnostics: &Diagnostics) -> Option<u16> {
    match node.value {
        Value::Integer(status @ 400..=599) => return u16::try_from(status).ok(),
        Value::Integer(other) => {
            diagnostics.error_with(
                Code::ERROR_STATUS,
                node.span,
                format!("{other} is not the status of an error"),
                "allowed: 400 to 599",
            );
        }
        _ => diagnostics.error(
            Code::WRONG_KIND,
            node.span,
            format!("`status` must be a number, not {}", node.kind()),
        ),
    }
    None
}

const KEYS: [&str; 9] = [
    "name", "code", "message", "status", "class", "gateway", "source", "en", "zh",
];

const CLASSES: [(&str, ErrorClass); 5] = [
    ("client", ErrorClass::Client),
    ("throttling", ErrorClass::Throttling),
    ("transient", ErrorClass::Transient),
    ("clock_skew", ErrorClass::ClockSkew),
    ("dry_run", ErrorClass::DryRun),
];
