//! Calls as command lines of curl.

use bytes::Bytes;
use http::Request;
use kcrs_generated::{Method, Operation, SERVICE};

use super::secrets::is_secret;
use crate::quote::quote;

/// A command line that makes the call. It holds no secret: curl signs by itself, with keys from the
/// environment, so that the line is good at any time; parameters that are secret are variables too.
///
/// It signs by Signature Version 4 whatever the client's scheme.
pub(in crate::run) fn command_line(
    operation: &Operation,
    request: &Request<Bytes>,
    region: &str,
) -> String {
    let mut comments = String::new();
    let mut line = String::from("curl --silent --show-error");
    if operation.method() == Method::Get {
        line.push_str(" --get");
    }
    line.push_str(&format!(
        " \\\n  --aws-sigv4 {} \\\n  --user \"$KSYUN_ACCESS_KEY:$KSYUN_SECRET_KEY\"",
        quote(&format!("aws:amz:{region}:{}", SERVICE.name))
    ));
    let has_token = request.headers().contains_key("x-amz-security-token");
    if has_token {
        line.push_str(" \\\n  --header \"X-Amz-Security-Token: $KSYUN_SESSION_TOKEN\"");
    }
    let mut params: Vec<(&str, &str)> = vec![
        ("Action", operation.action()),
        ("Version", operation.version()),
    ];
    params.extend(operation.params().iter());
    // Some versions of curl sign a query in the order in which it is given, and the signature is
    // over the sorted one.
    params.sort_unstable();
    for (name, value) in params {
        let word = if is_secret(operation, name) {
            let variable = variable(name);
            comments.push_str(&format!(
                "# Set {variable} to the value of {name}, which is secret.\n"
            ));
            format!("\"{name}=${variable}\"")
        } else {
            quote(&format!("{name}={value}"))
        };
        line.push_str(&format!(" \\\n  --data-urlencode {word}"));
    }
    let uri = request.uri();
    let scheme = uri.scheme_str().unwrap_or("https");
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    line.push_str(&format!(
        " \\\n  {}\n",
        quote(&format!("{scheme}://{authority}/"))
    ));
    comments + &line
}

/// `TRIGGER_TRIGGERURL` for `Trigger.TriggerUrl`.
fn variable(name: &str) -> String {
    let letters = name.chars().map(|c| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_uppercase()
        } else {
            '_'
        }
    });
    letters.collect()
}
