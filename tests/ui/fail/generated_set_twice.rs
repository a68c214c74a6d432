//! A required parameter of a generated action that is set twice.

use kcrs_generated::Client;
use kcrs_generated::types::InstanceType;

async fn send(client: Client) {
    let _ = client
        .create_instance()
        .instance_name("one")
        .instance_type(InstanceType::Basic)
        .instance_name("two")
        .send()
        .await;
}

fn main() {}
