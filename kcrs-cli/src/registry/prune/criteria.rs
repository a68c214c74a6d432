//! Criteria for the images to be deleted.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use kcrs_generated::types::Image;

use crate::args::{NamePattern, duration};
use crate::text::Text;

/// Offset assumed for the service's times: the spec has it as a guess (`utc_offset`, `verified:
/// false`).
const ASSUMED_OFFSET: &str = "+08:00";

/// Criteria for the images to be deleted: those selected by their tags, but for those that are
/// kept.
#[derive(Clone, Debug, Default)]
pub(crate) struct Criteria {
    /// Selects images all of whose tags match one of these. Without these and `untagged`, all
    /// images are selected.
    pub(crate) tags: Vec<NamePattern>,
    /// Selects images without tags.
    pub(crate) untagged: bool,
    /// Whether images without tags may go although an index may need them.
    pub(crate) no_index_check: bool,
    /// Keeps images with a tag that matches one of these.
    pub(crate) exclude_tags: Vec<NamePattern>,
    /// Keeps so many of the newest ones that are selected.
    pub(crate) keep: Option<usize>,
    /// Keeps the ones that are younger.
    pub(crate) older_than: Option<Age>,
    pub(crate) zone: ServiceTime,
}

/// Decision on an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    Delete,
    /// Its tags do not select it.
    NotSelected,
    /// A tag selects it, but it has another one that does not.
    OtherTags,
    /// It has a tag that protects it.
    Excluded,
    /// It is one of the newest.
    Newest,
    /// It is too young.
    Young,
    /// Its time cannot be read, so nobody knows how old it is.
    NoTime,
    /// It has no tags, so it may be the image of one platform, which an index names by its digest.
    MayBeOfIndex,
}

impl Criteria {
    /// Fails where every image goes but those that a tag excludes, and that is not said: no tag
    /// selects, and neither rank nor age keeps one.
    pub(crate) fn check_selection(&self, all: bool) -> Result<(), Text> {
        let selects_all = self.tags.is_empty()
            && !self.untagged
            && self.keep.unwrap_or(0) == 0
            && self.older_than.as_ref().is_none_or(Age::is_zero);
        match selects_all && !all {
            false => Ok(()),
            true => Err(text!(
                "which images? Give at least one of --tag, --untagged, --keep and --older-than, the last two above zero; --all \
                 selects every image",
                "删除哪些镜像？请至少给出 --tag、--untagged、--keep、--older-than 之一，后两者须大于零；--all 选择全部镜像"
            )),
        }
    }

    /// The patterns that protect none of these images, because no tag matches them.
    pub(crate) fn unused_excludes<'a>(
        &self,
        images: impl Iterator<Item = &'a Image> + Clone,
    ) -> Vec<String> {
        let is_used = |pattern: &NamePattern| {
            let mut tags = images.clone().flat_map(|image| &image.tag_names);
            tags.any(|tag| pattern.matches(tag))
        };
        let unused = self.exclude_tags.iter().filter(|one| !is_used(one));
        unused.map(|one| one.as_str().to_owned()).collect()
    }

    /// Decides on each image of a repository.
    pub(crate) fn judge(&self, images: &[Image], now: Timestamp) -> Vec<Verdict> {
        let mut verdicts: Vec<Verdict> = images.iter().map(|image| self.by_tags(image)).collect();
        if self.keep.is_none() && self.older_than.is_none() {
            return verdicts;
        }
        let mut selected: Vec<(usize, Timestamp)> = Vec::new();
        for (index, image) in images.iter().enumerate() {
            if verdicts[index] != Verdict::Delete {
                continue;
            }
            match self.zone.read(image.create_time.as_str()) {
                Some(time) => selected.push((index, time)),
                None => verdicts[index] = Verdict::NoTime,
            }
        }
        // The sort is stable: of the same second, the one goes first that the service lists first.
        selected.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
        let newest = self.keep.unwrap_or(0);
        for (rank, (index, time)) in selected.into_iter().enumerate() {
            if rank < newest {
                verdicts[index] = Verdict::Newest;
            } else if self
                .older_than
                .as_ref()
                .is_some_and(|age| !age.is_over(time, now))
            {
                verdicts[index] = Verdict::Young;
            }
        }
        verdicts
    }

    fn by_tags(&self, image: &Image) -> Verdict {
        let matches =
            |patterns: &[NamePattern], tag: &str| patterns.iter().any(|one| one.matches(tag));
        let tags = &image.tag_names;
        if tags.iter().any(|tag| matches(&self.exclude_tags, tag)) {
            return Verdict::Excluded;
        }
        let all_are_selected = self.tags.is_empty() && !self.untagged;
        if tags.is_empty() {
            return match self.untagged {
                true if self.no_index_check => Verdict::Delete,
                false if !all_are_selected => Verdict::NotSelected,
                _ => Verdict::MayBeOfIndex,
            };
        }
        if all_are_selected {
            return Verdict::Delete;
        }
        let selecting = tags.iter().filter(|tag| matches(&self.tags, tag)).count();
        match selecting {
            0 => Verdict::NotSelected,
            count if count < tags.len() => Verdict::OtherTags,
            _ => Verdict::Delete,
        }
    }
}

