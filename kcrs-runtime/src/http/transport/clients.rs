//! The HTTP clients of a transport: one for each runtime that it is used in.

use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::redirect;
use tokio::runtime::{Handle, Id};
use tokio::sync::oneshot;

use super::tls;
use crate::BuildError;
use crate::http::error::deepest;

/// A change to the HTTP client's settings.
pub(crate) type Customise =
    Box<dyn Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync>;

/// A connection belongs to the runtime that it was opened in: in another one it would hang while
/// the first is not driven, and break when that ends. So each runtime has connections of its own.
pub(super) struct Clients {
    connect_timeout: Duration,
    configure_tls: tls::Configure,
    customise: Option<Customise>,
    kept: Mutex<Vec<Kept>>,
}

struct Kept {
    runtime: Id,
    loopback: bool,
    client: reqwest::Client,
    /// Is closed by the end of the runtime.
    alive: oneshot::Sender<()>,
}

impl Clients {
    pub(super) fn new(
        connect_timeout: Duration,
        configure_tls: tls::Configure,
        customise: Option<Customise>,
    ) -> Self {
        Self {
            connect_timeout,
            configure_tls,
            customise,
            kept: Mutex::default(),
        }
    }

    /// The client of this runtime for this URI.
    pub(super) fn get(&self, uri: &Uri) -> Result<reqwest::Client, BuildError> {
        let (handle, loopback) = (Handle::current(), is_loopback(uri));
        let runtime = handle.id();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        // The id of a runtime that has ended may be that of another one now.
        kept.retain(|kept| !kept.alive.is_closed());
        let is_it = |kept: &&Kept| kept.runtime == runtime && kept.loopback == loopback;
        if let Some(found) = kept.iter().find(is_it) {
            return Ok(found.client.clone());
        }
        let client = self.build(loopback)?;
        let (alive, dropped) = oneshot::channel::<()>();
        // It ends with this transport or, without being run to its end, with the runtime.
        handle.spawn(async {
            let _ = dropped.await;
        });
        kept.push(Kept {
            runtime,
            loopback,
            client: client.clone(),
            alive,
        });
        Ok(client)
    }

    /// A client without connections.
    pub(super) fn build(&self, loopback: bool) -> Result<reqwest::Client, BuildError> {
        let mut builder = reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
            .tcp_nodelay(true);
        if loopback {
            // A proxy elsewhere cannot reach it, and would be sent what is signed.
            builder = builder.no_proxy();
        }
        builder = (self.configure_tls)(builder);
        if let Some(customise) = &self.customise {
            builder = customise(builder);
        }
        // After the caller's: a signed request cannot go without these.
        builder
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .build()
            .map_err(|error| BuildError::Http(deepest(&error.without_url()).to_string()))
    }

    /// The proxy of the environment or the system that requests to this URI go through. None where
    /// the caller may have set another.
    pub(super) fn proxy(&self, uri: &Uri) -> Option<Uri> {
        if self.customise.is_some() || is_loopback(uri) {
            return None;
        }
        Some(Matcher::from_system().intercept(uri)?.uri().clone())
    }
}

/// Returns whether a host is this machine by its name or address.
fn is_loopback(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse();
    host == "localhost" || address.is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_told_by_name_and_address() {
        for (uri, expected) in [
            ("http://localhost:1/", true),
            ("http://127.0.0.1/", true),
            ("https://127.1.2.3:8443/", true),
            ("http://[::1]:9/", true),
            ("http://128.0.0.1/", false),
            ("http://[::2]/", false),
            ("http://localhost.example.com/", false),
            ("http://127.0.0.1.example.com/", false),
        ] {
            assert_eq!(is_loopback(&uri.parse().unwrap()), expected, "{uri}");
        }
    }
}
