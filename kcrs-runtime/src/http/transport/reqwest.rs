//! The transport that is used unless another is given.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::Uri;
use http::header::HOST;
use reqwest::{Url, redirect};

use super::tls;
use super::{Limits, Transport, TransportFuture};
use crate::http::error::deepest;
use crate::{BuildError, Endpoint, TransportError, TransportErrorKind};

/// A change to the HTTP client's settings.
pub(crate) type Customise =
    Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send>;

/// How the HTTP client is set up.
pub(crate) struct Settings<'a> {
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) connect_timeout: Duration,
    pub(crate) root_certificates: &'a [Vec<u8>],
    pub(crate) customise: Option<Customise>,
}

/// Sends requests with reqwest.
pub(crate) struct ReqwestTransport {
    http: reqwest::Client,
    endpoint: Endpoint,
    /// The endpoint as reqwest wants it: reading a host costs more than all else that is done with
    /// a URL.
    base: Option<Url>,
}

impl ReqwestTransport {
    pub(crate) fn new(settings: Settings<'_>) -> Result<Self, BuildError> {
        let builder = reqwest::Client::builder()
            .connect_timeout(settings.connect_timeout)
            .tcp_nodelay(true);
        let secure = settings.endpoint.is_secure();
        let mut builder = tls::configure(builder, secure, settings.root_certificates)?;
        if let Some(customise) = settings.customise {
            builder = customise(builder);
        }
        // After the caller's: a signed request cannot go without these.
        builder
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .build()
            .map(|http| Self {
                http,
                base: Url::parse(&settings.endpoint.to_string()).ok(),
                endpoint: settings.endpoint.clone(),
            })
            .map_err(|error| BuildError::Http(deepest(&error.without_url()).to_string()))
    }

    fn url(&self, uri: &Uri) -> Result<Url, TransportError> {
        match &self.base {
            Some(base) if self.endpoint.is_root_of(uri) => {
                let mut url = base.clone();
                url.set_query(uri.query());
                Ok(url)
            }
            _ => Url::parse(&uri.to_string())
                .map_err(|error| TransportError::new(TransportErrorKind::Other, error)),
        }
    }

    async fn exchange(
        &self,
        request: http::Request<Bytes>,
        limits: Limits,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let (parts, body) = request.into_parts();
        let mut request = reqwest::Request::new(parts.method, self.url(&parts.uri)?);
        *request.headers_mut() = parts.headers;
        // The client sets it from the URL, to the same text; where HTTP/2 is spoken it must not be
        // there.
        request.headers_mut().remove(HOST);
        *request.body_mut() = Some(body.into());
        let sent = self.http.execute(request).await;
        let mut response = sent.map_err(|error| match error.is_connect() {
            true => failed(error).at(format!(" to {}", origin(&parts.uri))),
            false => failed(error),
        })?;
        let body = read_body(&mut response, limits.max_response_bytes).await?;
        let mut read = http::Response::new(body);
        *read.status_mut() = response.status();
        *read.version_mut() = response.version();
        std::mem::swap(read.headers_mut(), response.headers_mut());
        Ok(read)
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture<'_> {
        Box::pin(self.exchange(request, limits))
    }
}

/// Reads a body chunk by chunk, so that no more than the limit is ever held. A body of one chunk is
/// not copied.
async fn read_body(
    response: &mut reqwest::Response,
    limit: usize,
) -> Result<Bytes, TransportError> {
    let too_long = || {
        TransportError::new(
            TransportErrorKind::TooLong,
            format!("it has more than {limit} bytes"),
        )
    };
    let announced = response.content_length().unwrap_or(0);
    if announced > u64::try_from(limit).unwrap_or(u64::MAX) {
        return Err(too_long());
    }
    let Some(first) = response.chunk().await.map_err(failed)? else {
        return Ok(Bytes::new());
    };
    if first.len() > limit {
        return Err(too_long());
    }
    let Some(mut next) = response.chunk().await.map_err(failed)? else {
        return Ok(first);
    };
    // The announced length is no more than the limit, but a server that lies about it should cost
    // little.
    let capacity = usize::try_from(announced).unwrap_or(0).min(1 << 20);
    let mut body = BytesMut::with_capacity(capacity.max(first.len() + next.len()));
    body.extend_from_slice(&first);
    loop {
        if next.len() > limit - body.len() {
            return Err(too_long());
        }
        body.extend_from_slice(&next);
        match response.chunk().await.map_err(failed)? {
            Some(chunk) => next = chunk,
            None => return Ok(body.freeze()),
        }
    }
}

/// Scheme, host and port of a URI: what may be shown of it.
fn origin(uri: &Uri) -> String {
    let scheme = uri.scheme_str().unwrap_or_default();
    let usual = if scheme == "https" { 443 } else { 80 };
    let port = uri.port_u16().unwrap_or(usual);
    format!("{scheme}://{}:{port}", uri.host().unwrap_or_default())
}

fn failed(error: reqwest::Error) -> TransportError {
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_builder() {
        TransportErrorKind::Other
    } else {
        TransportErrorKind::Broken
    };
    TransportError::new(kind, error.without_url())
}
