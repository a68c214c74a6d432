//! Lists the images of all instances that are older than 30 days.

use std::time::{Duration, SystemTime};

use kcrs_emulator::{Emulator, Seed};
use kcrs_generated::{Client, UTC_OFFSET};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let then = || SystemTime::now() - 40 * DAY;
    let emulator = Emulator::builder().clock(then).seed(Seed::demo());
    let emulator = emulator.start()?;
    let client = Client::builder().endpoint(emulator.endpoint()).clock(then);
    let client = client.credentials(emulator.credentials()).build()?;

    let mut instances = client.describe_instance().items();
    while let Some(instance) = instances.next().await.transpose()? {
        let id = &instance.instance_id;
        let mut spaces = client.describe_namespace().instance_id(id).items();
        while let Some(space) = spaces.next().await.transpose()? {
            let list = client.describe_repository().instance_id(id);
            let mut repos = list.namespace(&space.namespace).items();
            while let Some(repo) = repos.next().await.transpose()? {
                let list = client.describe_images().instance_id(id);
                let list = list.namespace(&space.namespace);
                let mut images = list.repo_name(&repo.repo_name).items();
                while let Some(image) = images.next().await.transpose()? {
                    let age = image.create_time.age(UTC_OFFSET, SystemTime::now());
                    if age.is_some_and(|age| age > 30 * DAY) {
                        println!("{} {}", repo.repo_name, image.image_id);
                    }
                }
            }
        }
    }
    Ok(())
}