/// Age, such as `30d`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Age {
    text: String,
    duration: SignedDuration,
}

impl Age {
    fn is_zero(&self) -> bool {
        self.duration.is_zero()
    }

    fn is_over(&self, time: Timestamp, now: Timestamp) -> bool {
        now.duration_since(time) > self.duration
    }
}

impl FromStr for Age {
    type Err = Text;

    fn from_str(text: &str) -> Result<Self, Text> {
        // A number alone is no age: `30` would be seconds to some and days to others.
        match duration::parse_units(text).map(SignedDuration::try_from) {
            Some(Ok(duration)) => Ok(Self {
                text: text.to_owned(),
                duration,
            }),
            _ => Err(text!(
                "expected weeks, days, hours, minutes or seconds, such as 2w, 30d or 36h",
                "应以周、天、小时、分或秒为单位，如 2w、30d 或 36h"
            )),
        }
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Reader of the service's times, which have no zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ServiceTime {
    /// `+08:00`.
    offset: String,
    is_assumed: bool,
}

impl ServiceTime {
    /// Reads a time of the service, such as `2022-06-20 16:02:09`.
    pub(crate) fn read(&self, text: &str) -> Option<Timestamp> {
        format!("{text}{}", self.offset).parse().ok()
    }

    pub(crate) fn offset(&self) -> &str {
        &self.offset
    }

    /// Returns whether nobody has said which one it is.
    pub(crate) fn is_assumed(&self) -> bool {
        self.is_assumed
    }
}

impl Default for ServiceTime {
    fn default() -> Self {
        Self {
            offset: ASSUMED_OFFSET.to_owned(),
            is_assumed: true,
        }
    }
}

impl FromStr for ServiceTime {
    type Err = Text;

