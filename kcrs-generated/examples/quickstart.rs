//! Calls of every kind against an emulator in the same process: no account, no network.
//!
//! Run it with `cargo run --example quickstart`.

use kcrs_emulator::Emulator;
use kcrs_generated::types::{EventType, Header, InstanceType, WebhookTrigger};
use kcrs_generated::{Client, Credentials, Error, ErrorCode, Signature};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::start()?;
    println!("The emulator listens on {}.", emulator.endpoint());

    let client = Client::builder()
        .endpoint(emulator.endpoint())
        .credentials(emulator.credentials())
        .build()?;

    let instance_id = create(&client).await?;
    list(&client).await?;
    nested(&client, &instance_id).await?;
    invalid(&client).await;
    refused(&emulator).await?;
    simplified(&emulator, &instance_id).await?;
    Ok(())
}

async fn create(client: &Client) -> Result<String, Error> {
    println!("\nCreate an instance (POST; the compiler checks that name and type are set)");
    let created = client
        .create_instance()
        .instance_name("demo")
        .instance_type(InstanceType::Basic)
        .send()
        .await?;
    println!("  created {}", created.instance_id);
    Ok(created.instance_id)
}

async fn list(client: &Client) -> Result<(), Error> {
    println!("\nList instances (GET; with the response around the output)");
    let response = client
        .describe_instance()
        .max_results(20)
        .send_response()
        .await?;
    println!("  HTTP {}", response.status());
    for instance in &response.output().instance_set {
        println!(
            "  {} {} is {}, created {}, expires {}",
            instance.instance_id,
            instance.instance_type,
            instance.instance_status,
            instance.create_time,
            instance
                .expired_time
                .as_ref()
                .map_or("never", |time| time.as_str()),
        );
    }
    Ok(())
}

async fn nested(client: &Client, instance_id: &str) -> Result<(), Error> {
    client
        .create_namespace()
        .instance_id(instance_id)
        .namespace("apps")
        .public(false)
        .send()
        .await?;
    println!(
        "\nCreate a webhook trigger (structures and lists become dotted, numbered parameters)"
    );
    let trigger = WebhookTrigger::builder()
        .trigger_name("ci")
        .event_type([EventType::PushImage, EventType::DeleteImage])
        .trigger_url("https://ci.example.com/hook")
        .header([
            Header::builder()
                .key("Accept")
                .value(["application/json"])
                .build(),
            Header::builder()
                .key("X-Team")
                .value(["registry", "build"])
                .build(),
        ])
        .build();
    let request = kcrs_generated::actions::CreateWebhookTrigger::builder()
        .instance_id(instance_id)
        .namespace("apps")
        .trigger(trigger)
        .build();
    for (name, value) in request.to_params().iter() {
        println!("  {name}={value}");
    }
    let created = client.send(request).await?;
    println!("  created trigger {}", created.trigger_id);
    Ok(())
}

async fn invalid(client: &Client) {
    println!("\nAn invalid request is refused before the network");
    let result = client
        .create_instance()
        .instance_name("1")
        .instance_type(InstanceType::Premium)
        .charge_type(kcrs_generated::types::ChargeType::Monthly)
        .send()
        .await;
    if let Err(Error::Invalid(violations)) = result {
        for violation in &violations {
            println!("  {violation}");
        }
    }
}

async fn refused(emulator: &Emulator) -> Result<(), Box<dyn std::error::Error>> {
    println!("\nAn error response, here for a wrong secret key");
    let stranger = Client::builder()
        .endpoint(emulator.endpoint())
        .credentials(Credentials::new(
            emulator.credentials().access_key(),
            "wrong",
        ))
        .build()?;
    if let Err(error) = stranger.describe_instance().send().await {
        println!("  {error}");
        println!(
            "  is it SignatureDoesNotMatch? {}",
            ErrorCode::of(&error) == Some(ErrorCode::SignatureDoesNotMatch)
        );
    }
    Ok(())
}

async fn simplified(
    emulator: &Emulator,
    instance_id: &str,
) -> Result<(), Box<dyn std::error::Error>> {
    println!("\nThe same client with the simplified signature");
    let client = Client::builder()
        .endpoint(emulator.endpoint())
        .credentials(emulator.credentials())
        .signature(Signature::Simplified)
        .build()?;
    let exist = client
        .describe_namespace_exist()
        .instance_id(instance_id)
        .namespace("apps")
        .send()
        .await?
        .exist;
    println!("  does the namespace exist? {exist}");
    Ok(())
}
