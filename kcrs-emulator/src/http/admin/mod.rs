//! The admin API, `/_kcrs/…`: unsigned JSON for tests in any language. The crate's documentation
//! describes it.

mod access;
mod actions;
mod fields;

use std::net::SocketAddr;

use bytes::Bytes;
use http::StatusCode;
use http::request::Parts;
use kcrs_generated::server::ServerError;
use serde_json::{Value, json};

use crate::http::control::Control;
use crate::http::refusal::Refusal;

/// Where the paths of the admin API begin.
pub(crate) const PREFIX: &str = "/_kcrs/";

const ALLOWED: &str = "GET health, POST and DELETE images, DELETE tags, GET and POST clock, \
                       GET, POST and DELETE faults, GET and DELETE requests, POST reset";

/// Answers a request whose path begins with [`PREFIX`].
pub(crate) async fn answer(
    control: &Control,
    peer: SocketAddr,
    head: &Parts,
    body: &Bytes,
) -> (StatusCode, Bytes) {
    let answered = match access::check(control, peer, head) {
        Ok(()) => route(control, head, body).await,
        Err(refused) => Err(refused),
    };
    match answered {
        Ok(json) => (StatusCode::OK, json.to_string().into()),
        Err(Refused {
            status,
            code,
            message,
        }) => {
            let json = json!({"Error": {"Code": code, "Message": message}});
            (status, json.to_string().into())
        }
    }
}

/// The answer where the body could not be read.
pub(crate) fn refuse_body() -> (StatusCode, Bytes) {
    let json = json!({"Error": {"Code": "InvalidBody", "Message": "the body is too large, too slow or malformed"}});
    (StatusCode::BAD_REQUEST, json.to_string().into())
}

async fn route(control: &Control, head: &Parts, body: &Bytes) -> Result<Value, Refused> {
    let place = head.uri.path().strip_prefix(PREFIX).unwrap_or_default();
    let fields = || fields::Fields::read(head, body);
    match (head.method.as_str(), place) {
        ("GET", "health") => Ok(actions::health(control)),
        ("POST", "images") => actions::push_image(control, fields()?).await,
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
        ("POST", "reset") => match control.reset() {
            Ok(()) => Ok(json!({})),
            Err(error) => Err(Refused::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "ResetFailed",
                error.to_string(),
            )),
        },
        (_, "health" | "images" | "tags" | "clock" | "faults" | "requests" | "reset") => {
            Err(Refused::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "InvalidMethod",
                format!("there are: {ALLOWED}"),
            ))
        }
        _ => Err(Refused::new(
            StatusCode::NOT_FOUND,
            "NoSuchPath",
            format!("below {PREFIX} there are: {ALLOWED}"),
        )),
    }
}

/// Why a request is not done.
#[derive(Debug)]
struct Refused {
    status: StatusCode,
    code: String,
    message: String,
}

impl Refused {
    fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: message.into(),
        }
    }

    fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "InvalidField", message)
    }
}

impl From<ServerError> for Refused {
    fn from(error: ServerError) -> Self {
        let Refusal {
            status,
            code,
            message,
        } = error.into();
        Self {
            status,
            code,
            message,
        }
    }
}
