//! Changes as text, JSON and Markdown.

use std::fmt;

use serde_json::{Value as Json, json};

use crate::constraint_docs::capitalised;
use crate::dump::json::{present, pretty};
use crate::markdown::code;

use super::{Breakage, Change, Diff, Verdict};

const VERDICTS: [Verdict; 3] = [Verdict::Breaking, Verdict::Additive, Verdict::Documentation];

/// Maximum characters of a value in a report for people.
const SHOWN: usize = 60;

impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (heading, changes) in self.by_verdict() {
            writeln!(f, "{heading}")?;
            for change in changes {
                writeln!(f, "  {}: {}", change.place, change.kind.name())?;
                if let Some(values) = values(change, str::to_owned) {
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
        let groups = VERDICTS.map(|verdict| (self.count(verdict), verdict.name()));
        let groups = groups.iter().filter(|(count, _)| *count > 0);
        let counts: Vec<String> = groups
            .map(|(count, name)| format!("{count} {name}"))
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
        let changes = self.changes.iter().map(|change| {
            present(json!({
                "verdict": change.kind.verdict().name(),
                "kind": change.kind.name(),
                "breaks": change.kind.breakage().map(Breakage::name),
                "place": change.place,
                "old": change.old,
                "new": change.new,
                "why": change.kind.why(),
            }))
        });
        let counts = VERDICTS.map(|verdict| (verdict.name(), self.count(verdict)));
        let bump = |bump: fn(Verdict) -> &'static str| self.worst().map_or("none", bump);
        let bumps = json!({
            "from_1_0_0": bump(Verdict::bump),
            "before_1_0_0": bump(Verdict::bump_before_1),
        });
        pretty(&json!({
            "changes": changes.collect::<Json>(),
            "summary": counts.into_iter().collect::<Json>(),
            "bump": bumps,
        }))
    }

    /// The changes as Markdown: a list a verdict, for release notes and reviews.
    pub fn to_markdown(&self) -> String {
        let mut out = String::new();
        for (heading, changes) in self.by_verdict() {
            out.push_str(&format!("## {heading}\n\n"));
            for change in changes {
                let (place, kind) = (code(&change.place), change.kind.name());
                let values = values(change, code);
                let values = values.map_or(String::new(), |values| format!(": {values}"));
                let reason = capitalised(&reason(change));
                out.push_str(&format!("- {place} ({kind}){values}. {reason}.\n"));
            }
            out.push('\n');
        }
        out + &capitalised(&self.summary()) + ".\n"
    }

    /// The changes of each verdict that has some, below the verdict's name.
    fn by_verdict(&self) -> impl Iterator<Item = (String, impl Iterator<Item = &Change>)> {
        let found = VERDICTS
            .into_iter()
            .filter(|verdict| self.count(*verdict) > 0);
        found.map(|verdict| {
            let with_it = move |change: &&Change| change.kind.verdict() == verdict;
            (
                capitalised(verdict.name()),
                self.changes.iter().filter(with_it),
            )
        })
    }
}

fn reason(change: &Change) -> String {
    let why = change.kind.why();
    match change.kind.breakage() {
        Some(Breakage::Behaviour) => format!("it compiles, but {why}"),
        _ => why.to_owned(),
    }
}

/// The old and the new value, each on one line and not too long.
fn values(change: &Change, show: impl Fn(&str) -> String) -> Option<String> {
    let one_line = |value: &String| {
        let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(SHOWN) {
            Some((end, _)) => show(&format!("{}…", &line[..end])),
            None => show(&line),
        }
    };
    match (
        change.old.as_ref().map(one_line),
        change.new.as_ref().map(one_line),
    ) {
        (None, None) => None,
        (Some(old), None) => Some(format!("was {old}")),
        (None, Some(new)) => Some(format!("now {new}")),
        (Some(old), Some(new)) => Some(format!("{old} → {new}")),
    }
}
