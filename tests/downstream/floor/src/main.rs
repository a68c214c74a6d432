//! The least that any such program pays for: one HTTPS-capable call, its response read as untyped
//! JSON.

use std::sync::Arc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).unwrap_or_else(|| "http://127.0.0.1:9".to_owned());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let client = reqwest::Client::builder().tls_backend_preconfigured(tls).build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match runtime.block_on(async { client.get(url).send().await?.bytes().await }) {
        Ok(body) => println!("{}", serde_json::from_slice::<serde_json::Value>(&body)?["TotalCount"]),
        Err(error) => println!("{error}"),
    }
    Ok(())
}
