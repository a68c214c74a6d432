//! Problems as text, in the manner of rustc.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Label, Problem, Severity};

/// Without colours, as build scripts and files have it.
pub(super) const PLAIN: Style = Style { colored: false };

/// With the colours of a terminal.
pub(super) const COLORED: Style = Style { colored: true };

#[derive(Clone, Copy)]
pub(super) struct Style {
    colored: bool,
}

pub(super) fn problem(problem: &Problem, style: Style) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut title = level.primary_title(problem.message.as_str());
    if let Some(code) = problem.code {
        title = title.id(code.id());
    }
    let mut group = Group::with_title(title);
    let here: Vec<&Label> = labels(problem, true);
    let excerpts = Excerpts::new(problem, &here);
    match &excerpts {
        None => group = group.element(Origin::path(problem.file.as_str())),
        Some(excerpts) => group = group.element(excerpts.snippet(problem, &here)),
    }
    for label in labels(problem, false) {
        group = group.element(
            Snippet::source(label.excerpt.as_str())
                .line_start(label.line)
                .path(label.file.as_str())
                .annotation(context(label, 0)),
        );
    }
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = match style.colored {
        true => Renderer::styled(),
        false => Renderer::plain(),
    };
    renderer.term_width(WIDTH).render(&[group])
}

/// How wide lines of a spec are shown.
const WIDTH: usize = 140;

/// The labels that are in the problem's own file, or those that are not.
fn labels(problem: &Problem, own: bool) -> Vec<&Label> {
    problem
        .labels()
        .iter()
        .filter(|label| (label.file == problem.file) == own)
        .collect()
}

/// The lines of one file that a problem shows, with nothing in place of those that it does not.
struct Excerpts {
    first: usize,
    text: String,
    /// Where each line begins in the text.
    starts: Vec<usize>,
}

impl Excerpts {
    fn new(problem: &Problem, labels: &[&Label]) -> Option<Self> {
        let shown = problem.shown.as_ref()?;
        let mut lines = vec![(problem.line, shown.excerpt.as_str())];
        lines.extend(labels.iter().map(|label| (label.line, &*label.excerpt)));
        let between = shown.between.iter();
        lines.extend(between.map(|(line, text)| (*line, text.as_str())));
        lines.sort_unstable();
        lines.dedup_by_key(|(line, _)| *line);
        let first = lines.first()?.0;
        let mut excerpts = Self {
            first,
            text: String::new(),
            starts: Vec::new(),
        };
        for (line, text) in lines {
            while excerpts.starts.len() < line - first {
                excerpts.starts.push(excerpts.text.len());
                excerpts.text.push('\n');
            }
            excerpts.starts.push(excerpts.text.len());
            // A line of YAML may hold what is a line's end elsewhere.
            excerpts.text.push_str(text);
            excerpts.text.push('\n');
        }
        Some(excerpts)
    }

    fn snippet<'p>(
        &'p self,
        problem: &'p Problem,
        labels: &[&'p Label],
    ) -> Snippet<'p, Annotation<'p>> {
        let excerpt = problem.excerpt().unwrap_or_default();
        let bytes = bytes(excerpt, problem.column, problem.end_column);
        let start = self.start(problem.line);
        let span = start + bytes.start..start + bytes.end;
        Snippet::source(self.text.as_str())
            .line_start(self.first)
            .path(problem.file.as_str())
            .annotation(AnnotationKind::Primary.span(span))
            .annotations(
                labels
                    .iter()
                    .map(|label| context(label, self.start(label.line))),
            )
    }

    fn start(&self, line: usize) -> usize {
        self.starts
            .get(line - self.first)
            .copied()
            .unwrap_or_default()
    }
}

fn context(label: &Label, start: usize) -> Annotation<'_> {
    let bytes = bytes(&label.excerpt, label.column, label.end_column);
    AnnotationKind::Context
        .span(start + bytes.start..start + bytes.end)
        .label(label.message.as_str())
}

/// The bytes of a line between two columns.
fn bytes(line: &str, column: usize, end_column: usize) -> Range<usize> {
    let offset = |column: usize| {
        line.char_indices()
            .nth(column.saturating_sub(1))
            .map_or(line.len(), |(offset, _)| offset)
    };
    let start = offset(column);
    start..offset(end_column).max(start)
}
