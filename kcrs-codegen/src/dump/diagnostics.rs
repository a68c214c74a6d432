//! Reports as JSON, for editors and CI.

use serde_json::{Value, json};

use super::json::{present, unless_empty, with};
use crate::codes::Code;
use crate::diagnostics::{Diagnostic, Location, Report, Severity};

/// A report as JSON lines: one object for each diagnostic, in the report's order.
///
/// An object has `file`, `severity` (`error` or `warning`) and `message`; `code` and `name` if the
/// diagnostic has a code; `line`, `column` and `end_column` unless it is about a file as a whole
/// (lines and columns are counted from 1, columns in characters, and `end_column` is the one after
/// the end); `help`; `labels`: other locations, each with a `message`; and `followers`, the number
/// of further errors that follow from it, if there are any.
pub fn diagnostics(report: &Report) -> String {
    let found = report.diagnostics().iter();
    found
        .map(|found| format!("{}\n", diagnostic(found)))
        .collect()
}

fn diagnostic(diagnostic: &Diagnostic) -> Value {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let labels = diagnostic.labels.iter();
    let labels: Value = labels
        .map(|label| with(location(&label.at), json!({"message": label.message})))
        .collect();
    let rest = json!({
        "code": diagnostic.code.map(Code::id),
        "name": diagnostic.code.map(Code::name),
        "severity": severity,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "labels": unless_empty(labels),
        "followers": (diagnostic.followers > 0).then_some(diagnostic.followers),
    });
    with(location(&diagnostic.primary), rest)
}

fn location(location: &Location) -> Value {
    let position = |number: usize| (!location.is_whole_file()).then_some(number);
    present(json!({
        "file": location.file,
        "line": position(location.line),
        "column": position(location.column),
        "end_column": position(location.end_column),
    }))
}
