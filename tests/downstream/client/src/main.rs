//! A program of somebody else's that depends on the packaged client. Arguments: the endpoint, and
//! how many calls it makes.

use kcrs_generated::{Client, Credentials};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let endpoint = arguments.next().unwrap_or_else(|| "http://127.0.0.1:9".to_owned());
    let calls: usize = arguments.next().map_or(Ok(1), |text| text.parse())?;
    let client = Client::builder().endpoint(endpoint).credentials(Credentials::new("AK", "SK")).build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for _ in 0..calls {
        match runtime.block_on(async { client.describe_instance().max_results(99).send().await }) {
            Ok(page) => println!("{} instances", page.instance_set.len()),
            Err(error) => println!("{error}"),
        }
    }
    Ok(())
}
