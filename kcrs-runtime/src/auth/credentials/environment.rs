//! Environment variables.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::provider::{CredentialsFuture, ProvideCredentials};
use super::resolved::{ConfigSource, Sourced};
use super::{Credentials, CredentialsError};

/// The variables of access key, secret key and session token, in order of preference: as the
/// vendor's Terraform provider calls them, and as its Python SDK does.
const KEYS: [(&str, &str, &[&str]); 2] = [
    (
        "KSYUN_ACCESS_KEY",
        "KSYUN_SECRET_KEY",
        &["KSYUN_SESSION_TOKEN"],
    ),
    (
        "KS_ACCESS_KEY_ID",
        "KS_SECRET_ACCESS_KEY",
        &["KS_SECURITY_TOKEN", "KS_SESSION_TOKEN"],
    ),
];
/// The variables of the region.
const REGION: [&str; 2] = ["KSYUN_REGION", "KS_DEFAULT_REGION"];
/// The variable of the endpoint; with the service's name in capitals behind it, it is for that
/// service only.
const ENDPOINT: &str = "KSYUN_ENDPOINT";
/// The variables of the profile.
const PROFILE: [&str; 3] = ["KSYUN_PROFILE", "KS_DEFAULT_PROFILE", "KS_PROFILE"];

/// Credentials of environment variables.
///
/// | | Ksyun's Terraform provider | Ksyun's Python SDK |
/// |---|---|---|
/// | access key | `KSYUN_ACCESS_KEY` | `KS_ACCESS_KEY_ID` |
/// | secret key | `KSYUN_SECRET_KEY` | `KS_SECRET_ACCESS_KEY` |
/// | session token, of temporary ones | `KSYUN_SESSION_TOKEN` (ours) | `KS_SECURITY_TOKEN`, `KS_SESSION_TOKEN` |
///
/// The first column goes before the second; the two are not mixed. A variable that is set to
/// nothing counts as not set.
#[derive(Clone, Debug, Default)]
pub struct EnvironmentCredentials {
    environment: Environment,
}

impl EnvironmentCredentials {
    /// Those of this process.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads them.
    pub fn load(&self) -> Result<Credentials, CredentialsError> {
        let not_set =
            |name| CredentialsError::wrong(format!("environment variable {name} is not set"));
        if let Some(keys) = self.environment.key_variables()? {
            let (access_key, secret_key) = (
                keys.access_key.ok_or_else(|| not_set(keys.names.0))?.value,
                keys.secret_key.ok_or_else(|| not_set(keys.names.1))?.value,
            );
            return Ok(match keys.token {
                Some(token) => Credentials::with_token(access_key, secret_key, token.value),
                None => Credentials::new(access_key, secret_key),
            });
        }
        let (access_key, secret_key, _) = KEYS[0];
        Err(CredentialsError::absent(format!(
            "environment variables {access_key} and {secret_key} are not set"
        )))
    }

    pub(crate) fn of(environment: Environment) -> Self {
        Self { environment }
    }
}

impl ProvideCredentials for EnvironmentCredentials {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async { self.load() })
    }
}

type Lookup = dyn Fn(&str) -> Option<OsString> + Send + Sync;

/// Source of variables: the environment of the process or, in tests, a replacement.
#[derive(Clone)]
pub(crate) struct Environment(Arc<Lookup>);

/// The variables of keys, at least one of which is set.
pub(super) struct KeyVariables {
    /// Those of access key and secret key.
    names: (&'static str, &'static str),
    pub(super) access_key: Option<Sourced<String>>,
    pub(super) secret_key: Option<Sourced<String>>,
    pub(super) token: Option<Sourced<String>>,
}

