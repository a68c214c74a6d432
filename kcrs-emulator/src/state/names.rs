//! The names of what is pushed: the API has no action for a push, so its derives have no rules for
//! them. These are the ones of container registries.

use kcrs_generated::server::ServerError;

use super::error;

/// Path components of lower-case letters, digits and separators.
pub(crate) fn check_repository(name: &str) -> Result<(), ServerError> {
    let component = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit())
            && part.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte)
            })
    };
    check(name, 255, "RepoName", name.split('/').all(component))
}

/// Letters, digits, `_`, `.` and `-`, not beginning with the last two.
pub(crate) fn check_tag(name: &str) -> Result<(), ServerError> {
    let good = !name.starts_with(['.', '-'])
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte));
    check(name, 128, "TagName", good)
}

/// An algorithm and a text, such as `sha256:…`. The text need not be a digest: a test may like to
/// read it.
pub(crate) fn check_digest(digest: &str) -> Result<(), ServerError> {
    let good = digest.split_once(':').is_some_and(|(algorithm, text)| {
        let written = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"_.+-".contains(&byte))
        };
        written(algorithm) && written(text)
    });
    check(digest, 255, "ImageId", good)
}

fn check(name: &str, max: usize, parameter: &'static str, good: bool) -> Result<(), ServerError> {
    if good && (1..=max).contains(&name.len()) {
        Ok(())
    } else {
        Err(error::invalid(parameter))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_registries() {
        for good in ["app", "team/app", "a.b_c-d/0"] {
            assert!(check_repository(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "App",
            "/app",
            "app/",
            "a//b",
            "-a",
            "a b",
            "ä",
            &"a".repeat(256),
        ] {
            assert!(check_repository(bad).is_err(), "{bad}");
        }
        for good in ["v1", "_x", "1.0.0-rc.1", "Latest"] {
            assert!(check_tag(good).is_ok(), "{good}");
        }
        for bad in ["", ".x", "-x", "a:b", "a/b", &"v".repeat(129)] {
            assert!(check_tag(bad).is_err(), "{bad}");
        }
        for good in ["sha256:0a", "sha256:xxxxxx"] {
            assert!(check_digest(good).is_ok(), "{good}");
        }
        for bad in ["", "sha256", "sha256:", ":0a", "sha256:0 a", "sha256:a:b"] {
            assert!(check_digest(bad).is_err(), "{bad}");
        }
    }
}
