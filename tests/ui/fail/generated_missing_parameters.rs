//! Missing parameters of generated actions: one error each, also in `.await` and `tokio::spawn`.

use kcrs_generated::Client;
use kcrs_generated::actions::CreateInstance;
use kcrs_generated::types::InstanceType;

async fn send(client: Client) {
    let _ = client.create_instance().send().await;
    let _ = client.create_instance().instance_name("demo").send().await;
    let _ = client.create_instance().instance_type(InstanceType::Basic).send_response().await;
    let _ = CreateInstance::builder().build();
    tokio::spawn(client.create_instance().instance_name("demo").send());
}

fn main() {}
