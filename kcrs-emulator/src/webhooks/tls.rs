//! TLS to a receiver: its certificate is one that this machine trusts.

use std::sync::{Arc, OnceLock};

use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::post::Stream;

pub(super) async fn with_tls(host: &str, stream: TcpStream) -> Result<Box<dyn Stream>, String> {
    static CONFIG: OnceLock<Result<Arc<ClientConfig>, String>> = OnceLock::new();
    let config = CONFIG.get_or_init(|| configure().map_err(|error| error.to_string()));
    let config = config.clone()?;
    let name = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .to_owned();
    let name = name
        .try_into()
        .map_err(|_| "its host is no name of a certificate".to_owned())?;
    let stream = TlsConnector::from(config).connect(name, stream).await;
    let stream = stream.map_err(|error| format!("TLS with it fails: {error}"))?;
    Ok(Box::new(stream))
}

fn configure() -> Result<Arc<ClientConfig>, rustls::Error> {
    let provider = CryptoProvider::get_default().cloned();
    let provider = provider.unwrap_or_else(|| Arc::new(ring::default_provider()));
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    Ok(Arc::new(config))
}
