//! Endpoints of requests.

use std::fmt;

use bytes::Bytes;
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{HeaderValue, Uri};
use reqwest::Url;

/// Placeholder of the region in an endpoint.
const REGION: &str = "{region}";

const NO_HOST: &str = "the endpoint names no host";
const NOT_ASCII: &str = "has spaces or characters other than ASCII";

/// Endpoint of requests: a scheme, a host and a port, and a path where a gateway wants one.
///
/// A text without a scheme means https; plain http has to be asked for with `http://`. The
/// service's only path is `/`, which need not be written. Another one is signed and sent as it is.
///
/// ```
/// use kcrs_runtime::Endpoint;
///
/// assert_eq!(Endpoint::parse("127.0.0.1:8443")?.to_string(), "https://127.0.0.1:8443");
/// assert_eq!(Endpoint::parse("http://LOCALHOST:80/")?.to_string(), "http://localhost");
/// assert_eq!(Endpoint::parse("https://gateway/kcrs/v1")?.to_string(), "https://gateway/kcrs/v1");
/// assert!(Endpoint::parse("http://localhost/?a=b").is_err());
/// # Ok::<(), kcrs_runtime::EndpointError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    scheme: Scheme,
    authority: Authority,
    host: HeaderValue,
    /// The path with a `?` behind it.
    query_prefix: String,
}

impl Endpoint {
    /// Reads an endpoint such as `https://kcrs.api.ksyun.com` or `http://127.0.0.1:8080`.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        let refuse = |problem: &str| EndpointError::new(text, problem);
        if text.is_empty() {
            return Err(EndpointError(NO_HOST.to_owned()));
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(refuse(NOT_ASCII));
        }
        let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "https" => Scheme::HTTPS,
            "http" => Scheme::HTTP,
            _ => return Err(refuse("is neither https:// nor http://")),
        };
        if rest.contains('@') {
            return Err(EndpointError(
                "the endpoint has a user name or password in it; credentials are set with `credentials`"
                    .to_owned(),
            ));
        }
        if rest.contains(['?', '#']) {
            return Err(refuse(
                "has more than a host, a port and a path (a query or fragment)",
            ));
        }
        let end = rest.find('/').unwrap_or(rest.len());
        let (rest, path) = rest.split_at(end);
        let path = match path.trim_end_matches('/') {
            "" => "/",
            _ => path,
        };
        if rest.contains('\\') || !is_canonical(path) {
            return Err(refuse(
                "has a path with other characters than letters, digits, `-`, `.`, `_`, `~` and \
                 single `/`, or with a part `.` or `..`",
            ));
        }
        // The transport reads URLs with this parser too: what it makes of the host (lower case, no
        // default port) is what is sent, so it must be what is signed.
        let url = Url::parse(&format!("{scheme}://{rest}"));
        let url = url.map_err(|error| refuse(&format!("is not a URL: {error}")))?;
        let host = match (url.host_str(), url.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (Some(host), None) => host.to_owned(),
            (None, _) => return Err(EndpointError(NO_HOST.to_owned())),
        };
        let bytes = Bytes::from(host);
        match (
            Authority::from_maybe_shared(bytes.clone()),
            HeaderValue::from_maybe_shared(bytes),
        ) {
            (Ok(authority), Ok(host)) => Ok(Self {
                scheme,
                authority,
                host,
                query_prefix: format!("{path}?"),
            }),
            _ => Err(refuse(NOT_ASCII)),
        }
    }

    /// Reads an endpoint in which `{region}` stands for the region.
    pub fn for_region(template: &str, region: &str) -> Result<Self, EndpointError> {
        if !template.contains(REGION) {
            return Self::parse(template);
        }
        // The region becomes a part of the host that is sent credentials: nothing but a label may
        // come of it.
        let label = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if region.is_empty() || !region.bytes().all(label) {
            return Err(EndpointError(format!(
                "region {region:?} cannot be put into endpoint {:?}: it may have letters, digits and `-` only",
                shown(template)
            )));
        }
        Self::parse(&template.replace(REGION, region))
    }

    /// Returns whether requests go by TLS.
    pub fn is_secure(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// Host, and port unless it is the scheme's own: the value of the `Host` header.
    pub fn host(&self) -> &str {
        self.authority.as_str()
    }

    pub(crate) fn host_value(&self) -> &HeaderValue {
        &self.host
    }

    /// The path: `/` unless another was given.
    pub fn path(&self) -> &str {
        self.query_prefix.trim_end_matches('?')
    }

    /// Returns the text before the query: the path, and a `?`.
    pub(crate) fn query_prefix(&self) -> &str {
        &self.query_prefix
    }

    /// Returns whether a URI is this endpoint, perhaps with a query.
    pub(crate) fn is_that_of(&self, uri: &Uri) -> bool {
        uri.scheme() == Some(&self.scheme)
            && uri.authority() == Some(&self.authority)
            && uri.path() == self.path()
    }

    /// The URI of a path with its query. None where that is too long for one.
    pub(crate) fn uri(&self, path_and_query: Bytes) -> Option<Uri> {
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(path_and_query).ok()?);
        Uri::from_parts(parts).ok()
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)?;
        match self.path() {
            "/" => Ok(()),
            path => f.write_str(path),
        }
    }
}

