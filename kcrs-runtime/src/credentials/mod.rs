//! Access keys.

mod cache;

use std::ffi::OsString;
use std::fmt;

use crate::SecretString;

pub(crate) use cache::CredentialsCache;

/// Environment variable of the access key.
const ACCESS_KEY_VARIABLE: &str = "KSYUN_ACCESS_KEY";
/// Environment variable of the secret key.
const SECRET_KEY_VARIABLE: &str = "KSYUN_SECRET_KEY";
/// Environment variable of the session token, which only temporary credentials have.
const SESSION_TOKEN_VARIABLE: &str = "KSYUN_SESSION_TOKEN";
/// Environment variable of the region.
const REGION_VARIABLE: &str = "KSYUN_REGION";

/// An access key with its secret, and the session token of temporary ones.
///
/// `Debug` shows the access key only. The secret is used as the text given, never decoded.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    access_key: String,
    secret_key: SecretString,
    token: Option<SecretString>,
}

impl Credentials {
    /// Permanent credentials.
    pub fn new(access_key: impl Into<String>, secret_key: impl Into<SecretString>) -> Self {
        Self {
            access_key: access_key.into(),
            secret_key: secret_key.into(),
            token: None,
        }
    }

    /// Temporary credentials.
    pub fn with_token(
        access_key: impl Into<String>,
        secret_key: impl Into<SecretString>,
        token: impl Into<SecretString>,
    ) -> Self {
        Self {
            token: Some(token.into()),
            ..Self::new(access_key, secret_key)
        }
    }

    /// Credentials of the environment: `KSYUN_ACCESS_KEY`, `KSYUN_SECRET_KEY` and, for temporary ones,
    /// `KSYUN_SESSION_TOKEN`. A variable that is set to nothing counts as not set.
    pub fn from_env() -> Result<Self, CredentialsError> {
        Self::from_variables(std::env::var_os)
    }

    /// The access key, which is not secret.
    #[must_use]
    pub fn access_key(&self) -> &str {
        &self.access_key
    }

    pub(crate) fn secret_key(&self) -> &str {
        self.secret_key.expose()
    }

    pub(crate) fn token(&self) -> Option<&str> {
        self.token.as_ref().map(SecretString::expose)
    }

    fn from_variables(
        variable: impl Fn(&'static str) -> Option<OsString>,
    ) -> Result<Self, CredentialsError> {
        let read = |name| read_variable(name, variable(name));
        let access_key = read(ACCESS_KEY_VARIABLE)?;
        let secret_key = read(SECRET_KEY_VARIABLE)?;
        let (access_key, secret_key) = match (access_key, secret_key) {
            (Some(access_key), Some(secret_key)) => (access_key, secret_key),
            (None, Some(_)) => return Err(CredentialsError::missing(&[ACCESS_KEY_VARIABLE])),
            (Some(_), None) => return Err(CredentialsError::missing(&[SECRET_KEY_VARIABLE])),
            (None, None) => {
                return Err(CredentialsError::missing(&[
                    ACCESS_KEY_VARIABLE,
                    SECRET_KEY_VARIABLE,
                ]));
            }
        };
        Ok(match read(SESSION_TOKEN_VARIABLE)? {
            Some(token) => Self::with_token(access_key, secret_key, token),
            None => Self::new(access_key, secret_key),
        })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key", &self.access_key)
            .finish_non_exhaustive()
    }
}

/// Why the environment holds no credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialsError(Problem);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    Missing(&'static [&'static str]),
    NotText(&'static str),
}

impl CredentialsError {
    const fn missing(variables: &'static [&'static str]) -> Self {
        Self(Problem::Missing(variables))
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Problem::Missing([variable]) => write!(f, "environment variable {variable} is not set"),
            Problem::Missing(variables) => {
                write!(
                    f,
                    "environment variables {} are not set",
                    variables.join(" and ")
                )
            }
            Problem::NotText(variable) => write!(f, "environment variable {variable} is not UTF-8"),
        }
    }
}

impl std::error::Error for CredentialsError {}

/// The region of the environment, `KSYUN_REGION`.
pub(crate) fn region_from_env() -> Result<Option<String>, CredentialsError> {
    read_variable(REGION_VARIABLE, std::env::var_os(REGION_VARIABLE))
}

fn read_variable(
    name: &'static str,
    value: Option<OsString>,
) -> Result<Option<String>, CredentialsError> {
    let text = value.map(|value| value.into_string()).transpose();
    let text = text.map_err(|_| CredentialsError(Problem::NotText(name)))?;
    Ok(text.filter(|text| !text.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Credentials, CredentialsError> {
        Credentials::from_variables(|name| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn the_environment_is_read() {
        let keys = [("KSYUN_ACCESS_KEY", "ak"), ("KSYUN_SECRET_KEY", "sk=/+")];
        assert_eq!(read(&keys), Ok(Credentials::new("ak", "sk=/+")));
        let temporary = [keys[0], keys[1], ("KSYUN_SESSION_TOKEN", "tok")];
        assert_eq!(
            read(&temporary),
            Ok(Credentials::with_token("ak", "sk=/+", "tok"))
        );
        let empty_token = [keys[0], keys[1], ("KSYUN_SESSION_TOKEN", "")];
        assert_eq!(read(&empty_token), Ok(Credentials::new("ak", "sk=/+")));
    }

    #[test]
    fn what_is_missing_is_named() {
        let message = |variables: &[(&str, &str)]| read(variables).unwrap_err().to_string();
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
    }

    #[test]
    fn debug_shows_the_access_key_only() {
        let debug = format!(
            "{:?}",
            Credentials::with_token("the-ak", "the-sk", "the-token")
        );
        assert_eq!(debug, "Credentials { access_key: \"the-ak\", .. }");
    }
}
