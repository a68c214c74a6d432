//! TLS: whom the client trusts, and whose cryptography it uses.
//!
//! What concerns the whole process (environment variables, an installed crypto provider) is tested
//! in a child: the test that is named runs again in it, and sees the variable `CHILD`.

#![cfg(any(feature = "__rustls", feature = "native-tls"))]

mod support;

use std::io::Write;
use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use kcrs_runtime::{BuildError, ClientBuilder, Error, TransportErrorKind};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
#[cfg(feature = "__rustls")]
use rustls::crypto::CryptoProvider;
use rustls::crypto::ring;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{CipherSuite, ServerConfig, ServerConnection, StreamOwned};
use support::{Say, client, http, read_request};

const CHILD: &str = "KCRS_TEST_CHILD_PORT";
const CA: &str = "KCRS_TEST_CA";

#[tokio::test]
async fn certificates_that_are_given_are_trusted() {
    let server = Server::start();
    let client = client("https", server.port)
        .root_certificates_pem(server.ca)
        .build()
        .unwrap();
    assert_eq!(client.send(Say::<true>("x")).await.unwrap()["A"], "b");
    assert!(server.suites.recv().is_ok());
}

#[tokio::test]
async fn others_are_not() {
    let (server, other) = (Server::start(), Server::start());
    let client = client("https", server.port)
        .root_certificates_pem(other.ca)
        .build()
        .unwrap();
    let error = client.send(Say::<false>("x")).await.unwrap_err();
    let Error::Transport(transport) = &error else {
        panic!("{error}")
    };
    assert_eq!(transport.kind(), TransportErrorKind::Connect);
    assert!(error.to_string().contains("certificate"), "{error}");
}

