//! Keeps pages in a browser away from what takes requests without a signature: the admin API.
//!
//! A page of any site can make the browser of a developer send requests to loopback. The browser
//! says so by `Origin` or, where a page merely shows an image or follows a link, by
//! `Sec-Fetch-Site`; where a site's name was made to lead here (DNS rebinding), `Host` has that
//! name.

use std::net::IpAddr;

use http::header::{HOST, HeaderName, ORIGIN};
use http::request::Parts;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Refuses a request that a page may have sent; the error says why.
pub(crate) fn refuse_page(head: &Parts) -> Result<(), String> {
    // `none`: somebody typed the address.
    let by_page = head
        .headers
        .get(SEC_FETCH_SITE)
        .is_some_and(|site| site != "none");
    if by_page || head.headers.contains_key(ORIGIN) {
        return Err("the admin API is not for pages in a browser".to_owned());
    }
    Ok(())
}

/// `Host` must be an address or `localhost`; what a GET reads is not for others either.
pub(crate) fn refuse_other_host(head: &Parts) -> Result<(), String> {
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
    Err("the admin API is used by an address or `localhost`, not by another name".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(name: &str, value: &str) -> Parts {
        let request = http::Request::get("/").header(name, value);
        request.body(()).expect("a request").into_parts().0
    }

    #[test]
    fn what_a_page_makes_a_browser_send_is_refused() {
        for (name, value, allowed) in [
            ("origin", "https://evil.example", false),
            ("origin", "null", false),
            ("sec-fetch-site", "cross-site", false),
            ("sec-fetch-site", "same-origin", false),
            ("sec-fetch-site", "none", true),
            ("accept", "*/*", true),
        ] {
            let result = refuse_page(&head(name, value));
            assert_eq!(result.is_ok(), allowed, "{name}: {value}");
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
            let result = refuse_other_host(&head("host", host));
            assert_eq!(result.is_ok(), allowed, "{host}");
        }
    }
}