impl Environment {
    /// Creates an environment of the given variables.
    #[cfg(test)]
    pub(crate) fn of(variables: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), OsString::from(value));
        let variables: std::collections::HashMap<_, _> = variables.iter().map(owned).collect();
        Self(Arc::new(move |name| variables.get(name).cloned()))
    }

    /// The first of the pairs of keys that is set, be it in half.
    pub(super) fn key_variables(&self) -> Result<Option<KeyVariables>, CredentialsError> {
        for (access_key, secret_key, tokens) in KEYS {
            let keys = KeyVariables {
                names: (access_key, secret_key),
                access_key: self.find(&[access_key])?,
                secret_key: self.find(&[secret_key])?,
                token: self.find(tokens)?,
            };
            if keys.access_key.is_some() || keys.secret_key.is_some() {
                return Ok(Some(keys));
            }
        }
        Ok(None)
    }

    /// The region.
    pub(super) fn region(&self) -> Result<Option<Sourced<String>>, CredentialsError> {
        self.find(&REGION)
    }

    /// The endpoint of a service.
    pub(super) fn endpoint(
        &self,
        service: &str,
    ) -> Result<Option<Sourced<String>>, CredentialsError> {
        let own = format!("{ENDPOINT}_{}", service.to_ascii_uppercase());
        self.find(&[&own, ENDPOINT])
    }

    /// The profile.
    pub(super) fn profile(&self) -> Result<Option<Sourced<String>>, CredentialsError> {
        self.find(&PROFILE)
    }

    /// A file that a variable names. `~` is the home directory.
    pub(super) fn file(&self, variable: &str) -> Option<PathBuf> {
        let path = (self.0)(variable).filter(|path| !path.is_empty())?;
        let path = PathBuf::from(path);
        match (path.strip_prefix("~"), self.home()) {
            (Ok(rest), Some(home)) => Some(home.join(rest)),
            _ => Some(path),
        }
    }

    /// A file in the home directory.
    pub(super) fn in_home(&self, path: &str) -> Option<PathBuf> {
        Some(self.home()?.join(path))
    }

    fn home(&self) -> Option<PathBuf> {
        let home = ["HOME", "USERPROFILE"]
            .into_iter()
            .find_map(|name| (self.0)(name))?;
        Some(Path::new(&home).to_owned())
    }

    /// The first of some variables that is set.
    fn find(&self, names: &[&str]) -> Result<Option<Sourced<String>>, CredentialsError> {
        for name in names {
            let text = (self.0)(name).map(OsString::into_string).transpose();
            let wrong =
                |problem| CredentialsError::wrong(format!("environment variable {name} {problem}"));
            let text = text.map_err(|_| wrong("is not UTF-8"))?;
            if text
                .as_ref()
                .is_some_and(|text| text.contains(char::is_control))
            {
                return Err(wrong(
                    "has a control character in it, such as a line break at its end",
                ));
            }
            if let Some(value) = text.filter(|text| !text.is_empty()) {
                let source = ConfigSource::Variable((*name).to_owned());
                return Ok(Some(Sourced::new(value, source)));
            }
        }
        Ok(None)
    }
}

impl Default for Environment {
    fn default() -> Self {
        Self(Arc::new(|name| std::env::var_os(name)))
    }
}

