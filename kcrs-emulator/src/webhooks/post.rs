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

/// Headers that say how a message is framed: what a trigger has for them cannot be sent.
const FRAMING: [HeaderName; 7] = [
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::EXPECT,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Why a delivery has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PostError {
    /// The URL is none, or not of the scheme `http`.
    Url,
    /// The URL leads away from this machine.
    NotLoopback,
    /// A header is none.
    Header,
    /// The receiver cannot be reached.
    Connection,
    /// The receiver did not respond with HTTP.
    NoResponse,
    /// The receiver responded with another status than 2xx.
    Status(u16),
}

/// Posts a delivery. Redirects are not followed: they could lead anywhere.
pub(super) async fn post(delivery: &Delivery, targets: WebhookTargets) -> Result<(), PostError> {
    let uri: Uri = delivery.url.parse().map_err(|_| PostError::Url)?;
    let authority = uri.authority().ok_or(PostError::Url)?;
    if uri.scheme_str() != Some("http") {
        return Err(PostError::Url);
    }
    let addresses = addresses(
        authority.host(),
        authority.port_u16().unwrap_or(80),
        targets,
    )
    .await?;
    let host = match authority.port() {
        Some(port) => format!("{}:{port}", authority.host()),
        None => authority.host().to_owned(),
    };
    let mut request = Request::new(Full::new(Bytes::from(delivery.body.clone())));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = uri
        .path_and_query()
        .map_or("/", |path| path.as_str())
        .parse()
        .map_err(|_| PostError::Url)?;
    *request.headers_mut() = headers(delivery, &host)?;

    let stream = connect(&addresses).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|_| PostError::NoResponse)?;
    // Ends when the sender and the response are dropped: the body of a response is not read.
    tokio::spawn(connection);
    let response = sender
        .send_request(request)
        .await
        .map_err(|_| PostError::NoResponse)?;
    match response.status() {
        status if status.is_success() => Ok(()),
        status => Err(PostError::Status(status.as_u16())),
    }
}

/// The addresses that may be called. Without leave to call others, names are not even looked up.
async fn addresses(
    host: &str,
    port: u16,
    targets: WebhookTargets,
) -> Result<Vec<SocketAddr>, PostError> {
    let literal = host.trim_start_matches('[').trim_end_matches(']');
    let found = if let Ok(address) = literal.parse::<IpAddr>() {
        vec![SocketAddr::new(address, port)]
    } else if host.eq_ignore_ascii_case("localhost") {
        vec![
            SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
            SocketAddr::from((Ipv6Addr::LOCALHOST, port)),
        ]
    } else if targets == WebhookTargets::Any {
        let found = lookup_host((host, port)).await;
        found.map_err(|_| PostError::Connection)?.collect()
    } else {
        return Err(PostError::NotLoopback);
    };
    match targets {
        WebhookTargets::Loopback if !found.iter().all(|address| address.ip().is_loopback()) => {
            Err(PostError::NotLoopback)
        }
        _ => Ok(found),
    }
}

async fn connect(addresses: &[SocketAddr]) -> Result<TcpStream, PostError> {
    for address in addresses {
        if let Ok(stream) = TcpStream::connect(address).await {
            return Ok(stream);
        }
    }
    Err(PostError::Connection)
}

/// The trigger's own headers come over ours.
fn headers(delivery: &Delivery, host: &str) -> Result<HeaderMap, PostError> {
    let mut headers = HeaderMap::new();
    let ours = [
        (HOST, host),
        (CONTENT_TYPE, "application/json"),
        (USER_AGENT, "kcrs-emulator"),
    ];
    for (name, value) in ours {
        headers.insert(name, value.parse().map_err(|_| PostError::Url)?);
    }
    for header in &delivery.headers {
        let name: HeaderName = header.key.parse().map_err(|_| PostError::Header)?;
        if FRAMING.contains(&name) {
            continue;
        }
        headers.remove(&name);
        for value in &header.value {
            let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| PostError::Header)?;
            headers.append(&name, value);
        }
    }
    Ok(headers)
}
