//! What is waited for has to be named.

use kcrs_generated::Client;

async fn wait(client: Client) {
    let _ = client.wait_until_instance_running().wait().await;
    let _ = client.describe_images().instance_id("i").namespace("n").items();
}

fn main() {}
