//! Waits for an instance, makes a token, and prints the `docker login` that it is for.

use kcrs_emulator::Emulator;
use kcrs_generated::Client;
use kcrs_generated::types::{InstanceType, TokenType};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::start()?;
    let client = Client::builder().endpoint(emulator.endpoint());
    let client = client.credentials(emulator.credentials()).build()?;

    let create = client.create_instance().instance_name("demo");
    let create = create.instance_type(InstanceType::Basic);
    let id = create.send().await?.instance_id;
    let wait = client.wait_until_instance_running().instance_id(&id);
    wait.wait().await?;

    let create = client.create_instance_token().instance_id(&id);
    let create = create.token_type(TokenType::Hour).token_time(1);
    let token = create.send().await?;
    let mut found = client.describe_instance().instance_id([&id]).items();
    let instance = found.next().await.ok_or("the instance is gone")??;
    let host = instance.public_domain.ok_or("it has no public address")?;
    // On docker's standard input no other user sees it.
    let (user, password) = (token.username, token.token.expose());
    println!("echo {password} | docker login --username {user} --password-stdin {host}");
    Ok(())
}