/// Returns whether a path is signed byte for byte as it is sent: nothing in it is escaped or
/// resolved.
fn is_canonical(path: &str) -> bool {
    let is_part = |part: &str| {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        !matches!(part, "" | "." | "..") && part.bytes().all(is_allowed)
    };
    let path = path.strip_suffix('/').unwrap_or(path);
    path.is_empty() || path[1..].split('/').all(is_part)
}

/// Error of an endpoint's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointError(String);

impl EndpointError {
    fn new(endpoint: &str, problem: &str) -> Self {
        Self(format!("endpoint {:?} {problem}", shown(endpoint)))
    }
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What has an `@` may have a password before it.
fn shown(endpoint: &str) -> &str {
    if endpoint.contains('@') {
        "***"
    } else {
        endpoint
    }
}

impl std::error::Error for EndpointError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<String, String> {
        let endpoint = Endpoint::parse(text).map_err(|error| error.to_string())?;
        assert_eq!(endpoint.host_value().as_bytes(), endpoint.host().as_bytes());
        Ok(endpoint.to_string())
    }

    #[test]
    fn endpoints_are_read() {
        for (text, expected) in [
            ("kcrs.api.ksyun.com", "https://kcrs.api.ksyun.com"),
            ("https://kcrs.api.ksyun.com/", "https://kcrs.api.ksyun.com"),
            (
                "https://kcrs.api.ksyun.com:443",
                "https://kcrs.api.ksyun.com",
            ),
            (
                "HTTPS://KCRS.API.KSYUN.COM:8443",
                "https://kcrs.api.ksyun.com:8443",
            ),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://127.0.0.1:80", "http://127.0.0.1"),
            ("http://127.0.0.1:443", "http://127.0.0.1:443"),
            ("[::1]:9", "https://[::1]:9"),
            ("localhost:9", "https://localhost:9"),
            ("http://localhost//", "http://localhost"),
            ("HTTP://GATEWAY/Kcrs/v1.0_~-", "http://gateway/Kcrs/v1.0_~-"),
            ("gateway:443/kcrs/", "https://gateway/kcrs/"),
        ] {
            assert_eq!(parsed(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_endpoint_is_refused_with_a_reason() {
        for (text, reason) in [
            ("", "names no host"),
            ("https://", "is not a URL: empty host"),
            ("ftp://example.com", "is neither https:// nor http://"),
            ("://example.com", "is neither https:// nor http://"),
            ("https://example.com?a=b", "a query or fragment"),
            ("https://example.com/path?", "a query or fragment"),
            ("https://example.com/#a", "a query or fragment"),
            ("https://example.com\\a", "a path with other characters"),
            ("https://example.com/a//b", "a path with other characters"),
            ("https://example.com//a", "a path with other characters"),
            ("https://example.com/a/../b", "a path with other characters"),
            ("https://example.com/.", "a path with other characters"),
            ("https://example.com/a%20b", "a path with other characters"),
            ("https://example.com/a:b", "a path with other characters"),
            (
                "https://user:secret@example.com",
                "has a user name or password in it",
            ),
            ("https://exa mple.com", "has spaces"),
            ("https://例.com", "characters other than ASCII"),
            (
                "https://example.com:99999",
                "is not a URL: invalid port number",
            ),
        ] {
            let error = parsed(text).unwrap_err();
            assert!(error.contains(reason), "{text}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
        let debug = format!("{:?}", Endpoint::parse("https://user:secret@example.com"));
        assert!(!debug.contains("secret"), "{debug}");
    }

    #[test]
    fn the_region_is_a_label_of_the_host() {
        let host = |region| {
            let endpoint = Endpoint::for_region("https://kcrs.{region}.api.ksyun.com", region);
            endpoint
                .map(|endpoint| endpoint.host().to_owned())
                .map_err(|error| error.to_string())
        };
        assert_eq!(
            host("cn-beijing-6").as_deref(),
            Ok("kcrs.cn-beijing-6.api.ksyun.com")
        );
        for region in ["", "a.b", "evil.com/", "a@b", "a b", "华北"] {
            assert!(
                host(region)
                    .unwrap_err()
                    .contains("letters, digits and `-` only"),
                "{region}"
            );
        }
        let fixed = Endpoint::for_region("http://localhost:1", "whatever/it is").unwrap();
        assert_eq!(fixed.host(), "localhost:1");
    }

    #[test]
    fn uris_are_made_of_it() {
        let endpoint = Endpoint::parse("http://localhost:1").unwrap();
        let uri = endpoint.uri(Bytes::from_static(b"/?A=b%20c")).unwrap();
        assert_eq!(uri.to_string(), "http://localhost:1/?A=b%20c");
        assert_eq!(
            endpoint.uri(Bytes::from("/?".to_owned() + &"a".repeat(70_000))),
            None
        );
    }
}
