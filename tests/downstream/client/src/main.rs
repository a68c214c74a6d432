//! A program of somebody else's that depends on the packaged client.

use kcrs_generated::{Client, Credentials};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let endpoint = std::env::args().nth(1).unwrap_or_else(|| "http://127.0.0.1:9".to_owned());
    let client = Client::builder().endpoint(endpoint).credentials(Credentials::new("AK", "SK")).build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match runtime.block_on(async { client.describe_instance().send().await }) {
        Ok(instances) => println!("{} instances", instances.total_count),
        Err(error) => println!("{error}"),
    }
    Ok(())
}
