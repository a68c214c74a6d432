//! TLS for the reqwest transport.
//!
//! With one of the rustls features the configuration is made here and handed over, which keeps
//! reqwest from looking for a process-wide crypto provider (it panics where there is none, even for
//! a client of plain http). With `native-tls` alone it is reqwest that makes it. With neither there
//! is plain http only.

use reqwest::ClientBuilder;

#[cfg(not(feature = "__rustls"))]
use crate::BuildError;

#[cfg(feature = "__rustls")]
pub(super) use with_rustls::configure;

/// Sets TLS up for a client. Can be called for several, which share sessions then.
pub(super) type Configure = Box<dyn Fn(ClientBuilder) -> ClientBuilder + Send + Sync>;

#[cfg(all(feature = "native-tls", not(feature = "__rustls")))]
pub(super) fn configure(
    _secure: bool,
    root_certificates: &[Vec<u8>],
) -> Result<Configure, BuildError> {
    let mut certificates = Vec::new();
    for pem in root_certificates {
        let read = reqwest::Certificate::from_pem_bundle(pem);
        let read = read.map_err(|error| BuildError::RootCertificates(error.to_string()))?;
        if read.is_empty() {
            return Err(BuildError::RootCertificates(
                "there is no certificate in it".to_owned(),
            ));
        }
        certificates.extend(read);
    }
    Ok(Box::new(move |builder| {
        let builder = builder.tls_backend_native();
        if certificates.is_empty() {
            builder
        } else {
            builder.tls_certs_merge(certificates.clone())
        }
    }))
}

#[cfg(not(any(feature = "__rustls", feature = "native-tls")))]
pub(super) fn configure(
    secure: bool,
    _root_certificates: &[Vec<u8>],
) -> Result<Configure, BuildError> {
    if secure {
        Err(BuildError::NoTls)
    } else {
        Ok(Box::new(|builder| builder))
    }
}

#[cfg(feature = "__rustls")]
mod with_rustls {
    use std::sync::Arc;

    use rustls::client::WantsClientCert;
    use rustls::crypto::CryptoProvider;
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject;
    use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
    use rustls_platform_verifier::Verifier;

    use super::Configure;
    use crate::BuildError;

    pub(in crate::http::transport) fn configure(
        secure: bool,
        root_certificates: &[Vec<u8>],
    ) -> Result<Configure, BuildError> {
        let certificates = read_certificates(root_certificates)?;
        let provider = provider();
        let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| BuildError::Tls(error.to_string()))?;
        let config = if secure {
            with_system_roots(config, &provider, certificates)?
        } else {
            // Plain http has no use for the system's certificates, which need not be there. Those
            // that were given can still be those of a proxy.
            config.with_root_certificates(store_of(certificates)?)
        };
        let mut config = config.with_no_client_auth();
        config.alpn_protocols = alpn();
        Ok(Box::new(move |builder| {
            builder.tls_backend_preconfigured(config.clone())
        }))
    }

    /// The process's provider if one is installed; else our own, which is not installed: that is
    /// not a library's to do.
    fn provider() -> Arc<CryptoProvider> {
        if let Some(installed) = CryptoProvider::get_default() {
            return Arc::clone(installed);
        }
        #[cfg(feature = "rustls-ring")]
        let provider = rustls::crypto::ring::default_provider();
        #[cfg(not(feature = "rustls-ring"))]
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        Arc::new(provider)
    }

    fn alpn() -> Vec<Vec<u8>> {
        let mut protocols = Vec::new();
        if cfg!(feature = "http2") {
            protocols.push(b"h2".to_vec());
        }
        protocols.push(b"http/1.1".to_vec());
        protocols
    }

    /// Trusts what the system trusts, and `certificates` besides. Where the system trusts nothing,
    /// and the feature `webpki-roots` is on, the certificates compiled in take its place.
    fn with_system_roots(
        config: ConfigBuilder<ClientConfig, WantsVerifier>,
        provider: &Arc<CryptoProvider>,
        certificates: Vec<CertificateDer<'static>>,
    ) -> Result<ConfigBuilder<ClientConfig, WantsClientCert>, BuildError> {
        #[cfg(feature = "webpki-roots")]
        if Verifier::new(Arc::clone(provider)).is_err() {
            let mut store = store_of(certificates)?;
            store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
            return Ok(config.with_root_certificates(store));
        }
        let verifier = Verifier::new_with_extra_roots(certificates, Arc::clone(provider));
        let verifier = verifier.map_err(|_| BuildError::NoRootCertificates)?;
        Ok(config
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier)))
    }

    fn store_of(certificates: Vec<CertificateDer<'static>>) -> Result<RootCertStore, BuildError> {
        let mut store = RootCertStore::empty();
        for certificate in certificates {
            store
                .add(certificate)
                .map_err(|error| BuildError::RootCertificates(error.to_string()))?;
        }
        Ok(store)
    }

    fn read_certificates(pems: &[Vec<u8>]) -> Result<Vec<CertificateDer<'static>>, BuildError> {
        let mut certificates = Vec::new();
        for pem in pems {
            let before = certificates.len();
            for certificate in CertificateDer::pem_slice_iter(pem) {
                let certificate =
                    certificate.map_err(|error| BuildError::RootCertificates(error.to_string()))?;
                certificates.push(certificate);
            }
            if certificates.len() == before {
                let problem = "there is no certificate in it".to_owned();
                return Err(BuildError::RootCertificates(problem));
            }
        }
        // Reported here, as a mistake in what was given, not as a lack of certificates on the
        // system.
        store_of(certificates.clone())?;
        Ok(certificates)
    }
}
