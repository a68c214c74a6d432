//! One delivery: whom it may reach, and the POST.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri, header};
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpStream, lookup_host};

use super::WebhookTargets;
use crate::state::Delivery;
#[cfg(feature = "tls")]
use crate::tls::connect;

/// Header that marks a delivery: an emulator takes no request that has it.
pub(crate) const DELIVERY: HeaderName = HeaderName::from_static("x-kcrs-emulator-delivery");

/// Headers that a trigger cannot have sent: they say how a message is framed and what it is.
const RESERVED: [HeaderName; 8] = [
    DELIVERY,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::EXPECT,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Whom a URL leads to, for telling receivers apart.
pub(super) fn receiver(url: &str) -> String {
    let uri: Option<Uri> = url.parse().ok();
    let authority = uri.as_ref().and_then(Uri::authority);
    authority.map_or_else(String::new, |authority| authority.as_str().to_lowercase())
}

/// Posts a delivery; the error says why it has failed. Redirects are not followed: they could lead
/// anywhere.
pub(super) async fn post(delivery: &Delivery, targets: WebhookTargets) -> Result<(), String> {
    let no_url = |_| "its URL is none".to_owned();
    let uri: Uri = delivery.url.parse().map_err(no_url)?;
    let (secure, port) = match uri.scheme_str() {
        Some("http") => (false, 80),
        Some("https") => (true, 443),
        _ => return Err("its URL is neither http nor https".to_owned()),
    };
    let authority = uri.authority().ok_or("its URL has no host")?;
    let port = authority.port_u16().unwrap_or(port);
    let addresses = addresses(authority.host(), port, targets).await?;
    let host = match authority.port() {
        Some(port) => format!("{}:{port}", authority.host()),
        None => authority.host().to_owned(),
    };
    let mut request = Request::new(Full::new(Bytes::from(delivery.body.clone())));
    *request.method_mut() = Method::POST;
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    *request.uri_mut() = path.parse().map_err(no_url)?;
    *request.headers_mut() = headers(delivery, &host)?;

    let stream = TcpStream::connect(&*addresses).await;
    let stream = stream.map_err(|error| format!("it cannot be reached: {error}"))?;
    let stream = match secure {
        true => connect(authority.host(), stream).await?,
        false => Box::new(stream),
    };
    let no_response = |error| format!("it did not respond with HTTP: {error}");
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(no_response)?;
    // Ends when the sender and the response are dropped: the body of a response is not read.
    tokio::spawn(connection);
    let response = sender.send_request(request).await.map_err(no_response)?;
    match response.status() {
        status if status.is_success() => Ok(()),
        status => Err(format!("it responded {status}")),
    }
}

#[cfg(not(feature = "tls"))]
async fn connect(_: &str, _: TcpStream) -> Result<Box<dyn crate::stream::Stream>, String> {
    Err("https needs the feature `tls` of kcrs-emulator".to_owned())
}

/// The addresses that may be called. Without leave to call others, names are not even looked up.
async fn addresses(
    host: &str,
    port: u16,
    targets: WebhookTargets,
) -> Result<Vec<SocketAddr>, String> {
    let literal = host.trim_start_matches('[').trim_end_matches(']');
    let found = if let Ok(address) = literal.parse::<IpAddr>() {
        vec![SocketAddr::new(address, port)]
    } else if host.eq_ignore_ascii_case("localhost") {
        vec![
            SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            SocketAddr::from((Ipv6Addr::LOCALHOST, port)),
        ]
    } else {
        targets.check(false)?;
        let found = lookup_host((host, port)).await;
        let found = found.map_err(|error| format!("its host is not found: {error}"))?;
        found.collect()
    };
    for address in &found {
        let ip = address.ip().to_canonical();
        // An address that is not specified leads to this machine too.
        targets.check(ip.is_loopback() || ip.is_unspecified())?;
    }
    Ok(found)
}

/// The trigger's own headers come over ours.
fn headers(delivery: &Delivery, host: &str) -> Result<HeaderMap, String> {
    let no_name = |error| format!("a header of the trigger has no name: {error}");
    let no_header = |error| format!("a header of the trigger has no value: {error}");
    let mut headers = HeaderMap::new();
    let host = HeaderValue::from_str(host).map_err(no_header)?;
    headers.insert(HOST, host);
    let fixed = [
        (CONTENT_TYPE, "application/json"),
        (USER_AGENT, "kcrs-emulator"),
        (DELIVERY, "1"),
    ];
    headers.extend(fixed.map(|(name, value)| (name, HeaderValue::from_static(value))));
    for header in &delivery.headers {
        let name: HeaderName = header.key.parse().map_err(no_name)?;
        if RESERVED.contains(&name) {
            continue;
        }
        headers.remove(&name);
        for value in &header.value {
            let value = HeaderValue::from_str(value).map_err(no_header)?;
            headers.append(&name, value);
        }
    }
    Ok(headers)
}
