//! The least that any such program pays for: HTTPS-capable calls by bare reqwest, without a
//! signature, whose responses are read into types. Arguments: the endpoint, and how many calls it
//! makes.

use std::sync::Arc;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(dead_code, reason = "what is measured is the reading")]
struct Page {
    request_id: String,
    total_count: i64,
    max_results: i64,
    marker: i64,
    instance_set: Vec<Instance>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(dead_code, reason = "what is measured is the reading")]
struct Instance {
    instance_id: String,
    instance_name: String,
    instance_type: String,
    instance_status: String,
    charge_type: String,
    create_time: String,
    expired_time: Option<String>,
    internal_endpoint: String,
    project_id: i64,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let endpoint = arguments.next().unwrap_or_else(|| "http://127.0.0.1:9".to_owned());
    let calls: usize = arguments.next().map_or(Ok(1), |text| text.parse())?;
    let url = format!("{endpoint}/?Action=DescribeInstance&MaxResults=99&Version=2021-11-09");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let client = reqwest::Client::builder().tls_backend_preconfigured(tls).build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for _ in 0..calls {
        match runtime.block_on(async { client.get(&url).send().await?.json::<Page>().await }) {
            Ok(page) => println!("{} instances", page.instance_set.len()),
            Err(error) => println!("{error}"),
        }
    }
    Ok(())
}
