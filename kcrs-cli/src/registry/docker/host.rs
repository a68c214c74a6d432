//! The name by which container tools know a registry.

use std::fmt;

use crate::text::Text;

/// The name of a registry, with its port where it has one: `demo.ksyunkcr.com`, `localhost:5000`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RegistryHost(String);

impl RegistryHost {
    /// Reads a host. What stands around it in a URL is left out, and case does not matter.
    pub(crate) fn parse(text: &str) -> Result<Self, Text> {
        let text = text.trim();
        let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
        let host = rest.split('/').next().unwrap_or_default();
        let is_host = |host: &str| {
            !host.is_empty()
                && host
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b".-_:[]".contains(&byte))
                && host.bytes().any(|byte| byte.is_ascii_alphanumeric())
        };
        if !is_host(host) {
            return Err(text!(
                "{text:?} is no host of a registry; expected one such as demo.ksyunkcr.com or localhost:5000",
                "{text:?} 不是仓库的域名；应如 demo.ksyunkcr.com 或 localhost:5000"
            ));
        }
        Ok(Self(host.to_ascii_lowercase()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RegistryHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_and_a_name_are_the_same_registry() {
        for (text, host) in [
            ("demo.ksyunkcr.com", "demo.ksyunkcr.com"),
            ("Demo.KsyunKCR.com", "demo.ksyunkcr.com"),
            ("https://demo.ksyunkcr.com", "demo.ksyunkcr.com"),
            ("https://demo.ksyunkcr.com/v2/", "demo.ksyunkcr.com"),
            (" localhost:5000\n", "localhost:5000"),
            ("[::1]:5000", "[::1]:5000"),
            ("demo.ksyunkcr.com/team/app", "demo.ksyunkcr.com"),
        ] {
            assert_eq!(RegistryHost::parse(text).unwrap().as_str(), host, "{text}");
        }
    }

    #[test]
    fn what_is_no_host_is_refused_by_name() {
        for text in ["", "https://", "a b", "demo…", "user@host", "-", "/"] {
            let error = RegistryHost::parse(text).unwrap_err();
            assert!(error.as_str().contains(&format!("{text:?}")), "{error}");
        }
    }
}