#[tokio::test]
async fn plain_http_is_spoken_too() {
    let (port, _requests) = support::serve_text(http("200 OK", r#"{"A": "b"}"#));
    let client = client("http", port).build().unwrap();
    assert_eq!(client.send(Say::<false>("x")).await.unwrap()["A"], "b");
}

#[test]
fn what_is_no_certificate_is_refused() {
    let der = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for pem in ["", "no PEM", "-----BEGIN CERTIFICATE-----\n!!!", der] {
        let error = client("https", 1)
            .root_certificates_pem(pem)
            .build()
            .unwrap_err();
        assert!(
            matches!(error, BuildError::RootCertificates(_)),
            "{pem}: {error}"
        );
    }
}

#[test]
fn the_systems_certificates_are_trusted() {
    let Some((client, _)) = child() else {
        let server = Server::start();
        let directory = directory("system");
        let ca = directory.join("ca.pem");
        std::fs::write(&ca, &server.ca).unwrap();
        return run(
            "the_systems_certificates_are_trusted",
            &server,
            &[("SSL_CERT_FILE", ca.to_str().unwrap())],
        );
    };
    assert_eq!(text_from(client), "b");
}

#[cfg(feature = "__rustls")]
#[test]
fn without_certificates_it_says_what_to_set() {
    let Some((client, ca)) = child() else {
        let server = Server::start();
        let directory = directory("none");
        let empty = directory.join("empty.pem");
        std::fs::write(&empty, "").unwrap();
        let none = directory.join("none");
        std::fs::create_dir_all(&none).unwrap();
        let variables = [
            ("SSL_CERT_FILE", empty.to_str().unwrap()),
            ("SSL_CERT_DIR", none.to_str().unwrap()),
        ];
        return run(
            "without_certificates_it_says_what_to_set",
            &server,
            &variables,
        );
    };
    if cfg!(feature = "webpki-roots") {
        assert!(
            client.build().is_ok(),
            "those that are compiled in take their place"
        );
    } else {
        let message = client.build().unwrap_err().to_string();
        for remedy in [
            "ca-certificates",
            "SSL_CERT_FILE",
            "root_certificates_pem",
            "webpki-roots",
        ] {
            assert!(message.contains(remedy), "{message}");
        }
    }
    // What is given is enough, and plain http needs none.
    let port = std::env::var(CHILD).unwrap().parse().unwrap();
    assert_eq!(
        text_from(support::client("https", port).root_certificates_pem(ca)),
        "b"
    );
    let (plain, _requests) = support::serve_text(http("200 OK", r#"{"A": "b"}"#));
    assert_eq!(text_from(support::client("http", plain)), "b");
}

#[cfg(feature = "__rustls")]
#[test]
fn no_provider_is_installed_and_none_is_needed() {
    let Some((client, ca)) = child() else {
        return run(
            "no_provider_is_installed_and_none_is_needed",
            &Server::start(),
            &[],
        );
    };
    assert!(CryptoProvider::get_default().is_none());
    assert_eq!(text_from(client.root_certificates_pem(ca)), "b");
    let (plain, _requests) = support::serve_text(http("200 OK", r#"{"A": "b"}"#));
    assert_eq!(text_from(support::client("http", plain)), "b");
    let (plain, _requests) = support::serve_text(http("200 OK", r#"{"A": "b"}"#));
    assert_eq!(text_from(support::client("http", plain)), "b");
    assert!(
        CryptoProvider::get_default().is_none(),
        "a library must not install one"
    );
}

#[cfg(feature = "__rustls")]
#[test]
fn an_installed_provider_wins() {
    const ONLY: CipherSuite = CipherSuite::TLS13_CHACHA20_POLY1305_SHA256;
    let Some((client, ca)) = child() else {
        let server = Server::start();
        run("an_installed_provider_wins", &server, &[]);
        assert_eq!(server.suites.recv().unwrap(), ONLY);
        return;
    };
    let mut provider = ring::default_provider();
    provider.cipher_suites.retain(|suite| suite.suite() == ONLY);
    provider.install_default().unwrap();
    assert_eq!(text_from(client.root_certificates_pem(ca)), "b");
}

/// In a child: a client of the parent's server, and the certificate of its authority.
fn child() -> Option<(ClientBuilder, String)> {
    let port = std::env::var(CHILD).ok()?.parse().unwrap();
    Some((client("https", port), std::env::var(CA).unwrap()))
}

/// Runs a test again in a child.
fn run(test: &str, server: &Server, variables: &[(&str, &str)]) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env(CHILD, server.port.to_string())
        .env(CA, &server.ca)
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
}

fn text_from(client: ClientBuilder) -> String {
    let client = client.build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime
        .block_on(client.send(Say::<false>("x")))
        .unwrap()
        .remove("A")
        .unwrap()
}

fn directory(name: &str) -> std::path::PathBuf {
    let directory = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("tls-{name}"));
    std::fs::create_dir_all(&directory).unwrap();
    directory
}

/// A server on TLS, with the certificate of an authority of its own.
struct Server {
    port: u16,
    ca: String,
    suites: Receiver<CipherSuite>,
}

impl Server {
    fn start() -> Self {
        let mut params = CertificateParams::new([]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // OpenSSL takes a certificate for self-signed when its names are the same.
        params
            .distinguished_name
            .push(DnType::CommonName, "Authority of a test");
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &issuer).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
            )
            .unwrap();
        let config = Arc::new(config);
        let listener = TcpListener::bind("localhost:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, suites) = channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (config, sender) = (config.clone(), sender.clone());
                thread::spawn(move || {
                    let connection = ServerConnection::new(config).unwrap();
                    let mut stream = StreamOwned::new(connection, stream?);
                    while read_request(&mut stream)?.is_some() {
                        let _ = sender.send(stream.conn.negotiated_cipher_suite().unwrap().suite());
                        stream.write_all(http("200 OK", r#"{"A": "b"}"#).as_bytes())?;
                    }
                    std::io::Result::Ok(())
                });
            }
        });
        Self {
            port,
            ca: issuer.pem(),
            suites,
        }
    }
}
