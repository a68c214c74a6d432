//! What is to be deleted, before anything is.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kcrs_generated::types::Image;
use serde_json::{Value, json};

use super::criteria::{Criteria, Verdict};
use super::list::{Listed, Repository};
use crate::output::Table;
use crate::registry::text::{count, short_id, size};

/// What is to be deleted.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) images: Vec<Planned>,
    /// The repositories that were looked at.
    pub(crate) repositories: Vec<Repository>,
    /// Patterns of `--exclude-tag` that no tag matches: probably mistyped.
    pub(crate) unused_excludes: Vec<String>,
    /// How many images stay, by the reason why.
    kept: BTreeMap<Verdict, usize>,
    criteria: Criteria,
}

/// An image that is to be deleted, as it was when it was listed.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    pub(crate) repository: Repository,
    pub(crate) image: Image,
}

impl Plan {
    pub(crate) fn new(listed: Vec<Listed>, criteria: Criteria, now: Timestamp) -> Self {
        let all = listed.iter().flat_map(|listed| &listed.images);
        let mut plan = Self {
            unused_excludes: criteria.unused_excludes(all),
            images: Vec::new(),
            repositories: Vec::new(),
            kept: BTreeMap::new(),
            criteria,
        };
        for Listed { repository, images } in listed {
            let verdicts = plan.criteria.judge(&images, now);
            for (image, verdict) in images.into_iter().zip(verdicts) {
                if verdict == Verdict::Delete {
                    let repository = repository.clone();
                    plan.images.push(Planned { repository, image });
                } else {
                    *plan.kept.entry(verdict).or_default() += 1;
                }
            }
            plan.repositories.push(repository);
        }
        plan
    }

    pub(crate) fn size(&self) -> i64 {
        self.images.iter().map(|one| one.image.size).sum()
    }

    /// The images that go, a row each.
    pub(crate) fn table(&self) -> Table {
        let mut table = Table::new(["Repository", "Image", "Tags", "Created", "Size"]);
        for planned in &self.images {
            let image = &planned.image;
            table.push([
                planned.repository.to_string(),
                short_id(&image.image_id),
                image.tag_names.join(" "),
                image.create_time.to_string(),
                size(image.size),
            ]);
        }
        table
    }

    /// What goes, what stays and why, and what the times were taken for.
    pub(crate) fn summary(&self) -> String {
        let all = self.images.len() + self.kept.values().sum::<usize>();
        let (images, repositories) = (
            count(all, "image", "images"),
            count(self.repositories.len(), "repository", "repositories"),
        );
        let mut text = match self.images.len() {
            0 => format!("To delete: none of {images} in {repositories}."),
            number => format!(
                "To delete: {number} of {images} in {repositories}, {}.",
                size(self.size())
            ),
        };
        for (verdict, number) in &self.kept {
            text.push_str(&format!("\n  kept: {number} {}", verdict.reason()));
        }
        for pattern in &self.unused_excludes {
            text.push_str(&format!(
                "\n--exclude-tag {pattern} protects nothing: no tag matches it."
            ));
        }
        let zone = &self.criteria.zone;
        text.push_str(&match zone.is_assumed() {
            true => format!(
                "\nTimes are the service's. It does not say of which zone they are: they are taken for UTC{} (--utc-offset).",
                zone.offset()
            ),
            false => format!("\nTimes are the service's, taken for UTC{}.", zone.offset()),
        });
        text
    }

    pub(crate) fn json(&self) -> Value {
        let kept: serde_json::Map<String, Value> = self
            .kept
            .iter()
            .map(|(verdict, count)| (format!("{verdict:?}"), json!(count)))
            .collect();
        json!({
            "UtcOffset": self.criteria.zone.offset(),
            "UtcOffsetIsAssumed": self.criteria.zone.is_assumed(),
            "Repositories": self.repositories.len(),
            "Delete": {"Count": self.images.len(), "Size": self.size()},
            "Keep": kept,
            "UnusedExcludeTags": self.unused_excludes,
            "Images": self.images.iter().map(Planned::json).collect::<Vec<_>>(),
        })
    }
}

impl Planned {
    pub(crate) fn json(&self) -> Value {
        json!({
            "Namespace": self.repository.namespace,
            "RepoName": self.repository.name,
            "ImageId": self.image.image_id,
            "TagNames": self.image.tag_names,
            "CreateTime": self.image.create_time.as_str(),
            "Size": self.image.size,
        })
    }
}

impl Verdict {
    fn reason(self) -> &'static str {
        match self {
            Self::Delete => "to delete",
            Self::NotSelected => "that --tag and --untagged do not select",
            Self::OtherTags => "with other tags beside those that --tag selects",
            Self::Excluded => "with a tag that --exclude-tag protects",
            Self::Newest => "that are the newest (--keep)",
            Self::Young => "that are too young (--older-than)",
            Self::NoTime => "whose time cannot be read",
        }
    }
}

impl std::fmt::Display for Repository {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.namespace, self.name)
    }
}
