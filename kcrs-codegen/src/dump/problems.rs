//! Reports as JSON, for editors and CI.

use super::json::Json;
use crate::report::{Label, Problem, Report, Severity};

/// A report as JSON lines: one object a problem, in the report's order. A report without a problem
/// is no line.
///
/// An object has `file`, `severity` (`error` or `warning`) and `message`; `code` and `name` where
/// the problem is of a kind that has them; `line`, `column` and `end_column` where it is no problem
/// of a file as a whole (lines and columns are counted from 1, columns in characters, and the last
/// one is that after the end); `help`, and `labels`: other places, each with a `message`.
pub fn problems(report: &Report) -> String {
    let mut out = String::new();
    for found in report.problems() {
        out.push_str(&serde_json::to_string(&problem(found)).unwrap_or_default());
        out.push('\n');
    }
    out
}

fn problem(problem: &Problem) -> Json {
    let severity = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let is_placed = problem.line > 0;
    let position = |number: usize| match is_placed {
        true => count(number),
        false => Json::Absent,
    };
    Json::object([
        ("file", Json::text(&problem.file)),
        ("line", position(problem.line)),
        ("column", position(problem.column)),
        ("end_column", position(problem.end_column)),
        (
            "code",
            Json::optional(problem.code, |code| Json::text(code.id())),
        ),
        (
            "name",
            Json::optional(problem.code, |code| Json::text(code.name())),
        ),
        ("severity", Json::text(severity)),
        ("message", Json::text(&problem.message)),
        ("help", Json::optional(problem.help.as_ref(), Json::text)),
        (
            "labels",
            match problem.labels() {
                [] => Json::Absent,
                labels => Json::list(labels, label),
            },
        ),
    ])
}

fn label(label: &Label) -> Json {
    Json::object([
        ("file", Json::text(&label.file)),
        ("line", count(label.line)),
        ("column", count(label.column)),
        ("end_column", count(label.end_column)),
        ("message", Json::text(&label.message)),
    ])
}

fn count(number: usize) -> Json {
    Json::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}
