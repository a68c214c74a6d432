//! Properties that all errors share.

use std::error::Error as _;

use super::*;
use crate::{Credentials, Endpoint, EndpointError, RawResponse, Service, Signature, Signer};

static SERVICE: Service = Service::new("test", "1", "https://localhost")
    .default_region("r")
    .signatures(&[Signature::V4])
    .user_agent("test/1");

fn signing() -> SigningError {
    let credentials = Credentials::new("", "x");
    Signer::new(Signature::V4, credentials, "r", &SERVICE).unwrap_err()
}

fn endpoint() -> EndpointError {
    Endpoint::parse("ftp://PLANTED").unwrap_err()
}

fn transport() -> TransportError {
    let cause = std::io::Error::other(std::io::Error::other("PLANTED"));
    TransportError::new(TransportErrorKind::Connect, cause)
}

fn response(status: u16, body: &'static str) -> http::Response<bytes::Bytes> {
    let mut response = http::Response::new(body.into());
    *response.status_mut() = status.try_into().unwrap();
    response
}

/// One of each variant, all with the same text in what they wrap.
fn every_error() -> Vec<Error> {
    let planted = || "PLANTED".to_owned();
    let credentials = || CredentialsError::failed("PLANTED");
    let builds = [
        BuildError::Credentials(credentials()),
        BuildError::Endpoint(endpoint()),
        BuildError::Signature(Signature::V4),
        BuildError::Signing(signing()),
        BuildError::NoTls,
        BuildError::NoRootCertificates,
        BuildError::RootCertificates(planted()),
        BuildError::Tls(planted()),
        BuildError::Http(planted()),
        BuildError::Runtime(planted()),
        BuildError::Setting(planted()),
        BuildError::PlainClient,
    ];
    let wait = FailedWait {
        waiter: "running",
        problem: WaitProblem::Call,
        statuses: Vec::new(),
        response: None,
        error: Some(transport().into()),
        polls: 1,
        elapsed: Duration::ZERO,
    };
    let error = r#"{"RequestId": "r", "Error": {"Code": "Some", "Message": "PLANTED"}}"#;
    let cut = RawResponse::new(response(200, "{"));
    let paging = PagingError {
        action: "PLANTED",
        marker: 1,
        next: 1,
    };
    let mut errors = vec![
        Error::Invalid(Violations::default()),
        credentials().into(),
        signing().into(),
        transport().into(),
        SERVICE.read(response(400, error)).unwrap_err(),
        cut.decode::<serde_json::Value>().unwrap_err(),
        paging.into(),
        WaitError::new(wait).into(),
    ];
    errors.extend(builds.map(Error::from));
    for error in &errors {
        // A new variant belongs into the lists above.
        match error {
            Error::Invalid(_) | Error::Credentials(_) | Error::Signing(_) => {}
            Error::Transport(_) | Error::Service(_) | Error::Response(_) => {}
            Error::Paging(_) | Error::Wait(_) => {}
            Error::Options(error) => match error {
                BuildError::Credentials(_) | BuildError::Endpoint(_) | BuildError::Signing(_) => {}
                BuildError::Signature(_) | BuildError::NoTls | BuildError::PlainClient => {}
                BuildError::NoRootCertificates | BuildError::RootCertificates(_) => {}
                BuildError::Tls(_) | BuildError::Http(_) | BuildError::Runtime(_) => {}
                BuildError::Setting(_) => {}
            },
        }
    }
    errors
}

#[test]
fn a_cause_is_in_the_text_and_nowhere_else() {
    let mut named = 0;
    for error in every_error() {
        let text = error.to_string();
        assert!(error.source().is_none(), "{text}");
        assert!(text.matches("PLANTED").count() <= 1, "{text}");
        named += text.matches("PLANTED").count();
    }
    assert_eq!(named, 12);
}

#[test]
fn a_client_that_cannot_be_built_reads_as_that() {
    fn build() -> Result<(), Error> {
        Err(BuildError::Endpoint(endpoint()))?;
        Ok(())
    }
    assert_eq!(
        build().unwrap_err().to_string(),
        r#"endpoint "ftp://PLANTED" is neither https:// nor http://"#
    );
}
