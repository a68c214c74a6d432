//! Renders diagnostics in the style of rustc.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Label, Location, Severity};

/// Without colours, for build scripts and files.
pub(super) const PLAIN: Style = Style { colored: false };

/// With colours, for terminals.
pub(super) const COLORED: Style = Style { colored: true };

#[derive(Clone, Copy)]
pub(super) struct Style {
    colored: bool,
}

pub(super) fn diagnostic(diagnostic: &Diagnostic, style: Style) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut title = level.primary_title(diagnostic.message.as_str());
    if let Some(code) = diagnostic.code {
        title = title.id(code.id());
    }
    let mut group = Group::with_title(title);
    let here: Vec<&Label> = labels(diagnostic, true);
    let primary = &diagnostic.primary;
    let excerpts = Excerpts::new(primary, &here);
    group = match &excerpts {
        None => group.element(Origin::path(primary.file.as_str())),
        Some(excerpts) => group.element(excerpts.snippet(primary, &here)),
    };
    for label in labels(diagnostic, false) {
        group = group.element(
            Snippet::source(label.at.excerpt.as_str())
                .line_start(label.at.line)
                .path(label.at.file.as_str())
                .annotation(context(label, 0)),
        );
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let followers = match diagnostic.followers {
        0 => None,
        1 => Some("1 more error follows from this".to_owned()),
        count => Some(format!("{count} more errors follow from this")),
    };
    if let Some(followers) = &followers {
        group = group.element(Level::NOTE.message(followers.as_str()));
    }
    let renderer = match style.colored {
        true => Renderer::styled(),
        false => Renderer::plain(),
    };
    renderer.term_width(WIDTH).render(&[group])
}

/// The maximum width of an excerpt.
const WIDTH: usize = 140;

/// Returns the labels in the diagnostic's own file, or those in other files.
fn labels(diagnostic: &Diagnostic, own: bool) -> Vec<&Label> {
    let is_own = |label: &&Label| label.at.file == diagnostic.primary.file;
    let labels = diagnostic.labels.iter();
    labels.filter(|label| is_own(label) == own).collect()
}

/// The lines of one file that a diagnostic shows; lines between them are empty.
struct Excerpts {
    first: usize,
    text: String,
    /// Offset of each line in the text.
    starts: Vec<usize>,
}

impl Excerpts {
    fn new(primary: &Location, labels: &[&Label]) -> Option<Self> {
        if primary.is_whole_file() {
            return None;
        }
        let mut lines = vec![(primary.line, primary.excerpt.as_str())];
        for Label { at, .. } in labels {
            lines.push((at.line, &at.excerpt));
            if at.line.abs_diff(primary.line) == 2 {
                let above = if at.line < primary.line { at } else { primary };
                lines.push((above.line + 1, &above.next));
            }
        }
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
            // A line of YAML may contain characters that end a line elsewhere.
            excerpts.text.push_str(text);
            excerpts.text.push('\n');
        }
        Some(excerpts)
    }

    fn snippet<'p>(
        &'p self,
        primary: &'p Location,
        labels: &[&'p Label],
    ) -> Snippet<'p, Annotation<'p>> {
        let span = bytes(primary, self.start(primary.line));
        Snippet::source(self.text.as_str())
            .line_start(self.first)
            .path(primary.file.as_str())
            .annotation(AnnotationKind::Primary.span(span))
            .annotations(
                labels
                    .iter()
                    .map(|label| context(label, self.start(label.at.line))),
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
    AnnotationKind::Context
        .span(bytes(&label.at, start))
        .label(label.message.as_str())
}

/// Returns the byte range of a location in a text in which its line begins at `start`.
fn bytes(location: &Location, start: usize) -> Range<usize> {
    let (first, last) = location.bytes;
    start + first..start + last
}
