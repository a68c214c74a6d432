//! Errors of building a client, or of a call's options.

use std::fmt;

use crate::{CredentialsError, EndpointError, Signature, SigningError};

/// Error of building a client, or of a call with invalid options.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// No credentials are set, and the environment holds none.
    Credentials(CredentialsError),
    /// The endpoint or the region is not valid.
    Endpoint(EndpointError),
    /// The service does not take this signature scheme.
    Signature(Signature),
    /// A credential or the region cannot be signed with.
    Signing(SigningError),
    /// The endpoint is https, but this build has no TLS.
    NoTls,
    /// No root certificates were found.
    NoRootCertificates,
    /// The root certificates that were given cannot be read.
    RootCertificates(String),
    /// TLS cannot be set up.
    Tls(String),
    /// The HTTP client cannot be set up.
    Http(String),
    /// The thread of a blocking client cannot be started.
    Runtime(String),
    /// A parameter, a header, the name of the program, or what the environment or a profile sets
    /// is not valid.
    Setting(String),
    /// A call has an https endpoint, but its client was built for plain http, so without TLS.
    PlainClient,
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Credentials(error) => write!(
                f,
                "no credentials: none were set with `credentials`, and {error}"
            ),
            Self::Endpoint(error) => error.fmt(f),
            Self::Signature(scheme) => {
                write!(f, "the service does not take the signature scheme {scheme:?}")
            }
            Self::Signing(error) => error.fmt(f),
            Self::NoTls => f.write_str(
                "the endpoint is https, but this build has no TLS: enable one of the features `rustls-ring`, \
                 `rustls-aws-lc` and `native-tls`, or give an `http://` endpoint or a transport of your own",
            ),
            Self::NoRootCertificates => f.write_str(
                "the system has no root certificates to check the service's certificate with: install the package \
                 `ca-certificates`, set SSL_CERT_FILE or SSL_CERT_DIR, give some with `root_certificates_pem`, or enable \
                 the feature `webpki-roots`",
            ),
            Self::RootCertificates(problem) => {
                write!(f, "the root certificates given cannot be read: {problem}")
            }
            Self::Tls(problem) => write!(f, "TLS cannot be set up: {problem}"),
            Self::Http(problem) => write!(f, "the HTTP client cannot be set up: {problem}"),
            Self::Runtime(problem) => {
                write!(f, "the blocking client cannot be started: {problem}")
            }
            Self::Setting(problem) => f.write_str(problem),
            Self::PlainClient => f.write_str(
                "the endpoint of the call is https, but its client was built for an `http://` endpoint, so without TLS: \
                 build a client for https",
            ),
        }
    }
}

impl std::error::Error for BuildError {}

from_sources!(BuildError {
    Credentials(CredentialsError),
    Endpoint(EndpointError),
    Signing(SigningError),
});
