//! Reports as JSON, for editors and CI.

use super::json::Json;
use crate::codes::Code;
use crate::diagnostics::{Diagnostic, Location, Report, Severity};

/// A report as JSON lines: one object for each diagnostic, in the report's order.
///
/// An object has `file`, `severity` (`error` or `warning`) and `message`; `code` and `name` if the
/// diagnostic has a code; `line`, `column` and `end_column` unless it is about a file as a whole
/// (lines and columns are counted from 1, columns in characters, and `end_column` is the one after
/// the end); `help`; and `labels`: other locations, each with a `message`.
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
    let code = |text: fn(Code) -> &'static str| {
        Json::optional(diagnostic.code, |code| Json::text(text(code)))
    };
    let labels = Json::list(&diagnostic.labels, |label| {
        location(&label.at).with([("message", Json::text(&label.message))])
    });
    location(&diagnostic.primary).with([
        ("code", code(Code::id)),
        ("name", code(Code::name)),
        ("severity", Json::text(severity)),
        ("message", Json::text(&diagnostic.message)),
        ("help", Json::optional(diagnostic.help.as_ref(), Json::text)),
        ("labels", labels.unless_empty()),
    ])
}

fn location(location: &Location) -> Json {
    let position = |number: usize| match location.is_whole_file() {
        true => Json::Absent,
        false => Json::Integer(i64::try_from(number).unwrap_or(i64::MAX)),
    };
    Json::object([
        ("file", Json::text(&location.file)),
        ("line", position(location.line)),
        ("column", position(location.column)),
        ("end_column", position(location.end_column)),
    ])
}
