//! Makes a namespace if it is not there.

use kcrs_emulator::{Emulator, Seed};
use kcrs_generated::{Client, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::builder().seed(Seed::demo()).start()?;
    let client = Client::builder()
        .endpoint(emulator.endpoint())
        .credentials(emulator.credentials())
        .build()?;
    let first = client.describe_instance().items().next().await;
    let instance_id = first.ok_or("there is no instance")??.instance_id;

    for _ in 0..2 {
        match ensure(&client, &instance_id, "team").await? {
            true => println!("made the namespace team"),
            false => println!("the namespace team is there already"),
        }
    }
    Ok(())
}

/// Returns whether it was made.
async fn ensure(client: &Client, instance_id: &str, namespace: &str) -> Result<bool, Error> {
    let create = client.create_namespace().instance_id(instance_id);
    match create.namespace(namespace).public(false).send().await {
        Ok(_) => Ok(true),
        Err(error) if error.is_already_exists() => Ok(false),
        Err(error) => Err(error),
    }
}