    fn from_str(text: &str) -> Result<Self, Text> {
        let offset = match text {
            "Z" | "z" | "UTC" | "utc" => "+00:00",
            offset => offset,
        };
        let time = Self {
            offset: offset.to_owned(),
            is_assumed: false,
        };
        let is_offset = offset.len() == 6 && offset.starts_with(['+', '-']);
        match time.read("2000-01-01 00:00:00") {
            Some(_) if is_offset => Ok(time),
            _ => Err(text!(
                "expected an offset from UTC, such as +08:00 or +00:00",
                "应为与 UTC 的时差，如 +08:00 或 +00:00"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Named;

    fn image(time: &str, tags: &[&str]) -> Image {
        Image::builder()
            .image_id("sha256:0")
            .create_time(time)
            .tag_names(tags.iter().copied())
            .build()
    }

    fn patterns(texts: &[&str]) -> Vec<NamePattern> {
        NamePattern::parse_list(Named::Tag, &texts.join(",")).unwrap()
    }

    fn judge(criteria: &Criteria, images: &[Image]) -> Vec<Verdict> {
        criteria.judge(images, "2022-07-01T00:00:00+08:00".parse().unwrap())
    }

    #[test]
    fn an_image_goes_only_if_all_of_its_tags_do() {
        let criteria = Criteria {
            tags: patterns(&["pr-*", "tmp"]),
            exclude_tags: patterns(&["*-keep"]),
            ..Criteria::default()
        };
        for (tags, verdict) in [
            (&["pr-1"][..], Verdict::Delete),
            (&["pr-1", "tmp"], Verdict::Delete),
            (&["pr-1", "v1"], Verdict::OtherTags),
            (&["pr-1", "pr-1-keep"], Verdict::Excluded),
            (&["v1"], Verdict::NotSelected),
            (&["xpr-1"], Verdict::NotSelected),
            (&[], Verdict::NotSelected),
        ] {
            assert_eq!(judge(&criteria, &[image("", tags)]), [verdict], "{tags:?}");
        }
    }

    #[test]
    fn untagged_images_go_where_they_are_asked_for_unchecked() {
        let untagged = Criteria {
            untagged: true,
            no_index_check: true,
            ..Criteria::default()
        };
        let images = [image("", &[]), image("", &["v1"])];
        assert_eq!(
            judge(&untagged, &images),
            [Verdict::Delete, Verdict::NotSelected]
        );
        let both = Criteria {
            tags: patterns(&["v*"]),
            ..untagged.clone()
        };
        assert_eq!(judge(&both, &images), [Verdict::Delete, Verdict::Delete]);
        let checked = Criteria {
            no_index_check: false,
            ..untagged
        };
        let all = Criteria {
            exclude_tags: patterns(&["v*"]),
            ..Criteria::default()
        };
        assert_eq!(
            judge(&checked, &images),
            [Verdict::MayBeOfIndex, Verdict::NotSelected]
        );
        assert_eq!(
            judge(&all, &images),
            [Verdict::MayBeOfIndex, Verdict::Excluded]
        );
    }

    #[test]
    fn the_newest_that_are_selected_stay_and_others_do_not_count() {
        let criteria = Criteria {
            tags: patterns(&["pr-*"]),
            keep: Some(2),
            ..Criteria::default()
        };
        let images = [
            image("2022-06-03 00:00:00", &["pr-3"]),
            image("2022-06-09 00:00:00", &["v1"]),
            image("2022-06-01 00:00:00", &["pr-1"]),
            image("2022-06-02 00:00:00", &["pr-2"]),
        ];
        assert_eq!(
            judge(&criteria, &images),
            [
                Verdict::Newest,
                Verdict::NotSelected,
                Verdict::Delete,
                Verdict::Newest
            ]
        );
        let more_than_there_are = Criteria {
            keep: Some(9),
            ..criteria
        };
        assert!(!judge(&more_than_there_are, &images).contains(&Verdict::Delete));
    }

    #[test]
    fn of_the_same_second_those_stay_that_are_listed_first() {
        let criteria = Criteria {
            keep: Some(1),
            ..Criteria::default()
        };
        let images = vec![image("2022-06-03 00:00:00", &["x"]); 3];
        assert_eq!(
            judge(&criteria, &images),
            [Verdict::Newest, Verdict::Delete, Verdict::Delete]
        );
    }

    #[test]
    fn both_age_and_rank_keep() {
        let criteria = Criteria {
            keep: Some(1),
            older_than: Some("7d".parse().unwrap()),
            ..Criteria::default()
        };
        let images = [
            image("2022-06-01 00:00:00", &["x"]),
            image("2022-06-02 00:00:00", &["x"]),
            image("2022-06-30 00:00:00", &["x"]),
            image("2022-06-29 00:00:00", &["x"]),
        ];
        assert_eq!(
            judge(&criteria, &images),
            [
                Verdict::Delete,
                Verdict::Delete,
                Verdict::Newest,
                Verdict::Young
            ]
        );
    }

    #[test]
    fn what_has_no_readable_time_is_kept_where_time_decides() {
        let by_time = Criteria {
            older_than: Some("1d".parse().unwrap()),
            ..Criteria::default()
        };
        for time in ["", "yesterday", "2022-13-01 00:00:00"] {
            assert_eq!(
                judge(&by_time, &[image(time, &["x"])]),
                [Verdict::NoTime],
                "{time}"
            );
        }
        let by_tag = Criteria {
            tags: patterns(&["x"]),
            ..Criteria::default()
        };
        assert_eq!(judge(&by_tag, &[image("", &["x"])]), [Verdict::Delete]);
    }

    #[test]
    fn the_zone_decides_at_the_border() {
        // Now is 2022-06-30 16:00 UTC.
        let of_zone = |zone: ServiceTime| Criteria {
            older_than: Some("1h".parse().unwrap()),
            zone,
            ..Criteria::default()
        };
        let images = [image("2022-06-30 22:00:00", &["x"])];
        assert_eq!(
            judge(&of_zone(ServiceTime::default()), &images),
            [Verdict::Delete]
        );
        assert_eq!(
            judge(&of_zone("UTC".parse().unwrap()), &images),
            [Verdict::Young]
        );
        assert_eq!(
            judge(&of_zone("+07:30".parse().unwrap()), &images),
            [Verdict::Delete]
        );
    }

    #[test]
    fn ages_and_offsets_that_could_be_misread_are_refused() {
        for text in ["30d", "2w", "36h", "1w2d", "0s", "90m"] {
            assert_eq!(text.parse::<Age>().unwrap().to_string(), text);
        }
        for text in ["", "30", "d", "-3d", "1mo", "1y", "30 d x", "P30"] {
            assert!(text.parse::<Age>().is_err(), "{text}");
        }
        for text in ["+08:00", "-03:30", "Z", "UTC"] {
            assert!(text.parse::<ServiceTime>().is_ok(), "{text}");
        }
        for text in [
            "",
            "8",
            "+8",
            "08:00",
            "+0800",
            "+99:00",
            "Asia/Shanghai",
            "+08:00[",
        ] {
            assert!(text.parse::<ServiceTime>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_assumed_zone_is_that_of_the_spec() {
        let spec = include_str!("../../../../spec/service.yaml");
        assert!(spec.contains(&format!(
            "utc_offset: \"{ASSUMED_OFFSET}\", verified: false"
        )));
    }
}
