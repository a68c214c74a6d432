//! Changes as text, JSON and Markdown.

use std::borrow::Cow;
use std::fmt;

use crate::dump::json::Json;

use super::{Breakage, Change, Diff, Verdict};

const VERDICTS: [Verdict; 3] = [Verdict::Breaking, Verdict::Additive, Verdict::Documentation];

/// How much of a value a report for people shows.
const SHOWN: usize = 60;

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for verdict in VERDICTS {
            let mut changes = self.of(verdict).peekable();
            if changes.peek().is_none() {
                continue;
            }
            writeln!(f, "{}", heading(verdict))?;
            for change in changes {
                writeln!(f, "  {}: {}", change.place, change.kind.name())?;
                if let Some(values) = values(change, |value| value.into_owned()) {
                    writeln!(f, "    {values}")?;
                }
                writeln!(f, "    {}", reason(change))?;
            }
            writeln!(f)?;
        }
        f.write_str(&self.summary())
    }
}

impl Diff {
    /// One line: how many changes there are, and which part of a version they raise.
    pub fn summary(&self) -> String {
        let Some(worst) = self.worst() else {
            return "no changes".to_owned();
        };
        let counts: Vec<String> = VERDICTS
            .into_iter()
            .filter(|verdict| self.count(*verdict) > 0)
            .map(|verdict| format!("{} {}", self.count(verdict), verdict.name()))
            .collect();
        let total = self.changes.len();
        format!(
            "{total} {}: {}; the next version is a {} one, before 1.0.0 a {} one",
            if total == 1 { "change" } else { "changes" },
            counts.join(", "),
            worst.bump(),
            worst.bump_before_1()
        )
    }

    /// The changes as indented JSON, with all values in full.
    pub fn to_json(&self) -> String {
        let change = |change: &Change| {
            let breakage = change.kind.breakage().map(Breakage::name);
            Json::object([
                ("verdict", Json::text(change.kind.verdict().name())),
                ("kind", Json::text(change.kind.name())),
                ("breaks", Json::optional(breakage, Json::text)),
                ("place", Json::text(&change.place)),
                ("old", Json::optional(change.old.as_ref(), Json::text)),
                ("new", Json::optional(change.new.as_ref(), Json::text)),
                ("why", Json::text(change.kind.why())),
            ])
        };
        let count = |verdict| Json::Integer(self.count(verdict) as i64);
        let worst = self.worst();
        let bump = |bump: fn(Verdict) -> &'static str| Json::text(worst.map_or("none", bump));
        let json = Json::object([
            ("changes", Json::list(&self.changes, change)),
            (
                "summary",
                Json::object([
                    ("breaking", count(Verdict::Breaking)),
                    ("additive", count(Verdict::Additive)),
                    ("documentation", count(Verdict::Documentation)),
                ]),
            ),
            (
                "bump",
                Json::object([
                    ("from_1_0_0", bump(Verdict::bump)),
                    ("before_1_0_0", bump(Verdict::bump_before_1)),
                ]),
            ),
        ]);
        let mut out = serde_json::to_string_pretty(&json).unwrap_or_default();
        out.push('\n');
        out
    }

    /// The changes as Markdown: a list a verdict, for release notes and reviews.
    pub fn to_markdown(&self) -> String {
        let mut out = String::new();
        for verdict in VERDICTS {
            let mut changes = self.of(verdict).peekable();
            if changes.peek().is_none() {
                continue;
            }
            out.push_str(&format!("## {}\n\n", heading(verdict)));
            for change in changes {
                let values = values(change, |value| code(&value));
                let values = values.map_or(String::new(), |values| format!(": {values}"));
                out.push_str(&format!(
                    "- {} ({}){values}. {}.\n",
                    code(&change.place),
                    change.kind.name(),
                    capitalised(&reason(change))
                ));
            }
            out.push('\n');
        }
        out.push_str(&capitalised(&self.summary()));
        out.push_str(".\n");
        out
    }

    fn of(&self, verdict: Verdict) -> impl Iterator<Item = &Change> {
        let with_it = move |change: &&Change| change.kind.verdict() == verdict;
        self.changes.iter().filter(with_it)
    }
}

fn heading(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Breaking => "Breaking",
        Verdict::Additive => "Additive",
        Verdict::Documentation => "Documentation",
    }
}

fn reason(change: &Change) -> String {
    let why = change.kind.why();
    match change.kind.breakage() {
        Some(Breakage::Behaviour) => format!("it compiles, but {why}"),
        _ => why.to_owned(),
    }
}

/// What was and what is, each on one line and not too long.
fn values(change: &Change, show: impl Fn(Cow<'_, str>) -> String) -> Option<String> {
    let one_line = |value: &String| {
        let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
        show(match line.char_indices().nth(SHOWN) {
            Some((end, _)) => Cow::Owned(format!("{}…", &line[..end])),
            None => Cow::Owned(line),
        })
    };
    match (&change.old, &change.new) {
        (None, None) => None,
        (Some(old), None) => Some(format!("was {}", one_line(old))),
        (None, Some(new)) => Some(format!("now {}", one_line(new))),
        (Some(old), Some(new)) => Some(format!("{} → {}", one_line(old), one_line(new))),
    }
}

/// Text as code in Markdown, whatever is in it.
fn code(text: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}
