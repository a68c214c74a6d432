//! The futures of generated actions can be spawned: builders own a clone of the client.

use kcrs_generated::Client;
use kcrs_generated::types::InstanceType;

async fn spawn(client: Client) {
    let created = tokio::spawn(
        client
            .create_instance()
            .instance_name("demo")
            .instance_type(InstanceType::Basic)
            .set_project_id(None)
            .send(),
    );
    let response = tokio::spawn(client.describe_instance().send_response());
    let _ = (created.await, response.await);
}

fn main() {
    let _ = spawn;
}
