//! Reports as JSON, for editors and CI.

use super::json::Json;
use crate::diagnostics::{Diagnostic, Label, Location, Report, Severity};

/// A report as JSON lines: one object a diagnostic, in the report's order. A report without a
/// diagnostic is no line.
///
/// An object has `file`, `severity` (`error` or `warning`) and `message`; `code` and `name` where
/// the diagnostic is of a kind that has them; `line`, `column` and `end_column` where it is no
/// diagnostic of a file as a whole (lines and columns are counted from 1, columns in characters,
/// and the last one is that after the end); `help`, and `labels`: other places, each with a
/// `message`.
pub fn diagnostics(report: &Report) -> String {
    let mut out = String::new();
    for found in report.diagnostics() {
        out.push_str(&serde_json::to_string(&diagnostic(found)).unwrap_or_default());
        out.push('\n');
    }
    out
}

fn diagnostic(diagnostic: &Diagnostic) -> Json {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut fields = location(&diagnostic.primary);
    fields.extend([
        (
            "code",
            Json::optional(diagnostic.code, |code| Json::text(code.id())),
        ),
        (
            "name",
            Json::optional(diagnostic.code, |code| Json::text(code.name())),
        ),
        ("severity", Json::text(severity)),
        ("message", Json::text(&diagnostic.message)),
        ("help", Json::optional(diagnostic.help.as_ref(), Json::text)),
        (
            "labels",
            match diagnostic.labels.as_slice() {
                [] => Json::Absent,
                labels => Json::list(labels, label),
            },
        ),
    ]);
    Json::object(fields)
}

fn label(label: &Label) -> Json {
    let mut fields = location(&label.at);
    fields.push(("message", Json::text(&label.message)));
    Json::object(fields)
}

fn location(location: &Location) -> Vec<(&'static str, Json)> {
    let position = |number: usize| match location.is_whole_file() {
        true => Json::Absent,
        false => count(number),
    };
    vec![
        ("file", Json::text(&location.file)),
        ("line", position(location.line)),
        ("column", position(location.column)),
        ("end_column", position(location.end_column)),
    ]
}

fn count(number: usize) -> Json {
    Json::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}
