//! Access to the admin API.

use std::net::SocketAddr;

use http::header::AUTHORIZATION;
use http::request::Parts;

use crate::http::browser;
use crate::http::control::Control;
use crate::http::refusal::{Refusal, refuse_delivery};

/// Path of the health endpoint for probes on any machine.
const READY: &str = "/_kcrs/ready";

/// Programs on this machine may; programs on others need the token; pages in a browser may not.
pub(super) fn check(control: &Control, peer: SocketAddr, head: &Parts) -> Result<(), Refusal> {
    refuse_delivery(head)?;
    browser::refuse_page(head).map_err(|why| forbidden(&why))?;
    if head.uri.path() == READY {
        return Ok(());
    }
    if peer.ip().to_canonical().is_loopback() {
        return browser::refuse_other_host(head).map_err(|why| forbidden(&why));
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

fn forbidden(message: &str) -> Refusal {
    Refusal::coded(403, "Forbidden", message.to_owned())
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
}
