//! What is wrong with a spec, and where.

use std::fmt;

/// One thing that is wrong with a spec.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Problem {
    /// The file, as the caller named its folder.
    pub file: String,
    /// The line, counted from 1. 0 when the file as a whole is meant.
    pub line: usize,
    /// The column, counted in characters from 1. 0 when the file as a whole is meant.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it, or what is allowed.
    pub help: Option<String>,
    /// The text of the line.
    pub excerpt: Option<String>,
}

impl Problem {
    /// A problem of a file as a whole.
    pub(crate) fn of_file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line: 0,
            column: 0,
            message: message.into(),
            help: None,
            excerpt: None,
        }
    }

    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: error: {}", self.file, self.message)?,
            line => write!(
                f,
                "{}:{line}:{}: error: {}",
                self.file, self.column, self.message
            )?,
        }
        if let Some(excerpt) = &self.excerpt {
            let number = self.line.to_string();
            let margin = " ".repeat(number.len());
            let (text, caret) = clip(excerpt, self.column);
            write!(f, "\n  {number} | {text}\n  {margin} | {caret}^")?;
        }
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

/// Everything that is wrong with a spec, sorted by file and line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    problems: Vec<Problem>,
}

impl Report {
    pub(crate) fn new(mut problems: Vec<Problem>) -> Self {
        problems.sort();
        problems.dedup();
        Self { problems }
    }

    pub(crate) fn one(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
        }
    }

    /// The problems: at least one.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.problems {
            writeln!(f, "{problem}\n")?;
        }
        match self.problems.len() {
            1 => f.write_str("1 problem"),
            count => write!(f, "{count} problems"),
        }
    }
}

impl std::error::Error for Report {}

/// Width of the part of a line that is shown.
const SHOWN: usize = 100;

/// The part of a line around a column, and the white space that leads to that column.
fn clip(line: &str, column: usize) -> (String, String) {
    let before = column.saturating_sub(1);
    let skipped = before.saturating_sub(SHOWN * 2 / 3);
    let mut text = String::new();
    let mut caret = String::new();
    for (index, c) in line.chars().enumerate().skip(skipped).take(SHOWN) {
        let c = if c == '\t' { ' ' } else { c };
        text.push(c);
        if index < before {
            // Chinese is two columns wide in a terminal.
            caret.push_str(if c >= '\u{1100}' { "  " } else { " " });
        }
    }
    (text.trim_end().to_owned(), caret)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(line: usize, column: usize, message: &str) -> Problem {
        Problem {
            line,
            column,
            ..Problem::of_file("spec/a.yaml", message)
        }
    }

    #[test]
    fn shows_the_line_and_a_caret() {
        let mut shown = problem(12, 9, "unknown type `Strng`").with_help("did you mean `String`?");
        shown.excerpt = Some("  A: {t: Strng}".into());
        assert_eq!(
            shown.to_string(),
            "spec/a.yaml:12:9: error: unknown type `Strng`\n  12 |   A: {t: Strng}\n     |         ^\n  help: did you mean `String`?"
        );
    }

    #[test]
    fn clips_long_lines_around_the_column() {
        let (text, caret) = clip(&"x".repeat(500), 400);
        assert_eq!((text.len(), caret.len()), (100, 66));
        assert_eq!(clip("中文 x", 4), ("中文 x".to_owned(), "     ".to_owned()));
        assert_eq!(clip("", 1), (String::new(), String::new()));
    }

    #[test]
    fn sorts_by_file_then_line_and_drops_repetitions() {
        let report = Report::new(vec![
            problem(2, 1, "b"),
            problem(1, 5, "a"),
            problem(2, 1, "b"),
        ]);
        assert_eq!(report.problems(), [problem(1, 5, "a"), problem(2, 1, "b")]);
        assert!(report.to_string().ends_with("2 problems"));
    }
}
