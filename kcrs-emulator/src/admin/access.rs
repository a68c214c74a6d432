//! Who may use the admin API.

use std::net::{IpAddr, SocketAddr};

use http::header::{AUTHORIZATION, HOST, ORIGIN};
use http::request::Parts;
use http::{Method, StatusCode};

use super::Refused;
use crate::control::Control;

/// Programs on this machine may; programs on others need the token; pages in a browser may not.
///
/// A page of any site can make the browser of a developer send requests to loopback. The browser says so by `Origin`;
/// where a site's name was made to lead here (DNS rebinding), `Host` has that name.
pub(super) fn check(control: &Control, peer: SocketAddr, head: &Parts) -> Result<(), Refused> {
    if head.headers.contains_key(ORIGIN) {
        return Err(forbidden("the admin API is not for pages in a browser"));
    }
    if peer.ip().to_canonical().is_loopback() {
        return check_host(head);
    }
    let Some(token) = &control.admin_token else {
        return Err(forbidden("the admin API is open to this machine only"));
    };
    let given = head
        .headers
        .get(AUTHORIZATION)
        .map(|value| value.as_bytes());
    let given = given.and_then(|value| value.strip_prefix(b"Bearer "));
    if given.is_some_and(|given| is_same(given, token.expose().as_bytes())) {
        Ok(())
    } else {
        Err(forbidden(
            "from other machines the admin API wants the header `Authorization: Bearer` with the secret key",
        ))
    }
}

/// `Host` must be an address or `localhost`; a GET reads only, but what it reads is not for others either.
fn check_host(head: &Parts) -> Result<(), Refused> {
    let header = head.headers.get(HOST).and_then(|host| host.to_str().ok());
    let authority = head.uri.authority().map(http::uri::Authority::as_str);
    let Some(host) = header.or(authority) else {
        // A browser always sends one.
        return Ok(());
    };
    let name = match host.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    if name.parse::<IpAddr>().is_ok() || name.eq_ignore_ascii_case("localhost") {
        return Ok(());
    }
    let what = if head.method == Method::GET {
        "read"
    } else {
        "used"
    };
    Err(forbidden(&format!(
        "the admin API is {what} by an address or `localhost`, not by another name"
    )))
}

fn forbidden(message: &str) -> Refused {
    Refused::new(StatusCode::FORBIDDEN, "Forbidden", message)
}

/// Compares in a time that depends on the lengths only.
fn is_same(a: &[u8], b: &[u8]) -> bool {
    let differences = a.iter().zip(b).fold(0, |found, (a, b)| found | (a ^ b));
    a.len() == b.len() && std::hint::black_box(differences) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_equal_texts_are_the_same() {
        assert!(is_same(b"secret", b"secret"));
        for other in ["", "secre", "secrets", "Secret", "secreT"] {
            assert!(!is_same(other.as_bytes(), b"secret"), "{other}");
        }
    }

    #[test]
    fn only_addresses_and_localhost_are_hosts() {
        for (host, allowed) in [
            ("127.0.0.1:8080", true),
            ("127.0.0.1", true),
            ("[::1]:8080", true),
            ("localhost:8080", true),
            ("LocalHost", true),
            ("evil.example:8080", false),
            ("127.0.0.1.evil.example", false),
            ("localhost.evil.example", false),
            ("", false),
        ] {
            let request = http::Request::get("/_kcrs/health").header("host", host);
            let (head, ()) = request.body(()).expect("a request").into_parts();
            assert_eq!(check_host(&head).is_ok(), allowed, "{host}");
        }
    }
}
