//! Transports, which send signed requests.

mod clients;
mod reqwest;
mod tls;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

use crate::TransportError;

pub(crate) use self::clients::Customise;
pub(crate) use self::reqwest::{ReqwestTransport, Settings};

/// Future of [`Transport::send`].
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<Bytes>, TransportError>> + Send + 'a>>;

/// Sends signed requests. Implement it to use another HTTP client, or none.
///
/// A transport has these duties:
///
/// - It sends the request **as it is**: method, URI (its query byte for byte), headers and body.
///   All of it may be signed. `Host` is among the headers, and equals the authority of the URI.
/// - It follows **no redirects**. The signature is for one host and one path, and a redirect would
///   hand it to another.
/// - It makes **no attempts of its own** beyond the first: whether a call may be repeated is known
///   to the caller alone, and each attempt needs a date, so a signature, of its own.
/// - It gives up, with [`TooLong`](crate::TransportErrorKind::TooLong), on a body that is longer
///   than [`Limits::max_response_bytes`], having held no more than that in memory. It need not look
///   at [`Limits::timeout`]: when that is over, the client drops what the transport has returned,
///   and that must end the request.
/// - It reports [`Connect`](crate::TransportErrorKind::Connect) only where nothing was sent, and
///   [`Refused`](crate::TransportErrorKind::Refused) only where what was sent was surely not
///   carried out: such a request is sent again even where it must not be carried out twice.
/// - Every status is a response; an error means that no response came. The body is what is left
///   when transfer and content codings are undone.
/// - Its errors show no URL: the query holds parameters.
///
/// ```
/// use bytes::Bytes;
/// use kcrs_runtime::{Limits, Transport, TransportFuture};
///
/// /// Responds to every request alike.
/// struct Canned(&'static str);
///
/// impl Transport for Canned {
///     fn send(&self, _: http::Request<Bytes>, _: Limits) -> TransportFuture<'_> {
///         Box::pin(async { Ok(http::Response::new(Bytes::from_static(self.0.as_bytes()))) })
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and waits for the whole response.
    fn send(&self, request: http::Request<Bytes>, limits: Limits) -> TransportFuture<'_>;
}

shown_as!(dyn Transport: "Transport");

/// Limits that a transport keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Maximum length of a response's body.
    pub max_response_bytes: usize,
    /// Longest time from the start of connecting to the end of the body, which the client sees to;
    /// none means no limit.
    pub timeout: Option<Duration>,
}

impl Default for Limits {
    /// 32 MiB, 60 seconds.
    fn default() -> Self {
        Self {
            max_response_bytes: 32 << 20,
            timeout: Some(Duration::from_secs(60)),
        }
    }
}
