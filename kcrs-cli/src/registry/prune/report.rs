//! What was done.

use std::collections::HashMap;

use kcrs_generated::types::Image;
use serde_json::{Map, Value, json};

use super::carry_out::Outcome;
use super::list::{Listed, Repository};
use super::plan::Planned;
use crate::error::{CliError, ExitCode};
use crate::registry::text::{count, short_id, size};

/// What was done of a plan.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    done: Vec<(&'a Planned, Outcome)>,
    pub(crate) was_interrupted: bool,
    /// How many images are there now; `None` where that was not looked at.
    remaining: Option<usize>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(
        planned: &'a [Planned],
        outcomes: Vec<Outcome>,
        was_interrupted: bool,
    ) -> Self {
        Self {
            done: planned.iter().zip(outcomes).collect(),
            was_interrupted,
            remaining: None,
        }
    }

    /// Compares what the calls said with what is listed afterwards, which is believed.
    pub(crate) fn compare(&mut self, listed: Vec<Listed>) {
        let mut there: HashMap<(Repository, String), Image> = HashMap::new();
        for Listed { repository, images } in listed {
            for image in images {
                there.insert((repository.clone(), image.image_id.clone()), image);
            }
        }
        self.remaining = Some(there.len());
        for (planned, outcome) in &mut self.done {
            let key = (planned.repository.clone(), planned.image.image_id.clone());
            match (&*outcome, there.get(&key)) {
                (Outcome::Failed(_), None) => *outcome = Outcome::Deleted,
                // One of another time was pushed since.
                (Outcome::Deleted | Outcome::Gone, Some(image))
                    if image.create_time == planned.image.create_time =>
                {
                    *outcome = Outcome::Failed(CliError::new(
                        ExitCode::Partial,
                        "the service said that it is gone, and lists it still",
                    ));
                }
                _ => {}
            }
        }
    }

    fn of(&self, wanted: fn(&Outcome) -> bool) -> Vec<&'a Planned> {
        let matching = self.done.iter().filter(|(_, outcome)| wanted(outcome));
        matching.map(|(planned, _)| *planned).collect()
    }

    pub(crate) fn text(&self) -> String {
        let deleted = self.of(|outcome| matches!(outcome, Outcome::Deleted));
        let bytes = deleted.iter().map(|one| one.image.size).sum();
        let images = |number| count(number, "image", "images");
        let mut text = format!("Deleted {}, {}.\n", images(deleted.len()), size(bytes));
        let gone = self.of(|outcome| matches!(outcome, Outcome::Gone)).len();
        if gone > 0 {
            text.push_str(&format!("{} had been deleted by others.\n", images(gone)));
        }
        self.group(
            &mut text,
            "changed since they were listed, and were left alone",
            |outcome| match outcome {
                Outcome::Changed(how) => Some(how.clone()),
                _ => None,
            },
        );
        self.group(&mut text, "could not be deleted", |outcome| match outcome {
            Outcome::Failed(failure) => Some(failure.to_string()),
            _ => None,
        });
        let left = self
            .of(|outcome| matches!(outcome, Outcome::NotTried))
            .len();
        if left > 0 {
            text.push_str(&format!("{} of the plan were not tried.\n", images(left)));
        }
        match self.remaining {
            Some(remaining) => text.push_str(&format!(
                "The repositories were listed again: {} remain.\n",
                images(remaining)
            )),
            None => text.push_str("The repositories were not listed again.\n"),
        }
        text
    }

    /// The images of which `how` says something, a line each.
    fn group(&self, text: &mut String, what: &str, how: fn(&Outcome) -> Option<String>) {
        let lines: Vec<String> = self
            .done
            .iter()
            .filter_map(|(planned, outcome)| {
                let how = how(outcome)?;
                let (repository, image) = (&planned.repository, short_id(&planned.image.image_id));
                Some(format!("  {repository} {image}: {how}\n"))
            })
            .collect();
        if !lines.is_empty() {
            text.push_str(&format!(
                "{} {what}:\n",
                count(lines.len(), "image", "images")
            ));
            text.push_str(&lines.concat());
        }
    }

    pub(crate) fn json(&self) -> Value {
        let mut counts = Map::new();
        for name in ["Deleted", "Gone", "Changed", "Failed", "NotTried"] {
            let count = self
                .done
                .iter()
                .filter(|(_, outcome)| outcome.name() == name);
            counts.insert(name.to_owned(), json!(count.count()));
        }
        let images = self.done.iter().map(|(planned, outcome)| {
            let mut image = planned.json();
            image["Outcome"] = json!(outcome.name());
            match outcome {
                Outcome::Changed(how) => image["Reason"] = json!(how),
                Outcome::Failed(failure) => image["Reason"] = json!(failure.to_string()),
                _ => {}
            }
            image
        });
        json!({
            "Interrupted": self.was_interrupted,
            "Count": counts,
            "Remaining": self.remaining,
            "Images": images.collect::<Vec<_>>(),
        })
    }

    /// Why this is no success.
    pub(crate) fn failure(&self) -> Option<CliError> {
        if self.was_interrupted {
            return Some(CliError::interrupted("interrupted"));
        }
        let failed = self.of(|outcome| matches!(outcome, Outcome::Failed(_) | Outcome::NotTried));
        if failed.is_empty() {
            return None;
        }
        let is_nothing_done = failed.len() == self.done.len();
        let first = self.done.iter().find_map(|(_, outcome)| match outcome {
            Outcome::Failed(failure) => Some(failure.code),
            _ => None,
        });
        let exit = first
            .filter(|_| is_nothing_done)
            .unwrap_or(ExitCode::Partial);
        let message = format!(
            "{} of {} remain",
            failed.len(),
            count(self.done.len(), "planned image", "planned images")
        );
        Some(CliError::new(exit, message))
    }
}

impl Outcome {
    fn name(&self) -> &'static str {
        match self {
            Self::Deleted => "Deleted",
            Self::Gone => "Gone",
            Self::Changed(_) => "Changed",
            Self::Failed(_) => "Failed",
            Self::NotTried => "NotTried",
        }
    }
}
