//! Whatever is in a registry, whatever is selected, and whatever others and failures do meanwhile:
//! what is to stay stays.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use kcrs_emulator::{Emulator, Fault, ImagePush, RepositoryPlace, Seed};
use kcrs_generated::{Client, error_rows};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::{Criteria, Outcome, Plan, Report, Rule, Stop, carry_out, list, read};
use crate::args::{namespaces, tags};
use crate::registry::lists::Lists;
use crate::registry::pacing::Pacing;

const ID: &str = "7e4f1c3a-0f0e-4a53-9d5c-0d2c9d1f7a10";
const DAY: Duration = Duration::from_secs(24 * 3600);
const REPOSITORIES: [&str; 2] = ["web", "api"];
const TAGS: [&str; 8] = ["v1", "v2", "latest", "pr-1", "pr-2", "pr-10", "tmp", "Vx"];
/// Patterns, with the tags that match.
const PATTERNS: [(&str, &[&str]); 6] = [
    ("v*", &["v1", "v2"]),
    ("latest", &["latest"]),
    ("pr-*", &["pr-1", "pr-2", "pr-10"]),
    ("pr-?", &["pr-1", "pr-2"]),
    ("[tV]*", &["tmp", "Vx"]),
    ("none", &[]),
];

/// An image: its repository, its age in days, its tags, of which another image may take some.
type Image = (&'static str, u32, BTreeSet<&'static str>);

