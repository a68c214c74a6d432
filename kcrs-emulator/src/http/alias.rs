//! The paths of the OpenAPI document: `/CreateInstance` is the action of that name, called without
//! a signature.

use bytes::Bytes;
use http::Method;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use kcrs_generated::{Params, SERVICE, error_rows};

use super::browser;
use super::refusal::Refusal;

const ALIAS: &str = "the OpenAPI alias";

/// The action that a path names: its only step.
pub(crate) fn action_of(path: &str) -> Option<&str> {
    let name = path.strip_prefix('/')?;
    (!name.is_empty() && !name.contains('/')).then_some(name)
}

/// The parameters of a call, with `Action` and `Version` as a signed one has them; and whether it
/// is a dry run.
pub(crate) fn read(action: &str, head: &Parts, body: &Bytes) -> Result<(Params, bool), Refusal> {
    let forbidden = |why| Refusal::coded(403, "Forbidden", why);
    browser::refuse_page(head, ALIAS).map_err(forbidden)?;
    browser::refuse_other_host(head, ALIAS).map_err(forbidden)?;

    let mut given = Params::new();
    if head.method == Method::POST {
        if !body.is_empty() && !is_form(head) {
            return Err(malformed("(body)"));
        }
        given = Params::from_form(body).map_err(|_| malformed("(body)"))?;
    }
    let query = head.uri.query().unwrap_or_default().as_bytes();
    given.extend(Params::from_form(query).map_err(|_| malformed("(query)"))?);

    let mut params = Params::new();
    let named = [("Action", action), ("Version", SERVICE.version)];
    for (name, value) in named {
        params.push(name, value);
    }
    let mut dry_run = false;
    for param in given {
        match (param.name(), param.value()) {
            // Said again, it makes no difference; said otherwise, the two contradict each other.
            (name @ ("Action" | "Version"), value) if !named.contains(&(name, value)) => {
                return Err(malformed(name));
            }
            ("Action" | "Version", _) => {}
            ("DryRun", value) => dry_run |= value == "1" || value.eq_ignore_ascii_case("true"),
            _ => params.extend([param]),
        }
    }
    Ok((params, dry_run))
}

fn is_form(head: &Parts) -> bool {
    let content_type = head.headers.get(CONTENT_TYPE);
    let text = content_type.and_then(|value| value.to_str().ok());
    let media_type = text.unwrap_or_default().split(';').next();
    media_type.is_some_and(|media_type| {
        media_type
            .trim()
            .eq_ignore_ascii_case("application/x-www-form-urlencoded")
    })
}

fn malformed(name: &str) -> Refusal {
    Refusal::of(&error_rows::INVALID_QUERY_PARAMETER, &[name])
}

#[cfg(test)]
mod tests {
    use super::action_of;

    #[test]
    fn a_path_of_one_step_names_an_action() {
        for (path, action) in [
            ("/CreateInstance", Some("CreateInstance")),
            ("/", None),
            ("", None),
            ("/a/b", None),
            ("/a/", None),
            ("*", None),
        ] {
            assert_eq!(action_of(path), action, "{path}");
        }
    }
}
