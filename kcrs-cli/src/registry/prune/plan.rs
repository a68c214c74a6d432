//! Plan of the deletions, made before the first of them.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kcrs_generated::types::Image;
use serde_json::{Value, json};

use super::criteria::{ServiceTime, Verdict};
use super::list::{Listed, Repository};
use super::policy::Rule;
use crate::output::Table;
use crate::registry::text::{self, short_id, size};
use crate::text::Text;

/// Images to be deleted.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) images: Vec<Planned>,
    /// The repositories that were looked at.
    pub(crate) repositories: Vec<Repository>,
    /// Patterns of `--exclude-tag` that no tag matches: probably mistyped.
    pub(crate) unused_excludes: Vec<String>,
    /// Number of images that stay, by reason.
    kept: BTreeMap<Verdict, usize>,
    /// Offset by which times were read, where it mattered.
    zone: Option<ServiceTime>,
}

/// An image that is to be deleted, as it was when it was listed.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    pub(crate) repository: Repository,
    pub(crate) image: Image,
}

impl Plan {
    /// Makes the plan by the rules: for each repository, the first that names it counts.
    pub(crate) fn new(listed: Vec<Listed>, rules: &[Rule], now: Timestamp) -> Self {
        let mut plan = Self::of(Vec::new());
        plan.zone = rules.first().map(|rule| rule.criteria.zone.clone());
        let rule_of = |listed: &Listed| {
            let mut rules = rules.iter().enumerate();
            rules.find(|(_, rule)| rule.covers(&listed.repository))
        };
        for (number, rule) in rules.iter().enumerate() {
            let its = listed
                .iter()
                .filter(|one| rule_of(one).is_some_and(|(at, _)| at == number));
            let images = its.flat_map(|one| &one.images);
            plan.unused_excludes
                .extend(rule.criteria.unused_excludes(images));
        }
        for one in listed {
            let Some((_, rule)) = rule_of(&one) else {
                continue;
            };
            let Listed { repository, images } = one;
            let verdicts = rule.criteria.judge(&images, now);
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

    /// The plan to delete these images.
    pub(super) fn of(images: Vec<Planned>) -> Self {
        let mut repositories: Vec<Repository> = Vec::new();
        for Planned { repository, .. } in &images {
            if !repositories.contains(repository) {
                repositories.push(repository.clone());
            }
        }
        Self {
            images,
            repositories,
            unused_excludes: Vec::new(),
            kept: BTreeMap::new(),
            zone: None,
        }
    }

    pub(crate) fn size(&self) -> i64 {
        self.images.iter().map(|one| one.image.size).sum()
    }

    /// The images that go, a row each.
    pub(crate) fn table(&self) -> Table {
        let mut table = Table::new([
            text!("Repository", "仓库").as_str(),
            text!("Image", "镜像").as_str(),
            "Tags",
            text!("Created", "创建时间").as_str(),
            text!("Size", "大小").as_str(),
        ]);
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

    /// Summarizes what is deleted, what stays and why, and the assumed offset of times.
    pub(crate) fn summary(&self) -> Text {
        let all = self.images.len() + self.kept.values().sum::<usize>();
        let (images, size) = (text::images(all), size(self.size()));
        let repositories = text::repositories(self.repositories.len());
        let mut text = match self.images.len() {
            0 => text!(
                "To delete: none of {images} in {repositories}.",
                "将删除：{repositories}的 {images}中没有。"
            ),
            number => text!(
                "To delete: {number} of {images} in {repositories}, {size}.",
                "将删除：{repositories}的 {images}中的 {number} 个，{size}。"
            ),
        };
        for (verdict, number) in &self.kept {
            let reason = verdict.reason();
            text = text.and(text!(
                "\n  kept: {number} {reason}",
                "\n  保留：{number} 个{reason}"
            ));
        }
        for pattern in &self.unused_excludes {
            text = text.and(text!(
                "\n--exclude-tag {pattern} protects nothing: no tag matches it.",
                "\n--exclude-tag {pattern} 未保护任何镜像：没有 Tag 与之匹配。"
            ));
        }
        let Some(zone) = &self.zone else {
            return text;
        };
        let offset = zone.offset();
        text.and(match zone.is_assumed() {
            true => text!(
                "\nTimes are the service's. It does not say of which zone they are: they are taken for UTC{offset} (--utc-offset).",
                "\n时间由服务给出，未说明时区，按 UTC{offset} 理解（--utc-offset）。"
            ),
            false => text!(
                "\nTimes are the service's, taken for UTC{offset}.",
                "\n时间由服务给出，按 UTC{offset} 理解。"
            ),
        })
    }

    pub(crate) fn json(&self) -> Value {
        let kept: serde_json::Map<String, Value> = self
            .kept
            .iter()
            .map(|(verdict, count)| (format!("{verdict:?}"), json!(count)))
            .collect();
        json!({
            "UtcOffset": self.zone.as_ref().map(ServiceTime::offset),
            "UtcOffsetIsAssumed": self.zone.as_ref().map(ServiceTime::is_assumed),
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
    fn reason(self) -> Text {
        match self {
            Self::Delete => text!("to delete", "将删除"),
            Self::NotSelected => text!(
                "that --tag and --untagged do not select",
                "未被 --tag 和 --untagged 选中"
            ),
            Self::OtherTags => text!(
                "with other tags beside those that --tag selects",
                "除 --tag 选中的之外还有其他 Tag"
            ),
            Self::Excluded => text!(
                "with a tag that --exclude-tag protects",
                "带有 --exclude-tag 保护的 Tag"
            ),
            Self::Newest => text!("that are the newest (--keep)", "属于最新（--keep）"),
            Self::Young => text!(
                "that are too young (--older-than)",
                "不够旧（--older-than）"
            ),
            Self::NoTime => text!("whose time cannot be read", "时间无法识别"),
            Self::MayBeOfIndex => text!(
                "without tags, which an index may need: whether one does cannot be read (--untagged --no-index-check)",
                "没有 Tag，但可能为某个索引所需，无法读取是否如此（--untagged --no-index-check）"
            ),
        }
    }
}

impl std::fmt::Display for Repository {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.namespace, self.name)
    }
}
