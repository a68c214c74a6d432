//! Report of the deletions.

use std::collections::HashMap;

use kcrs_generated::types::Image;
use serde_json::{Map, Value, json};

use super::carry_out::Outcome;
use super::list::{Listed, Repository};
use super::plan::Planned;
use crate::error::{CliError, ExitCode};
use crate::registry::text::{images, short_id, size};
use crate::text::Text;

/// Result of a plan.
#[derive(Debug)]
pub(crate) struct Report<'a> {
    done: Vec<(&'a Planned, Outcome)>,
    pub(crate) was_interrupted: bool,
    /// Number of images left; `None` where they were not counted.
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
                        text!(
                            "the service said that it is gone, and lists it still",
                            "服务称其已不存在，但仍将其列出"
                        ),
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
        let bytes = size(deleted.iter().map(|one| one.image.size).sum());
        let number = images(deleted.len());
        let mut lines = vec![text!(
            "Deleted {number}, {bytes}.",
            "已删除 {number}，{bytes}。"
        )];
        let gone = self.of(|outcome| matches!(outcome, Outcome::Gone)).len();
        if gone > 0 {
            let gone = images(gone);
            lines.push(text!(
                "{gone} had been deleted by others.",
                "{gone}已被他人删除。"
            ));
        }
        self.group(&mut lines, |outcome| match outcome {
            Outcome::Changed(how) => Some(how.clone()),
            _ => None,
        });
        self.group(&mut lines, |outcome| match outcome {
            Outcome::Failed(failure) => Some(Text::verbatim(failure)),
            _ => None,
        });
        let left = self
            .of(|outcome| matches!(outcome, Outcome::NotTried))
            .len();
        if left > 0 {
            let left = images(left);
            lines.push(text!(
                "{left} of the plan were not tried.",
                "计划中的 {left}未尝试删除。"
            ));
        }
        lines.push(match self.remaining.map(images) {
            Some(remaining) => text!(
                "The repositories were listed again: {remaining} remain.",
                "已再次列出仓库：还有 {remaining}。"
            ),
            None => text!(
                "The repositories were not listed again.",
                "没有再次列出仓库。"
            ),
        });
        lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// The images of which `how` says something, a line each.
    fn group(&self, lines: &mut Vec<Text>, how: fn(&Outcome) -> Option<Text>) {
        let group: Vec<_> = self
            .done
            .iter()
            .filter_map(|(planned, outcome)| Some((planned, outcome, how(outcome)?)))
            .collect();
        let number = images(group.len());
        lines.extend(group.first().map(|(_, outcome, _)| match outcome {
            Outcome::Changed(_) => text!(
                "{number} changed since they were listed, and were left alone:",
                "{number}在列出之后有变化，未删除："
            ),
            _ => text!("{number} could not be deleted:", "{number}未能删除："),
        }));
        lines.extend(group.iter().map(|(planned, _, how)| {
            let (repository, image) = (&planned.repository, short_id(&planned.image.image_id));
            text!(
                "  {repository} {image}: {how}",
                "  {repository} {image}：{how}"
            )
        }));
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
                Outcome::Changed(how) => image["Reason"] = json!(how.as_str()),
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

    /// Returns the error, unless all succeeded.
    pub(crate) fn failure(&self) -> Option<CliError> {
        if self.was_interrupted {
            return Some(CliError::interrupted(text!("interrupted", "已中断")));
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
        let (failed, all) = (failed.len(), self.done.len());
        let message = match all {
            1 => text!("1 of 1 planned image remain", "计划的 1 个镜像仍有 1 个"),
            _ => text!(
                "{failed} of {all} planned images remain",
                "计划的 {all} 个镜像仍有 {failed} 个"
            ),
        };
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