#[derive(Clone, Debug)]
struct Case {
    images: Vec<Image>,
    tags: Vec<(&'static str, &'static [&'static str])>,
    untagged: bool,
    no_index_check: bool,
    exclude: Vec<(&'static str, &'static [&'static str])>,
    keep: Option<usize>,
    older_than: Option<u32>,
    concurrency: usize,
    /// Images that others tag before anything is deleted, by their places in the list.
    tagged_before: BTreeSet<usize>,
    /// After so many deletions others push an image into a repository that was listed.
    pushes: BTreeSet<usize>,
    /// After so many Ctrl-C comes.
    stop_after: Option<usize>,
    refusals: u32,
    lost_responses: u32,
}

fn cases() -> impl Strategy<Value = Case> {
    let image = (
        select(&REPOSITORIES[..]),
        0..30_u32,
        btree_set(select(&TAGS[..]), 0..4),
    );
    let selection = (
        subsequence(&PATTERNS[..], 0..3),
        any::<bool>(),
        any::<bool>(),
        subsequence(&PATTERNS[..], 0..3),
        proptest::option::of(0..4_usize),
        proptest::option::of(0..20_u32),
    );
    let meanwhile = (
        1..4_usize,
        btree_set(0..14_usize, 0..4),
        btree_set(1..8_usize, 0..3),
        proptest::option::of(0..6_usize),
        0..3_u32,
        0..3_u32,
    );
    (vec(image, 0..14), selection, meanwhile).prop_map(|(images, selection, meanwhile)| {
        let (tags, untagged, no_index_check, exclude, keep, older_than) = selection;
        let (concurrency, tagged_before, pushes, stop_after, refusals, lost_responses) = meanwhile;
        Case {
            images,
            tags,
            untagged,
            no_index_check,
            exclude,
            keep,
            older_than,
            concurrency,
            tagged_before,
            pushes,
            stop_after,
            refusals,
            lost_responses,
        }
    })
}

fn digest(number: usize) -> String {
    format!("sha256:{number:064x}")
}

fn push(emulator: &Emulator, repository: &str, id: &str, tag: Option<&str>) {
    let place = RepositoryPlace::new(ID, "team", repository);
    let push = ImagePush::new(place).image_id(id);
    let push = match tag {
        Some(tag) => push.tag(tag),
        None => push,
    };
    emulator.push_image(push).expect("a push");
}

impl Case {
    fn criteria(&self) -> Criteria {
        let patterns = |patterns: &[(&str, &[&str])]| {
            let texts: Vec<&str> = patterns.iter().map(|(text, _)| *text).collect();
            match texts.is_empty() {
                true => Vec::new(),
                false => tags(&texts.join(",")).expect("patterns"),
            }
        };
        Criteria {
            tags: patterns(&self.tags),
            untagged: self.untagged,
            no_index_check: self.no_index_check,
            exclude_tags: patterns(&self.exclude),
            keep: self.keep,
            older_than: self
                .older_than
                .map(|days| format!("{days}d").parse().expect("an age")),
            zone: "+08:00".parse().expect("a zone"),
        }
    }

    /// Returns whether the options let an image go, but for its rank: said once more, without the
    /// code that is tested.
    fn may_go(&self, age: u32, tags: &[String]) -> bool {
        let matches = |patterns: &[(&str, &[&str])], tag: &str| {
            patterns.iter().any(|(_, matching)| matching.contains(&tag))
        };
        let is_excluded = tags.iter().any(|tag| matches(&self.exclude, tag));
        let is_selected = match tags.is_empty() {
            true => self.untagged && self.no_index_check,
            false if self.tags.is_empty() => !self.untagged,
            false => tags.iter().all(|tag| matches(&self.tags, tag)),
        };
        is_selected && !is_excluded && self.older_than.is_none_or(|days| age >= days)
    }
}

fn run(case: &Case) {
    let seed = format!(
        "instances: [{{instance_name: demo, instance_id: {ID}, namespaces: [{{namespace: team}}]}}]"
    );
    // The instance is older than every image.
    let now = SystemTime::now() + DAY * 100;
    let emulator = Emulator::builder().seed(Seed::parse(&seed).expect("a seed"));
    let emulator = emulator.start().expect("an emulator");
    let mut oldest_first: Vec<(usize, &Image)> = case.images.iter().enumerate().collect();
    oldest_first.sort_by_key(|(_, (_, age, _))| std::cmp::Reverse(*age));
    let mut ages = BTreeMap::new();
    for (number, (repository, age, tags)) in oldest_first {
        emulator.set_time(now - DAY * *age - DAY / 2);
        ages.insert(digest(number), *age);
        match tags.is_empty() {
            true => push(&emulator, repository, &digest(number), None),
            false => {
                for tag in tags {
                    push(&emulator, repository, &digest(number), Some(tag));
                }
            }
        }
    }
    emulator.set_time(now);
    let client = Client::builder()
        .endpoint(emulator.endpoint())
        .credentials(emulator.credentials())
        .build()
        .expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let lists = Lists {
        client: &client,
        instance_id: ID,
        pacing: &Pacing::new(case.concurrency),
    };
    let rules = [Rule {
        namespaces: namespaces("team").expect("a pattern"),
        repositories: Vec::new(),
        criteria: case.criteria(),
    }];
    let listed = runtime.block_on(list(lists, &rules)).expect("a list");
    let before = ids(&listed);
    let plan = Plan::new(listed, &rules, Timestamp::try_from(now).expect("now"));
    for planned in &plan.images {
        let image = &planned.image;
        let age = ages[&image.image_id];
        assert!(case.may_go(age, &image.tag_names), "{image:?} was to stay");
    }
    let planned: BTreeSet<(String, String)> = plan
        .images
        .iter()
        .map(|one| (one.repository.name.clone(), one.image.image_id.clone()))
        .collect();

    let mut stays: BTreeSet<_> = before.difference(&planned).cloned().collect();
    for (index, (repository, id)) in before.iter().enumerate() {
        if case.tagged_before.contains(&index) {
            push(&emulator, repository, id, Some(&format!("kept-{index}")));
            stays.insert((repository.clone(), id.clone()));
        }
    }
    emulator.inject(
        Fault::error(&error_rows::ACCESS_DENIED)
            .on("DeleteImages")
            .times(case.refusals),
    );
    emulator.inject(
        Fault::truncated()
            .on("DeleteImages")
            .times(case.lost_responses),
    );
    let stop = Stop::default();
    if case.stop_after == Some(0) {
        stop.set();
    }
    let mut pushed = BTreeSet::new();
    let work = carry_out(lists, &plan.images, case.concurrency, &stop, |done| {
        if case.stop_after == Some(done) {
            stop.set();
        }
        if case.pushes.contains(&done) {
            let id = digest(1_000 + done);
            let repository = &plan.images[0].repository.name;
            push(&emulator, repository, &id, Some("pr-1"));
            pushed.insert((repository.clone(), id));
        }
    });
    let outcomes = runtime.block_on(work);
    stays.extend(pushed);
    for (planned, outcome) in plan.images.iter().zip(&outcomes) {
        if matches!(outcome, Outcome::Changed(_) | Outcome::NotTried) {
            let id = planned.image.image_id.clone();
            stays.insert((planned.repository.name.clone(), id));
        }
    }
    emulator.clear_faults();
    let listed = runtime.block_on(read(lists, plan.repositories.clone()));
    let listed = listed.expect("a list");
    let after = ids(&listed);
    let lost: Vec<_> = stays.difference(&after).collect();
    assert!(lost.is_empty(), "{lost:?} were to stay: {outcomes:?}");
    let mut report = Report::new(&plan.images, outcomes, false);
    report.compare(listed);
    let deleted = planned.difference(&after).count();
    let counted = &report.json()["Count"];
    let counted = counted["Deleted"].as_u64().zip(counted["Gone"].as_u64());
    let counted = counted.map(|(deleted, gone)| deleted + gone);
    assert_eq!(counted, Some(deleted as u64), "the report");
}

fn ids(listed: &[super::list::Listed]) -> BTreeSet<(String, String)> {
    let ids = |one: &super::list::Listed| {
        let name = one.repository.name.clone();
        let images = one.images.iter();
        images
            .map(move |image| (name.clone(), image.image_id.clone()))
            .collect::<Vec<_>>()
    };
    listed.iter().flat_map(ids).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_to_stay_is_never_deleted(case in cases()) {
        run(&case);
    }
}
