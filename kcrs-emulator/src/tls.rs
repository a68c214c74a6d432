//! TLS: what the emulator shows to clients, and whom its webhooks trust.

use std::fmt;
use std::io;
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose,
};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ClientConfig, ServerConfig};
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::net::TcpStream;
use tokio_rustls::{TlsAcceptor, TlsConnector};

use crate::stream::{Accept, Stream};

/// The certificate of an emulator that speaks https, and its key.
#[derive(Clone)]
pub struct Tls {
    config: Arc<ServerConfig>,
    ca: Option<String>,
}

impl Tls {
    /// Makes a certificate for `localhost`, loopback and this name or address, by an authority that
    /// is made for it alone: whoever trusts [that](Self::ca_pem) trusts nothing else.
    ///
    /// # Errors
    ///
    /// Fails where the host cannot be the name of a certificate.
    pub fn generate(host: &str) -> io::Result<Self> {
        let (certificate, key, ca) = generate(host).map_err(io::Error::other)?;
        let mut tls = Self::new(vec![certificate], key)?;
        tls.ca = Some(ca);
        Ok(tls)
    }

    /// Uses a certificate with those that lead to its authority, and its key, of two files in PEM.
    ///
    /// # Errors
    ///
    /// Fails where they cannot be read or do not belong together; the error names the file.
    pub fn read(certificate: impl AsRef<Path>, key: impl AsRef<Path>) -> io::Result<Self> {
        let (certificate, key) = (certificate.as_ref(), key.as_ref());
        let in_file = |path: &Path, error: &dyn fmt::Display| {
            io::Error::other(format!("{}: {error}", path.display()))
        };
        let chain = CertificateDer::pem_file_iter(certificate).and_then(Iterator::collect);
        let chain = chain.map_err(|error| in_file(certificate, &error))?;
        let private = PrivateKeyDer::from_pem_file(key).map_err(|error| in_file(key, &error))?;
        Self::new(chain, private).map_err(|error| in_file(certificate, &error))
    }

    /// The certificate of the authority, in PEM, where it was made with the certificate.
    #[must_use]
    pub fn ca_pem(&self) -> Option<&str> {
        self.ca.as_deref()
    }

    fn new(chain: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> io::Result<Self> {
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(io::Error::other)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let config = Arc::new(config);
        Ok(Self { config, ca: None })
    }

    pub(crate) fn accept(self) -> Accept {
        let acceptor = TlsAcceptor::from(self.config);
        Box::new(move |stream| {
            let accepting = acceptor.accept(stream);
            Box::pin(async { Ok(Box::new(accepting.await?) as Box<dyn Stream>) })
        })
    }
}

impl Stream for tokio_rustls::server::TlsStream<TcpStream> {
    fn reset_on_close(&self) {
        self.get_ref().0.reset_on_close();
    }
}

impl Stream for tokio_rustls::client::TlsStream<TcpStream> {
    fn reset_on_close(&self) {
        self.get_ref().0.reset_on_close();
    }
}

/// Shows nothing of the key.
impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").finish_non_exhaustive()
    }
}

type Generated = (CertificateDer<'static>, PrivateKeyDer<'static>, String);

fn generate(host: &str) -> Result<Generated, rcgen::Error> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let names = &mut params.distinguished_name;
    names.push(DnType::CommonName, "kcrs-emulator, for this run only");
    let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;
    let key = KeyPair::generate()?;
    let names = ["localhost", "127.0.0.1", "::1", host];
    let mut params = CertificateParams::new(names.map(str::to_owned))?;
    params
        .distinguished_name
        .push(DnType::CommonName, "kcrs-emulator");
    params.use_authority_key_identifier_extension = true;
    let certificate = params.signed_by(&key, &issuer)?;
    let key = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
    Ok((certificate.der().clone(), key, issuer.pem()))
}

/// Speaks TLS with a receiver of webhooks, whose certificate has to be one that this machine
/// trusts.
pub(crate) async fn connect(host: &str, stream: TcpStream) -> Result<Box<dyn Stream>, String> {
    static CONFIG: OnceLock<Result<Arc<ClientConfig>, String>> = OnceLock::new();
    let config = CONFIG.get_or_init(|| configure().map_err(|error| error.to_string()));
    let config = config.clone()?;
    let literal = host.trim_start_matches('[').trim_end_matches(']');
    let name = match literal.parse::<IpAddr>() {
        Ok(address) => address.into(),
        Err(_) => literal
            .to_owned()
            .try_into()
            .map_err(|_| "its host is no name of a certificate".to_owned())?,
    };
    let stream = TlsConnector::from(config).connect(name, stream).await;
    let stream = stream.map_err(|error| format!("TLS with it fails: {error}"))?;
    Ok(Box::new(stream))
}

fn configure() -> Result<Arc<ClientConfig>, rustls::Error> {
    let config = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// The process's provider if one is installed; else our own, which is not installed: that is not a
/// library's to do.
fn provider() -> Arc<CryptoProvider> {
    let installed = CryptoProvider::get_default().cloned();
    installed.unwrap_or_else(|| Arc::new(ring::default_provider()))
}
