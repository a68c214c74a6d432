//! The transport that is used unless another is given.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::Uri;
use http::header::HOST;
use reqwest::Url;

use super::clients::{Clients, Customise};
use super::{Limits, Transport, TransportFuture, tls};
use crate::{BuildError, Endpoint, TransportError, TransportErrorKind};

/// Settings of the HTTP client.
pub(crate) struct Settings<'a> {
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) connect_timeout: Duration,
    pub(crate) root_certificates: &'a [Vec<u8>],
    pub(crate) customise: Option<Customise>,
}

/// Sends requests with reqwest.
pub(crate) struct ReqwestTransport {
    clients: Clients,
    endpoint: Endpoint,
    /// The endpoint as reqwest wants it: reading a host costs more than all else that is done with
    /// a URL.
    base: Option<Url>,
}

impl ReqwestTransport {
    pub(crate) fn new(settings: Settings<'_>) -> Result<Self, BuildError> {
        let endpoint = settings.endpoint.clone();
        let tls = tls::configure(endpoint.is_secure(), settings.root_certificates)?;
        let clients = Clients::new(settings.connect_timeout, tls, settings.customise);
        // What cannot be set up is an error here, not in the first call.
        clients.build(false)?;
        Ok(Self {
            clients,
            base: Url::parse(&endpoint.to_string()).ok(),
            endpoint,
        })
    }

    fn url(&self, uri: &Uri) -> Result<Url, TransportError> {
        match &self.base {
            Some(base) if self.endpoint.is_that_of(uri) => {
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
        let client = self.clients.get(&parts.uri);
        let client =
            client.map_err(|error| TransportError::new(TransportErrorKind::Other, error))?;
        let sent = client.execute(request).await;
        let mut response = sent.map_err(|error| {
            if is_refused(&error) {
                TransportError::new(TransportErrorKind::Refused, error.without_url())
            } else if error.is_connect() {
                failed(error).at(self.destination(&parts.uri))
            } else {
                failed(error)
            }
        })?;
        let body = read_body(&mut response, limits.max_response_bytes).await?;
        let mut read = http::Response::new(body);
        *read.status_mut() = response.status();
        *read.version_mut() = response.version();
        std::mem::swap(read.headers_mut(), response.headers_mut());
        Ok(read)
    }

    /// Returns the destination of a request to this URI, as errors name it.
    fn destination(&self, uri: &Uri) -> String {
        let proxy = self.clients.proxy(uri);
        let proxy = proxy.map(|proxy| format!(" through the proxy {}", origin(&proxy)));
        format!(" to {}{}", origin(uri), proxy.unwrap_or_default())
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
    let usual = match scheme {
        "http" => 80,
        "https" => 443,
        _ => 1080,
    };
    let port = uri.port_u16().unwrap_or(usual);
    format!("{scheme}://{}:{port}", uri.host().unwrap_or_default())
}

/// Returns whether an HTTP/2 server sent in place of a response that it has not processed the
/// request: it reset the stream as refused, or went away and named a stream before it as the last
/// one. (With the latter `h2` ends the streams behind that one only.)
#[cfg(feature = "http2")]
fn is_refused(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<h2::Error>() {
            let is_refusal = error.reason() == Some(h2::Reason::REFUSED_STREAM);
            return error.is_remote() && (error.is_go_away() || error.is_reset() && is_refusal);
        }
        cause = error.source();
    }
    false
}

#[cfg(not(feature = "http2"))]
fn is_refused(_error: &(dyn std::error::Error + 'static)) -> bool {
    false
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
