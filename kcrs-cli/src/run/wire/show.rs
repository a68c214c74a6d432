//! Requests and responses as text, without secrets.

use bytes::Bytes;
use http::header::{AUTHORIZATION, HeaderMap};
use http::{Request, Response};
use kcrs_generated::Operation;
use serde_json::Value;

use super::secrets::{self, MASK, is_secret, is_secret_header};

/// A request: its line, its headers, and its body after an empty line.
pub(in crate::run) fn request(operation: &Operation, request: &Request<Bytes>) -> String {
    let uri = request.uri();
    let path = match uri.query() {
        Some(query) => format!("{}?{}", uri.path(), form(operation, query)),
        None => uri.path().to_owned(),
    };
    let mut text = format!("{} {path} HTTP/1.1\n", request.method());
    let has_host = request.headers().contains_key("host");
    if let Some(authority) = uri.authority().filter(|_| !has_host) {
        text.push_str(&format!("host: {authority}\n"));
    }
    headers(&mut text, request.headers());
    if !request.body().is_empty() {
        let body = String::from_utf8_lossy(request.body());
        text.push_str(&format!("\n{}\n", form(operation, &body)));
    }
    text
}

/// A response: its status, its headers, and its body after an empty line.
pub(super) fn response(operation: &Operation, response: &Response<Bytes>) -> String {
    let mut text = format!("{:?} {}\n", response.version(), response.status());
    headers(&mut text, response.headers());
    let body = response.body();
    if body.is_empty() {
        return text;
    }
    text.push('\n');
    match serde_json::from_slice::<Value>(body) {
        Ok(response) => {
            let action = secrets::action(operation.action());
            text.push_str(&secrets::without_secrets(action, response).to_string());
        }
        // Whether it holds a secret is not known.
        Err(_) => text.push_str(&format!("({} bytes that are no JSON)", body.len())),
    }
    text.push('\n');
    text
}

/// A form or query without its secrets.
fn form(operation: &Operation, form: &str) -> String {
    let pairs = form.split('&').map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if name == "X-Amz-Credential" {
            format!("{name}={}", scope(value, "%2F"))
        } else if is_secret(operation, name) {
            format!("{name}={MASK}")
        } else {
            pair.to_owned()
        }
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn headers(text: &mut String, headers: &HeaderMap) {
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        let value = if name == AUTHORIZATION {
            authorization(&value)
        } else if is_secret_header(name.as_str()) {
            MASK.to_owned()
        } else {
            value.into_owned()
        };
        text.push_str(&format!("{name}: {value}\n"));
    }
}

/// `AWS4-HMAC-SHA256 Credential=***/20261124/…, SignedHeaders=…, Signature=***`.
fn authorization(value: &str) -> String {
    let Some((scheme, fields)) = value.split_once(' ') else {
        return MASK.to_owned();
    };
    let fields = fields.split(", ").map(|field| match field.split_once('=') {
        Some(("Credential", value)) => format!("Credential={}", scope(value, "/")),
        Some(("SignedHeaders", _)) => field.to_owned(),
        Some((name, _)) => format!("{name}={MASK}"),
        None => MASK.to_owned(),
    });
    format!("{scheme} {}", fields.collect::<Vec<_>>().join(", "))
}

/// A credential without its key.
fn scope(credential: &str, slash: &str) -> String {
    match credential.split_once(slash) {
        Some((_, scope)) => format!("{MASK}{slash}{scope}"),
        None => MASK.to_owned(),
    }
}
