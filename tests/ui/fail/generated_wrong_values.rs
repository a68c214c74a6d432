//! A misspelt enum value and text in its place are ordinary errors.

use kcrs_generated::Client;
use kcrs_generated::types::InstanceType;

async fn send(client: Client) {
    let _ = client.create_instance().instance_type(InstanceType::Basik);
    let _ = client.create_instance().instance_type("basic");
    let _ = client.create_instance().purchase_time("1");
}

fn main() {}
