//! Pruning images: which go, and what is refused.

mod plan;
mod policy;
mod runs;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use kcrs_emulator::{Emulator, ImagePush, RepositoryPlace, Seed};
use kcrs_generated::{Client, Clock};

use crate::support::{Kcrs, Ran, emulator};

const ID: &str = "7e4f1c3a-0f0e-4a53-9d5c-0d2c9d1f7a10";
const DAY: Duration = Duration::from_secs(24 * 3600);

/// An emulator with the instance `ID` and the namespaces `team` and `other`.
fn start() -> Emulator {
    let seed = format!(
        "instances: [{{instance_name: demo, instance_id: {ID}, namespaces: [{{namespace: team}}, {{namespace: other}}]}}]"
    );
    let seed = Seed::parse(&seed).expect("a seed");
    let is_seeded = Arc::new(AtomicBool::new(false));
    let clock = EarlySeed(Arc::clone(&is_seeded));
    let emulator = emulator().seed(seed).clock(clock).start();
    is_seeded.store(true, Ordering::Relaxed);
    emulator.expect("an emulator")
}

/// Makes what is in the seed older than what is pushed later at times in the past.
struct EarlySeed(Arc<AtomicBool>);

impl Clock for EarlySeed {
    fn now(&self) -> SystemTime {
        match self.0.load(Ordering::Relaxed) {
            true => SystemTime::now(),
            false => SystemTime::UNIX_EPOCH,
        }
    }
}

fn place(repository: &str) -> RepositoryPlace {
    RepositoryPlace::new(ID, "team", repository)
}

fn digest(number: usize) -> String {
    format!("sha256:{:0<64}", format!("{number:08x}"))
}

fn push(emulator: &Emulator, repository: &str, id: &str, tags: &[&str]) {
    let push = || ImagePush::new(place(repository)).image_id(id);
    if tags.is_empty() {
        emulator.push_image(push()).expect("a push");
    }
    for tag in tags {
        emulator.push_image(push().tag(*tag)).expect("a push");
    }
}

/// The images of a repository as the service has them: their tags by their ids.
fn images(emulator: &Emulator, repository: &str) -> BTreeMap<String, Vec<String>> {
    let client = Client::builder()
        .endpoint(emulator.endpoint())
        .credentials(emulator.credentials())
        .build()
        .expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let list = client
        .describe_images()
        .instance_id(ID)
        .namespace("team")
        .repo_name(repository)
        .max_results(99)
        .items()
        .try_collect();
    let images: Vec<_> = runtime.block_on(list).expect("a list");
    images
        .into_iter()
        .map(|image| (image.image_id, image.tag_names))
        .collect()
}

/// A few images in two repositories, at times that do not depend on when the test runs.
fn push_a_few(emulator: &Emulator) {
    let begin = SystemTime::UNIX_EPOCH + Duration::from_secs(1_655_712_129);
    for (day, (repository, tags)) in [
        ("web", &["v1", "latest"][..]),
        ("web", &["pr-1"]),
        ("web", &["pr-2", "v2-rc"]),
        ("web", &[]),
        ("api", &["pr-9"]),
        ("web", &["pr-3"]),
    ]
    .into_iter()
    .enumerate()
    {
        emulator.set_time(begin + DAY * u32::try_from(day).expect("a day"));
        push(emulator, repository, &digest(0xabcd_ef00 + day), tags);
    }
}

/// Prunes the namespace `team`.
fn prune_team(kcrs: &Kcrs, more: &[&str]) -> Ran {
    let at = [
        "images",
        "prune",
        "--instance-id",
        ID,
        "--namespace",
        "team",
    ];
    kcrs.run([&at[..], more].concat())
}
