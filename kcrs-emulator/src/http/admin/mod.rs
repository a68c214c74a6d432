//! The admin API, `/_kcrs/…`: unsigned JSON for tests in any language. The crate's documentation
//! describes it.

mod access;
mod actions;
mod fields;

use std::net::SocketAddr;

use bytes::Bytes;
use http::StatusCode;
use http::request::Parts;
use serde_json::{Value, json};

use crate::http::control::Control;
use crate::http::refusal::Refusal;

/// Prefix of the admin API's paths.
pub(crate) const PREFIX: &str = "/_kcrs/";

const ALLOWED: &str = "GET health, POST and DELETE images, DELETE tags, GET and POST clock, \
                       GET, POST and DELETE faults, GET and DELETE requests, GET deliveries, POST instances, GET ready, GET and PUT state, POST reset";

/// Returns whether a request is refused whatever its body is.
pub(crate) fn refuses(control: &Control, peer: SocketAddr, head: &Parts) -> bool {
    access::check(control, peer, head).is_err()
}

/// Responds to a request whose path begins with [`PREFIX`].
pub(crate) async fn respond(
    control: &Control,
    peer: SocketAddr,
    head: &Parts,
    body: &Bytes,
) -> (StatusCode, Bytes) {
    let result = match access::check(control, peer, head) {
        Ok(()) => route(control, head, body).await,
        Err(refusal) => Err(refusal),
    };
    match result {
        Ok(json) => (StatusCode::OK, json.to_string().into()),
        Err(refusal) => error_response(&refusal),
    }
}

/// Responds where the body could not be read.
pub(crate) fn refuse_body() -> (StatusCode, Bytes) {
    let message = "the body is too large, too slow or malformed";
    error_response(&Refusal::coded(400, "InvalidBody", message.to_owned()))
}

fn error_response(refusal: &Refusal) -> (StatusCode, Bytes) {
    let json = json!({"Error": {"Code": refusal.code, "Message": refusal.message}});
    (refusal.status, json.to_string().into())
}

async fn route(control: &Control, head: &Parts, body: &Bytes) -> Result<Value, Refusal> {
    let place = head.uri.path().strip_prefix(PREFIX).unwrap_or_default();
    let fields = || fields::Fields::read(head, body);
    match (head.method.as_str(), place) {
        ("GET", "ready") => actions::health(control).map(|_| json!({"Status": "ok"})),
        ("GET", "health") => actions::health(control),
        ("POST", "images") => actions::push_image(control, fields()?).await,
        ("POST", "instances") => actions::set_status(control, fields()?).await,
        ("DELETE", "images") => actions::delete_image(control, fields()?).await,
        ("DELETE", "tags") => actions::delete_tag(control, fields()?).await,
        ("GET", "clock") => Ok(actions::clock(control)),
        ("POST", "clock") => actions::move_clock(control, fields()?),
        ("GET", "faults") => Ok(actions::faults(control)),
        ("POST", "faults") => actions::inject(control, fields()?),
        ("DELETE", "faults") => {
            control.faults.clear();
            Ok(json!({}))
        }
        ("GET", "requests") => actions::requests(control, fields()?),
        ("DELETE", "requests") => {
            control.records.clear();
            Ok(json!({}))
        }
        ("GET", "deliveries") => actions::deliveries(control),
        ("GET", "state") => actions::dump(control),
        ("PUT", "state") => actions::restore(control, body).await,
        ("POST", "reset") => match control.reset() {
            Ok(()) => Ok(json!({})),
            Err(error) => Err(Refusal::coded(500, "ResetFailed", error.to_string())),
        },
        (
            _,
            "health" | "ready" | "instances" | "images" | "tags" | "clock" | "faults" | "requests"
            | "deliveries" | "state" | "reset",
        ) => {
            let message = format!("there are: {ALLOWED}");
            Err(Refusal::coded(405, "InvalidMethod", message))
        }
        _ => {
            let message = format!("below {PREFIX} there are: {ALLOWED}");
            Err(Refusal::coded(404, "NoSuchPath", message))
        }
    }
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::coded(400, "InvalidField", message.into())
}
