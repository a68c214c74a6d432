//! Responses.

use std::fmt;
use std::sync::OnceLock;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::Error;
use crate::http::error::{malformed, request_id_of};

/// A response as it came: status, headers and body.
#[derive(Clone)]
pub struct RawResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    request_id: OnceLock<Option<Box<str>>>,
}

impl RawResponse {
    pub(crate) fn new(response: http::Response<Bytes>) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            status: parts.status,
            headers: parts.headers,
            body,
            request_id: OnceLock::new(),
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The HTTP headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, byte for byte.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The id of the request, by which the vendor finds it.
    pub fn request_id(&self) -> Option<&str> {
        let read = || request_id_of(self.json()).map(Into::into);
        self.request_id.get_or_init(read).as_deref()
    }

    /// Reads the body as the output of an action.
    pub fn decode<O: DeserializeOwned>(&self) -> Result<O, Error> {
        serde_json::from_slice(self.json()).map_err(|error| malformed(self, &error))
    }

    /// The body without the byte order mark that some servers put before it.
    pub(crate) fn json(&self) -> &[u8] {
        self.body
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(&self.body)
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_debug(f, "RawResponse", self, None)
    }
}

/// An output with the response that it was read from.
#[derive(Clone)]
pub struct Response<O> {
    output: O,
    raw: RawResponse,
}

impl<O> Response<O> {
    /// Puts an output together with the response that it was read from.
    pub fn new(output: O, raw: RawResponse) -> Self {
        Self { output, raw }
    }

    /// The output.
    pub fn output(&self) -> &O {
        &self.output
    }

    pub(crate) fn output_mut(&mut self) -> &mut O {
        &mut self.output
    }

    /// The output.
    pub fn into_output(self) -> O {
        self.output
    }

    /// The response as it came.
    pub fn raw(&self) -> &RawResponse {
        &self.raw
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.raw.status()
    }

    /// The HTTP headers.
    pub fn headers(&self) -> &HeaderMap {
        self.raw.headers()
    }

    /// The body, byte for byte.
    pub fn body(&self) -> &Bytes {
        self.raw.body()
    }

    /// The id of the request, by which the vendor finds it.
    pub fn request_id(&self) -> Option<&str> {
        self.raw.request_id()
    }
}

impl<O: fmt::Debug> fmt::Debug for Response<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_debug(f, "Response", &self.raw, Some(&self.output))
    }
}

/// Headers and body can hold secrets: their size is shown.
fn write_debug(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    raw: &RawResponse,
    output: Option<&dyn fmt::Debug>,
) -> fmt::Result {
    let mut debug = f.debug_struct(name);
    if let Some(output) = output {
        debug.field("output", output);
    }
    debug
        .field("status", &raw.status)
        .field("request_id", &raw.request_id());
    debug
        .field("headers", &raw.headers.len())
        .field("body_bytes", &raw.body.len());
    debug.finish()
}