// Not the variables: secrets are among them.
shown_as!(Environment: "Environment");

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &'static [(&'static str, &'static str)]) -> Result<Credentials, String> {
        let credentials = EnvironmentCredentials::of(Environment::of(variables)).load();
        credentials.map_err(|error| error.to_string())
    }

    #[test]
    fn the_environment_is_read() {
        assert_eq!(
            read(&[("KSYUN_ACCESS_KEY", "ak"), ("KSYUN_SECRET_KEY", "sk=/+")]),
            Ok(Credentials::new("ak", "sk=/+"))
        );
        assert_eq!(
            read(&[
                ("KSYUN_ACCESS_KEY", "ak"),
                ("KSYUN_SECRET_KEY", "sk"),
                ("KSYUN_SESSION_TOKEN", "tok"),
            ]),
            Ok(Credentials::with_token("ak", "sk", "tok"))
        );
        assert_eq!(
            read(&[
                ("KSYUN_ACCESS_KEY", "ak"),
                ("KSYUN_SECRET_KEY", "sk"),
                ("KSYUN_SESSION_TOKEN", ""),
                ("KS_SESSION_TOKEN", "of others"),
            ]),
            Ok(Credentials::new("ak", "sk"))
        );
        assert_eq!(
            read(&[
                ("KS_ACCESS_KEY_ID", "ak"),
                ("KS_SECRET_ACCESS_KEY", "sk"),
                ("KS_SESSION_TOKEN", "tok"),
            ]),
            Ok(Credentials::with_token("ak", "sk", "tok"))
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        let message = |variables| read(variables).unwrap_err();
        assert_eq!(
            message(&[]),
            "environment variables KSYUN_ACCESS_KEY and KSYUN_SECRET_KEY are not set"
        );
        assert_eq!(
            message(&[("KSYUN_ACCESS_KEY", "ak"), ("KSYUN_SECRET_KEY", "")]),
            "environment variable KSYUN_SECRET_KEY is not set"
        );
        assert_eq!(
            message(&[("KSYUN_SECRET_KEY", "sk")]),
            "environment variable KSYUN_ACCESS_KEY is not set"
        );
        assert_eq!(
            message(&[("KS_ACCESS_KEY_ID", "ak"), ("KSYUN_SESSION_TOKEN", "x")]),
            "environment variable KS_SECRET_ACCESS_KEY is not set"
        );
    }

    #[test]
    fn control_characters_are_refused() {
        for value in ["PLANTED\n", "\u{7f}PLANTED"] {
            for name in [
                "KSYUN_ACCESS_KEY",
                "KSYUN_SECRET_KEY",
                "KSYUN_SESSION_TOKEN",
            ] {
                let mut variables = vec![("KSYUN_ACCESS_KEY", "ak"), ("KSYUN_SECRET_KEY", "sk")];
                variables.retain(|(own, _)| *own != name);
                variables.push((name, value));
                let environment = Environment::of(&variables);
                let error = EnvironmentCredentials::of(environment).load().unwrap_err();
                assert_eq!(
                    error.to_string(),
                    format!(
                        "environment variable {name} has a control character in it, such as a line \
                         break at its end"
                    )
                );
            }
            let environment = Environment::of(&[
                ("KSYUN_REGION", value),
                ("KSYUN_ENDPOINT", value),
                ("KSYUN_PROFILE", value),
            ]);
            for (found, name) in [
                (environment.region(), "KSYUN_REGION"),
                (environment.endpoint("kcrs"), "KSYUN_ENDPOINT"),
                (environment.profile(), "KSYUN_PROFILE"),
            ] {
                let error = found.err().unwrap().to_string();
                assert!(
                    error.contains(name) && !error.contains("PLANTED"),
                    "{error}"
                );
            }
        }
    }

    #[test]
    fn half_a_pair_is_a_mistake_and_no_pair_is_none() {
        let load = |variables| EnvironmentCredentials::of(Environment::of(variables)).load();
        assert!(load(&[]).unwrap_err().is_absent());
        assert!(!load(&[("KSYUN_SECRET_KEY", "sk")]).unwrap_err().is_absent());
    }

    #[test]
    fn region_and_endpoint_are_read() {
        let environment = Environment::of(&[
            ("KS_DEFAULT_REGION", "r1"),
            ("KSYUN_ENDPOINT", "https://all"),
            ("KSYUN_ENDPOINT_KCRS", "https://own"),
        ]);
        let value = |found: Result<_, CredentialsError>| found.unwrap();
        let pair = |name: &str, value: &str| {
            Some(Sourced::new(value, ConfigSource::Variable(name.to_owned())))
        };
        assert_eq!(value(environment.region()), pair("KS_DEFAULT_REGION", "r1"));
        assert_eq!(
            value(environment.endpoint("kcrs")),
            pair("KSYUN_ENDPOINT_KCRS", "https://own")
        );
        assert_eq!(
            value(environment.endpoint("iam")),
            pair("KSYUN_ENDPOINT", "https://all")
        );
        assert_eq!(value(Environment::of(&[]).endpoint("kcrs")), None);
    }

    #[test]
    fn files_may_be_in_the_home_directory() {
        let environment = Environment::of(&[("HOME", "/home/a"), ("F", "~/b/c"), ("G", "/d")]);
        assert_eq!(environment.file("F"), Some(PathBuf::from("/home/a/b/c")));
        assert_eq!(environment.file("G"), Some(PathBuf::from("/d")));
        assert_eq!(environment.file("H"), None);
    }
}
