//! Showing what goes over the wire.

use std::io::{self, Write};

use bytes::Bytes;
use http::{Request, Response};
use kcrs_generated::{Attempt, Finished, Hook, TransportError};

use super::show;

/// Writes each attempt and each end of a call on stderr, without secrets.
#[derive(Debug)]
pub(in crate::run) struct DebugHook;

impl Hook for DebugHook {
    fn on_request(&self, attempt: &Attempt<'_>, request: &mut Request<Bytes>) {
        let (action, number) = (attempt.action(), attempt.number());
        let shown = show::request(attempt.operation(), request);
        write(
            &format!("{action}, attempt {number}, to {}", place(request)),
            "> ",
            &shown,
        );
    }

    fn on_response(
        &self,
        attempt: &Attempt<'_>,
        response: &mut Result<Response<Bytes>, TransportError>,
    ) {
        let milliseconds = attempt.duration().as_millis();
        let (action, number) = (attempt.action(), attempt.number());
        let title = format!("{action}, attempt {number}, after {milliseconds} ms");
        match response {
            Ok(response) => write(&title, "< ", &show::response(attempt.operation(), response)),
            Err(error) => write(&title, "< ", &format!("no response: {error}\n")),
        }
    }

    fn on_end(&self, call: &Finished<'_>) {
        let outcome = match call.error() {
            Some(_) => "failed",
            None => "succeeded",
        };
        let attempts = call.attempts();
        let plural = if attempts == 1 { "" } else { "s" };
        let milliseconds = call.duration().as_millis();
        let title = format!(
            "{} {outcome} after {attempts} attempt{plural} and {milliseconds} ms",
            call.action()
        );
        write(&title, "", "");
    }
}

fn place(request: &Request<Bytes>) -> String {
    let uri = request.uri();
    let scheme = uri.scheme_str().unwrap_or("http");
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    format!("{scheme}://{authority}")
}

fn write(title: &str, mark: &str, text: &str) {
    let mut lines = format!("* {title}\n");
    for line in text.lines() {
        lines.push_str(format!("{mark}{line}").trim_end());
        lines.push('\n');
    }
    // Where stderr is closed, nobody wants to see it.
    let _ = io::stderr().lock().write_all(lines.as_bytes());
}
