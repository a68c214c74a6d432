//! `errors.yaml`.

use std::collections::BTreeMap;

use crate::codes::Code;
use crate::found::Found;
use crate::load::{Node, Place, Value};
use crate::model::{ErrorClass, ErrorRow};
use crate::naming::{is_type_name, shouty, type_name};
use crate::walk::Problems;

use super::outline::Outline;

pub(crate) fn read(outline: &Outline<'_>, problems: &Problems) -> Vec<ErrorRow> {
    let Some(node) = outline.errors else {
        return Vec::new();
    };
    let mut names = BTreeMap::new();
    let mut codes = BTreeMap::new();
    let mut rows = Vec::new();
    for item in problems.list(node, "errors") {
        let (row, name, code) = read_row(item, problems);
        if let Some(code) = code {
            check_code(&mut codes, &row, code, problems);
        }
        if let Some(name) = name
            && let Some((other, first)) =
                names.insert(row.rust.clone(), (row.name.clone(), name.place))
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
            problems.report(
                Found::new(code, name.place, message)
                    .help("names of errors are unique; codes may repeat")
                    .label(first, "first here"),
            );
        }
        rows.push(row);
    }
    if matches!(&node.value, Value::List(items) if items.is_empty()) {
        problems.error(Code::EMPTY, node.place, "`errors` is empty");
    }
    rows
}

/// Codes become variants.
fn check_code(
    codes: &mut BTreeMap<String, (String, Place)>,
    row: &ErrorRow,
    node: &Node,
    problems: &Problems,
) {
    let variant = type_name(&row.code);
    if !is_type_name(&variant) || variant == "Unknown" {
        let message = format!("the code `{}` makes no name of a variant", row.code);
        problems.error_with(
            Code::INVALID_NAME,
            node.place,
            message,
            "letters and digits, beginning with a letter",
        );
    } else if let Some((other, first)) =
        codes.insert(variant.clone(), (row.code.clone(), node.place))
        && other != row.code
    {
        let message = format!(
            "the codes `{}` and `{other}` are both `{variant}` in Rust",
            row.code
        );
        problems.report(
            Found::new(Code::NAME_COLLISION, node.place, message)
                .label(first, format!("`{other}`")),
        );
    }
}

/// A row, and where its name and its code stand.
fn read_row<'a>(
    item: &'a Node,
    problems: &Problems,
) -> (ErrorRow, Option<&'a Node>, Option<&'a Node>) {
    let fields = problems.fields(item, item.place, "an error", &KEYS);
    let text = |key| {
        fields
            .required_text(problems, key)
            .unwrap_or_default()
            .to_owned()
    };
    let name = text("name");
    let row = ErrorRow {
        rust: shouty(&name),
        code: text("code"),
        message: text("message"),
        status: fields
            .required(problems, "status")
            .and_then(|node| status(node, problems))
            .unwrap_or_default(),
        class: fields
            .choice(problems, "class", &CLASSES)
            .unwrap_or_default(),
        gateway: fields.flag(problems, "gateway"),
        observed: super::observed(&fields, problems),
        docs: super::docs(&fields, problems),
        name,
    };
    fields.required(problems, "class");
    if let Some(node) = fields.get("name")
        && !row.name.is_empty()
        && (!is_type_name(&row.name) || row.rust == "ALL")
    {
        problems.error_with(
            Code::INVALID_NAME,
            node.place,
            format!("`{}` cannot name an error", row.name),
            "use UpperCamelCase, and not `All`",
        );
    }
    let code = fields.get("code").filter(|_| !row.code.is_empty());
    (row, fields.get("name"), code)
}

fn status(node: &Node, problems: &Problems) -> Option<u16> {
    match node.value {
        Value::Integer(status @ 400..=599) => return u16::try_from(status).ok(),
        Value::Integer(other) => {
            problems.error_with(
                Code::ERROR_STATUS,
                node.place,
                format!("{other} is not the status of an error"),
                "allowed: 400 to 599",
            );
        }
        _ => problems.error(
            Code::WRONG_KIND,
            node.place,
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
